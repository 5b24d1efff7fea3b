"""How a program is answered: lists in pages, and errors in one form."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema

from ..models import AdministrativeUnit
from .asking import Paging

Row = TypeVar("Row")


class Error(Schema):
    """Why there is no answer, in a sentence in the reader's language."""

    error: str


ERRORS = dict.fromkeys((400, 401, 403, 404), Error)
"""What any address may answer instead: the question cannot be read; nobody, or a bad token; the
role may not; there is no such thing for this reader.
"""


class Page(Schema, Generic[Row]):
    """A part of a list. count: how many rows the list has; next: the address of the next part,
    null for the last one.
    """

    count: int
    next: str | None
    items: list[Row]


def page_of(
    request: HttpRequest,
    asked: Paging,
    rows: QuerySet | Sequence,
    told: Callable[[list], Iterable[dict[str, Any]]],
) -> dict[str, Any]:
    """The part of a list that is asked for. rows: in an order in which no two stand alike; told:
    what is said of the rows of one part.
    """
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    end = asked.offset + asked.limit
    further = None
    if end < count:
        query = request.GET.copy()
        query["offset"] = str(end)
        further = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    items = list(told(list(rows[asked.offset : end])))
    return {"count": count, "next": further, "items": items}


def unit_code(unit: AdministrativeUnit | None) -> str | None:
    """What a unit is called in questions and answers: its code, of an ended one with its first
    day.
    """
    return unit and unit.asked_as
