"""What was reported: by cooperatives for quarters and years, and by units of themselves.

A row holds every figure that anybody is asked for in its year, so that all rows of a year have the
same columns; null is not reported, never zero.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from ..catalogue.figures import Figure, figures, unit_figures
from ..catalogue.ratings import Ground, Rating
from ..ground.calendar import today
from ..models import Organisation, QuarterlyFigures, QuarterlyReturn, UnitFigures, YearlyReport
from ..models.units import path_starts
from ..rights.access import needs
from ..rights.permissions import Permission
from .answering import ERRORS, Page, page_of, unit_code
from .asking import YEARS, OfPeriod, Paging, period_name, unit_of_records
from .values import Value, told_value

router = Router(tags=["records"])

Values = dict[str, Value]

# A description knows types by their names, and two of ours are called State.
ReturnState = Literal[tuple(QuarterlyReturn.State.values)]
ReportState = Literal[tuple(YearlyReport.State.values)]
ReturnsAsked = Literal[("counted", *QuarterlyReturn.State.values, "all")]
ReportsAsked = Literal[(*YearlyReport.State.values, "all")]
COUNTED = "Those of returns that were submitted at least once, which alone count; or of one state."
VALUES = "By the code of the figure, in its unit; null: not reported."
NOT_ASKED = "The codes of figures that this one is not asked for."
DESCRIBED = "Where the figures are described, with their units."


class FiguresAsked(OfPeriod):
    unit: str | None = Field(None, description="The code of a unit: what its returns hold.")
    registration_number: str | None = Field(None, description="Of one cooperative.")
    state: ReturnsAsked = Field("counted", description=COUNTED)


class FiguresRow(Schema):
    period: str = Field(examples=["2024Q3"])
    year: int
    quarter: int
    unit: str = Field(description="In whose return the row stands.")
    unit_name: str
    organisation: int = Field(description="The id of the cooperative among organisations.")
    registration_number: str
    name: str
    state: ReturnState = Field(description="Of the return.")
    is_counted: bool = Field(description="Whether the return was submitted at least once.")
    values: Values = Field(description=VALUES)
    not_asked: list[str] = Field(description=NOT_ASKED)
    note: str | None
    figures: str = Field(description=DESCRIBED)
    is_demo: bool


@router.get(
    "/figures",
    response={200: Page[FiguresRow]} | ERRORS,
    summary=_("What cooperatives of your unit reported for each quarter"),
    url_name="figures",
)
@needs(Permission.RECORD_READ)
def quarterly_figures(request: HttpRequest, asked: Query[FiguresAsked]) -> dict[str, Any]:
    """Rows of returns within the reader's scope, the newest quarter first."""
    found = QuarterlyFigures.objects.in_scope_of(request.user).filter(**asked.of_period)
    if asked.unit:
        found = found.filed_under(unit_of_records(request.user, asked.unit, asked.day))
    if asked.registration_number:
        found = found.filter(cooperative__registration_number=asked.registration_number)
    found = found.filter(_of_state(asked.state)).order_by("-year", "-quarter", "pk")
    found = found.select_related("quarterly_return__unit", "cooperative")
    return page_of(request, asked, found, _told_figures)


def _told_figures(rows: list[QuarterlyFigures]) -> Iterable[dict[str, Any]]:
    for row in rows:
        cooperative, filed = row.cooperative, row.quarterly_return
        yield {
            **_of_quarter(row),
            "unit": unit_code(filed.unit),
            "unit_name": filed.unit.name,
            **_of_cooperative(cooperative),
            "state": filed.state,
            "is_counted": filed.state != QuarterlyReturn.State.DRAFT,
            **_reported(row, _columns(row), cooperative.sector),
            "note": row.note or None,
            "is_demo": cooperative.is_demo or filed.is_demo,
        }


class UnitFiguresAsked(OfPeriod):
    unit: str | None = Field(None, description="The code of a unit: itself and all below it.")
    state: ReturnsAsked = Field("counted", description=COUNTED)


class UnitFiguresRow(Schema):
    period: str = Field(examples=["2024Q3"])
    year: int
    quarter: int
    unit: str
    unit_name: str
    state: ReturnState | None = Field(
        description="Of the return; null: figures of the province, which stand in none."
    )
    is_counted: bool
    values: Values = Field(description=VALUES)
    figures: str = Field(description=DESCRIBED)
    is_demo: bool


@router.get(
    "/figures/units",
    response={200: Page[UnitFiguresRow]} | ERRORS,
    summary=_("What units reported of themselves and of their groups"),
    url_name="figures-units",
)
@needs(Permission.RECORD_READ)
def figures_of_units(request: HttpRequest, asked: Query[UnitFiguresAsked]) -> dict[str, Any]:
    """Those of units within the reader's scope, the newest quarter first."""
    found = UnitFigures.objects.in_scope_of(request.user).filter(**asked.of_period)
    if asked.unit:
        unit = unit_of_records(request.user, asked.unit, asked.day)
        found = found.filter(path_starts(unit.path, "unit__path"))
    found = found.filter(_of_state(asked.state)).order_by("-year", "-quarter", "pk")
    found = found.select_related("quarterly_return", "unit")
    return page_of(request, asked, found, _told_unit_figures)


