"""The base of every stored record: tidy text, derived columns, history, on every path to a row."""

from typing import Any

from django.db import models, transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver

from .history import History
from .vietnamese import tidy

CHUNK = 500
"""Primary keys in one IN list: below the limit on parameters of every database that we support."""


class RecordQuerySet(models.QuerySet):
    """A queryset whose bulk operations derive columns and write history like `save()` does."""

    def bulk_create(self, objs, batch_size=None, **kwargs):
        """Insert many records and one version of each.

        Raises TypeError for upserts, of which nobody could say which rows they changed.
        """
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("Records are inserted or updated knowingly: history must tell which.")
        objs = list(objs)
        for obj in objs:
            obj.derive()
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, batch_size=batch_size)
            self.model.history.bulk_history_create(created)
        return created

    def bulk_update(self, objs, fields, batch_size=None):
        """Update many records and write one version of each."""
        objs = list(objs)
        for obj in objs:
            obj.derive()
        # Django's bulk_update ends in self.update() below, which writes the history.
        return super().bulk_update(objs, {*fields, *self.model.DERIVED}, batch_size=batch_size)

    def update(self, **values: Any) -> int:
        """Update the selected rows and write one version of each.

        Raises TypeError where a column that others are derived from would be set alone.
        """
        sources = set(self.model.DERIVED_FROM) & set(values)
        if sources and not set(self.model.DERIVED) <= set(values):
            raise TypeError(f"{sorted(sources)} feed derived columns: use save() or bulk_update().")
        with transaction.atomic(using=self.db, savepoint=False):
            keys = list(self.order_by().values_list("pk", flat=True))
            count = super().update(**values)
            for start in range(0, len(keys), CHUNK):
                rows = self.model._base_manager.filter(pk__in=keys[start : start + CHUNK])
                self.model.history.bulk_history_create(list(rows), update=True)
        return count

    update.alters_data = True


class Record(models.Model):
    """A row whose every change is kept, whichever way it comes in."""

    DERIVED_FROM: tuple[str, ...] = ()
    """Fields that derived columns are computed from."""
    DERIVED: tuple[str, ...] = ()
    """Columns that `derive` computes."""
    UNTRACKED: tuple[str, ...] = ()
    """Columns left out of history: secrets, and marks that are no change of the record."""
    NAMED_BY: tuple[str, ...] = ()
    """Fields that tell a record from others of its owner, in a list of changes."""

    objects = RecordQuerySet.as_manager()
    history = History()

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Tidy all text fields; subclasses set the columns that follow from others."""
        for field in self._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                value = getattr(self, field.attname)
                if isinstance(value, str):
                    setattr(self, field.attname, tidy(value))

    def clean(self) -> None:
        self.derive()

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Save; columns that follow from the fields to be updated are updated with them."""
        if update_fields is not None and set(update_fields) & set(self.DERIVED_FROM):
            update_fields = {*update_fields, *self.DERIVED}
        super().save(*args, update_fields=update_fields, **kwargs)


@receiver(pre_save)
def derive_before_saving(sender, instance, **kwargs):
    """loaddata saves past Model.save(): this is the one place that every single save passes."""
    if isinstance(instance, Record):
        instance.derive()
