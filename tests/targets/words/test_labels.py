"""Names of codes: each has one, and templates take it from there and nowhere else."""

import re
from pathlib import Path

import pytest

from targets.reckoning.assessment import Status
from targets.reckoning.measures import Unit
from targets.words.labels import gap_label, status_label, unit_label

TEMPLATES = sorted(Path(__file__).resolve().parents[3].glob("templates/**/*.html"))
ASKS_A_CODE = re.compile(r"\b(?:status|indicator\.unit)\.label\b")
"""A code is plain and has no name of its own: Django would print nothing, in silence."""


def test_every_status_has_a_name_of_its_own():
    assert len({str(status_label(status)) for status in Status}) == len(Status)


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_is_named_but_that_of_counts(unit):
    assert bool(unit_label(unit)) == (unit is not Unit.COUNT)
    assert (gap_label(unit) == unit_label(unit)) == (unit is not Unit.PERCENT)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_asks_a_code_for_its_name(path):
    assert not ASKS_A_CODE.findall(path.read_text(encoding="utf-8"))


def test_one_that_asked_would_be_found():
    assert ASKS_A_CODE.findall("{{ found.status.label|capfirst }} {{ row.indicator.unit.label }}")
