"""Every page that a role reaches by links: both languages and themes, on a phone and a desktop."""

import pytest

from .chromium import signed_in
from .crawl import LANGUAGES, UNKNOWN_ADDRESS, Inspector, discover, report, to_visit
from .deployment import ROLES


def assert_sound(browser, deployment, role):
    """Open all pages of the role in each language; fail with what is wrong with them."""
    context = signed_in(browser, deployment, role)
    found, wrong = discover(context)
    context.close()
    for language in LANGUAGES:
        context = signed_in(browser, deployment, role, language=language)
        inspector = Inspector(context, role, language)
        for page in to_visit(found):
            wrong += inspector.inspect(page.path)
        wrong += inspector.inspect(UNKNOWN_ADDRESS, status=404)
        context.close()
    assert not wrong, report(wrong) + deployment.last_error()


@pytest.mark.parametrize("role", ROLES[::-1])  # who sees most begins first
def test_every_page_with_demo_data(browser, site, role):
    assert_sound(browser, site, role)


@pytest.mark.xdist_group("new site")
@pytest.mark.parametrize("role", ["district_staff", "officer"])
def test_every_page_without_a_plan(browser, new_site, role):
    assert_sound(browser, new_site, role)


def test_every_page_of_an_empty_database(browser, bare_site):
    assert_sound(browser, bare_site, "admin")
