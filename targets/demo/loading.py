"""Stores a demo province's records, with their history."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit, Kind, Level, QuarterlyReturn
from cooperatives.models.base import Record
from targets.models import Plan, Target

from . import DEMO_DAY, LOADED_AT
from .accounts import People
from .figures import make_reports
from .movements import as_they_came, is_late
from .registry import DrawnLife, make_registry
from .returns import Filed, ReturnStep, make_returns
from .scenario import Dice, Land, Scenario

BATCH = 1000
"""Rows in one INSERT."""

ALLOCATION_QUOTE = "Phân bổ minh họa, không phải số liệu chính thức"

Made = Counter[type[Record]]
"""How many records of each model were made."""


def land_of(province: AdministrativeUnit) -> Land:
    """A province's districts and communes on the demo's day.

    Raises ValueError where it has too few of them for anybody to move.
    """
    units = AdministrativeUnit.objects.under(province).on(DEMO_DAY).order_by("code")
    districts = [unit for unit in units if unit.level == Level.DISTRICT]
    communes: dict[str, list[AdministrativeUnit]] = {unit.code: [] for unit in districts}
    by_key = {unit.pk: unit for unit in districts}
    for unit in units:
        if unit.level == Level.COMMUNE and unit.parent_id in by_key:
            unit.parent = by_key[unit.parent_id]
            communes[unit.parent.code].append(unit)
    if len(districts) < 2 or min(map(len, communes.values())) < 2:
        message = _("%(unit)s needs at least two districts, with two communes in each.")
        raise ValueError(message % {"unit": province})
    return Land(province, districts, communes)


def load_province(
    dice: Dice, scenario: Scenario, land: Land, people: People, *, keeps_movements: bool = False
) -> Made:
    """Make and store all organisations, reports and returns of one province.

    keeps_movements: whether what the last of it moved is kept.
    """
    registry = make_registry(dice, scenario, land)
    reports = make_reports(dice, scenario, registry.cooperatives)
    filed = make_returns(dice, scenario, reports)
    new_returns = _meet_existing_returns(land, filed)
    _sign(filed, people)
    late = [life for life in registry.lives if keeps_movements and is_late(life)]
    lives = [life for life in registry.lives if not (keeps_movements and is_late(life))]
    unions = [life.organisation for life in lives if life.organisation.kind == Kind.UNION]
    made = store(
        unions,
        [life.organisation for life in lives[len(unions) :]],
        [placement for life in lives for placement in life.placements],
        [suspension for life in lives for suspension in life.suspensions],
        reports.yearly,
        new_returns,
        [row for each in filed for row in each.rows],
        [step for each in filed for step in each.steps],
        [remark for each in filed for remark in each.remarks],
    )
    if keeps_movements:
        as_they_came(filed, late, lambda life: made.update(_store_life(life)))
    return made


def _store_life(life: DrawnLife) -> Made:
    return store([life.organisation], life.placements, life.suspensions)


def store(*tables: Sequence[Record]) -> Made:
    """Insert lists of records, each of one model, in their order.

    Their history begins when the demo was loaded, unless a record says otherwise.
    """
    made: Made = Counter()
    for records in tables:
        for record in records:
            record._history_date = getattr(record, "_history_date", LOADED_AT)
        if records:
            type(records[0]).objects.bulk_create(records, batch_size=BATCH)
            made[type(records[0])] += len(records)
    return made


def _meet_existing_returns(land: Land, filed: Iterable[Filed]) -> list[QuarterlyReturn]:
    """The returns to be made; rows of those that are there already go into the real ones."""
    there = {
        (real.unit_id, real.period): real
        for real in QuarterlyReturn.objects.filter(unit__in=land.districts)
    }
    new = []
    for each in filed:
        wanted = each.quarterly_return
        real = there.get((wanted.unit_id, Quarter(wanted.year, wanted.quarter)))
        if real is None:
            new.append(wanted)
            continue
        each.quarterly_return, each.steps, each.remarks = real, [], []
        for row in each.rows:
            row.quarterly_return = real
    return new


def _sign(filed: Iterable[Filed], people: People) -> None:
    """Put names under steps and remarks: the officer's, and the staff's of each district.

    Steps without a name are those that a command took; remarks need one.
    """
    for each in filed:
        staff = people.staff.get(each.quarterly_return.unit_id)
        for step in each.steps:
            step.by = staff if step.step == ReturnStep.Step.SUBMIT else people.officer
        for remark in each.remarks:
            remark.by = people.officer
        if people.officer is None:
            each.remarks = []


def allocate(
    plan: Plan, values: dict[str, dict[str, int]], units: Iterable[AdministrativeUnit], year: int
) -> Made:
    """Give units below a plan's own their part in its targets, unless they have one already.

    values: by indicator and unit code, in the indicator's own unit.
    """
    there = plan.targets.filter(year=year)
    taken = set(there.values_list("indicator", "unit_id"))
    whole = {target.indicator: target for target in there.filter(unit=plan.unit)}
    by_code = {unit.code: unit for unit in units}
    return store(
        [
            Target(
                plan=plan,
                year=year,
                indicator=code,
                unit=by_code[unit_code],
                operator=whole[code].operator,
                value=value,
                quote=ALLOCATION_QUOTE,
                place=whole[code].place,
                is_demo=True,
            )
            for code, of_units in values.items()
            for unit_code, value in of_units.items()
            if code in whole and unit_code in by_code and (code, by_code[unit_code].pk) not in taken
        ]
    )
