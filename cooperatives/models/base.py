"""The base of every stored record: tidy text, derived columns, history, on every path to a row."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver

from ..ground.calendar import now
from ..ground.vietnamese import tidy
from ..history import History
from ..version import data_changed

CHUNK = 500
"""Primary keys in one IN list: below the limit on parameters of every database that we support."""
MOST_PARAMETERS = 20_000
"""Parameters in one statement where the database sets no limit of its own."""


class RecordQuerySet(models.QuerySet):
    """A queryset whose bulk operations derive columns and write history like `save()` does."""

    def bulk_create(self, objs, batch_size=None, **kwargs):
        """Insert many records and one version of each, dated `_history_date` where a record has it.

        Raises TypeError for upserts, of which nobody could say which rows they changed.
        """
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("Records are inserted or updated knowingly: history must tell which.")
        objs = list(objs)
        for obj in objs:
            obj.derive()
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, batch_size=batch_size)
            moments: dict[datetime | None, list[int]] = {}
            for obj in created:
                moments.setdefault(getattr(obj, "_history_date", None), []).append(obj.pk)
            for moment, keys in moments.items():
                write_versions(self.model, keys, "+", using=self.db, at=moment)
        return created

    def bulk_update(self, objs, fields, batch_size=None):
        """Update many records from their plain values and write one version of each."""
        objs = list(objs)
        for obj in objs:
            obj.derive()
        names = {*fields, *self.model.DERIVED}
        columns = [field for field in self.model._meta.concrete_fields if field.name in names]
        connection = connections[self.db]
        limit = (connection.features.max_query_params or MOST_PARAMETERS) // (len(columns) + 1)
        step = min(limit, batch_size or limit)
        count = 0
        with transaction.atomic(using=self.db, savepoint=False):
            for start in range(0, len(objs), step):
                count += _update_rows(connection, self.model, objs[start : start + step], columns)
            write_versions(self.model, [obj.pk for obj in objs], "~", using=self.db)
        return count

    bulk_update.alters_data = True

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
            write_versions(self.model, keys, "~", using=self.db)
        return count

    update.alters_data = True


def table_of(model: type[models.Model]) -> str:
    """The name of a model's table in SQL."""
    return f'"{model._meta.db_table}"'


def refresh_statistics() -> None:
    """Tell the database's planner what a large load has changed.

    PostgreSQL does so by itself a minute later; until then a page may take it for an empty table.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")


def write_versions(
    model: type[models.Model],
    keys: Sequence[int],
    history_type: str,
    *,
    using: str,
    at: datetime | None = None,
    reason: str | None = None,
) -> None:
    """Write one version of each row, as it stands in the database, under the origin in force.

    The database copies the rows itself. history_type: "+" for new rows, "~" for changed ones; at:
    when, now if not given; reason: noted with each.
    """
    connection = connections[using]
    versions = model.history.model
    blank = versions(
        history_date=at or now(),
        history_type=history_type,
        history_change_reason=reason,
        history_user=versions.get_default_history_user(None),
    )
    copied = [field.column for field in versions.tracked_fields]
    own = [
        field
        for field in versions._meta.concrete_fields
        if field.column not in copied and not field.primary_key
    ]
    values = [field.get_db_prep_save(getattr(blank, field.attname), connection) for field in own]
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in [*copied, *(field.column for field in own)])
    expressions = ", ".join([*map(quote, copied), *["%s"] * len(own)])
    with connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            key = quote(model._meta.pk.column)
            cursor.execute(
                f"INSERT INTO {quote(versions._meta.db_table)} ({names}) "  # noqa: S608
                f"SELECT {expressions} FROM {quote(model._meta.db_table)} "
                f"WHERE {key} IN ({marks}) ORDER BY {key}",
                [*values, *chunk],
            )
    if keys:
        data_changed(using)
        model.after_change()


def _update_rows(
    connection: Any, model: type[models.Model], objs: Sequence[Any], fields: Sequence[models.Field]
) -> int:
    """Set some columns of many rows in one statement, far quicker than a CASE for each column."""
    quote = connection.ops.quote_name
    rows, values = [], []
    for obj in objs:
        obj._prepare_related_fields_for_save("bulk_update", fields)
        prepared = [
            field.get_db_prep_save(getattr(obj, field.attname), connection) for field in fields
        ]
        rows.append(f"({', '.join(['%s'] * (len(fields) + 1))})")
        values += [obj.pk, *prepared]

    # Both databases name the columns of VALUES column1, column2, …
    def given(number: int, field: models.Field) -> str:
        if not connection.features.requires_casted_case_in_updates:
            return f"given.column{number}"
        return f"CAST(given.column{number} AS {field.cast_db_type(connection)})"

    assignments = ", ".join(
        f"{quote(field.column)} = {given(number, field)}"
        for number, field in enumerate(fields, start=2)
    )
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {assignments} "  # noqa: S608
            f"FROM (VALUES {', '.join(rows)}) AS given "
            f"WHERE {table}.{quote(model._meta.pk.column)} = given.column1",
            values,
        )
        return cursor.rowcount


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

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Save together with the version that history keeps.

        Columns that follow from the fields to be updated are updated with them.
        """
        if update_fields is not None and set(update_fields) & set(self.DERIVED_FROM):
            update_fields = {*update_fields, *self.DERIVED}
        with transaction.atomic(savepoint=False):
            super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def after_change(cls) -> None:
        """Called after rows were inserted, changed or deleted, by whatever way."""

    def derive(self) -> None:
        """Tidy all text fields; subclasses set the columns that follow from others."""
        for field in self._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                value = getattr(self, field.attname)
                if isinstance(value, str):
                    setattr(self, field.attname, tidy(value))

    @classmethod
    def told(cls, version: Any, name: str) -> str | None:
        """A field of one of its versions as a person reads it, where that takes more than its type;
        else None.
        """
        return None

    def own_rules(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        """What it breaks by itself that no field and no constraint says: the names of all that a
        broken rule is about, and the error.
        """
        return iter(())

    def clean(self) -> None:
        super().clean()
        if broken := [error for _names, error in self.own_rules()]:
            raise ValidationError(broken)

    def clean_fields(self, exclude=None) -> None:
        # Before the fields are looked at: a name of spaces is blank, a proxy settles its own kind.
        self.derive()
        super().clean_fields(exclude=exclude)


@receiver(pre_save)
def derive_before_saving(sender, instance, **kwargs):
    """loaddata saves past Model.save(): this is the one place that every single save passes."""
    if isinstance(instance, Record):
        instance.derive()
