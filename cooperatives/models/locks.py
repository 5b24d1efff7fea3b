"""Rows held until a transaction ends, always in one order: no two wait for each other."""

from collections.abc import Iterable

from django.db import models

from . import AdministrativeUnit, Organisation, QuarterlyReturn
from .base import CHUNK

# --- Locks ----------------------------------------------------------------------------------------


def lock_organisations(ids: Iterable[int]) -> dict[int, Organisation]:
    """Lock organisations for the rest of the transaction; whoever changes them waits.

    Always in the order of their keys, so that two who lock several never wait for each other.
    """
    return _lock(Organisation, ids)


def lock_units(ids: Iterable[int]) -> dict[int, AdministrativeUnit]:
    """Lock units for the rest of the transaction: before units below them, or groups in them."""
    return _lock(AdministrativeUnit, ids)


def lock_returns(ids: Iterable[int]) -> dict[int, QuarterlyReturn]:
    """Lock returns for the rest of the transaction, so that nobody submits or approves one
    meanwhile: after the organisations whose figures change in them.
    """
    return _lock(QuarterlyReturn, ids)


def lock_record(record: models.Model) -> None:
    """Lock one record of any kind for the rest of the transaction."""
    _lock(type(record), [record.pk])


def _lock(model: type[models.Model], ids: Iterable[int]) -> dict[int, models.Model]:
    keys = sorted(set(ids))
    locked = {}
    for start in range(0, len(keys), CHUNK):
        rows = model.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        locked |= {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    return locked
