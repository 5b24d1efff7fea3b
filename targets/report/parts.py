"""The unit and its parts as the annex that is a workbook reads them: what the content of an
edition, published or not, says of each, and what is counted beside it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from cooperatives.catalogue.figures import BUILT_IN
from cooperatives.evidence import EvidenceRow, ValueState

from ..comparison.as_json import standing_as_json
from ..comparison.progress import Progress
from ..editions.records import FrozenRow
from ..overview.target_rows import TargetRow
from ..reckoning.measures import Coverage

TRAINED = {one.code: one.part_of for one in BUILT_IN if one.part_of}
"""The figures of trained managers, each with that of all managers, of which it is a part."""
(ALL_MANAGERS,) = set(TRAINED.values())

Facts = Mapping[str, Mapping[str, Any]]
"""T of design 3, or a measure of the year before, by the code of the indicator."""


@dataclass(frozen=True)
class Reading:
    """A value in what is printed, with who stands behind it; coverage None where it is counted."""

    value: Fraction | None
    coverage: Coverage | None = None

    @property
    def lacks(self) -> bool:
        """Whether it is there and somebody's part in it is missing."""
        return self.value is not None and self.coverage is not None and self.coverage.missing > 0


@dataclass(frozen=True)
class Counted:
    """What no indicator says of a unit: how many organisations of a kind ended in the year up to
    the quarter's end, and the managers of its cooperatives.
    """

    ended: Mapping[str, int]
    managers: Reading


@dataclass(frozen=True)
class Ended:
    """An organisation that ended in the year. path: of the unit in which it lay."""

    kind: str
    path: str


@dataclass(frozen=True)
class Part:
    """A unit, or what lies directly under it, with all that is known of it. path: "" for that;
    besides: the paths of the units that it is what is left of.
    """

    name: str
    path: str
    facts: Facts
    counted: Counted | None = None
    besides: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a unit lies in it."""
        return path.startswith(self.path) and not (self.besides and path.startswith(self.besides))


def exact(number: Any) -> Fraction | None:
    """A number of the content as it is written there."""
    return None if number is None else Fraction(str(number))


def value_of(part: Part, code: str) -> Fraction | None:
    """The value of an indicator in a part, in its own unit."""
    fact = part.facts.get(code)
    return fact and exact(fact["value"])


def facts_of(targets: Iterable[Mapping[str, Any]]) -> Facts:
    """A list of T by the codes of the indicators."""
    return {one["indicator"]: one for one in targets}


def counted_in(
    managers: Sequence[EvidenceRow | FrozenRow], ended: Sequence[Ended]
) -> Callable[[Part], Counted]:
    """What is counted in each part. managers: what each cooperative of the whole had of the figure
    of its managers; ended: what ended in the whole.
    """

    def counted(part: Part) -> Counted:
        rows = [row for row in managers if part.holds(row.unit_path)]
        of = Counter(row.state for row in rows)
        reported, carried = of[ValueState.REPORTED], of[ValueState.CARRIED]
        coverage = Coverage(reported, carried, reported + carried + of[ValueState.MISSING])
        total = sum(row.value for row in rows if row.value is not None)
        value = Fraction(total) if coverage.with_value else None
        kinds = Counter(one.kind for one in ended if part.holds(one.path))
        return Counted(kinds, Reading(value, coverage))

    return counted


def parts_of(
    content: Mapping[str, Any],
    progress: Progress,
    rows: Mapping[str, TargetRow],
    counted: Callable[[Part], Counted] | None,
) -> list[Part]:
    """The units right below, and what lies directly under where there is anything. counted: what no
    indicator says of a part, None where that is not counted.
    """
    by_code = {one["unit"]: facts_of(one["targets"]) for one in content["progress"]["units"]}
    found = [Part(one.unit.name, one.unit.path, by_code[one.unit.code]) for one in progress.units]
    rest = _directly_under(content, progress, rows, found)
    parts = [*found, *([rest] if rest else [])]
    return [replace(one, counted=counted(one)) for one in parts] if counted else parts


def _directly_under(
    content: Mapping[str, Any],
    progress: Progress,
    rows: Mapping[str, TargetRow],
    parts: Sequence[Part],
) -> Part | None:
    """What of the counts no part has, with what the comparison says of it."""
    if not parts:
        return None
    under = progress.directly_under
    facts = {one.code: standing_as_json(one) for one in under.standings} if under else {}
    is_there = under is not None
    for fact in content["progress"]["targets"]:
        code = fact["indicator"]
        row = rows[code]
        adds_up = row.is_from_registry and not row.period and fact["denominator"] is None
        if code in facts or not adds_up:
            continue
        values = [part.facts[code]["value"] for part in parts]
        if None not in (fact["value"], *values):
            facts[code] = {"value": fact["value"] - sum(values)}
            is_there = is_there or bool(facts[code]["value"])
    besides = tuple(part.path for part in parts)
    return Part("Trực thuộc", "", facts, besides=besides) if is_there else None
