"""The form of an indicator in Chromium: a rule shows the fields that mean something with it."""

from playwright.sync_api import expect


def test_a_rule_shows_its_own_fields_and_hides_nothing_that_is_filled(person):
    page = person("admin").new_page()
    page.goto("/new-indicator/")
    threshold, base_year = page.locator("[name=threshold]"), page.locator("[name=base_year]")
    expect(threshold).to_be_visible()
    expect(base_year).to_be_visible()
    rule = page.locator("[name=rule]")
    rule.select_option("share_above")
    expect(threshold).to_be_visible()
    expect(base_year).to_be_hidden()
    threshold.fill("5")
    rule.select_option("growth")
    expect(base_year).to_be_visible()
    expect(threshold).to_be_visible()
    expect(page.locator("[name=sector]").first).to_be_hidden()
    threshold.fill("")
    rule.select_option("sum")
    expect(threshold).to_be_hidden()
    expect(page.locator("[name=sector]").first).to_be_visible()
