"""The comparison: the same JSON as `manage.py progress --format json` (design 3)."""

from typing import ClassVar, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from cooperatives.api.answering import ERRORS
from cooperatives.api.asking import Asked, RefusedError, both_periods, period_field, quarter_named
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..comparison.as_json import progress_as_json
from ..comparison.reading import progress_of
from ..comparison.selection import selection_asked_for
from ..reckoning.assessment import Status
from ..reckoning.measures import Operator

router = Router(tags=["aggregates"])

READABLE = {"ensure_ascii": False}
Number = int | float | None


class ProgressAsked(Asked):
    takes_blank: ClassVar[bool] = True

    period: str | None = period_field()
    year: str | None = Field(None, description="By default that of the page.")
    quarter: str | None = Field(None, description="1 to 4; by default that of the page.")
    unit: str | None = Field(None, description="A unit's code; by default the reader's own unit.")
    plan: str | None = Field(None, description="The id of a plan, where several stand beside.")
    units: Literal["now", ""] | None = Field(
        None, description="now: the units of today, each over what it took over."
    )


class _Told(Schema):
    model_config = ConfigDict(extra="forbid")


class PlanTold(_Told):
    number: str
    year: int
    unit: str


class CoverageTold(_Told):
    reported: int
    carried: int
    expected: int


class TargetTold(_Told):
    """Numbers are in the indicator's own unit; null where there is none."""

    indicator: str
    operator: Operator | None
    target: Number
    value: Number
    numerator: Number
    denominator: Number
    coverage: CoverageTold
    bounds: tuple[Number, Number] | None
    expected: Number
    status: Status | None
    certain: bool | None
    attainment: Number
    required_per_quarter: Number
    projection: Number
    set_by: str | None
    target_to: Number


class SubTargetTold(TargetTold):
    """With what is due there by now, and how far it is from it."""

    due: Number
    gap: Number
    is_behind: bool | None


class SubUnitTold(_Told):
    unit: str
    name: str
    targets: list[SubTargetTold]


class ProgressTold(_Told):
    plan: PlanTold | None
    quarter: int
    unit: str
    targets: list[TargetTold]
    units: list[SubUnitTold]


@router.get(
    "/progress",
    response={200: ProgressTold} | ERRORS,
    summary=_("All targets of a unit and of the units below it at a quarter's end"),
    url_name="progress",
)
@needs(Permission.AGGREGATE_READ)
def progress(request: HttpRequest, asked: Query[ProgressAsked]) -> HttpResponse:
    """What is not asked for is as on the overview: the newest quarter that most have submitted."""
    query = asked.model_dump(exclude_none=True)
    if text := query.pop("period", ""):
        if asked.year or asked.quarter:
            raise RefusedError(both_periods())
        period = quarter_named(text)
        query |= {"year": str(period.year), "quarter": str(period.number)}
    found = progress_as_json(progress_of(selection_asked_for(query, request.user)))
    return JsonResponse(found, json_dumps_params=READABLE)
