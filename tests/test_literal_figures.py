"""A figure's name stands where it is declared, and where a rule is about that figure alone.

Whoever else has to know figures asks the catalogue: one more is then known everywhere.
"""

import ast
import re
from pathlib import Path

import pytest

from cooperatives.catalogue import figures as catalogue
from cooperatives.catalogue.figures import BUILT_IN, codes

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cooperatives", "targets", "plan_tracker")
DECLARED = ("migrations", "catalogue", "demo")

CONSTANTS = {name for name, value in vars(catalogue).items() if value in BUILT_IN} | {
    "MANAGERS",
    "MANAGERS_TRAINED",
}
"""How Python names single figures of the catalogue."""

# Also as a part of a lookup or an expression ("revenue__isnull", "row.revenue"), but not of another
# name ("average_profit", "profit_above_revenue").
CODE = re.compile(
    rf"(?<![\w-])(?:final_|before_)?(?:{'|'.join(codes(BUILT_IN))})(?:_million)?(?=__|(?![\w-]))"
)
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}

ALLOWED = {
    # A year's income per member without members, and a profit above the revenue, are unusual.
    # From a profit to a loss has words of its own; of what is unusual between two, one shows it.
    "cooperatives/figures/checks.py": 6,
    # Trained managers are not more than managers in total: in the database, and in Excel.
    "cooperatives/models/reports.py": 2,
    "cooperatives/workbook/checks.py": 2,
    # Which figure an indicator of design 1.4 is the mean or the sum of.
    "targets/indicators/means.py": 4,
    "targets/indicators/sums.py": 3,
}
"""Lines that name a figure, by file, each with its reason."""


def python_lines(text: str) -> set[int]:
    """The lines of a module that name a figure. Not looked at: imports, by themselves; what
    documents or is translated, as words for people.
    """
    tree = ast.parse(text)
    words, constants = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in TRANSLATED:
                words |= {id(part) for part in ast.walk(node)}
            case ast.Expr(value=ast.Constant()):
                words.add(id(node.value))
            case ast.ImportFrom(module=str(module)) if module.endswith("catalogue.figures"):
                constants |= CONSTANTS & {one.asname or one.name for one in node.names}
    return {
        node.lineno
        for node in ast.walk(tree)
        if id(node) not in words and _names_a_figure(node, constants)
    }


def _names_a_figure(node: ast.AST, constants: set[str]) -> bool:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
            return name in constants or bool(CODE.fullmatch(name.partition("__")[0]))
        case ast.Attribute(attr=name):
            return name in CONSTANTS or bool(CODE.fullmatch(name))
        case ast.Constant(value=str(text)):
            return bool(CODE.search(text))
    return False


def template_lines(text: str) -> set[int]:
    """The lines of a template that name a figure in a tag, a variable or an attribute."""
    markup = r"\{\{.*?\}\}|\{%(?! *(?:block)?translate).*?%\}|<[^>]*>"
    return {
        text.count("\n", 0, spot.start() + name.start()) + 1
        for spot in re.finditer(markup, text)
        for name in CODE.finditer(spot.group())
    }


def script_lines(text: str) -> set[int]:
    """The lines of a script or stylesheet that name a figure in quotes or as a property."""
    return {
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if re.search(rf"""["'`.=\[]{CODE.pattern}""", line)
    }


def _files():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not set(DECLARED) & set(path.relative_to(ROOT).parts):
                yield path, python_lines
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path, template_lines
    for pattern in ("js/**/*.js", "css/**/*.css"):
        for path in sorted((ROOT / "static").glob(pattern)):
            yield path, script_lines


def test_a_figure_is_named_on_few_lines_each_for_a_reason():
    found = {
        str(path.relative_to(ROOT)): len(lines)
        for path, lines_of in _files()
        if (lines := lines_of(path.read_text(encoding="utf-8")))
    }
    assert found == ALLOWED
    assert sum(found.values()) <= 17


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('row["revenue"]', True),
        ("row.revenue", True),
        ("Row(revenue=1)", True),
        ('rows.filter(**{"profit__isnull": True})', True),
        ("rows.filter(profit__isnull=True)", True),
        ('sql = "SELECT SUM(f.profit) FROM f"', True),
        ("figures.PROFIT.read(row)", True),
        ('rule = "jump:revenue"', True),
        ('column = "profit_million"', True),
        ('sql = f"SELECT y.final_revenue"', True),
        ("from ..catalogue.figures import PROFIT\nPROFIT.read(row)", True),
        ("def show(member_count): ...", True),
        ('_("A profit of %(value)s.")', False),
        ('"""What a profit is."""', False),
        ("from ..catalogue.figures import PROFIT", False),
        ("from .means import AVERAGE_MEMBER_INCOME as it", False),
        ("MANAGERS_VOCATIONAL = Sum()", False),
        ('code = "average_profit"', False),
        ('rule = "profit_above_revenue"', False),
    ],
)
def test_what_names_a_figure_in_python(text, is_found):
    assert bool(python_lines(text)) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("<td>{{ report.revenue|figure }}</td>", True),
        ("{% if row.member_count %}", True),
        ('<td data-field="profit">', True),
        ('<td\n  data-field="profit">', True),
        ('{% translate "the profit of the year" %}', False),
        ("{{ target.average_profit }}", False),
    ],
)
def test_what_names_a_figure_in_a_template(text, is_found):
    assert bool(template_lines(text)) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('const first = "revenue";', True),
        ("row.profit = 1", True),
        ('[data-field="member_count"] {', True),
        ("// the profit of a year", False),
        ('"average_profit"', False),
    ],
)
def test_what_names_a_figure_in_a_script(text, is_found):
    assert bool(script_lines(text)) is is_found
