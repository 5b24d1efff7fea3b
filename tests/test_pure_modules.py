"""Charts, the reckoning and the comparison itself are pure: data in, data out.

import-linter, which checks the other imports, cannot forbid a part of Django.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = [
    *ROOT.glob("targets/reckoning/*.py"),
    ROOT / "targets/comparison/as_json.py",
    ROOT / "targets/comparison/progress.py",
    ROOT / "targets/comparison/stored.py",
    ROOT / "targets/overview/bullet.py",
    ROOT / "targets/overview/charts.py",
    ROOT / "targets/public/following.py",
]
FORBIDDEN = ("django.db.", "cooperatives.models.", "targets.models.")


def imported(path: Path) -> set[str]:
    """The full names of all that a module imports, anywhere in it."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *filter(None, [node.module])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def records_imported(path: Path) -> set[str]:
    return {name for name in imported(path) if f"{name}.".startswith(FORBIDDEN)}


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_a_pure_module_imports_no_records(path):
    assert records_imported(path) == set()


def test_a_module_with_records_would_be_caught():
    assert records_imported(ROOT / "cooperatives/models/people.py") >= {
        "django.db.models",
        "cooperatives.models.units.AdministrativeUnit",
    }
