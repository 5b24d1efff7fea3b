"""An indicator tried on the records that there are, before it is stored or for who asks for it."""

from collections.abc import Hashable
from dataclasses import dataclass

from cooperatives.evidence import WHOLE, Asked, tally_each
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit, User

from ..comparison.selection import NothingThereError, select
from ..indicators import ENTERED, Declaration, Indicator, entries
from ..indicators.tallied import Tallied, evidence_needed
from ..reckoning.measures import Measure
from ..words.amounts import with_unit
from ..words.calculation import calculation
from ..words.reported import behind_value


@dataclass(frozen=True)
class Tried:
    """What an indicator comes to in a unit at a quarter's end, in words."""

    name: str
    value: str
    rests_on: str
    calculation: str


@dataclass(frozen=True)
class Preview:
    """An indicator on the records of a quarter: in a unit as a whole, and in each part of it.

    has_page: whether anything is there to be compared, so that its page leads somewhere.
    """

    indicator: Indicator
    period: Quarter
    whole: Tried
    parts: tuple[Tried, ...]
    has_page: bool


def preview_of(indicator: Indicator, reader: User) -> Preview | None:
    """An indicator as the overview would show it to somebody; None where there is no unit yet. Its
    records take one statement.
    """
    looked_at = _looked_at(reader)
    if looked_at is None:
        return None
    unit, period, has_page = looked_at
    found = AdministrativeUnit.objects.below_each([unit.path], period.ends_on)
    sub_units = sorted(found, key=lambda sub: sub.code)
    needed = evidence_needed([indicator], period.year)
    asked = [Asked(unit, year, [period.number], keys, sub_units) for year, keys in needed.items()]
    tallied = Tallied(dict(zip(needed, tally_each(asked), strict=True)))

    def tried(name: str, group: str) -> Tried:
        return _tried(
            indicator, name, tallied.measure(indicator, group, period.year, period.number)
        )

    parts = tuple(tried(sub.name, sub.code) for sub in sub_units)
    return Preview(indicator, period, tried(unit.name, WHOLE), parts, has_page)


def _tried(indicator: Indicator, name: str, measure: Measure) -> Tried:
    return Tried(
        name,
        with_unit(measure.value, indicator),
        behind_value(indicator, measure.coverage, None),
        calculation(indicator, measure),
    )


def _looked_at(reader: User) -> tuple[AdministrativeUnit, Quarter, bool] | None:
    """What somebody sees first: a unit and a quarter, and whether there is a page of them."""
    try:
        selection = select(reader=reader)
    except NothingThereError:
        unit = (
            reader.unit or AdministrativeUnit.objects.filter(parent=None).order_by("path").first()
        )
        return unit and (unit, Quarter.of(today()), False)
    return selection.unit, selection.period, True


def made_of(declared: Declaration, key: Hashable) -> Indicator | None:
    """The indicator that a declaration would make beside those that are stored. key: of its row,
    None for a new one.
    """
    rows = {entry.key: entry.declared for entry in ENTERED.rows()} | {key: declared}
    return next((one.indicator for one in entries(rows) if one.key == key), None)
