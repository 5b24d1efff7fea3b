"""What the tests of entry share: a district with three cooperatives, and its clerk."""

from copy import deepcopy
from dataclasses import dataclass

import pytest

from cooperatives.catalogue.figures import codes
from cooperatives.entry.saving import Entry, save_cells
from cooperatives.models import AdministrativeUnit, Cooperative, User
from cooperatives.returns.sheet import quarterly_sheet
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
    open_year,
)

FULL = dict.fromkeys(codes(), "5") | {
    "revenue": "100",
    "profit": "10",
    "average_member_income": "15",
    "member_count": "12",
    "managers_total": "4",
    "managers_higher_education": "2",
    "managers_vocational": "1",
}
"""One row of figures as they are typed."""


@dataclass
class District:
    """A district in its province, its people, and three cooperatives in one of its communes."""

    province: AdministrativeUnit
    unit: AdministrativeUnit
    commune: AdministrativeUnit
    other: AdministrativeUnit
    clerk: User
    officer: User
    cooperatives: list[Cooperative]

    def sheet(self, reader=None, year=2024, quarter=3):
        """The return of the third quarter, as the clerk or somebody else sees it."""
        return quarterly_sheet(reader or self.clerk, year, quarter, self.unit.code)

    def save(self, *cells, reader=None):
        """Type cells into the return: (number, field, text) or (number, field, text, base)."""
        entries = [Entry(*cell, *([""] if len(cell) == 3 else [])) for cell in cells]
        return save_cells(self.sheet(reader), entries)

    def fill(self, *numbers):
        """Give all figures of these cooperatives."""
        return self.save(*((n, field, text) for n in numbers for field, text in FULL.items()))


def make_whole_district() -> District:
    province = make_province()
    open_year(province)
    unit, other = make_district(province, name="Huyện Ba Bể"), make_district(province, "062")
    commune = make_commune(unit, name="Xã Hà Hiệu")
    cooperatives = [
        make_cooperative(commune, name=name, registration_number=number, sector="agriculture")
        for name, number in (("HTX An", "A1"), ("HTX Bình", "B2"), ("HTX Cường", "C3"))
    ]
    return District(
        province,
        unit,
        commune,
        other,
        make_district_staff(unit),
        make_officer(province),
        cooperatives,
    )


@pytest.fixture(scope="module")
def district_of_module(kept):
    return kept(make_whole_district)


@pytest.fixture
def district(district_of_module, db, demo_day):
    """A copy of its own for each test, which may change what it holds."""
    return deepcopy(district_of_module)
