"""A deployed page asks for one stylesheet, and its rules keep the order of their layers."""

import re

LAYERS = """
() => [...document.styleSheets[0].cssRules].filter((rule) => rule instanceof CSSLayerStatementRule)
  .flatMap((rule) => [...rule.nameList])
"""
PICTURES = """
async () => {
  const [sheet] = document.styleSheets;
  const rules = [...sheet.cssRules].find((rule) => rule.name === "django").cssText;
  const found = [...rules.matchAll(/url\\("([^"]+)"\\)/g)];
  return Promise.all(found.map(async ([, url]) => (await fetch(new URL(url, sheet.href))).status));
}
"""


def test_the_overview_asks_for_one_stylesheet_and_that_of_the_charts(person):
    page = person("officer").new_page()
    asked = []
    page.on("request", lambda one: asked.append(one) if one.resource_type == "stylesheet" else None)
    page.goto("/", wait_until="networkidle")
    names = [re.sub(r"\.[0-9a-f]{12}\.", ".", one.url.rsplit("/", 1)[-1]) for one in asked]
    assert [name for name in names if name != "plotly.css"] == ["pages.css"]
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", one.url) for one in asked)
    assert page.evaluate(LAYERS) == [
        "reset",
        "tokens",
        "base",
        "layout",
        "components",
        "utilities",
        "print",
    ]


def test_django_s_pages_keep_their_rules_below_ours(person):
    page = person("admin").new_page()
    page.goto("/admin/")
    sheets = page.evaluate("[...document.styleSheets].map((one) => one.href)")
    assert re.search(r"/css/django-admin\.[0-9a-f]{12}\.css$", sheets[0])
    assert re.search(r"/css/admin\.[0-9a-f]{12}\.css$", sheets[-1])
    assert page.evaluate(LAYERS)[:2] == ["django", "reset"]
    # Its pictures are found from where its rules stand now.
    pictures = page.evaluate(PICTURES)
    assert len(pictures) > 5
    assert set(pictures) == {200}
