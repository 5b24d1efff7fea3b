"""What a kind of import is, and those that there are."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..figures.values import set_value, value_of
from ..files.columns import Column
from ..ground.constraints import own_errors
from ..ground.problems import Problem
from ..models.base import CHUNK
from .session import FileRow, Session


class ImportKind(ABC):
    """One kind of records that files hold.

    A file is worked through in chunks of rows: `plan` looks at a chunk, tells the session what is
    wrong and what would change, and holds what is to be written; `store` writes it; `forget` drops
    it. `finish` comes once, after the last chunk.
    """

    code: ClassVar[str]
    label: ClassVar[Promise]
    columns: ClassVar[tuple[Column, ...]]
    needed: ClassVar[tuple[str, ...]]
    """Columns that a file must have: those of the key."""
    changes_what_counts: ClassVar[bool] = True
    """Whether indicators may have other values once such a file is stored."""
    in_returns: ClassVar[bool] = False
    """Whether its records stand in returns, which may be submitted and approved with them."""
    chunk_rows: ClassVar[int | None] = CHUNK
    """Rows in a chunk; None for all at once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.forget()

    @classmethod
    def all_columns(cls) -> tuple[Column, ...]:
        """The columns that a file may have, those of the catalogue's figures included."""
        return cls.columns

    @abstractmethod
    def plan(self, rows: list[FileRow]) -> None: ...

    @abstractmethod
    def store(self) -> None: ...

    @abstractmethod
    def forget(self) -> None: ...

    def finish(self) -> None:  # noqa: B027  (most kinds have nothing to finish)
        """What is to be done once all rows are stored."""

    def is_given(self, row: FileRow, codes: Iterable[str]) -> bool:
        """Whether a new record has what it needs; what it lacks is noted."""
        given = True
        for code in codes:
            if code not in row.wrong and row.get(code) in (None, ""):
                given = False
                message = _("This is new here, so it needs a value in this column.")
                self.session.error(row, code, message)
        return given

    def set_values(self, row: FileRow, record: models.Model, fields: dict[str, str]) -> list:
        """Set a record's fields to the values of a row. fields: field by column.

        Returns the columns that change, each with old and new value.
        """
        changed = []
        for code, name in fields.items():
            if code in row.values:
                old, new = value_of(record, name), row.values[code]
                if old != new:
                    changed.append((code, old, new))
                    set_value(record, name, new)
        return changed


def own_problems(record: models.Model) -> Iterator[Problem]:
    """What a record breaks by itself."""
    for field, error in own_errors(record):
        yield Problem(record, field, error)


KINDS: dict[str, type[ImportKind]] = {}
"""The kinds of import by code. Applications add theirs when they are ready."""


def register(*kinds: type[ImportKind]) -> None:
    """Make kinds known to the command and the page."""
    KINDS.update({kind.code: kind for kind in kinds})


def new_values(row: FileRow, codes: Iterable[str]) -> list[tuple[str, Any, Any]]:
    """The values of a new record as changes from nothing."""
    return [(code, None, row.values[code]) for code in codes if row.get(code) not in (None, "")]
