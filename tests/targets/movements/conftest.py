"""A province with a plan and two districts, whose clerks send their returns of quarter III."""

from copy import deepcopy
from dataclasses import dataclass

import pytest

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.ground.calendar import now
from cooperatives.models import AdministrativeUnit, Cooperative, ReturnStep, User
from cooperatives.returns import taking_back, workflow
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.submission import readiness_of, submit
from targets.models import Movement, Plan
from targets.models.movements import START
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
)

INDICATORS = (
    "average_profit",
    "average_member_income",
    "managers_vocational",
    "new_cooperatives",
    "weak_share",
)
MILLION = 1_000_000
QUIET = {
    "revenue": 100 * MILLION,
    "average_member_income": 15 * MILLION,
    "member_count": 10,
    "managers_total": 4,
    "managers_higher_education": 2,
    "managers_vocational": 1,
}


@dataclass
class Office:
    """One district, with its people and its cooperatives."""

    unit: AdministrativeUnit
    clerk: User
    officer: User
    cooperatives: list[Cooperative]

    def sheet(self, quarter=3, reader=None):
        return quarterly_sheet(reader or self.clerk, 2024, quarter, self.unit.code)

    def save(self, cooperative, quarter=3, **figures):
        """Type figures over what stands there."""
        row = next(
            row
            for row in self.sheet(quarter).rows()
            if row.number == cooperative.registration_number
        )
        stands = {cell.column.field: cell.text for cell in row.cells}
        outcome = save_cells(
            self.sheet(quarter),
            [Entry(row.number, name, text, stands[name]) for name, text in figures.items()],
        )
        assert len(outcome.saved) == len(figures)

    def file(self, profit, quarter, state):
        """Have all figures of a quarter in a return of some state, as nobody is told of."""
        filed = make_return(self.unit, 2024, quarter, state=state)
        if state != "draft":
            ReturnStep.objects.create(quarterly_return=filed, step="submit", at=now())
        for cooperative in self.cooperatives:
            make_figures(
                cooperative,
                2024,
                quarter,
                quarterly_return=filed,
                profit=profit * MILLION,
                **QUIET,
            )

    def submit(self, quarter=3):
        sheet = self.sheet(quarter)
        return submit(sheet, readiness_of(sheet.rows()).fingerprint, is_early=True)

    def seen(self, quarter=3):
        stored = self.sheet(quarter).stored
        return workflow.Seen.of(stored.pk, taking_back.newest_step(stored))

    def send_back(self, quarter=3):
        workflow.send_back(self.seen(quarter), self.officer, "Xem lại")

    def take_back(self, quarter=3):
        taking_back.take_back_submission(self.seen(quarter), self.clerk)


@dataclass
class Land:
    province: AdministrativeUnit
    plan: Plan
    ba_be: Office
    cho_don: Office
    officer: User

    @property
    def offices(self):
        return (self.ba_be, self.cho_don)


def make_land() -> Land:
    """Both districts have two quarters approved, and the third entered."""
    province = make_province()
    plan = make_plan(province)
    for place, code in enumerate(INDICATORS):
        make_target(plan, code, value=5, place=place)
    officer = make_officer(province)
    offices = []
    for code, name in (("061", "Huyện Ba Bể"), ("064", "Huyện Chợ Đồn")):
        unit = make_district(province, code, name=name)
        commune = make_commune(unit, f"{code}01")
        made = [make_cooperative(commune, sector="agriculture") for _ in range(2)]
        office = Office(unit, make_district_staff(unit), officer, made)
        office.file(10, 1, "approved")
        office.file(10, 2, "approved")
        office.file(10 if code == "061" else 20, 3, "draft")
        offices.append(office)
    return Land(province, plan, *offices, officer)


@pytest.fixture(scope="module")
def land_of_module(kept):
    return kept(make_land)


@pytest.fixture
def land(land_of_module, db, demo_day):
    """A copy of its own for each test."""
    return deepcopy(land_of_module)


def steps(unit, indicator="average_profit", quarter=3):
    """The steps of one chain in their order, as (cause, before, after)."""
    rows = Movement.objects.filter(unit_path=unit.path, indicator=indicator, quarter=quarter)
    return [(row.cause, row.before, row.after) for row in rows.exclude(cause=START).order_by("pk")]
