"""What an admin enters as rows of a catalogue: figures, and indicators made of them."""

from collections.abc import Iterable
from typing import ClassVar

from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ..ground.held import Held
from ..ground.wording import in_language
from .base import Record, RecordQuerySet
from .kinds import Sector

CODE = RegexValidator(
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*\Z",
    gettext_lazy("Small letters without accents, digits and single _, a letter first."),
)


class EnteredQuerySet(RecordQuerySet):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Entered(Record):
    """A row of a catalogue, known by its code, with a name in Vietnamese and maybe one in English
    and the sectors that it is about, joined by ",". Each catalogue says itself how long they are.
    """

    NAMED_BY = ("code",)
    CATALOGUE: ClassVar[Held]
    """Where its rows are held for who asks for them."""

    code: str
    name_vi: str
    name_en: str
    sector: str

    objects = EnteredQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Promise:
        """Its name in the language in force when it is shown."""
        return in_language(self.name_vi, self.name_en)

    @property
    def sectors(self) -> tuple[str, ...]:
        return tuple(parts(self.sector, ","))

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @classmethod
    def after_change(cls) -> None:
        cls.CATALOGUE.forget()

    def derive(self) -> None:
        """Sectors stand in their order."""
        super().derive()
        self.sector = in_order(self.sector, Sector.values)


def parts(joined: str, mark: str) -> list[str]:
    """What is joined by a mark, each once."""
    return list(dict.fromkeys(part.strip() for part in joined.split(mark) if part.strip()))


def in_order(joined: str, known: Iterable[str]) -> str:
    """What is joined by commas, close: those that are known first, in their order."""
    given = parts(joined, ",")
    first = [one for one in known if one in given]
    return ",".join(dict.fromkeys([*first, *given]))
