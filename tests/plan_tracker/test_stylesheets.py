"""The stylesheets: put into one file for a server, written so that changes can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find, get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from plan_tracker.storage import HashedStaticFilesStorage, whole_stylesheet

CSS = Path(settings.BASE_DIR / "static/css")
IMPORTS = re.compile(r'^@import url\("([^"]+)"\)', re.MULTILINE)


def files(**texts):
    """Sources of static files: a__b="…" is the text of css/a/b.css."""
    storage = InMemoryStorage()
    names = {f"css/{name.replace('__', '/')}.css": text for name, text in texts.items()}
    for name, text in names.items():
        storage.save(name, ContentFile(text.encode()))
    return {name: (storage, name) for name in names}


# --- One file for a server ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        ({"a": "p {}"}, "p {}"),
        ({"a": '@import url("b.css");\np {}', "b": "b {}"}, "b {}\np {}"),
        # In order, and what is imported may import in turn.
        (
            {
                "a": '@import url("b.css");\n@import url(c.css);',
                "b": "@import url('d.css');\nb {}",
                "c": "c {}",
                "d": "d {}",
            },
            "d {}\nb {}\nc {}",
        ),
        ({"a": '@import url("b.css") layer(low);', "b": "b {}"}, "@layer low {\nb {}\n}"),
        # Addresses are read from where the rules stand now; others stay.
        (
            {"a": '@import url("x/b.css");', "x__b": "b { c: url(../i.svg) url(#f) url(data:x) }"},
            'b { c: url("i.svg") url(#f) url(data:x) }',
        ),
        (
            {"x__a": '@import url("../b.css");', "b": "b { c: url('i/j.svg?k') url(/l) }"},
            'b { c: url("../i/j.svg?k") url(/l) }',
        ),
    ],
)
def test_what_a_stylesheet_imports_stands_in_its_place(texts, whole):
    sources = files(**texts)
    assert whole_stylesheet(next(iter(sources)), sources) == whole


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('@import url("gone.css");', "css/a.css imports gone.css, which is not there."),
        ('@import url("b.css") print;', "css/a.css: cannot put into one file"),
        ('@import "b.css";', "css/a.css: cannot put into one file"),
        ('@import url("https://elsewhere.example/b.css");', "which is not there"),
    ],
)
def test_an_import_that_cannot_be_put_into_the_file_is_an_error(rule, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        whole_stylesheet("css/a.css", files(a=rule, b="b {}"))


@pytest.fixture
def collected(tmp_path):
    """What `collectstatic` makes of our stylesheets and what they import."""
    storage = HashedStaticFilesStorage(location=tmp_path)
    sources = {
        name: (source, name)
        for finder in get_finders()
        for name, source in finder.list([])
        if name.startswith(("css/", "admin/css/", "admin/img/"))
    }
    for name, (source, path) in sources.items():
        with source.open(path) as file:
            storage.save(name, file)
    problems = [done for _n, _h, done in storage.post_process(sources) if done not in (True, False)]
    assert problems == []
    return storage


@pytest.mark.parametrize("name", ["pages.css", "django-admin.css"])
def test_a_server_serves_each_page_one_file(collected, name):
    with collected.open(collected.stored_name(f"css/{name}")) as file:
        whole = file.read().decode()
    assert "@import" not in whole
    parts = [part for part in IMPORTS.findall((CSS / name).read_text()) if "/" not in part]
    places = [whole.index((CSS / part).read_text()) for part in parts]
    assert places == sorted(places)
    for address in re.findall(r'url\("?([^")]+)', whole):
        assert collected.exists(f"css/{address}"), address


def test_every_stylesheet_is_on_some_page():
    linked = {"pages.css", "django-admin.css", "admin.css", "plotly.css"}
    imported = {part for name in linked for part in IMPORTS.findall((CSS / name).read_text())}
    assert linked | imported >= {path.name for path in CSS.glob("*.css")}


def test_a_page_links_one_stylesheet(client, db):
    html = client.get("/sign-in/").text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) == ["/static/css/pages.css"]


# --- How they are written -------------------------------------------------------------------------

WRITTEN = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL) for path in CSS.iterdir()
}
WIDTH = re.compile(r"\b([\d.]+(?:rem|em|px))\b")


def widths_of_queries(text: str) -> set[str]:
    return {width for query in re.findall(r"@media([^{]*)", text) for width in WIDTH.findall(query)}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_line_holds_one_property(name):
    crowded = [line for line in WRITTEN[name].splitlines() if len(re.findall(r"[;{}]", line)) > 1]
    assert crowded == []


def test_pages_change_at_the_named_widths_alone():
    named = set(re.findall(r"--width-[a-z]+: ([^;]+);", WRITTEN["tokens.css"]))
    ours = {name: text for name, text in WRITTEN.items() if name != "admin-narrow.css"}
    assert set.union(*map(widths_of_queries, ours.values())) == named


def test_django_s_pages_change_at_django_s_widths():
    responsive = Path(find("admin/css/responsive.css")).read_text()
    assert widths_of_queries(WRITTEN["admin-narrow.css"]) <= widths_of_queries(responsive)


def test_scripts_read_the_widths_from_the_stylesheet():
    asked = [
        match
        for path in (CSS.parent / "js").rglob("*.js")
        for match in re.findall(r"matchMedia\([^)]*\)", path.read_text())
    ]
    assert asked
    assert not [one for one in asked if WIDTH.search(one)]
