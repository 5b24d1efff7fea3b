"""What is one thing is declared once: the dash for what is missing, and the million of VND."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from cooperatives.ground.money import MILLION, decimal_in_million, in_million
from cooperatives.ground.printing import NOTHING

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cooperatives", "targets", "plan_tracker")
SOURCES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())

# The dash alone: in quotes, between tags, or after or before a tag of the template language. One
# between two values, as in "1–20" or "1/1 – 31/3", joins them.
DASH_IN_TEMPLATE = re.compile(rf"""(?:["'>]|%\}}){NOTHING}(?:["'<]|\{{%)""")


def literals(value) -> Counter[str]:
    """How often a value is written in which of our modules, a power of ten as 10**6 included."""
    found = Counter()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _is_written(node, value):
                found[str(path.relative_to(ROOT))] += 1
    return found


def _is_written(node: ast.AST, value) -> bool:
    match node:
        case ast.Constant(value=written):
            return type(written) in (type(value), float) and written == value
        case ast.BinOp(left=ast.Constant(value=10), op=ast.Pow(), right=ast.Constant(value=power)):
            return value == 10**power
    return False


def test_the_dash_is_written_once():
    assert literals(NOTHING) == {"cooperatives/ground/printing.py": 1}


def test_no_template_writes_the_dash():
    found = {
        str(path.relative_to(ROOT)): DASH_IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))
        for path in TEMPLATES
    }
    assert {name: dashes for name, dashes in found.items() if dashes} == {}


@pytest.mark.parametrize(
    ("written", "is_found"),
    [
        ('{{ name|default:"–" }}', True),
        ("<td>–</td>", True),
        ("{% else %}–{% endif %}", True),
        ("<b>–{% if a %}", True),
        ("{{ first }}–{{ last }}", False),
        ("{{ from|day }} – {{ to|day }}", False),
        ("<strong>A</strong> – words", False),
        ("{% endif %} – {% translate 'nothing given' %}", False),
    ],
)
def test_a_dash_in_a_template_would_be_found(written, is_found):
    assert bool(DASH_IN_TEMPLATE.search(written)) is is_found


def test_the_million_is_written_once():
    assert literals(MILLION) == {
        "cooperatives/ground/money.py": 1,
        "cooperatives/catalogue/figures.py": 1,  # the most persons of a cooperative
    }


def test_amounts_are_converted_exactly():
    assert in_million(85_250_001) * MILLION == 85_250_001
    assert str(decimal_in_million(99_999_999_999_999)) == "99999999.999999"
    assert decimal_in_million(-20_100_001) * MILLION == -20_100_001
