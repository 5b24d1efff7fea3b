"""What of an edition is public, as plain data: the edition with what is left out as null.

The keys are those of `editions.content`, and these:

- `left_out`: what is null here and was not in the edition, with `why` (`protecting.Why`): a `part`
  of the edition (its key); or of a `unit` and an `indicator` the `fields`, with `part` `last_year`
  those of the year before. What has a value and rests on nothing that may not go out stands.
- `least`: on how many cooperatives a value from figures rests at least.
- `sha256`: of this as canonical JSON without `sha256` itself.

Only what is named here goes out, so that what an edition holds in future does not by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..editions.canonical import canonical, sha256
from ..indicators import Indicator
from ..indicators.answers import YesCount, YesShare
from .following import LEAST
from .protecting import Behind, Sum, Why

NAMED = ("format", "unit", "unit_name", "year", "quarter", "number", "published_at", "is_demo")
"""Parts that go out as they are; the other ones that do have fields of their own."""
PERIOD = ("first", "last", "figures_on")
DECISION = ("number", "title", "issued_on", "issuer", "source", "unit")
INDICATOR = (
    "code",
    "name_vi",
    "name_en",
    "short_vi",
    "short_en",
    "unit",
    "unit_vi",
    "unit_en",
    "flow",
    "from_year",
    "declared",
)
UNIT = ("code", "name", "short_name", "level", "level_vi", "level_en")
BASELINE = ("indicator", "date", "value")
AIM = ("indicator", "operator", "target", "target_to", "expected", "set_by", "due")
"""What is known of a target without a figure of the quarter."""
FIGURES = (
    "value",
    "numerator",
    "denominator",
    "coverage",
    "bounds",
    "status",
    "certain",
    "attainment",
    "required_per_quarter",
    "projection",
    "gap",
    "is_behind",
)
"""What is left out with a value: the value, what it is made of, and what is made of it."""

Told = dict[str, Any]


@dataclass(frozen=True)
class PublicContent:
    """What of an edition is public. text: its canonical JSON, the hash in it."""

    content: Told
    text: str


def public_content(content: Mapping[str, Any], records: Mapping[str, Any]) -> PublicContent:
    """What of an edition goes out, by its two texts read as JSON. Raises LookupError, TypeError or
    ValueError for what is no edition.
    """
    found = _Reading(Behind(content, records)).content()
    own = found | {"sha256": sha256(canonical(found))}
    return PublicContent(own, canonical(own))


class _Reading:
    """Reads an edition once, and notes what it leaves out."""

    def __init__(self, behind: Behind) -> None:
        self.behind, self.edition = behind, behind.content
        self.left_out: list[dict[str, Any]] = []

    def content(self) -> Told:
        edition = self.edition
        plan = edition["plan"]
        found = _named(edition, NAMED) | {
            "period": _named(edition["period"], PERIOD),
            "plan": plan and _named(plan, (*DECISION, "year")),
            "decisions": [_named(one, DECISION) for one in edition["decisions"]],
            "indicators": [_named(one, INDICATOR) for one in edition["indicators"]],
            "units": [_named(one, UNIT) for one in edition["units"]],
            "baseline": [_named(one, BASELINE) for one in edition["baseline"]],
            "progress": self._progress(),
            "last_year": self._last_year(),
        }
        for part in sorted(edition.keys() - found.keys()):
            found[part] = None
            self.left_out.append({"part": part, "why": Why.NOT_PUBLIC.value})
        return found | {"left_out": self.left_out, "least": LEAST}

    def _progress(self) -> Told:
        progress = self.edition["progress"]
        parts = [progress, *progress["units"]]
        told = {part["unit"]: {one["indicator"]: one for one in part["targets"]} for part in parts}
        why = dict(self._judged(told))
        return {
            "plan": progress["plan"],
            "quarter": progress["quarter"],
            "unit": progress["unit"],
            "targets": self._targets(progress, why),
            "units": [
                {
                    "unit": part["unit"],
                    "name": part["name"],
                    "targets": self._targets(part, why),
                }
                for part in progress["units"]
            ],
        }

    def _judged(
        self, told: Mapping[str, Mapping[str, Told]]
    ) -> Iterator[tuple[tuple[str, str], Why | None]]:
        """Of each value by unit and indicator why it is left out, None for what goes out. An order
        that the same edition always has.
        """
        whole, year = self.edition["progress"]["unit"], self.edition["year"]
        for code in told[whole]:
            for unit in _most_first(code, whole, told):
                if unit == whole:
                    sums = self.behind.whole(code, year)
                else:
                    sums = self.behind.part(code, year, unit)
                yield (unit, code), self._why(told[unit][code], code, sums)

    def _why(self, one: Told, code: str, sums: list[Sum] | None) -> Why | None:
        """Why a value is left out by the sums that it tells. One that nobody is behind tells
        nothing, but of how many are asked.
        """
        known = _with_value(one)
        if not known and not self.behind.is_narrowed(code):
            return None
        why = self.behind.let_out(sums)
        return Why.FEW if why is Why.UNKNOWN and known < LEAST else why

    def _targets(self, part: Told, why: Mapping[tuple[str, str], Why | None]) -> list[Told]:
        found = []
        for one in part["targets"]:
            about = {"unit": part["unit"], "indicator": one["indicator"]}
            reason = why.get((part["unit"], one["indicator"]))
            found.append(_named(one, AIM) | self._figures(one, reason, about))
        return found

    def _last_year(self) -> Told:
        year = self.edition["year"] - 1
        found = {}
        for code, one in self.edition["last_year"].items():
            reason = self._why(one, code, self.behind.whole(code, year))
            about = {"part": "last_year", "indicator": code}
            found[code] = self._figures(one, reason, about)
        return found

    def _figures(self, one: Told, reason: Why | None, about: Told) -> Told:
        """The figures of one value, null where they are left out."""
        found = _named(one, FIGURES)
        if reason:
            self._leave_out(
                found, [name for name in found if found[name] is not None], reason, about
            )
        elif not self._may_show_bounds(one, about["indicator"]):
            self._leave_out(found, ["bounds"], Why.SINGLE, about)
        return found

    def _leave_out(self, found: Told, names: Iterable[str], why: Why, about: Told) -> None:
        names = list(names)
        found |= dict.fromkeys(names)
        self.left_out.append(about | {"fields": names, "why": why.value})

    def _may_show_bounds(self, one: Told, code: str) -> bool:
        """Whether the bounds tell nothing of single cooperatives. Those of means and sums are made
        of one's figure, the 10th of a hundred; those of ratings that are carried tell of these.
        """
        bounds, value = one["bounds"], one["value"]
        if bounds is None or bounds == [value, value]:
            return True
        indicator = self.behind.indicators.get(code)
        return _counts_only(indicator) and not one["coverage"]["carried"]


def _counts_only(indicator: Indicator | None) -> bool:
    """Whether the missing are only counted in its bounds, not taken for somebody's figure."""
    if indicator is None:
        return False
    return indicator.is_rating_share or isinstance(indicator, YesCount | YesShare)


def _with_value(one: Told) -> int:
    """How many have a value of their own behind one."""
    return one["coverage"]["reported"] + one["coverage"]["carried"]


def _most_first(code: str, whole: str, told: Mapping[str, Mapping[str, Told]]) -> list[str]:
    """The whole unit, then its parts, those in which the most have a value first."""
    parts = [unit for unit in told if unit != whole and code in told[unit]]
    return [whole, *sorted(parts, key=lambda unit: (-_with_value(told[unit][code]), unit))]


def _named(given: Mapping[str, Any], names: Iterable[str]) -> Told:
    """What is named of some data, as far as it is there."""
    return {name: given[name] for name in names if name in given}
