"""Which figures of an edition go out, so that none that rests on fewer than three follows.

Of each figure that cooperatives report, and of the ratings, a value tells the sum over those whose
figures are in it, if not more (numerator; value times denominator). Values are let out one after
another, the whole unit's before its parts', a part with many cooperatives before one with few; one
is left out where with those that are out already anything would follow that rests on fewer than
`LEAST` cooperatives. So beside a part that is left out for itself a second one stays, the smallest
that does; and an indicator stays that tells another one's difference.

Who stands behind a value is read from the rows that the edition rests on (`editions.records`).
Counts of the registry rest on no figure, and all go out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from cooperatives.evidence import Basis, ValueState

from ..editions.content import indicators_in
from ..editions.records import RATING
from ..indicators import Indicator
from .following import LEAST, ToldSums

COUNTED = (ValueState.REPORTED, ValueState.CARRIED)
"""The states of those whose figures are in a value."""


class Why(StrEnum):
    """Why something is left out."""

    FEW = "few"
    """It rests on fewer than three."""
    FOLLOWS = "follows"
    """With it one that rests on fewer than three would follow from what is shown."""
    UNKNOWN = "unknown"
    """How many it rests on is not told by the edition."""
    SINGLE = "single"
    """It is reckoned from figures of single cooperatives."""
    NOT_PUBLIC = "not_public"
    """It is no figure, or names people."""


@dataclass(frozen=True)
class Sum:
    """A sum that a value tells: of which figure, of which year's evidence, over whom."""

    figure: str
    year: int
    those: frozenset[int]


@dataclass
class Behind:
    """Who stands behind the values of an edition."""

    content: Mapping[str, Any]
    records: Mapping[str, Any]
    told: dict[tuple[str, int], ToldSums] = field(default_factory=dict)
    _by_unit: dict[int, dict[str | None, frozenset[int]]] = field(default_factory=dict)

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return indicators_in(self.content)

    @cached_property
    def _unit_of(self) -> dict[int, str]:
        """The part of the unit in which each organisation lay, by its key; without who lay in
        none.
        """
        paths = {
            part["unit"]["path"]: part["unit"]["code"]
            for part in self.content["comparison"]["units"]
        }
        found = {}
        for one in self.records["organisations"]:
            for path, code in paths.items():
                if one["path"].startswith(path):
                    found[one["key"]] = code
        return found

    def whole(self, code: str, year: int) -> list[Sum] | None:
        """The sums that a value of the whole unit tells; None where that cannot be said."""
        evidence = self._evidence(code, year)
        if evidence is None:
            return None
        return [told for one in evidence for told in self._sums(one)]

    def part(self, code: str, year: int, unit: str) -> list[Sum] | None:
        """The same of one of its parts. Of other years, and of what units report, it is not known
        who lay where.
        """
        evidence = self._evidence(code, year)
        if evidence is None or any(one["of_units"] or one["year"] != year for one in evidence):
            return None
        return [told for one in evidence for told in self._sums(one, unit)]

    def _evidence(self, code: str, year: int) -> list[Mapping[str, Any]] | None:
        """What a value in a year was added up from, counts of the registry aside."""
        indicator = self.indicators.get(code)
        if indicator is None:
            return None
        if indicator.is_from_registry:
            return []
        years = {of_year for of_year, _key in indicator.needs(year)}
        found = [
            one
            for one in self.records["evidence"]
            if code in one["indicators"] and one["year"] in years
        ]
        if {one["year"] for one in found} != years:
            return None
        return [one for one in found if one["reads"]]

    def _sums(self, evidence: Mapping[str, Any], unit: str | None = None) -> Iterator[Sum]:
        year = evidence["year"]
        for figure in evidence["reads"]:
            yield Sum(figure, year, self._those(evidence, unit))
        # How many lie behind it says how many have the rating, or say yes, by which it is narrowed.
        for figure in self._narrowing(evidence):
            for other in self.records["evidence"]:
                if other["reads"] == [figure] and other["year"] == year:
                    yield Sum(figure, year, self._those(other, unit))

    def _those(self, evidence: Mapping[str, Any], unit: str | None) -> frozenset[int]:
        """Whose figures are in evidence, of the whole unit (None) or of one of its parts."""
        place = id(evidence)  # the records hold it as long as this does
        if place not in self._by_unit:
            by_unit: dict[str | None, set[int]] = {None: set()}
            for key, state, _value, _weight in evidence["rows"]:
                if state in COUNTED:
                    by_unit[None].add(key)
                    by_unit.setdefault(self._unit_of.get(key, ""), set()).add(key)
            self._by_unit[place] = {of: frozenset(those) for of, those in by_unit.items()}
        return self._by_unit[place].get(unit, frozenset())

    def is_narrowed(self, code: str) -> bool:
        """Whether who is asked for it turns on ratings or answers, so that to say how many are is
        to say how many have that rating or answer.
        """
        return any(
            self._narrowing(one) for one in self.records["evidence"] if code in one["indicators"]
        )

    def _narrowing(self, evidence: Mapping[str, Any]) -> set[str]:
        found = {RATING} if len(evidence["reads"]) > 1 else set()
        for code in evidence["indicators"]:
            indicator = self.indicators.get(code)
            if indicator and isinstance(indicator.figure, Basis):
                found.add(indicator.figure.among_yes)
        return found & set(evidence["reads"])

    def let_out(self, sums: Iterable[Sum] | None) -> Why | None:
        """Let a value out by the sums that it tells, None; or why it is left out."""
        if sums is None:
            return Why.UNKNOWN
        of_figure: dict[tuple[str, int], list[frozenset[int]]] = {}
        for one in sums:
            of_figure.setdefault((one.figure, one.year), []).append(one.those)
        if any(0 < len(those) < LEAST for all_of in of_figure.values() for those in all_of):
            return Why.FEW
        for figure, all_of in of_figure.items():
            if self.told.setdefault(figure, ToldSums()).tells_of_few(all_of):
                return Why.FOLLOWS
        for figure, all_of in of_figure.items():
            for those in all_of:
                self.told[figure].tell(those)
        return None
