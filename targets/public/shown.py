"""Which edition the public page shows, and what of it goes out."""

import json
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Length, Replace

from cooperatives.models import AdministrativeUnit

from ..editions.canonical import sha256
from ..editions.checking import broken_parts
from ..editions.content import progress_in
from ..editions.page import UNREADABLE
from ..models import Edition
from .content import PublicContent, public_content

MOST_KEPT = 4
"""How many contents a process keeps: the latest, and some that officers look at."""

FIRST_BY = ("depth", "-year", "-quarter", "unit__path", "-number")
"""In which order editions come first: of the unit highest in the tree that has any, the newest of
its newest quarter; of units as high as each other that of the newest quarter, then by code.
"""

_kept: dict[tuple, PublicContent | None] = {}


@dataclass(frozen=True)
class Shown:
    """An edition and what of it goes out; public is None for one that is no longer what was
    published, of which nothing does.
    """

    edition: Edition
    public: PublicContent | None


def latest_edition(*, with_texts: bool = True) -> Edition | None:
    """The one edition that is public, the first of all. One statement."""
    depth = Length("unit__path") - Length(Replace("unit__path", Value("/"), Value("")))
    found = Edition.objects.select_related("unit").annotate(depth=depth)
    if not with_texts:
        found = found.without_texts()
    return found.order_by(*FIRST_BY).first()


def latest_shown() -> Shown | None:
    """What anybody reads now; None while nothing has been published."""
    edition = latest_edition()
    return edition and shown(edition)


def shown(edition: Edition) -> Shown:
    """An edition with what of it goes out, or would. Its hashes are looked at each time."""
    mark = _mark(edition)
    try:
        return Shown(edition, _kept[mark])
    except KeyError:
        found = _public(edition)
    for oldest in list(_kept)[: len(_kept) + 1 - MOST_KEPT]:
        _kept.pop(oldest, None)
    _kept[mark] = found
    return Shown(edition, found)


def goes_public(unit: AdministrativeUnit, year: int, quarter: int) -> bool:
    """Whether the next edition of a unit's quarter would be what anybody reads, at once."""
    if not settings.PUBLIC_PAGE:
        return False
    now = latest_edition(with_texts=False)
    if now is None:
        return True
    new = {
        "depth": unit.path.count("/"),
        "year": year,
        "quarter": quarter,
        "unit__path": unit.path,
        "number": now.number + 1,
    }
    for name in FIRST_BY:
        column = name.removeprefix("-")
        before, after = attrgetter(column.replace("__", "."))(now), new[column]
        if before != after:
            return (after > before) is name.startswith("-")
    return True


def _mark(edition: Edition) -> tuple:
    """What tells a row of the database from any other that holds something else."""
    columns: list[Any] = [
        getattr(edition, field.attname) for field in edition._meta.concrete_fields
    ]
    return edition.unit.code, sha256(repr(columns))


def _public(edition: Edition) -> PublicContent | None:
    if any(broken_parts(edition)):
        return None
    content = json.loads(edition.content)
    try:
        progress_in(content)
        return public_content(content, json.loads(edition.records))
    except UNREADABLE:
        return None
