"""Every page that a role reaches by links: both languages and themes, on a phone and a desktop."""

import functools

import pytest

from .chromium import signed_in
from .crawl import LANGUAGES, UNKNOWN_ADDRESS, Inspector, discover, to_visit
from .deployment import ROLES


@functools.cache
def reachable(browser, deployment, role):
    """The kinds of pages of a role, found once."""
    context = signed_in(browser, deployment, role)
    try:
        return discover(context)
    finally:
        context.close()


def complaints(browser, deployment, role, language):
    """What is wrong with the role's pages in the language."""
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
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.xdist_group(role)) for role in ROLES]
)
def test_every_page_with_demo_data(browser, site, role, language):
    wrong = complaints(browser, site, role, language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_an_empty_database(browser, bare_site, language):
    wrong = complaints(browser, bare_site, "admin", language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["district_staff", "officer"])
def test_every_page_without_a_plan(browser, new_site, role):
    wrong = complaints(browser, new_site, role, "vi")
    assert not wrong, "\n".join(wrong)
