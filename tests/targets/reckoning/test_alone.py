"""The reckoning stands alone: it is read and used in a Python that has no Django at all."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = sorted(f"targets.reckoning.{path.stem}" for path in ROOT.glob("targets/reckoning/[!_]*.py"))

BLOCKED = """
import importlib, sys

class Refuses:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "cooperatives", "plan_tracker"):
            raise ImportError(f"{name} is not pure")

sys.meta_path.insert(0, Refuses())
"""

ASSESSES = """
from dataclasses import dataclass
from fractions import Fraction
from targets.reckoning.assessment import Goal, Moment, assess
from targets.reckoning.contribution import contributions, due_of
from targets.reckoning.measures import Coverage, Measure, Operator, Unit

@dataclass(frozen=True)
class Founded:
    unit = Unit.COUNT
    is_flow = is_event_count = is_passed_down = adds_up = True
    averages = is_rating_share = waits_for_ratings = is_from_figures = False

goal, moment = Goal(Operator.AT_LEAST, Fraction(35)), Moment(3)
measure = Measure(Fraction(14), 14, None, Coverage(14, 0, 14), (Fraction(14), Fraction(14)))
found = assess(Founded(), measure, goal, moment)
part = contributions(Founded(), measure, [(measure, due_of(Founded(), goal, moment))])[0]
print(found.status, found.expected, part.gap)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """A fresh Python that knows no settings and is refused what is not pure."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", BLOCKED + code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ROOMS)
def test_each_part_is_read_without_django(name):
    found = run(f"importlib.import_module({name!r})")
    assert found.returncode == 0, found.stderr


def test_it_assesses_what_is_no_indicator_of_ours():
    found = run(ASSESSES)
    assert found.stdout.split() == ["off_track", "26", "-12"], found.stderr


@pytest.mark.parametrize("name", ["targets.words.labels", "targets.indicators"])
def test_what_is_not_pure_would_be_caught(name):
    found = run(f"importlib.import_module({name!r})")
    assert "is not pure" in found.stderr