def _told_unit_figures(rows: list[UnitFigures]) -> Iterable[dict[str, Any]]:
    for row in rows:
        filed = row.quarterly_return
        shown = _reported(row, unit_figures(row.year, row.reporters))
        del shown["not_asked"]
        yield {
            **_of_quarter(row),
            "unit": unit_code(row.unit),
            "unit_name": row.unit.name,
            "state": filed and filed.state,
            "is_counted": filed is None or filed.state != QuarterlyReturn.State.DRAFT,
            **shown,
            "is_demo": row.unit.is_demo or bool(filed and filed.is_demo),
        }


class YearlyReportsAsked(Paging):
    year: int | None = Field(None, **YEARS)
    unit: str | None = Field(
        None, description="The code of a unit: of the cooperatives that lie in it today."
    )
    registration_number: str | None = Field(None, description="Of one cooperative.")
    state: ReportsAsked = Field(
        "final", description="Final ones, which alone count; drafts; or all."
    )


class YearlyReportRow(Schema):
    year: int
    organisation: int = Field(description="The id of the cooperative among organisations.")
    registration_number: str
    name: str
    state: ReportState
    rating: Rating | None
    score: float | None = Field(description="0 to 100 points.")
    ground: Ground | None = Field(description="Why it is weak whatever its score.")
    values: Values = Field(description=VALUES)
    not_asked: list[str] = Field(description=NOT_ASKED)
    follows: list[str] = Field(
        description="The codes of figures of a draft that nobody has typed: they follow the "
        "quarters, and are null here."
    )
    figures: str = Field(description=DESCRIBED)
    is_demo: bool


@router.get(
    "/yearly-reports",
    response={200: Page[YearlyReportRow]} | ERRORS,
    summary=_("What cooperatives of your unit reported for each year, with their ratings"),
    url_name="yearly-reports",
)
@needs(Permission.RECORD_READ)
def yearly_reports(request: HttpRequest, asked: Query[YearlyReportsAsked]) -> dict[str, Any]:
    """Those of cooperatives that lie within the reader's scope today, the newest year first."""
    reader, day = request.user, today()
    found = YearlyReport.objects.in_scope_of(reader, day)
    if asked.year is not None:
        found = found.filter(year=asked.year)
    if asked.unit:
        unit = unit_of_records(reader, asked.unit, day)
        found = found.filter(cooperative__in=_placed_in(unit, day))
    if asked.registration_number:
        found = found.filter(cooperative__registration_number=asked.registration_number)
    if asked.state != "all":
        found = found.filter(state=asked.state)
    found = found.select_related("cooperative").order_by("-year", "pk")
    return page_of(request, asked, found, _told_reports)


def _told_reports(reports: list[YearlyReport]) -> Iterable[dict[str, Any]]:
    for report in reports:
        cooperative = report.cooperative
        yield {
            "year": report.year,
            **_of_cooperative(cooperative),
            "state": report.state,
            "rating": report.rating or None,
            "score": None if report.score is None else float(report.score),
            "ground": report.ground or None,
            **_reported(report, _columns(report), cooperative.sector),
            "follows": report.following,
            "is_demo": cooperative.is_demo,
        }


# --- What rows have in common ---------------------------------------------------------------------


def _placed_in(unit, day) -> QuerySet:
    return Organisation.objects.placed_in(unit, day).order_by().values("pk")


def _of_state(state: str) -> Q:
    draft = Q(quarterly_return__state=QuarterlyReturn.State.DRAFT)
    if state == "all":
        return Q()
    # Figures of the province stand in no return, and count as they are.
    none = Q(quarterly_return=None)
    return none | ~draft if state == "counted" else Q(quarterly_return__state=state)


def _of_quarter(row: QuarterlyFigures | UnitFigures) -> dict[str, Any]:
    period = period_name(row.year, row.quarter)
    return {"period": period, "year": row.year, "quarter": row.quarter}


def _of_cooperative(cooperative: Organisation) -> dict[str, Any]:
    return {
        "organisation": cooperative.pk,
        "registration_number": cooperative.registration_number,
        "name": cooperative.name,
    }


def _columns(row: QuarterlyFigures | YearlyReport) -> list[Figure]:
    """What is asked for in a row's year, and what else it holds."""
    return [one for one in figures() if one.is_of_year(row.year) or one.read(row) is not None]


def _reported(row: Any, columns: Sequence[Figure], sector: str | None = None) -> dict[str, Any]:
    not_asked = [one.code for one in columns if sector and not one.asks(sector, row.year)]
    return {
        "values": {one.code: told_value(one, one.read(row)) for one in columns},
        "not_asked": not_asked,
        "figures": reverse("api-figures-catalogue"),
    }
