"""Rows that hardly change and that everything asks for: read once for a request, command or test.

They are held for the running request alone, in its own thread. What another process changes is so
seen by the next request, without a clock and without a message between processes. A request that
knows the version of the data needs not even that statement: what was read under the same version is
still so.
"""

from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from asgiref.local import Local

Row = TypeVar("Row")


class Held(Generic[Row]):
    """Rows that whoever knows the records reads, and others ask for without knowing them."""

    _all: ClassVar[list["Held"]] = []
    _version: ClassVar[Local] = Local()

    def __init__(self) -> None:
        self._read: Callable[[], Iterable[Row]] = tuple
        self._rows = Local()
        self._kept: tuple[str | None, tuple[Row, ...]] = (None, ())
        Held._all.append(self)

    def read_by(self, read: Callable[[], Iterable[Row]]) -> None:
        """Say how they are read. Until then there are none."""
        self._read = read
        self.forget()

    def rows(self) -> tuple[Row, ...]:
        """All rows, in at most one statement since they were forgotten."""
        found = getattr(self._rows, "value", None)
        if found is None:
            found = self._rows.value = self._read_or_kept()
        return found

    def _read_or_kept(self) -> tuple[Row, ...]:
        version, (kept_as_of, kept) = getattr(Held._version, "value", None), self._kept
        if version is not None and version == kept_as_of:
            return kept
        found = tuple(self._read())
        if version is not None:
            self._kept = version, found
        return found

    def hold(self, rows: Iterable[Row]) -> None:
        """Take these rows for what there is, until they are forgotten."""
        self._rows.value = tuple(rows)

    def forget(self) -> None:
        """Read them anew when they are next asked for: they may have changed since the version."""
        self._rows.value = None
        Held._version.value = None

    @classmethod
    def forget_all(cls) -> None:
        """Forget the rows of every kind."""
        for held in cls._all:
            held.forget()

    @classmethod
    def as_of(cls, version: str) -> None:
        """Say which version of the data the running request has read, before it reads any row."""
        cls._version.value = version


class ReadAnewMiddleware:
    """Each request reads anew what is held."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        Held.forget_all()
        return self.get_response(request)
