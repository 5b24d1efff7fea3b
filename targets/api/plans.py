"""Plans, and the targets that they set."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from cooperatives.api.answering import ERRORS, Page, page_of, unit_code
from cooperatives.api.asking import YEARS, Paging, unit_asked_for
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..comparison.as_json import number
from ..indicators import indicator_named, known
from ..models import Plan, Target
from ..plans.adjusting import Aim, by_aim
from ..plans.listing import plans_open_to, years_of
from ..reckoning.measures import Operator, Unit
from .progress import Number

router = Router(tags=["plans"])


class PlansAsked(Paging):
    unit: str | None = Field(None, description="The code of a unit: its own plans.")
    year: int | None = Field(None, **YEARS, description="Those with a target for it.")


class PlanRow(Schema):
    id: int = Field(description="What targets and progress know it by.")
    number: str
    issued_on: date
    title: str
    issuer: str | None
    source: str | None
    unit: str
    unit_name: str
    years: list[int] = Field(description="For which it has targets itself.")
    adjusts: int | None = Field(description="The id of the plan of which it changes targets.")
    replaced_by: int | None = Field(description="The id of the plan that is followed instead.")
    is_demo: bool


@router.get(
    "/plans",
    response={200: Page[PlanRow]} | ERRORS,
    summary=_("Plans, the latest issued first"),
    url_name="plans",
)
@needs(Permission.PLAN_READ)
def plans(request: HttpRequest, asked: Query[PlansAsked]) -> dict[str, Any]:
    """Those of units at or above the reader's own, or whose numbers the reader may ask for."""
    found = plans_open_to(request.user)
    if asked.unit:
        found = found.filter(unit=unit_asked_for(request.user, asked.unit, today()))
    if asked.year is not None:
        of_year = Target.objects.filter(year=asked.year).order_by()
        found = found.filter(pk__in=of_year.values("plan"))
    return page_of(request, asked, found, _told_plans)


def _told_plans(plans: list[Plan]) -> Iterable[dict[str, Any]]:
    for plan in plans:
        yield {
            "id": plan.pk,
            "number": plan.number,
            "issued_on": plan.issued_on,
            "title": plan.title,
            "issuer": plan.issuer or None,
            "source": plan.source or None,
            "unit": unit_code(plan.unit),
            "unit_name": plan.unit.name,
            "years": years_of(plan),
            "adjusts": plan.adjusts_id,
            "replaced_by": plan.replaced_by_id,
            "is_demo": plan.is_demo,
        }


class TargetsAsked(Paging):
    plan: int | None = Field(None, ge=1, le=2**31, description="The id of a plan.")
    year: int | None = Field(None, **YEARS)
    unit: str | None = Field(None, description="The code of the unit that is to reach it.")
    indicator: str | None = Field(None, description="The code of an indicator.")


class TargetRow(Schema):
    plan: int = Field(description="The id of the plan that sets it.")
    plan_number: str
    year: int
    from_year: int | None = Field(description="With which year it begins, where it is of several.")
    unit: str
    unit_name: str
    indicator: str
    indicator_name: str
    unit_of_measure: Unit
    operator: Operator
    value: Number = Field(description="In the indicator's unit; amounts in whole VND.")
    value_to: Number = Field(description="The upper end of one that is given as a range.")
    milestones: tuple[Number, Number, Number] = Field(
        description="What is due by the end of quarters 1 to 3, where the plan says it."
    )
    quote: str | None = Field(description="The clause of the decision.")
    overruled_by: str | None = Field(
        description="The number of the decision that set it anew; null: it holds."
    )
    is_demo: bool


@router.get(
    "/targets",
    response={200: Page[TargetRow]} | ERRORS,
    summary=_("The targets of plans, with what each unit is to reach"),
    url_name="targets",
)
@needs(Permission.PLAN_READ)
def targets(request: HttpRequest, asked: Query[TargetsAsked]) -> dict[str, Any]:
    """Those of plans that the reader sees: of the plan's own unit, and of units whose numbers the
    reader may ask for.
    """
    reader = request.user
    if asked.indicator and indicator_named(asked.indicator) is None:
        said = gettext("There is no indicator with the code %(code)s.")
        raise Http404(said % {"code": asked.indicator})
    plans = Plan.objects.open_to(reader).order_by().values("pk")
    if asked.plan and not plans.filter(pk=asked.plan).exists():
        raise Http404(gettext("There is no plan with the id %(id)s.") % {"id": asked.plan})
    readable = AdministrativeUnit.objects.aggregates_open_to(reader).order_by().values("pk")
    found = Target.objects.filter(plan__in=plans)
    found = found.filter(Q(unit=F("plan__unit")) | Q(unit__in=readable))
    given = {"plan": asked.plan, "year": asked.year, "indicator": asked.indicator}
    found = found.filter(**{name: value for name, value in given.items() if value is not None})
    if asked.unit:
        day = today() if asked.year is None else Quarter(asked.year, 4).ends_on
        found = found.filter(unit=unit_asked_for(reader, asked.unit, day))
    found = found.select_related("plan", "unit")
    order = ("-plan__issued_on", "-plan_id", "-year", "place", "unit__path", "pk")
    return page_of(request, asked, found.order_by(*order), _told_targets)


def _told_targets(targets: list[Target]) -> Iterable[dict[str, Any]]:
    holding = _holding(targets)
    for target in targets:
        plan, indicator = target.plan, known(target.indicator)
        holds = holding[plan.followed_id, Aim.of(target)]
        yield {
            "plan": plan.pk,
            "plan_number": plan.number,
            "year": target.year,
            "from_year": target.from_year,
            "unit": unit_code(target.unit),
            "unit_name": target.unit.name,
            "indicator": indicator.code,
            "indicator_name": str(indicator.label),
            "unit_of_measure": indicator.unit,
            "operator": target.operator,
            "value": number(target.value),
            "value_to": number(target.value_to),
            "milestones": [number(one) for one in target.milestones],
            "quote": target.quote or None,
            "overruled_by": None if holds.pk == target.pk else holds.plan.number,
            "is_demo": target.is_demo or plan.is_demo,
        }


def _holding(targets: list[Target]) -> dict[tuple[int, Aim], Target]:
    """Of each aim of the plans of some targets the one that holds, by the key of the plan that is
    followed; in one statement.
    """
    followed = {target.plan.followed_id for target in targets}
    rows: dict[int, list[Target]] = {}
    for row in Target.objects.set_for(*followed):
        rows.setdefault(row.plan.followed_id, []).append(row)
    return {
        (plan, aim): decided[-1]
        for plan, of_plan in rows.items()
        for aim, decided in by_aim(of_plan).items()
    }
