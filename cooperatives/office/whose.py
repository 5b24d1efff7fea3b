"""Which line is whose, for good: what was said, lines given twice, names that are unclear."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from ..ground.names import accented_core_of, core_of, has_kind_word
from .asking import Asking
from .elsewhere import PERIOD, PLAN, UNIT
from .fit import like
from .lines import FoundLine
from .naming import Rows, name_key
from .understood import LeftOut, LineKind
from .uses import LEAVE

PersonsOf = Callable[[int], Mapping[str, Any]]
"""How many persons a line has, by field."""
Told = Callable[[int], str]
"""A line's figures as a person reads them."""


class Settling:
    """Settles the lines of one table. figures: what stands in a line's figure columns, to be held
    against another line's.
    """

    def __init__(
        self,
        rows: Rows,
        asking: Asking,
        persons_of: PersonsOf,
        told: Told,
        figures: Callable[[int], tuple],
    ) -> None:
        self.rows, self.asking, self.persons_of, self.told = rows, asking, persons_of, told
        self.figures = figures
        self.left: list[LeftOut] = []
        self.strangers: Counter[str] = Counter()

    def settle(self, lines: Sequence[FoundLine]) -> list[FoundLine]:
        """The lines with one cooperative each, or none; what is unclear is asked about."""
        said = [self._as_said(line) for line in lines]
        found = self._once_each(said)
        claimed = {line.line.number for line in found if line.line.number}
        self.strangers.update(
            core_of(line.line.name) for line in found if line.line.kind is LineKind.UNKNOWN
        )
        settled = []
        for line in found:
            if line.line.kind is LineKind.UNKNOWN:
                line = self._unknown(line, claimed)  # noqa: PLW2901 - settled step by step
                if line.line.number:
                    claimed.add(line.line.number)
            settled.append(line)
        return settled

    def _as_said(self, line: FoundLine) -> FoundLine:
        """A line as a person has said whose it is, where it is not asked about anyway."""
        said = self.asking.said.get(line.line.key, "")
        if line.line.kind is LineKind.UNKNOWN or not said:
            return line
        if said in self.rows.places:
            taken = replace(line.line, kind=LineKind.COOPERATIVE, number=said)
            return replace(line, line=taken, is_said=True)
        if said == LEAVE and line.line.number:
            self.left.append(LeftOut(line.line.name, _("It was left out."), "said", line.line.row))
            gone = replace(line.line, kind=LineKind.UNKNOWN, number="")
            return replace(line, line=gone, is_settled=True)
        return line

    # --- Lines given twice ------------------------------------------------------------------------

    def _once_each(self, lines: Sequence[FoundLine]) -> list[FoundLine]:
        by_number: dict[str, list[FoundLine]] = defaultdict(list)
        for line in lines:
            if line.line.number:
                by_number[line.line.number].append(line)
        demoted: dict[int, FoundLine] = {}
        for number, several in by_number.items():
            if len(several) > 1:
                demoted |= self._of_several(number, several)
        return [demoted.get(line.index, line) for line in lines]

    def _of_several(self, number: str, lines: list[FoundLine]) -> dict[int, FoundLine]:
        """The lines that are not the one of a cooperative, as what they are instead."""
        row = self.rows.rows[self.rows.places[number]]
        written_so = [
            line
            for line in lines
            if line.is_said
            or not line.named.by_name
            or accented_core_of(line.line.name) == accented_core_of(row.name)
        ]
        others = [line for line in lines if line not in written_so] if written_so else []
        demoted = {line.index: self._as_unknown(line) for line in others}
        rest = [line for line in lines if line.index not in demoted]
        filled = [line for line in rest if line.has_figures] or rest[:1]
        for line in rest:
            if line not in filled:
                kind = replace(line.line, kind=LineKind.GROUP, number="")
                demoted[line.index] = replace(line, line=kind)
        if len(filled) > 1:
            demoted |= self._one_of(number, row.name, filled)
        return demoted

    def _one_of(self, number: str, name: str, lines: list[FoundLine]) -> dict[int, FoundLine]:
        chosen = lines[0].index
        if len({self.figures(line.index) for line in lines}) > 1:
            text = _("“%(name)s” is given %(n)s times. Which line is right?")
            choices = [
                (
                    str(line.index),
                    _("row %(row)s: %(figures)s")
                    % {
                        "row": line.line.row,
                        "figures": self.told(line.index),
                    },
                )
                for line in lines
            ]
            said = self.asking.ask(
                f"twice-{number}",
                text % {"name": name, "n": len(lines)},
                [*choices, (LEAVE, _("leave all of them out"))],
                offered=LEAVE,
            )
            chosen = int(said) if said.isdecimal() else None
        demoted = {}
        for line in lines:
            if line.index != chosen:
                why = _("The cooperative is given twice.")
                self.left.append(LeftOut(line.line.name, why, "twice", line.line.row))
                gone = replace(line.line, kind=LineKind.TWICE, number="")
                demoted[line.index] = replace(line, line=gone, is_settled=True)
        return demoted

    def _as_unknown(self, line: FoundLine) -> FoundLine:
        likely = self.rows.candidates([self.rows.places[line.line.number]])
        unknown = replace(line.line, kind=LineKind.UNKNOWN, number="", candidates=likely)
        return replace(line, line=unknown)

    # --- Names that are unclear -------------------------------------------------------------------

    def _unknown(self, found: FoundLine, claimed: set[str]) -> FoundLine:
        """A line that names none of the rows clearly, with the row that was chosen for it."""
        line = found.line
        if found.is_settled:
            return found
        if found.elsewhere:
            why = self._elsewhere(found.elsewhere)
            self.left.append(LeftOut(line.name, why, found.elsewhere, line.row))
            return found
        likely = tuple(one for one in line.candidates if one[0] not in claimed)
        if not found.has_figures:
            why = _("This cooperative is not in the table; the row holds no figures.")
            self.left.append(LeftOut(line.name, why, "unknown", line.row))
            return replace(found, line=replace(line, candidates=likely))
        chosen = self._ask(found, likely, claimed)
        if chosen not in ("", LEAVE):
            taken = replace(line, kind=LineKind.COOPERATIVE, number=chosen, candidates=likely)
            return replace(found, line=taken)
        named = found.named
        is_unclear = named.clashes or named.is_shared or named.lies_elsewhere or not line.name
        reason = "unclear" if is_unclear else "unknown"
        self.left.append(LeftOut(line.name, self._why(found, asks=False), reason, line.row))
        return replace(found, line=replace(line, candidates=likely))

    @staticmethod
    def _elsewhere(reason: str) -> str:
        return {
            PERIOD: _("The row is of another period, as the table says."),
            UNIT: _("The row is of another unit, as the table says."),
            PLAN: _("The row is a plan or a comparison, as the table says."),
        }[reason]

    def _ask(self, found: FoundLine, likely: tuple, claimed: set[str]) -> str:
        line = found.line
        taken = claimed.union(number for number, _label in likely)
        others = [one for one in self._everybody if one[0] not in taken]
        return self.asking.ask(
            line.key,
            self._why(found),
            [(LEAVE, _("leave out")), *likely, *others],
            offered=self._offered(found, likely, claimed),
            examples=[self.told(line.index)],
        )

    @cached_property
    def _everybody(self) -> list[tuple[str, str]]:
        return [(row.number, self.rows.label(n)) for n, row in enumerate(self.rows.rows)]

    def _offered(self, found: FoundLine, likely: tuple, claimed: set[str]) -> str:
        """Whose a line is proposed to be: his whose it was said to be under that name before, or
        whose short name it bears and whose persons it has. Where nobody is like it, it is proposed
        to leave it out; else nothing is.
        """
        line, named = found.line, found.named
        before = self.asking.remembered.get(name_key(line.name)) if named.is_nobodys else None
        if before in self.rows.places and before not in claimed:
            return before
        if named.near is not None:
            row = self.rows.rows[named.near]
            if row.number not in claimed and like(self.persons_of(line.index), row):
                return row.number
        return "" if likely and not self._is_part(line.name) else LEAVE

    def _is_part(self, name: str) -> bool:
        """Whether a name that is nobody's is that of a part, as it stands below several: "trồng
        trọt", "dịch vụ".
        """
        return self.strangers[core_of(name)] > 1 and not has_kind_word(name)

    @staticmethod
    def _why(found: FoundLine, *, asks: bool = True) -> str:
        shown = {"name": found.line.name, "row": found.line.row}
        if found.named.clashes:
            message = _(
                "Row %(row)s: number and name are not those of one cooperative: “%(name)s”."
            )
        elif found.named.is_shared:
            message = _("Row %(row)s: several cooperatives are called “%(name)s”.")
        elif found.named.lies_elsewhere:
            message = _(
                "Row %(row)s: “%(name)s” lies in another commune here than in the registry. Is it "
                "the same one?"
            )
        elif found.named.number:
            message = _(
                "Row %(row)s: “%(name)s” may be this cooperative, or head the rows below it."
            )
        elif not found.line.name:
            message = _("Row %(row)s has figures and names no cooperative.")
        elif found.line.candidates and asks:
            message = _("Row %(row)s: “%(name)s” is not in this table. Is it one of these?")
        else:
            message = _("Row %(row)s: “%(name)s” is not in this table.")
        return message % shown
