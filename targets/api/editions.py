"""What was published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from cooperatives.api.answering import ERRORS, Error, Page, page_of
from cooperatives.api.asking import OfPeriod, only_known, period_name, unit_asked_for
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..editions.asking import edition_asked_for
from ..editions.checking import broken_parts
from ..models import Edition

router = Router(tags=["aggregates"])


class EditionsAsked(OfPeriod):
    unit: str | None = Field(None, description="The code of a unit: its own editions.")


class EditionRow(Schema):
    period: str = Field(examples=["2024Q2"])
    year: int
    quarter: int
    unit: str = Field(description="Its code in that quarter.")
    unit_name: str
    edition: int
    published_at: datetime
    published_by: str | None
    note: str | None
    sha256: str
    content: str = Field(description="Where its content is.")
    is_demo: bool


@router.get(
    "/editions",
    response={200: Page[EditionRow]} | ERRORS,
    summary=_("What was published, the newest first"),
    url_name="editions",
)
@needs(Permission.AGGREGATE_READ)
def editions(request: HttpRequest, asked: Query[EditionsAsked]) -> dict[str, Any]:
    """Those of units whose numbers the reader may ask for."""
    found = Edition.objects.open_to(request.user).filter(**asked.of_period)
    if asked.unit:
        found = found.filter(unit=unit_asked_for(request.user, asked.unit, asked.day))
    found = found.without_texts().select_related("unit").order_by("-published_at", "-pk")
    return page_of(request, asked, found, lambda rows: _told(request, rows))


def _told(request: HttpRequest, editions: list[Edition]) -> Iterable[dict[str, Any]]:
    for one in editions:
        address = [one.year, one.quarter, one.unit_asked_as, one.number]
        yield {
            "period": period_name(one.year, one.quarter),
            "year": one.year,
            "quarter": one.quarter,
            "unit": one.unit.code,
            "unit_name": one.unit.name,
            "edition": one.number,
            "published_at": one.published_at,
            "published_by": one.published_by or None,
            "note": one.note or None,
            "sha256": one.sha256,
            "content": request.build_absolute_uri(reverse("api-edition", args=address)),
            "is_demo": one.is_demo,
        }


class EditionTold(Schema):
    model_config = ConfigDict(extra="forbid")

    content: dict[str, Any] = Field(description="What was frozen, as canonical JSON.")
    edition: int
    sha256: str = Field(description="Of the content in canonical form.")


@router.get(
    "/editions/{int:year}/{int:quarter}/{unit_code}/{int:number}",
    response={200: EditionTold, 503: Error} | ERRORS,
    summary=_("One edition: its content as it was hashed"),
    url_name="edition",
)
@needs(Permission.AGGREGATE_READ)
def edition(
    request: HttpRequest, year: int, quarter: int, unit_code: str, number: int
) -> HttpResponse:
    """The very text that was hashed; 503 for an edition that is no longer what was published."""
    only_known(request.GET)
    open_ones = Edition.objects.open_to(request.user)
    found = edition_asked_for(open_ones, year, quarter, unit_code, number)
    if any(broken_parts(found)):
        raise HttpError(503, gettext("This edition was changed in the database: it is not told."))
    text = f'{{"content":{found.content},"edition":{found.number},"sha256":"{found.sha256}"}}'
    return HttpResponse(text, content_type="application/json")
