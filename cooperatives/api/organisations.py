"""Organisations of the collective economy, as they are today."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from ..ground.calendar import today
from ..models import Activity, AdministrativeUnit, Kind, LegalStatus, Organisation, Sector
from ..rights.access import needs
from ..rights.permissions import Permission
from .answering import ERRORS, Page, page_of, unit_code
from .asking import Paging, unit_of_records

router = Router(tags=["records"])


class OrganisationsAsked(Paging):
    unit: str | None = Field(None, description="The code of a unit: what lies in it today.")
    kind: Kind | None = None
    sector: Sector | None = None
    state: Literal["registered", "operating", "suspended", "dissolved", "all"] = "registered"
    registration_number: str | None = None
    q: str | None = Field(None, description="A part of the name or number, accents aside.")


class OrganisationRow(Schema):
    id: int = Field(description="The same in figures and yearly reports.")
    kind: Kind
    name: str
    registration_number: str | None
    sector: Sector
    unit: str | None = Field(description="Where it lies today; null where it is placed nowhere.")
    unit_name: str | None
    founded_on: date
    dissolved_on: date | None = Field(description="The first day of no longer being registered.")
    activity: Activity | None = Field(description="Today; null before its founding.")
    legal_status: LegalStatus | None = Field(description="Of one that is suspended.")
    union: str | None = Field(description="The registration number of the union it belongs to.")
    is_demo: bool


@router.get(
    "/organisations",
    response={200: Page[OrganisationRow]} | ERRORS,
    summary=_("Cooperatives, unions and groups of your unit, as they are today"),
    url_name="organisations",
)
@needs(Permission.RECORD_READ)
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> dict[str, Any]:
    """Those within the reader's scope, in the order of their names."""
    reader, day = request.user, today()
    found = Organisation.objects.in_scope_of(reader, day).with_place_and_activity(day)
    if asked.unit:
        found = found.placed_in(unit_of_records(reader, asked.unit, day), day)
    given = {"kind": asked.kind, "sector": asked.sector}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if asked.registration_number:
        found = found.filter(registration_number=asked.registration_number)
    if asked.q:
        found = found.matching(asked.q)
    if asked.state == "registered":
        found = found.registered_on(day)
    elif asked.state != "all":
        found = found.filter(activity=asked.state)
    return page_of(request, asked, found.select_related("union").order_by("name_key", "pk"), _told)


def _told(organisations: list[Organisation]) -> Iterable[dict[str, Any]]:
    paths = {one.unit_path for one in organisations}
    units = {one.path: one for one in AdministrativeUnit.objects.filter(path__in=paths)}
    for one in organisations:
        unit = units.get(one.unit_path)
        yield {
            "id": one.pk,
            "kind": one.kind,
            "name": one.name,
            "registration_number": one.registration_number or None,
            "sector": one.sector,
            "unit": unit_code(unit),
            "unit_name": unit and unit.name,
            "founded_on": one.founded_on,
            "dissolved_on": one.dissolved_on,
            "activity": one.activity or None,
            "legal_status": one.legal_status or None,
            "union": one.union and one.union.registration_number,
            "is_demo": one.is_demo,
        }
