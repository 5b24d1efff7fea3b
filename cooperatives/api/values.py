"""Values of figures as programs read them, and the catalogue that says what each is."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from ..catalogue.figures import Figure, Nature, Quantity, Reporter, all_figures
from ..catalogue.sources import joined
from ..models import Sector
from ..rights.access import needs
from ..rights.permissions import Permission
from .answering import ERRORS, Page, page_of
from .asking import Paging

router = Router(tags=["catalogues"])

Value = int | float | bool | None

UNIT_OF = {
    Quantity.MONEY: ("VND", _("VND")),
    Quantity.PERSONS: ("persons", _("persons")),
    Quantity.NUMBER: ("number", _("number")),
    Quantity.PERCENT: ("percent", "%"),
    Quantity.YES_NO: ("yes_no", _("yes or no")),
}
"""In what a figure is told here, by what it is measured in: as a code, and in words."""


def told_value(figure: Figure, stored: int | None) -> Value:
    """A stored value in the figure's unit: money in whole VND, an answer as true or false; None
    where it is not reported.
    """
    if stored is None:
        return None
    if figure.is_yes_no:
        return bool(stored)
    if figure.is_money:
        return stored
    shown = figure.shown(stored)
    return int(shown) if shown == int(shown) else float(shown)


class FigureRow(Schema):
    code: str = Field(description="The key under `values` of a row.")
    name: str
    meaning: str
    unit: str = Field(description="VND, persons, number, percent or yes_no.")
    unit_name: str
    nature: Nature = Field(description="Whether quarters add up (flow) or the newest holds (level)")
    reported_by: Reporter
    sectors: list[Sector] = Field(description="Whose cooperatives are asked; empty: all.")
    from_year: int | None
    to_year: int | None
    lowest: Value
    highest: Value
    source: str


@router.get(
    "/figures/catalogue",
    response={200: Page[FigureRow]} | ERRORS,
    summary=_("What is reported: the meaning and the unit of each figure"),
    url_name="figures-catalogue",
)
@needs(Permission.AGGREGATE_READ)
def catalogue(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    """The built-in figures, then the entered ones by code."""
    return page_of(request, asked, all_figures(), _told)


def _told(figures: list[Figure]) -> Iterable[dict[str, Any]]:
    for figure in figures:
        unit, unit_name = UNIT_OF[figure.measure]
        lowest, highest = (told_value(figure, limit) for limit in figure.limits)
        yield {
            "code": figure.code,
            "name": str(figure.name),
            "meaning": str(figure.meaning),
            "unit": unit,
            "unit_name": str(unit_name),
            "nature": figure.nature,
            "reported_by": figure.reported_by,
            "sectors": figure.sectors,
            "from_year": figure.from_year,
            "to_year": figure.to_year,
            "lowest": None if figure.is_yes_no else lowest,
            "highest": None if figure.is_yes_no else highest,
            "source": joined(figure.sources),
        }
