"""A small reform as the file of units that it is: what a page asks for goes the import's way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..files.limits import UPLOAD
from ..files.writing import Value, as_csv
from ..models import AdministrativeUnit, User
from .export import cell_of
from .run import import_file
from .session import ImportOutcome, Options
from .units import CONTACT, SUCCESSOR, TILE, UnitsKind

COLUMNS = [column for column in UnitsKind.columns if column.code not in {**CONTACT, **TILE}]
NAME = "reform.csv"


@dataclass(frozen=True)
class SmallReform:
    """Units that end on a day, all of which go to the same others; `new` begin on it.

    successors: the existing ones, which go on.
    """

    day: date
    ended: Sequence[AdministrativeUnit]
    successors: Sequence[AdministrativeUnit] = ()
    new: Sequence[AdministrativeUnit] = ()

    @property
    def units(self) -> Sequence[AdministrativeUnit]:
        """Those of which the file has a row, in its order."""
        return (*self.new, *self.ended)

    def as_file(self) -> bytes:
        """The file of units."""
        header = [str(column.label) for column in COLUMNS]
        return as_csv(header, self._rows())

    def unit_of_row(self, row: int) -> AdministrativeUnit | None:
        """The unit of a row of the file, counted with its header; None for the header."""
        place = row - 2
        return self.units[place] if 0 <= place < len(self.units) else None

    def _rows(self) -> Iterator[list[Value]]:
        codes = tuple(unit.code for unit in (*self.successors, *self.new))
        for unit in self.new:
            yield self._row(unit, self.day, unit.valid_to, ())
        for unit in self.ended:
            yield self._row(unit, unit.valid_from, self.day, codes)

    @staticmethod
    def _row(
        unit: AdministrativeUnit, begins: date, ends: date | None, successors: tuple[str, ...]
    ) -> list[Value]:
        values = {
            "code": unit.code,
            "name": unit.name,
            "level": unit.level,
            "parent_code": unit.parent and unit.parent.code,
            "valid_from": begins,
            "valid_to": ends,
            SUCCESSOR: successors,
        }
        return [cell_of(column, values[column.code]) for column in COLUMNS]


def carry_out_file(content: bytes, by: User, *, store: bool) -> ImportOutcome:
    """What the file of a reform does, or would do, by a person and within that one's reach."""
    options = Options(user=by, scope=by)
    return import_file(UnitsKind, NAME, content, options, store=store, limits=UPLOAD)
