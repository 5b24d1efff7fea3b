"""The registry as a file in the import's own columns: imported again, it changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from ..files.columns import Choice, Column
from ..files.writing import Value
from ..ground.calendar import today
from ..models import AdministrativeUnit, Kind, Organisation, Placement, User
from ..models.base import CHUNK
from ..models.organisations import OrganisationQuerySet
from ..models.spans import in_order
from .groups import GroupsKind
from .kind import ImportKind
from .organisations import UNION, CooperativesKind, UnionsKind
from .places import Places
from .units import CONTACT, SUCCESSOR, TILE, Codes, UnitsKind

KIND_OF = {
    Kind.COOPERATIVE: CooperativesKind,
    Kind.UNION: UnionsKind,
    Kind.GROUP: GroupsKind,
}
"""The kind of import that takes each kind of organisation."""


@dataclass(frozen=True)
class RegistryTable:
    """What a file of the registry holds: the kind of import that takes it, the labels above its
    columns in the language in force, and its rows.
    """

    kind: type[ImportKind]
    header: Sequence[str]
    rows: Iterator[list[Value]]


def organisations_table(
    kind: Kind, organisations: OrganisationQuerySet, reader: User
) -> RegistryTable:
    """Those of the organisations that are of a kind.

    Without the column of unions where one of them lies outside the reader's scope: its number is
    not the reader's to know, and a blank would take the cooperative out of it.
    """
    taken_by = KIND_OF[kind]
    chosen = organisations.filter(kind=kind)
    columns = list(taken_by.columns)
    if UNION in columns and _has_hidden_union(chosen, reader):
        columns.remove(UNION)
    placements = Placement.objects.select_related("unit")
    rows = chosen.select_related("union").prefetch_related(
        Prefetch("placements", placements), "suspensions"
    )
    return _table(taken_by, columns, rows, _of_organisation)


def units_table(units: QuerySet) -> RegistryTable:
    """Administrative units."""
    rows = units.select_related("parent").prefetch_related("successions__successor")
    return _table(UnitsKind, UnitsKind.columns, rows, _of_unit)


def _table(
    kind: type[ImportKind],
    columns: Sequence[Column],
    records: QuerySet,
    values_of: Callable[[Any], dict[str, Any]],
) -> RegistryTable:
    def rows() -> Iterator[list[Value]]:
        for record in records.iterator(chunk_size=CHUNK):
            values = values_of(record)
            yield [cell_of(column, values[column.code]) for column in columns]

    return RegistryTable(kind, [str(column.label) for column in columns], rows())


def cell_of(column: Column, value: Any) -> Value:
    """A value as its column reads it back: a choice by its label."""
    return (
        column.show(value)
        if value and isinstance(column, Choice | Places | Codes)
        else value or None
    )


def _has_hidden_union(cooperatives: OrganisationQuerySet, reader: User) -> bool:
    seen = Organisation.objects.in_scope_of(reader, today()).filter(kind=Kind.UNION)
    members = cooperatives.filter(union__isnull=False)
    return members.exclude(union__in=seen.order_by().values("pk")).exists()


def _of_organisation(organisation: Organisation) -> dict[str, Any]:
    """What stands in each column. `unit_from` and units before only of one that moved: who never
    did is placed from the founding on. So the file also fills an empty registry.
    """
    places = in_order(organisation.placements.all())
    spans = organisation.suspensions.all()
    ceased = next((span for span in spans if span.valid_to is None), None)
    return {
        "registration_number": organisation.registration_number,
        "name": organisation.name,
        "unit_code": places[-1].unit.code if places else "",
        "sector": organisation.sector,
        "founded_on": organisation.founded_on,
        "ceased_on": ceased and ceased.valid_from,
        "dissolved_on": organisation.dissolved_on,
        "union_registration_number": organisation.union and organisation.union.registration_number,
        "unit_from": places[-1].valid_from if len(places) > 1 else None,
        "units_before": Places.of(places[:-1]),
        "legal_status": ceased and ceased.legal_status,
        "renewed_on": ceased and ceased.renewed_on,
    }


def _of_unit(unit: AdministrativeUnit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "level": unit.level,
        "parent_code": unit.parent and unit.parent.code,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        **{name: getattr(unit, name) for name in (*CONTACT, *TILE)},
        SUCCESSOR: tuple(sorted(row.successor.code for row in unit.successions.all())),
    }
