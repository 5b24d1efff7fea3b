"""History of every change: who, when, old and new values, and by which way (design 1.2).

django-simple-history keeps one table of versions for each model. It misses bulk operations and
loaddata; `History` and `RecordQuerySet` close those gaps, so that no path to a row leaves no trace.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .ground.calendar import now
from .version import data_changed


class Way(models.TextChoices):
    """The way by which a change came in."""

    FORM = "form", _("form")
    GRID = "grid", _("grid")
    IMPORT = "import", _("import")
    ADMIN = "admin", _("admin site")
    FIXTURE = "fixture", _("fixture")
    COMMAND = "command", _("command")


PASSWORD_CHANGED = "password"  # noqa: S105 (the name of a reason)
"""The reason noted with a version of an account whose password was set: no password is kept."""
LINK_SENT, LINK_SHOWN = "link sent", "link shown"
"""The reasons noted with versions of an account for which a link to set a password went out by
mail, or was shown to who invited.
"""
STOPPED_BY_LINK = "stopped by link"
"""The reason noted where the link in a letter stopped letters: nobody signs in for that."""


@dataclass(frozen=True)
class _Origin:
    user: Any
    way: Way


_UNNAMED = _Origin(None, Way.COMMAND)
_origin: ContextVar[_Origin] = ContextVar("origin")


@contextmanager
def changes_by(user: Any, way: Way) -> Iterator[None]:
    """Record every change made inside the block as made by `user` (or None) by `way`."""
    token = _origin.set(_Origin(user, way))
    try:
        yield
    finally:
        _origin.reset(token)


def current_way() -> str:
    """The way that changes made now are recorded under."""
    return _origin.get(_UNNAMED).way


def _current_user(instance: models.Model, **kwargs: Any) -> Any:
    return _origin.get(_UNNAMED).user


class WhoAndHowMiddleware:
    """Records a request's changes under its user: by the admin site or by our own forms.

    A view that is another way (the grid, an import) says so itself with `changes_by`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user if request.user.is_authenticated else None
        way = Way.ADMIN if request.path_info.startswith("/admin/") else Way.FORM
        with changes_by(user, way):
            return self.get_response(request)


class Change(models.Model):
    """What every row of history holds beside the old record: the way it came in."""

    way = models.CharField(_("way"), max_length=8, choices=Way, default=current_way, editable=False)

    class Meta:
        abstract = True


class Versions(HistoryManager):
    """simple-history makes the class of a manager anew whenever one is asked for, which takes as
    long as the statement that it is asked for.
    """

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """simple-history for abstract `Record`: also proxies and loaddata, without empty changes."""

    def __init__(self) -> None:
        super().__init__(
            bases=(Change,), inherit=True, get_user=_current_user, history_manager=Versions
        )

    def finalize(self, sender, **kwargs):
        if sender._meta.proxy:  # shares its concrete model's history; signals name the proxy
            if issubclass(sender, self.cls):
                models.signals.post_save.connect(self.post_save, sender=sender, weak=False)
                models.signals.post_delete.connect(self.post_delete, sender=sender, weak=False)
                models.signals.pre_delete.connect(self.pre_delete, sender=sender, weak=False)
            return
        super().finalize(sender, **kwargs)

    def fields_included(self, model):
        return [field for field in model._meta.fields if field.name not in model.UNTRACKED]

    def post_save(self, instance, created, using=None, raw=False, update_fields=None, **kwargs):
        if update_fields and set(update_fields) <= set(instance.UNTRACKED):
            return
        if not raw:
            super().post_save(instance, created, using=using, **kwargs)
        elif created or not self._is_as_last_recorded(instance):
            with changes_by(_current_user(instance), Way.FIXTURE):
                super().post_save(instance, created, using=using, **kwargs)

    def create_historical_record(self, instance, history_type, using=None):
        # On a pinned day versions are dated as the steps that they are compared with.
        is_dated = hasattr(instance, "_history_date")
        if not is_dated:
            instance._history_date = now()
        try:
            super().create_historical_record(instance, history_type, using=using)
        finally:
            if not is_dated:
                del instance._history_date
        data_changed(using or DEFAULT_DB_ALIAS)
        type(instance).after_change()

    def _is_as_last_recorded(self, instance) -> bool:
        fields = [field.attname for field in self.fields_included(instance)]
        fresh = type(instance)._base_manager.values_list(*fields).get(pk=instance.pk)
        return instance.history.values_list(*fields).first() == fresh
