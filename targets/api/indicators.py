"""What is measured."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from cooperatives.api.answering import ERRORS, Page, page_of
from cooperatives.api.asking import Paging
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..catalogue.listing import CatalogueRow, catalogue_rows
from ..indicators import Indicator
from ..reckoning.measures import Flow, Unit

router = Router(tags=["catalogues"])

UNIT_NAMES = {
    Unit.COUNT: _("number"),
    Unit.PERSONS: _("persons"),
    Unit.PERCENT: "%",
    Unit.VND: _("VND"),
    Unit.NUMBER: _("number"),
    Unit.VND_PER_COOPERATIVE: _("VND per cooperative"),
    Unit.VND_PER_MEMBER: _("VND per member"),
}
"""What values are in here, in words: amounts in VND, not in the million of the pages."""


class IndicatorRow(Schema):
    code: str
    name: str
    definition: str = Field(description="What it means and by which rule it is made.")
    unit: Unit = Field(description="What values and targets are in; amounts in whole VND.")
    unit_name: str
    kind: Flow
    made_of: list[str] = Field(description="The codes of the indicators that it is made of.")
    source: str | None
    is_entered: bool


@router.get(
    "/indicators",
    response={200: Page[IndicatorRow]} | ERRORS,
    summary=_("What is measured: the meaning and the unit of each indicator"),
    url_name="indicators",
)
@needs(Permission.PLAN_READ)
def indicators(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    """The built-in ones, then the entered ones by code."""
    return page_of(request, asked, catalogue_rows(request.user), _told)


def _told(rows: list[CatalogueRow]) -> Iterable[dict[str, Any]]:
    for row in rows:
        indicator = row.indicator
        yield {
            "code": indicator.code,
            "name": str(indicator.label),
            "definition": str(indicator.definition),
            "unit": indicator.unit,
            "unit_name": _unit_name(row.indicator),
            "kind": indicator.flow,
            "made_of": [one.code for one in row.made_of],
            "source": row.source or None,
            "is_entered": row.declared is not None,
        }


def _unit_name(indicator: Indicator) -> str:
    """An entered one may say it itself; of amounts in million, which they are not in here."""
    words = "" if indicator.is_money else str(indicator.unit_words)
    return words or str(UNIT_NAMES[indicator.unit])
