"""Templates can be read: short lines, few branches. What is decided is decided in Python."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR / "templates")
TEMPLATES = sorted(path for path in ROOT.rglob("*") if path.is_file())
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
