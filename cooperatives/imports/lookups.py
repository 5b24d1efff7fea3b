"""Finding what rows name by code or number, many at once and each but once."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from ..ground.calendar import today
from ..models import AdministrativeUnit, Kind, Organisation
from ..models.base import CHUNK
from ..models.units import BEGINS, bearer_named, bearer_on
from .kind import ImportKind
from .session import FileRow, Session


class Units:
    """Units by code and day, or by code and first day (`AdministrativeUnit.dated_code`). What was
    looked up is kept, and with `locking` held. A kind of import that reads the latter (`named`)
    tells its rows apart by the unit, not by how it is written.
    """

    def __init__(self, session: Session, *, locking: bool = False) -> None:
        self.session = session
        self.locking = locking
        self._bearers: dict[str, list[AdministrativeUnit]] = {}

    def load(self, codes: Iterable[str]) -> None:
        """Look up all bearers of these codes, at any time."""
        wanted = sorted({_alone(code) for code in codes if code} - self._bearers.keys())
        for code in wanted:
            self._bearers[code] = []
        for start in range(0, len(wanted), CHUNK):
            found = AdministrativeUnit.objects.filter(code__in=wanted[start : start + CHUNK])
            found = found.select_related("parent")
            found = self.session.locked(found) if self.locking else found
            for unit in found:
                self._bearers[unit.code].append(unit)

    def with_code(self, code: str, day: date) -> AdministrativeUnit | None:
        """The bearer of a code on a day; failing that the last before it, or the first after."""
        return bearer_on(self._bearers.get(code, ()), day)

    def named(self, text: str, day: date) -> AdministrativeUnit | None:
        """The same; of a code with a first day the bearer since then alone, whatever the day."""
        return bearer_named(self._bearers[_alone(text)], text, day)

    def unknown(self, code: str) -> str:
        """What to say of a code that no unit bears: spreadsheets take off leading zeros."""
        candidates = ["0" * count + _alone(code) for count in range(1, 5)]
        self.load(candidates)
        padded = next((one for one in candidates if self._bearers[one]), None)
        if padded is None:
            return _("No unit has this code: import the unit first, or mend the code.")
        message = _(
            "No unit has this code. Is it %(code)s? Spreadsheets take off leading zeros: format "
            "the column as text."
        )
        return message % {"code": padded}


def _alone(code: str) -> str:
    """A code without the first day of its bearer."""
    return code.partition(BEGINS)[0]


class Cooperatives:
    """Cooperatives by registration number, with their placements. What was looked up is kept, and
    held, as what they report is about to change.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._found: dict[str, Organisation | None] = {}

    def load(self, numbers: Iterable[str]) -> None:
        wanted = sorted({number for number in numbers if number} - self._found.keys())
        for number in wanted:
            self._found[number] = None
        for start in range(0, len(wanted), CHUNK):
            numbered = Organisation.objects.numbered(wanted[start : start + CHUNK])
            found = numbered.filter(kind=Kind.COOPERATIVE).prefetch_related(
                "placements__unit__parent"
            )
            for cooperative in self.session.locked(found):
                self._found[cooperative.registration_number] = cooperative

    def get(self, number: str) -> Organisation | None:
        return self._found.get(number)


def find_cooperative(kind: ImportKind, row: FileRow) -> Organisation | None:
    """The cooperative that a row names, within reach; where there is none, that is noted.

    `kind` holds the cooperatives that it looked up.
    """
    cooperative = kind.cooperatives.get(row.values["registration_number"])
    if cooperative is not None and kind.session.options.scope is not None:
        unit = cooperative.unit_on(today())
        if not kind.session.reaches(unit.path if unit else ""):
            cooperative = None
    if cooperative is None:
        message = _("No cooperative bears this number: import it first, or mend the number.")
        kind.session.error(row, "registration_number", message)
    return cooperative
