"""What an edition freezes: everything that its page, its report and programs print, as plain data.

`Edition.content` is this as canonical JSON (`canonical`); `json.loads` gives it back. Its keys:

- `format` 1. `unit`, `unit_name`, `year`, `quarter`, `number` (of the edition, from 1).
- `published_at` (ISO, with the offset of Vietnam), `published_by` (the person's name, "" for a
  command), `note` ("" for none), `is_demo`: whether demo records, targets or plans are in it,
  `records_sha256`: of the rows that it rests on, so that its own hash stands for them too.
- `period`: `first` and `last` day that the year to date covers, and `figures_on`, the last day that
  figures are from (before `last` in a quarter that runs). ISO dates, as all days here.
- `plan`: `number`, `title`, `issued_on`, `issuer`, `source`, `unit`, `year`. `decisions`: the same
  without the year of each decision that set one of the targets (T's `set_by` is its number), the
  plan's own first.
- `progress`: the JSON of design 3 with all indicators, as `manage.py progress --all` prints it.
- `indicators`, in the order of `progress`: `code`, `name_vi`, `name_en`, `short_vi`, `short_en`,
  `unit` (`count`, `persons`, `percent`, `vnd`, `number`, `vnd_per_cooperative`, `vnd_per_member`),
  `unit_vi`, `unit_en` (what stands after a number, "" for counts; values in VND are shown in
  million), `flow` (`flow` or `level`), `from_year` (of a period of years, else null), `declared`
  (of an entered one what its row said, by the columns of `Declaration`, else null).
- `units`: the unit first, then those of `progress`: `code`, `name`, `short_name`, `level`,
  `level_vi`, `level_en`.
- `last_year`: by indicator the unit's measure at the same quarter of the year before: `value`,
  `numerator`, `denominator`, `coverage`, `bounds` as in T. Without what nothing is held of.
- `evidence`: by indicator, by the code of each of `units`: how many are `expected`, `reported`,
  `carried`, `missing`.
- `returns`, in the order of their units: `unit`, `name`, `path`, `state` (`draft`, `submitted`,
  `approved`, `returned`; null before it is opened), `due_on`, `submitted_at` (null for never, or
  not known), `is_expected`, `is_owed`, `is_closed`. `returns_seen_on`: the day of lateness.
- `goes_on`: whether the unit had not ended when this was published, so that its year's end is told.
- `baseline`: `indicator`, `date`, `value`, `quote`, `source` and `now`, a measure as in
  `last_year`, of the year alone.
- `comparison`: `comparison.stored.write` of what the overview shows: `stored.read` gives the
  `Progress` again, with quarters 1 to k, goals, and exact numbers.

Numbers are in the indicator's own unit, as in design 3; in `comparison` they are exact texts.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import override

from cooperatives.ground.calendar import Quarter, today
from cooperatives.ground.wording import in_language
from cooperatives.models import Level
from cooperatives.returns.owed import OwedReturn, State
from cooperatives.returns.reporting import Reporting, reporting_of

from ..comparison import stored
from ..comparison.as_json import number, progress_as_json
from ..comparison.progress import NamedUnit, Progress, Standing
from ..comparison.reading import progress_of
from ..comparison.selection import Selection
from ..indicators import BY_CODE, Declaration, Indicator, entry_named
from ..indicators.declared import build
from ..models import Plan
from ..reckoning.measures import Measure
from ..words.labels import unit_label
from .canonical import canonical, sha256

FORMAT = 1
LANGUAGES = ("vi", "en")

ABOUT = frozenset(
    {
        "number",
        "published_at",
        "published_by",
        "note",
        "returns_seen_on",
        "goes_on",
        "is_demo",
        "records_sha256",
    }
)
"""What differs from one edition to the next without anything having moved; of the comparison its
day.
"""


@dataclass(frozen=True)
class Figures:
    """The figures of a quarter as they are read once: all that an edition freezes of them.

    shown: the comparison of the overview; everything: that of all indicators.
    """

    selection: Selection
    shown: Progress
    everything: Progress
    reporting: Reporting

    @classmethod
    def of(cls, selection: Selection) -> "Figures":
        return cls(
            selection,
            progress_of(selection),
            progress_of(selection, every_indicator=True),
            reporting_of(selection.unit, selection.period),
        )

    @cached_property
    def content(self) -> dict[str, Any]:
        """The content of an edition but who publishes it, when, as which number, and whether it is
        demo.
        """
        return _content(self.selection, self.shown, self.everything, self.reporting)

    @property
    def mark(self) -> str:
        """What tells them from figures in which anything is otherwise."""
        return sha256(canonical(_without_about(self.content)))


def _content(
    selection: Selection, shown: Progress, everything: Progress, reporting: Reporting
) -> dict[str, Any]:
    period = selection.period
    units = [selection.unit, *selection.sub_units]
    return {
        "format": FORMAT,
        "unit": selection.unit.code,
        "unit_name": selection.unit.name,
        "year": selection.year,
        "quarter": selection.quarter,
        "period": {
            "first": Quarter(selection.year, 1).starts_on.isoformat(),
            "last": period.ends_on.isoformat(),
            "figures_on": everything.figures_on.isoformat(),
        },
        "plan": selection.plan and _decision(selection.plan) | {"year": selection.year},
        "decisions": _decisions(selection.plan, everything),
        "progress": progress_as_json(everything),
        "indicators": list(map(_indicator, everything.whole.standings)),
        "units": [
            {"code": one.code, "name": one.name, "short_name": one.short_name, "level": one.level}
            | _in_both("level", lambda one=one: Level(one.level).label)
            for one in units
        ],
        "last_year": {code: _measure(one) for code, one in everything.last_year.items()},
        "evidence": _evidence(everything),
        "returns": list(map(_return, reporting.returns)),
        "returns_seen_on": today().isoformat(),
        "goes_on": selection.goes_on,
        "baseline": [
            {
                "indicator": one.code,
                "date": one.date.isoformat(),
                "value": number(one.value),
                "quote": one.quote,
                "source": one.source,
                "now": _measure(one.now),
            }
            for one in everything.baseline
        ],
        "comparison": stored.write(shown),
    }


def content_of(
    figures: dict[str, Any],
    *,
    number: int,
    at: datetime,
    by: str,
    note: str,
    is_demo: bool,
    records_sha256: str,
) -> dict[str, Any]:
    """What is published: `Figures.content`, with who publishes it and when."""
    return figures | {
        "number": number,
        "published_at": moment_text(at),
        "published_by": by,
        "note": note,
        "is_demo": is_demo,
        "records_sha256": records_sha256,
    }


def moment_text(at: datetime) -> str:
    """A moment as `published_at` says it."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def moved_parts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The keys of two contents, with or without who published them, under which something differs
    that is not about the publication itself; in the order of the alphabet.
    """
    before, after = _without_about(before), _without_about(after)
    keys = before.keys() | after.keys()
    return sorted(key for key in keys if before.get(key) != after.get(key))


def _without_about(content: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in content.items() if key not in ABOUT}
    comparison = {key: value for key, value in content["comparison"].items() if key != "day"}
    return kept | {"comparison": comparison}


# --- What is shown of it --------------------------------------------------------------------------


def progress_in(content: dict[str, Any]) -> Progress:
    """The comparison that the overview shows, with its indicators as they were. Raises
    `stored.UnreadableError`.
    """
    return stored.read(content["comparison"]).with_indicators(indicators_in(content))


def indicators_in(content: dict[str, Any]) -> dict[str, Indicator]:
    """The indicators by code as they were called and made on the day of publication."""
    made = BY_CODE | build(map(_declaration, filter(None, _declared(content))), BY_CODE)
    return {
        one["code"]: replace(
            made[one["code"]],
            label=in_language(one["name_vi"], one["name_en"]),
            short_label=in_language(one["short_vi"], one["short_en"]),
        )
        for one in content["indicators"]
        if one["code"] in made
    }


def _declared(content: dict[str, Any]) -> Iterator[dict[str, Any] | None]:
    return (one["declared"] for one in content["indicators"])


def _declaration(row: dict[str, Any]) -> Declaration:
    threshold = row["threshold"]
    return Declaration(**row | {"threshold": None if threshold is None else Decimal(threshold)})


def reporting_in(content: dict[str, Any]) -> Reporting:
    """Where the returns of the quarter stood on the day of publication."""
    period = Quarter(content["year"], content["quarter"])
    seen_on = date.fromisoformat(content["returns_seen_on"])
    return Reporting(
        period,
        tuple(
            OwedReturn(
                NamedUnit(one["unit"], one["name"], one["name"], one["path"]),
                period,
                date.fromisoformat(one["due_on"]),
                State(one["state"]) if one["state"] else None,
                submitted_at=one["submitted_at"] and datetime.fromisoformat(one["submitted_at"]),
                is_expected=one["is_expected"],
                is_owed=one["is_owed"],
                is_closed=one["is_closed"],
                seen_on=seen_on,
            )
            for one in content["returns"]
        ),
    )


# --- The parts ------------------------------------------------------------------------------------


def _decision(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.number,
        "title": plan.title,
        "issued_on": plan.issued_on.isoformat(),
        "issuer": plan.issuer,
        "source": plan.source,
        "unit": plan.unit.code,
    }


def _decisions(plan: Plan | None, progress: Progress) -> list[dict[str, Any]]:
    parts = (progress.whole, *progress.parts)
    targets = [one.target for part in parts for one in part.standings if one.target]
    known = {plan.pk: plan} if plan else {}
    keys = dict.fromkeys([*known, *(one.plan.pk for one in targets)])
    if others := keys.keys() - known.keys():
        known |= Plan.objects.select_related("unit").in_bulk(others)
    return [_decision(known[key]) for key in keys]


def _indicator(standing: Standing) -> dict[str, Any]:
    indicator = standing.indicator
    return {
        "code": indicator.code,
        "unit": indicator.unit.value,
        "flow": indicator.flow.value,
        "from_year": standing.from_year,
        **_in_both("name", lambda: indicator.label),
        **_in_both("short", lambda: indicator.short_label),
        **_in_both("unit", lambda: unit_label(indicator)),
        "declared": _row(indicator.code),
    }


def _row(code: str) -> dict[str, Any] | None:
    """What an entered indicator's row says, its threshold as exact text."""
    entry = entry_named(code)
    if entry is None:
        return None
    limit = entry.declared.threshold
    text = None if limit is None else f"{limit.normalize():f}"
    return asdict(entry.declared) | {"threshold": text}


