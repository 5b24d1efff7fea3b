"""Every page that a role reaches by links: both languages and themes, on a phone and a desktop."""

import functools

import pytest

from .chromium import signed_in
from .crawl import LANGUAGES, UNKNOWN_ADDRESS, Inspector, discover, report, to_visit
from .deployment import ROLES


@functools.cache
def reachable(browser, deployment, role):
    """The kinds of pages of a role, found once."""
    context = signed_in(browser, deployment, role)
    try:
        return discover(context)
    finally:
        context.close()


def assert_sound(browser, deployment, role, language):
    """Open all pages of the role in the language; fail with what is wrong with them."""
    found, broken = reachable(browser, deployment, role)
    context = signed_in(browser, deployment, role, language=language)
    try:
        inspector = Inspector(context, language)
        wrong = list(broken)
        for page in to_visit(found):
            wrong += inspector.inspect(page.path)
        wrong += inspector.inspect(UNKNOWN_ADDRESS, status=404)
    finally:
        context.close()
    assert not wrong, report(wrong) + deployment.last_error()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_with_demo_data(browser, site, role, language):
    assert_sound(browser, site, role, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["district_staff", "officer"])
def test_every_page_without_a_plan(browser, new_site, role, language):
    assert_sound(browser, new_site, role, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_an_empty_database(browser, bare_site, language):
    assert_sound(browser, bare_site, "admin", language)
