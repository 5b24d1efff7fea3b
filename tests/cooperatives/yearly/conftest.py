"""A district on the demo's day, its people, and their sheets of the year that is over."""

import pytest

from cooperatives.yearly.sheet import yearly_sheet
from tests.factories import make_district, make_district_staff, make_officer, make_province


@pytest.fixture
def province(db, demo_day):
    return make_province()


@pytest.fixture
def district(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def clerk(district):
    return make_district_staff(district, full_name="Nông Thị Lan")


@pytest.fixture
def officer(province):
    return make_officer(province, full_name="Hoàng Văn Minh")


@pytest.fixture
def sheet_of(clerk):
    """The sheet of a year as the clerk, or another reader, sees it; made anew each time."""

    def made(year=2023, reader=None, code="061"):
        return yearly_sheet(reader or clerk, year, code)

    return made
