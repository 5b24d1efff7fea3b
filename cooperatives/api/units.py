"""Administrative units."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from ..models import AdministrativeUnit, Level
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.listing import with_rows
from .answering import ERRORS, Page, page_of, unit_code
from .asking import OfPeriod, unit_asked_for

router = Router(tags=["records"])


class UnitsAsked(OfPeriod):
    under: str | None = Field(None, description="The code of a unit: itself and all below it.")
    level: Level | None = None
    state: Literal["existing", "ended", "all"] = Field(
        "existing", description="On the last day of the period, without one today."
    )


class UnitRow(Schema):
    unit: str = Field(description="What to ask for it by: its code, with its first day once ended.")
    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: date
    valid_to: date | None = Field(description="The first day on which it is no more.")
    predecessors: list[str]
    successors: list[str]
    is_demo: bool


@router.get(
    "/units",
    response={200: Page[UnitRow]} | ERRORS,
    summary=_("Administrative units, with their official codes"),
    url_name="units",
)
@needs(Permission.AGGREGATE_READ)
def units(request: HttpRequest, asked: Query[UnitsAsked]) -> dict[str, Any]:
    """Those whose numbers the reader may ask for, in the order of the tree."""
    reader, day = request.user, asked.day
    found = AdministrativeUnit.objects.aggregates_open_to(reader)
    if asked.under:
        found = found.under(unit_asked_for(reader, asked.under, day))
    if asked.level:
        found = found.filter(level=asked.level)
    if asked.state == "ended":
        found = found.filter(valid_to__lte=day)
    elif asked.state == "existing":
        found = found.on(day)
    return page_of(request, asked, with_rows(found), _told)


def _told(units: list[AdministrativeUnit]) -> Iterable[dict[str, Any]]:
    for unit in units:
        yield {
            "unit": unit_code(unit),
            "code": unit.code,
            "name": unit.name,
            "level": unit.level,
            "parent": unit_code(unit.parent),
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "predecessors": [unit_code(row.predecessor) for row in unit.takeovers.all()],
            "successors": [unit_code(row.successor) for row in unit.successions.all()],
            "is_demo": unit.is_demo,
        }
