"""The version of the data: what tells any two states of the records apart, for one cheap statement.

Each transaction that writes a record puts a new random mark into a row of `Mark`, and the version
is made of all these rows. They are more than one so that nobody waits: a writer takes a row that no
other holds, and makes one where there is none. So the version is new with each commit, in whichever
order those who write at once end; a counter, or the newest key of the history, would be the same
before and after the commit of one who began earlier. And as marks are random it never comes back,
also not after an older copy of the database was restored.
"""

import hashlib
import uuid

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction


class Mark(models.Model):
    """A part of the version; there are as many as there ever were writers at once."""

    value = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.value)


def data_changed(using: str = DEFAULT_DB_ALIAS, *, by_a_new_mark: bool = False) -> None:
    """Say within the transaction that changes records which pages show that it does so.

    Records say so themselves, on the path of their history. by_a_new_mark: for a transaction that
    sees the rows as they were at its beginning: one that was changed since it cannot write.
    """
    if any(hook is _marked for _savepoints, hook, _robust in connections[using].run_on_commit):
        return
    marks = Mark.objects.using(using)
    free = marks.order_by("pk").select_for_update(skip_locked=True).values("pk")[:1]
    with transaction.atomic(using=using, savepoint=False):
        if by_a_new_mark or not marks.filter(pk=free).update(value=uuid.uuid4()):
            marks.create()
        # It lasts as long as the mark: Django drops it where a savepoint is rolled back.
        transaction.on_commit(_marked, using=using)


def data_version(using: str = DEFAULT_DB_ALIAS) -> str:
    """The version as the running transaction sees it, in one statement.

    Who makes something of the records reads it before them: what is written meanwhile then only
    makes the outcome look older than it is.
    """
    connection = connections[using]
    # Whoever writes after this is to make another version of it, in this transaction too.
    connection.run_on_commit = [held for held in connection.run_on_commit if held[1] is not _marked]
    marks = Mark.objects.using(using).order_by("pk").values_list("pk", "value")
    return hashlib.sha256(repr(list(marks)).encode()).hexdigest()


def _marked() -> None:
    """Stands among what a transaction does at its end for as long as its mark holds."""