def _in_both(name: str, text: Callable[[], Promise | str]) -> dict[str, str]:
    """A text as it is in each language: `name_vi`, `name_en`."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[f"{name}_{language}"] = str(text())
    return found


def _measure(measure: Measure) -> dict[str, Any]:
    coverage = measure.coverage
    return {
        "value": number(measure.value),
        "numerator": number(measure.numerator),
        "denominator": number(measure.denominator),
        "coverage": {
            "reported": coverage.reported,
            "carried": coverage.carried,
            "expected": coverage.expected,
        },
        "bounds": None if measure.bounds is None else [number(one) for one in measure.bounds],
    }


def _evidence(progress: Progress) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    for part in (progress.whole, *progress.units):
        for standing in part.standings:
            coverage = standing.assessment.measure.coverage
            found.setdefault(standing.code, {})[part.unit.code] = {
                "expected": coverage.expected,
                "reported": coverage.reported,
                "carried": coverage.carried,
                "missing": coverage.missing,
            }
    return found


def _return(owed: OwedReturn) -> dict[str, Any]:
    submitted = owed.submitted_at
    return {
        "unit": owed.unit.code,
        "name": owed.unit.name,
        "path": owed.unit.path,
        "state": owed.state and str(owed.state),
        "due_on": owed.due_on.isoformat(),
        "submitted_at": submitted
        and timezone.localtime(submitted).isoformat(timespec="microseconds"),
        "is_expected": owed.is_expected,
        "is_owed": owed.is_owed,
        "is_closed": owed.is_closed,
    }
