"""The stylesheets: put into one file for a server, written so that changes can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
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


def test_every_component_is_on_the_pages():
    imported = set(IMPORTS.findall((CSS / "pages.css").read_text()))
    # These are linked where they are needed.
    elsewhere = {"pages.css", "django-admin.css", "admin.css", "plotly.css"}
    assert imported | elsewhere == {path.name for path in CSS.glob("*.css")}


def test_a_page_links_one_stylesheet(client, db):
    html = client.get("/sign-in/").text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) == ["/static/css/pages.css"]
