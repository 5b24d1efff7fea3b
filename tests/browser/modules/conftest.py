"""The grid's modules that know no page, in Chromium, without a server."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

ORIGIN = "http://modules.test"
STATIC = Path(settings.BASE_DIR / "static")


def from_disk(route):
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(content_type="text/html", body="<!doctype html><title>Modules</title>")
    else:
        route.fulfill(path=STATIC / path.removeprefix("/"))


@pytest.fixture(scope="module")
def blank(browser):
    """An empty page that may import our modules."""
    with browser.new_context(base_url=ORIGIN) as context:
        context.route("**/*", from_disk)
        page = context.new_page()
        page.goto("/")
        yield page


@pytest.fixture
def run(blank):
    """Run code with a module's exports: `run("unsent", "new Unsent(…).size")`."""

    def evaluate(module, code, argument=None):
        return blank.evaluate(
            f"async (given) => {{ const module = await import('/js/grid/{module}.js'); {code} }}",
            argument,
        )

    yield evaluate
    blank.evaluate("localStorage.clear()")


@pytest.fixture
def call(run):
    """What a module's function gives: `call("blocks", "parse", "1\t2")`."""

    def called(module, name, *arguments):
        return run(module, f"return module.{name}(...given)", arguments)

    return called
