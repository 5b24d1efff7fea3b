"""What is open in returns: what an officer weighs before deciding about them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..catalogue.figures import IN_RETURNS, unit_figures
from ..entry.sheet import Judged, SheetCell, SheetRow
from ..figures.answers import still_explains
from ..figures.completeness import Completeness
from ..models import Remark, User, WarningAnswer
from .unit_fields import ChangedField, ReturnFields, UnitRow

# --- Many returns ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weight:
    """remarks: those that are not settled; own: those of them that the reader made. explained: the
    words for unusual values that are still there. blanks: how many cooperatives lack a figure.
    """

    remarks: tuple[Remark, ...] = ()
    own: tuple[Remark, ...] = ()
    explained: tuple[WarningAnswer, ...] = ()
    blanks: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is open."""
        return not (self.remarks or self.explained or self.blanks)

    @property
    def others(self) -> list[Remark]:
        """The remarks that others made."""
        return [one for one in self.remarks if one not in self.own]

    @property
    def own_about(self) -> list[str]:
        """The cooperatives that the reader's remarks are about, each once."""
        return list(dict.fromkeys(one.cooperative.name for one in self.own if one.cooperative))


def weights_of(filled: dict[int, Completeness], reader: User) -> dict[int, Weight]:
    """What is open in stored returns, by their keys. filled: how full each is. Two
    statements, and one more where units are asked for figures.
    """
    remarks = defaultdict(list)
    for remark in remarks_open_in(filled):
        remarks[remark.quarterly_return_id].append(remark)
    explained = defaultdict(list)
    words = WarningAnswer.objects.filter(figures__quarterly_return__in=list(filled))
    found = list(words.select_related("figures__cooperative", "by").order_by("at", "pk"))
    if unit_figures(None, IN_RETURNS):
        words = WarningAnswer.objects.filter(unit_figures__quarterly_return__in=list(filled))
        found += words.select_related("unit_figures__unit", "by").order_by("at", "pk")
    for word in found:
        if still_explains(word):
            explained[word.row.quarterly_return_id].append(word)
    return {
        key: Weight(
            tuple(remarks[key]),
            tuple(remark for remark in remarks[key] if remark.by_id == reader.pk),
            tuple(explained[key]),
            counts.expected - counts.complete,
        )
        for key, counts in filled.items()
    }


def remarks_open_in(returns: Iterable[int]):
    """What was said about returns, given by their keys, and is not settled, the oldest first."""
    said = Remark.objects.still_open().filter(quarterly_return__in=list(returns))
    return said.select_related("cooperative", "by").order_by("at", "pk")


# --- One return -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weighed:
    """What an officer looks at first in a return: cells that changed since the province had it,
    what was unusual with the words for it, and the rows that lack figures; each with the place of
    its row in the grid, from 1, 0 for what stands above it. fields: those above the grid that
    changed.
    """

    changed: tuple[tuple[int, SheetRow, SheetCell], ...]
    asked: tuple[tuple[int, SheetRow | UnitRow, Judged], ...]
    blank: tuple[tuple[int, SheetRow], ...]
    fields: tuple[ChangedField, ...] = ()

    @property
    def changes(self) -> int:
        """How many figures changed, of cooperatives and of the unit."""
        return len(self.changed) + len(self.fields)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing of all this."""
        return not (self.changes or self.asked or self.blank)


def weighed(rows: Iterable[SheetRow], fields: ReturnFields | None = None) -> Weighed:
    """What is to be weighed in the rows of a return, as its grid shows them, and in the fields
    above it.
    """
    placed = list(enumerate(rows, start=1))
    own = [(0, fields.row)] if fields else []
    return Weighed(
        tuple((place, row, cell) for place, row in placed for cell in row.changed_cells),
        tuple(
            (place, row, judged)
            for place, row in [*own, *placed]
            for judged in row.findings
            if not judged.finding.is_error
        ),
        tuple((place, row) for place, row in placed if row.is_expected and not row.is_complete),
        fields.changed if fields else (),
    )
