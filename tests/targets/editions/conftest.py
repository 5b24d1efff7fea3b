"""A province whose second quarter is approved, to be published and corrected."""

from copy import deepcopy

import pytest

from cooperatives.history import Way, changes_by
from cooperatives.models import QuarterlyFigures
from targets.editions.publishing import publish
from tests.targets.movements.conftest import MILLION, make_land

UNIT = "06"


@pytest.fixture(scope="module")
def land_of_module(kept):
    return kept(make_land)


@pytest.fixture
def land(land_of_module, db, demo_day):
    """A copy of its own for each test."""
    return deepcopy(land_of_module)


@pytest.fixture
def first(land):
    """Edition 1 of quarter II."""
    return publish(2024, 2, UNIT, reader=land.officer, note="Lần đầu")


def correct(office, profit=90, place=0, quarter=2):
    """Set one cooperative's profit, in million VND, as an officer does with a counted row."""
    row = QuarterlyFigures.objects.get(
        cooperative=office.cooperatives[place], year=2024, quarter=quarter
    )
    row.profit = profit * MILLION
    with changes_by(office.officer, Way.GRID):
        row.save()
    return row
