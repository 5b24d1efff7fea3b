"""Templates can be read: short lines, few branches. What is decided is decided in Python."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR / "templates")
TEMPLATES = sorted(path for path in ROOT.rglob("*") if path.is_file())
HTML_TABLES = [path for path in TEMPLATES if "<table" in path.read_text(encoding="utf-8")]
MOST_CHARACTERS = 160
MOST_BRANCHES = 12
BRANCH = re.compile(r"\{%-?\s*(?:if|elif)\s")


def faults(text: str) -> list[str]:
    """What makes a template hard to read: its lines that are too long, and too many branches (each
    `if` and each `elif` is one).
    """
    found = [
        f"line {number} has {len(line)} characters"
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > MOST_CHARACTERS
    ]
    branches = len(BRANCH.findall(text))
    return [*found, f"{branches} branches"] if branches > MOST_BRANCHES else found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_can_be_read(path):
    assert faults(path.read_text(encoding="utf-8")) == []


def nameless(text: str) -> list[str]:
    """Tables with neither a caption nor the name of a heading."""
    return [
        table.group(0)
        for table in re.finditer(r"<table.*>", text)
        if "aria-label" not in table.group(0)
        and "caption" not in "".join(text[table.end() :].splitlines(keepends=True)[:3])
    ]


@pytest.mark.parametrize("path", HTML_TABLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_table_says_what_it_holds(path):
    """By a caption, or by the heading above it."""
    assert nameless(path.read_text(encoding="utf-8")) == []


def test_a_nameless_table_would_be_caught():
    assert nameless('<table class="a">\n<thead></thead>\n<tbody>\n</tbody>\n') == [
        '<table class="a">'
    ]
    assert nameless('<table class="a">\n<caption>b</caption>\n') == []


PAGED = re.compile(r"""(?:\{% include "components/pagination.html".*%\}|.*render_table.*)""")
IN_PLACE = re.compile(r"""\bat="([\w-]+)\"""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_who_turns_a_page_or_sorts_stays_at_the_list(path):
    """What leads on in a list names the list. `table.html` is the face of tables, whose list is
    named where one is rendered.
    """
    text = path.read_text(encoding="utf-8")
    for way in PAGED.findall(text) if path.name != "table.html" else ():
        (at,) = IN_PLACE.findall(way)
        assert any(f'id="{at}"' in each.read_text(encoding="utf-8") for each in TEMPLATES)


def test_all_kinds_of_templates_are_looked_at():
    assert {path.suffix for path in TEMPLATES} == {".html", ".txt"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 160 + "\n" + "{% if a %}{% endif %}" * 7, []),
        ("\n" + "x" * 161, ["line 2 has 161 characters"]),
        ("{% if a %}{% endif %}\n" * 12 + "{% else %}{% plural %}{% ifchanged %}", []),
        ("{% if a %}{% endif %}\n" * 12 + "{% elif b %}", ["13 branches"]),
    ],
)
def test_what_is_hard_to_read_would_be_caught(text, said):
    assert faults(text) == said


def test_what_a_browser_kept_is_always_announced():
    """keep-fields.js says what it brought back, and offers to drop it."""
    keeping = {path for path in TEMPLATES if "data-keeps-fields" in path.read_text()}
    assert keeping
    silent = {path.name for path in keeping if "fields_note.html" not in path.read_text()}
    assert silent == set()
