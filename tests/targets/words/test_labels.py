"""Names of codes: each has one, and templates take it from there and nowhere else."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.assessment import Status
from targets.reckoning.measures import Unit
from targets.words.amounts import with_unit
from targets.words.labels import gap_label, short_unit_label, status_label, unit_label

TEMPLATES = sorted(Path(__file__).resolve().parents[3].glob("templates/**/*.html"))
ASKS_A_CODE = re.compile(r"\b(?:status|indicator\.unit)\.label\b")
"""A code is plain and has no name of its own: Django would print nothing, in silence."""


def test_every_status_has_a_name_of_its_own():
    assert len({str(status_label(status)) for status in Status}) == len(Status)


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_is_named_but_that_of_counts_and_plain_numbers(unit):
    indicator = replace(BY_CODE["total_members"], unit=unit)
    assert bool(unit_label(indicator)) == (unit not in (Unit.COUNT, Unit.NUMBER))
    assert (gap_label(indicator) == unit_label(indicator)) == (unit is not Unit.PERCENT)


def test_an_entered_indicator_is_counted_in_what_it_says_itself():
    hectares = replace(BY_CODE["total_members"], unit=Unit.NUMBER, unit_words="ha")
    assert unit_label(hectares) == gap_label(hectares) == short_unit_label(hectares) == "ha"
    assert with_unit(1234.5, hectares) == "1.234,5\u00a0ha"


@pytest.mark.parametrize(
    ("words", "said"), [("triệu đồng/tháng", "triệu đồng/tháng"), ("đồng", "triệu đồng")]
)
def test_amounts_are_said_to_be_in_million_as_they_are_shown(words, said):
    wages = replace(BY_CODE["average_profit"], unit=Unit.VND, unit_words=words)
    assert unit_label(wages) == said


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_asks_a_code_for_its_name(path):
    assert not ASKS_A_CODE.findall(path.read_text(encoding="utf-8"))


def test_one_that_asked_would_be_found():
    assert ASKS_A_CODE.findall("{{ found.status.label|capfirst }} {{ row.indicator.unit.label }}")
