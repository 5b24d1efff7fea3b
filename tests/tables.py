"""What the database holds, to say that two moments are equal."""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model

from cooperatives.records import Record


def record_models() -> list[type[Record]]:
    """All models of records, without the proxies that share their tables."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    return [model for model in models if not model._meta.proxy]


def rows_and_history() -> dict[str, list[dict]]:
    """All rows of all records and of their history, by model."""
    models: list[type[Model]] = record_models()
    models += [model.history.model for model in models]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def all_rows() -> dict[str, list[tuple]]:
    """All rows of all tables by model, history and what Django itself keeps included, but for
    sessions.
    """
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model is not Session
    }
