"""Reads what moved lately, as far as somebody may know of it."""

from collections.abc import Iterable
from itertools import groupby

from django.core.paginator import Page, Paginator

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.permissions import Permission

from ..indicators import BY_CODE, INDICATORS
from ..models import Movement
from ..models.movements import MovementQuerySet
from .steps import Reason, Step

ON_A_PAGE = 20


def last_changes(
    reader: User, unit: AdministrativeUnit, period: Quarter, codes: Iterable[str], most: int
) -> list[tuple[Step, ...]]:
    """The last changes that moved any of some indicators of a unit at a quarter, the newest first:
    all steps of each, in the order of the codes. One statement.
    """
    order = {code: place for place, code in enumerate(codes)}
    rows = _rows(unit, period).filter(indicator__in=order)
    # A change moves each indicator once at most.
    steps = (_step(row, reader) for row in rows[: (most + 1) * len(INDICATORS)])
    changes = [tuple(each) for _reason, each in groupby(steps, key=lambda step: step.reason)]
    return [
        tuple(sorted(each, key=lambda step: order[step.indicator.code])) for each in changes[:most]
    ]


def last_steps(
    reader: User, unit: AdministrativeUnit, period: Quarter, code: str, most: int
) -> list[Step]:
    """The last steps of one indicator of a unit at a quarter, the newest first. One statement."""
    return [_step(row, reader) for row in _rows(unit, period).filter(indicator=code)[:most]]


def page_of_steps(
    reader: User, unit: AdministrativeUnit, period: Quarter, code: str | None, number: str | None
) -> tuple[Page, list[Step]]:
    """A page of all steps of a unit at a quarter, of one indicator or all, the newest first."""
    rows = _rows(unit, period)
    if code:
        rows = rows.filter(indicator=code)
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    return page, [_step(row, reader) for row in page]


def _rows(unit: AdministrativeUnit, period: Quarter) -> MovementQuerySet:
    rows = Movement.objects.steps().filter(
        unit_path=unit.path, year=period.year, quarter=period.number
    )
    return rows.select_related("by", "quarterly_return").order_by("-pk")


def _step(row: Movement, reader: User) -> Step:
    return Step(BY_CODE[row.indicator], row.before, row.after, _reason(row, reader))


def _reason(row: Movement, reader: User) -> Reason:
    """Organisations are named to whom they are within reach, persons to who decides there."""
    own = reader.unit.path if reader.unit_id else ""
    is_within = bool(row.place_path) and row.place_path.startswith(own)
    decides = reader.may(Permission.RETURN_DECIDE) and row.unit_path.startswith(own)
    of, period = row.quarterly_return, Quarter(row.year, row.quarter)
    return Reason(
        row.at,
        row.cause,
        row.place,
        row.organisation_name if is_within or reader.reaches_everything else "",
        str(row.by or "") if decides else "",
        of.period if of and of.period != period else None,
        row.about,
    )
