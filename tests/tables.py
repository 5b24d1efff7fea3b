"""What the database holds, to say that two moments are equal."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model

from cooperatives.models import WaitingFile, WaitingPiece
from cooperatives.models.base import Record

WAITING = (Session, WaitingFile, WaitingPiece)


def record_models() -> list[type[Record]]:
    """All models of records, without the proxies that share their tables."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    return [model for model in models if not model._meta.proxy]


def rows_and_history() -> dict[str, list[tuple]]:
    """All rows of all records and of their history, by model."""
    models: list[type[Model]] = record_models()
    return _rows_of(models + [model.history.model for model in models])


def all_rows() -> dict[str, list[tuple]]:
    """All rows of all tables by model, history and what Django itself keeps included, but for
    sessions and uploads that wait to be confirmed.
    """
    models = apps.get_models(include_auto_created=True)
    return _rows_of(model for model in models if not (model._meta.proxy or model in WAITING))


def _rows_of(models: Iterable[type[Model]]) -> dict[str, list[tuple]]:
    """As the database gives them: to compare them nobody needs values of Python."""
    rows, quote = {}, connection.ops.quote_name
    with connection.cursor() as cursor:
        for meta in (model._meta for model in models):
            table, key = quote(meta.db_table), quote(meta.pk.column)
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608
            rows[meta.label] = cursor.fetchall()
    return rows
