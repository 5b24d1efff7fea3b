"""The districts' returns: which rows each holds, and how far it has come."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from cooperatives.ground.calendar import Quarter
from cooperatives.models import (
    AdministrativeUnit,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
)

from . import DEMO_DAY, HERE, names
from .figures import Reports
from .registry import DrawnLife
from .scenario import LAST_REPORTED, Dice, Scenario

State, Step = QuarterlyReturn.State, ReturnStep.Step

REASON_NOW = (
    "Doanh thu của một HTX cao gấp nhiều lần quý trước, một HTX chưa có thu nhập thành viên: "
    "đề nghị kiểm tra, bổ sung và gửi lại."
)
REMARK_ON_REVENUE = "Doanh thu gấp khoảng 10 lần quý II, có thể nhập thừa một chữ số 0."
REMARK_ON_INCOME = "Chưa có thu nhập bình quân thành viên của quý III."


@dataclass
class Filed:
    """One return with its rows and steps, and with remarks on it if there is an officer to ask."""

    quarterly_return: QuarterlyReturn
    rows: list[QuarterlyFigures]
    steps: list[ReturnStep] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def make_returns(dice: Dice, scenario: Scenario, reports: Reports) -> list[Filed]:
    """The returns of all quarters in order, each with the rows of the cooperatives there then."""
    of = dice.about("returns")
    found = []
    for quarter, rows in reports.rows.items():
        by_unit: dict[str, list[tuple[DrawnLife, QuarterlyFigures]]] = {}
        units: dict[str, AdministrativeUnit] = {}
        for life, row in rows:
            unit = life.unit_on(quarter.ends_on).reporting_unit
            units[unit.code] = unit
            by_unit.setdefault(unit.code, []).append((life, row))
        for code in sorted(units):
            state = State.APPROVED
            if quarter == LAST_REPORTED:
                state = scenario.states.get(code, State.APPROVED)
            filed = Filed(
                QuarterlyReturn(
                    unit=units[code],
                    year=quarter.year,
                    quarter=quarter.number,
                    state=state,
                    is_demo=True,
                ),
                [row for _life, row in by_unit[code]],
            )
            _bring_about(of, filed, quarter)
            for row in filed.rows:
                row.quarterly_return = filed.quarterly_return
                if filed.steps:  # what the province saw is what was entered before
                    row._history_date = filed.steps[0].at - timedelta(hours=1)
            found.append(filed)
    return found


def _bring_about(of: random.Random, filed: Filed, quarter: Quarter) -> None:
    """Take the steps that have led to the return's state."""
    state = filed.quarterly_return.state
    if state == State.DRAFT:
        filed.rows = _half_filled(of, filed.rows)
        return
    steps = _Steps(of, filed, quarter.ends_on)
    latest = (DEMO_DAY - quarter.ends_on).days - 1
    if state == State.SUBMITTED:
        steps.take(Step.SUBMIT, 15)
    elif state == State.RETURNED:
        steps.take(Step.SUBMIT, 9)
        steps.take(Step.SEND_BACK, 16, REASON_NOW)
        _spoil(of, filed)
    else:
        submitted = of.randint(4, 14)
        steps.take(Step.SUBMIT, submitted)
        if latest > 30 and of.random() < 0.12:  # there was time for a second round
            reason = of.choice(names.REASONS_FOR_SENDING_BACK)
            steps.take(Step.SEND_BACK, submitted + 2, reason)
            steps.take(Step.SUBMIT, submitted + 5)
            submitted += 5
        steps.take(Step.APPROVE, min(submitted + of.randint(1, 6), latest))


class _Steps:
    """Takes one step after the other, at office hours."""

    def __init__(self, of: random.Random, filed: Filed, end: date):
        self.of, self.filed, self.end = of, filed, end

    def take(self, step: str, days_after: int, reason: str = "") -> None:
        """Take a step some days after the quarter's end, on the Friday before a weekend."""
        day = self.end + timedelta(days=days_after)
        day -= timedelta(days=max(0, day.weekday() - 4))
        hour = len(self.filed.steps) + 8  # so that two steps of one day keep their order
        at = datetime.combine(day, time(hour, self.of.randint(0, 59)), HERE)
        self.filed.steps.append(
            ReturnStep(
                quarterly_return=self.filed.quarterly_return, step=step, at=at, reason=reason
            )
        )


def _half_filled(of: random.Random, rows: Sequence[QuarterlyFigures]) -> list[QuarterlyFigures]:
    """The first half of the rows, the last few of them with the money columns alone."""
    kept = list(rows[: len(rows) // 2])
    for row in kept[-4:]:
        row.member_count = row.managers_total = None
        row.managers_higher_education = row.managers_vocational = None
    return kept


def _spoil(of: random.Random, filed: Filed) -> None:
    """Make the two slips that the return was sent back for, and remark on them."""
    usual = [row for row in filed.rows if row.revenue and row.average_member_income]
    tenfold, blank = of.sample(usual, 2)
    tenfold.revenue *= 10
    blank.average_member_income = None
    at = filed.steps[-1].at
    filed.remarks = [
        Remark(
            quarterly_return=filed.quarterly_return,
            cooperative=row.cooperative,
            field=figure,
            text=text,
            at=at,
        )
        for row, figure, text in (
            (tenfold, "revenue", REMARK_ON_REVENUE),
            (blank, "average_member_income", REMARK_ON_INCOME),
        )
    ]
