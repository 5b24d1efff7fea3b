.DEFAULT_GOAL := help
PY := .venv/bin/python

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: ## Serve on 127.0.0.1:$PORT (8000), with the demo in an empty database (DATABASE_URL)
	@.ci/environment run
	@.ci/serve

test: ## All checks and tests, on SQLite, PostgreSQL and in Chromium
	@.ci/environment test
	@.ci/with_postgres $(PY) .ci/test

test-fast: ## The tests on SQLite alone, without a browser
	@.ci/environment test
	@TEST_DATABASE_URL= $(PY) -m pytest -q -n 2 --dist loadfile -m "not browser" --ignore=tests/browser

lint: ## Style, formatting and what may import what
	@.ci/environment test
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@.venv/bin/lint-imports --no-cache --no-logo

pictures: ## The pictures of guides and README, into docs/guides/pictures
	@.ci/environment test
	@$(PY) -m tests.browser.guide_pictures

shots: pictures ## Those, and pictures of all pages into ./shots
	@.ci/environment test
	@.ci/with_postgres $(PY) -m tests.browser.shots

messages: ## Gather new messages into the Vietnamese catalogue
	@.ci/environment test
	@$(PY) .ci/messages

.PHONY: help run test test-fast lint pictures shots messages
