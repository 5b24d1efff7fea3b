"""Which figures of an edition go out, so that none that rests on fewer than three follows.

Of each figure that cooperatives report, and of the ratings, a value tells the sum over those whose
figures are in it, if not more (numerator; value times denominator). Values are let out one after
another, the whole unit's before its parts', a part with many cooperatives before one with few; one
is left out where with those that are out already anything would follow that rests on fewer than
`LEAST` cooperatives. A figure that is carried is the record that it comes from (`whence`), so that
the year before is asked together with it. So beside a part that is left out for itself a second one
stays, the smallest that does; and an indicator stays that tells another one's difference.

Who stands behind a value is read from the rows that the edition rests on (`editions.records`).
Counts of the registry rest on no figure, and what the province says of itself on no cooperative:
they all go out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from cooperatives.catalogue.figures import Reporter, figure_named
from cooperatives.evidence import Basis, ValueState, basis_of, parts_of

from ..editions.content import indicators_in
from ..editions.records import RATING, read_by
from ..indicators import Indicator
from .following import LEAST, Record, ToldSums
from .whence import Whence

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
    """A sum that a value tells: of which figure, over which records."""

    figure: str
    those: frozenset[Record]


@dataclass
class Behind:
    """Who stands behind the values of an edition."""

    content: Mapping[str, Any]
    records: Mapping[str, Any]
    told: dict[str, ToldSums] = field(default_factory=dict)
    _by_unit: dict[tuple, dict[str | None, frozenset[Record]]] = field(default_factory=dict)

    @cached_property
    def _whence(self) -> Whence:
        return Whence(self.records)

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
        return None if evidence is None else self._sums(evidence)

    def part(self, code: str, year: int, unit: str) -> list[Sum] | None:
        """The same of one of its parts. Of other years, and of what units report, it is not known
        who lay where.
        """
        evidence = self._evidence(code, year)
        if evidence is None or any(one["of_units"] or one["year"] != year for one in evidence):
            return None
        return self._sums(evidence, unit)

    def _evidence(self, code: str, year: int) -> list[Mapping[str, Any]] | None:
        """What a value in a year was added up from, without what nobody is behind."""
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
        return [one for one in found if one["reads"] and not _is_of_plan_unit(one)]

    def _sums(
        self, evidence: Iterable[Mapping[str, Any]], unit: str | None = None
    ) -> list[Sum] | None:
        """What evidence tells, of the whole unit (None) or of one of its parts."""
        found = []
        for one in evidence:
            year, weights = one["year"], self._weights(one)
            for figure in one["reads"]:
                those = self._those(one, figure, year, unit, weighs=figure in weights)
                found.append(Sum(figure, those))
            # How many lie behind it says how many have the rating, or say yes, by which it is
            # narrowed.
            for figure in self._narrowing(one):
                others = self._alone(figure, year)
                if not others:
                    return None
                for rows in others:
                    those = self._those(rows, figure, year, unit)
                    found.append(Sum(figure, frozenset(filter(self._asked(one), those))))
        return found

    def _weights(self, evidence: Mapping[str, Any]) -> set[str]:
        """Of the figures that evidence reads those in which nobody is who weighs nothing: divisors,
        and with what is weighed its weights.
        """
        found: set[str] = set()
        for basis in self._bases(evidence):
            if basis.per:
                found |= set(parts_of(basis.per))
                found |= set() if basis.divides else set(parts_of(basis.of))
        return found

    def _bases(self, evidence: Mapping[str, Any]) -> Iterator[Basis]:
        """What was asked of evidence, for each indicator that is made of it."""
        year, reads = evidence["year"], evidence["reads"]
        for code in evidence["indicators"]:
            for of in (self.content["year"], self.content["year"] - 1):
                indicator = self.indicators.get(code)
                for of_year, key in indicator.needs(of) if indicator else ():
                    if (of_year, read_by(key)) == (year, reads):
                        yield basis_of(key)

    def _asked(self, evidence: Mapping[str, Any]) -> Callable[[Record], bool]:
        """Who is asked for evidence whatever they answered: of its sectors, or new."""
        bases = list(self._bases(evidence))
        sectors = [set(basis.sectors) for basis in bases if basis.sectors]
        figures = filter(None, map(figure_named, evidence["reads"]))
        sectors += [set(figure.sectors) for figure in figures if figure.sectors]
        founded = str(evidence["year"]) if any(basis.only_new for basis in bases) else ""
        those = {
            one["key"]
            for one in self.records["organisations"]
            if all(one["sector"] in some for some in sectors)
            and one["founded_on"].startswith(founded)
        }
        return lambda record: record[0] in those

    def _alone(self, figure: str, year: int) -> list[Mapping[str, Any]]:
        """Who had a figure, or a rating, in a year: rows that tell of nothing else."""
        found = [
            one
            for one in self.records["evidence"]
            if one["reads"] == [figure] and one["year"] == year
        ]
        if not found and year == self.records["year"]:
            return [one for one in self.records.get("by_figure", ()) if one["figure"] == figure]
        return found

    def _those(
        self,
        evidence: Mapping[str, Any],
        figure: str,
        year: int,
        unit: str | None,
        *,
        weighs: bool = False,
    ) -> frozenset[Record]:
        """The records of a figure that are in evidence. weighs: of whom weighs something alone."""
        place = id(evidence), figure, weighs  # the records hold it as long as this does
        if place not in self._by_unit:
            by_unit: dict[str | None, set[Record]] = {None: set()}
            for key, state, _value, weight, *_rest in evidence["rows"]:
                if state in COUNTED and not (weighs and weight == 0):
                    record = key, self._whence.of(figure, year, key, state)
                    by_unit[None].add(record)
                    by_unit.setdefault(self._unit_of.get(key, ""), set()).add(record)
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
        found |= {basis.among_yes for basis in self._bases(evidence)}
        return found & set(evidence["reads"])

    def let_out(self, sums: Iterable[Sum] | None) -> Why | None:
        """Let a value out by the sums that it tells, None; or why it is left out."""
        if sums is None:
            return Why.UNKNOWN
        of_figure: dict[str, list[frozenset[Record]]] = {}
        for one in sums:
            of_figure.setdefault(one.figure, []).append(one.those)
        if any(0 < len(those) < LEAST for all_of in of_figure.values() for those in all_of):
            return Why.FEW
        for figure, all_of in of_figure.items():
            if self.told.setdefault(figure, ToldSums()).tells_of_few(all_of):
                return Why.FOLLOWS
        for figure, all_of in of_figure.items():
            for those in all_of:
                self.told[figure].tell(those)
        return None


def _is_of_plan_unit(evidence: Mapping[str, Any]) -> bool:
    """Whether the province says it of itself."""
    figures = [figure_named(code) for code in evidence["reads"]]
    return evidence["of_units"] and all(
        one is not None and one.reported_by is Reporter.PLAN_UNIT for one in figures
    )
