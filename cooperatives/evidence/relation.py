"""The rules of evidence (design 1.3) as one SQL relation that SQLite and PostgreSQL both read.

It has a row for each organisation, quarter and figure:

- organisation_id, unit_id: who, and where it was placed on the quarter's last day
- quarter: 1 to 4
- figure: see `REGISTRY_EVIDENCE`, `FIGURE_EVIDENCE` and `RATING_EVIDENCE`
- value: whole VND, persons, or 1 for "yes" and 0 for "no"; NULL where there is none
- weight: what the value weighs in a mean (members for incomes, else 1)
- state: `State`
- reason: `Reason`, why it is missing or not expected; "" where it is neither
- source: where the value is from, year × 10 + quarter, the quarter being 0 for a yearly report
- gaps: the quarters whose figure is blank, as bits (1 for quarter 1, 2 for 2, 4 for 3, 8 for 4)

The SQL is put together per quarter and figure from expressions over `dossier`, which holds one wide
row for each cooperative: where it stood at each quarter's end and all that it reported for the year
and the year before. Only whole numbers and dates of our own making are written into the text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..calendar import Quarter
from ..models import (
    AdministrativeUnit,
    Kind,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Suspension,
    YearlyReport,
)


class State(models.TextChoices):
    """Whether a cooperative stands behind a value."""

    REPORTED = "reported", _("reported")
    CARRIED = "carried", _("carried from an earlier period")
    MISSING = "missing", _("missing")
    NOT_EXPECTED = "not_expected", _("not expected")


class Reason(models.TextChoices):
    """Why a value is missing or not expected."""

    BLANK_QUARTERS = "blank_quarters", _("figures of some quarters are blank")
    NO_MEMBERS = "no_members", _("no number of members is reported")
    NEVER_REPORTED = "never_reported", _("not reported this year or last")
    NOT_YET_RATED = "not_yet_rated", _("no final rating for the year in force")
    SUSPENDED = "suspended", _("suspended at the quarter's end")
    FOUNDED_TOO_LATE = "founded_too_late", _("founded too late to be rated")
    DECLARED_UNRATED = "declared_unrated", _("declared not rated")


FLOW_FIGURES = ("revenue", "profit")
WEIGHTED_FIGURE = "average_member_income"
LEVEL_FIGURES = ("managers_higher_education", "managers_vocational", "member_count")

REGISTRY_EVIDENCE = {
    "new_cooperatives": (Kind.COOPERATIVE, "founded"),
    "new_groups": (Kind.GROUP, "founded"),
    "new_unions": (Kind.UNION, "founded"),
    "dissolved_cooperatives": (Kind.COOPERATIVE, "dissolved"),
    "total_cooperatives": (Kind.COOPERATIVE, "registered"),
    "total_groups": (Kind.GROUP, "registered"),
    "total_unions": (Kind.UNION, "registered"),
    "operating_cooperatives": (Kind.COOPERATIVE, "operating"),
}
"""Figures counted from the registry: which kind of organisation, and what is counted."""

FIGURE_EVIDENCE = (*FLOW_FIGURES, WEIGHTED_FIGURE, *LEVEL_FIGURES)
"""Figures that cooperatives report."""

RATING_EVIDENCE = {"weak": ("weak",), "good": ("good", "fair")}
"""Ratings that count as "yes" (value 1); any other rating counts as "no" (value 0)."""


@dataclass(frozen=True)
class Relation:
    """The relation `evidence` as common table expressions, to be put after WITH.

    Besides `evidence` it defines `subtree(unit_id, path)`, the units at or under the one asked for.
    """

    ctes: str
    params: tuple


def evidence_relation(
    unit_path: str, year: int, quarters: Iterable[int], figures: Iterable[str]
) -> Relation:
    """The evidence of a year for what lies at or under a unit.

    unit_path: the unit's path; "" for everything. Raises KeyError for an unknown figure.
    """
    quarters, figures = sorted(set(quarters)), sorted(set(figures))
    selects = [_rows(figure, year, quarter) for quarter in quarters for figure in figures]
    placed = " UNION ALL ".join(
        f"""
        SELECT placement.organisation_id, placement.unit_id, {quarter} AS quarter
        FROM {_table(Placement)} placement
        WHERE {_holds("placement", Quarter(year, quarter).ends_on)}
          AND placement.unit_id IN (SELECT unit_id FROM subtree)"""
        for quarter in quarters
    )
    return Relation(
        f"""
    subtree AS (
        SELECT id AS unit_id, path FROM {_table(AdministrativeUnit)}
        WHERE substr(path, 1, length(%s)) = %s
    ),
    placed AS ({placed}),
    suspended AS ({_suspended(year)}),
    filed AS ({_filed(year)}),
    dossier AS ({_dossier(year)}),
    standing AS ({" UNION ALL ".join(selects)}),
    evidence AS (
        SELECT standing.*, placed.unit_id
        FROM standing
        JOIN placed ON placed.organisation_id = standing.organisation_id
                   AND placed.quarter = standing.quarter
    )""",
        (unit_path, unit_path),
    )


# --- Where each cooperative stood, and all it reported ------------------------------------------


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _holds(span: str, day: date) -> str:
    return (
        f"{span}.valid_from <= '{day}' AND ({span}.valid_to IS NULL OR {span}.valid_to > '{day}')"
    )


def _registered(organisation: str, day: date) -> str:
    return (
        f"({organisation}.founded_on <= '{day}' AND "
        f"({organisation}.dissolved_on IS NULL OR {organisation}.dissolved_on > '{day}'))"
    )


def _suspended(year: int) -> str:
    """One row for each organisation suspended at the end of a quarter, with a mark for each."""
    ends = {n: Quarter(year, n).ends_on for n in (1, 2, 3, 4)}
    marks = ", ".join(
        f"MAX(CASE WHEN {_holds('span', end)} THEN 1 ELSE 0 END) AS suspended_{n}"
        for n, end in ends.items()
    )
    return f"""
        SELECT span.organisation_id, {marks} FROM {_table(Suspension)} span
        WHERE span.valid_from <= '{ends[4]}'
          AND (span.valid_to IS NULL OR span.valid_to > '{ends[1]}')
        GROUP BY span.organisation_id"""


def _filed(year: int) -> str:
    """One row for each cooperative: figure_1 to figure_4 of the year, and figure_p1 to figure_p4 of
    the year before, from returns that were submitted at least once.
    """
    columns = [
        f"MAX(CASE WHEN f.year = {of} AND f.quarter = {n} THEN f.{figure} END) "
        f"AS {figure}_{mark}{n}"
        for of, mark, names in (
            (year, "", FIGURE_EVIDENCE),
            (year - 1, "p", LEVEL_FIGURES),
        )
        for figure in names
        for n in (1, 2, 3, 4)
    ]
    return f"""
        SELECT f.cooperative_id, {", ".join(columns)}
        FROM {_table(QuarterlyFigures)} f
        JOIN {_table(QuarterlyReturn)} r ON r.id = f.quarterly_return_id AND r.state <> 'draft'
        WHERE f.year IN ({year - 1}, {year})
        GROUP BY f.cooperative_id"""


def _dossier(year: int) -> str:
    """One row for each cooperative: what it filed, where it stood at each quarter's end, and its
    final yearly reports (prefix final_ for the year, before_ for the year before).
    """
    standing = []
    for n in (1, 2, 3, 4):
        registered = _registered("o", Quarter(year, n).ends_on)
        standing += [
            f"CASE WHEN {registered} THEN 1 ELSE 0 END AS registered_{n}",
            f"CASE WHEN {registered} AND COALESCE(s.suspended_{n}, 0) = 0 THEN 1 ELSE 0 END "
            f"AS operating_{n}",
        ]
    yearly = [
        *(f"y.{figure} AS final_{figure}" for figure in FIGURE_EVIDENCE),
        *(f"b.{figure} AS before_{figure}" for figure in LEVEL_FIGURES),
        "y.rating AS final_rating",
        "b.rating AS before_rating",
    ]
    reports = _table(YearlyReport)
    return f"""
        SELECT o.id AS organisation_id, o.founded_on, filed.*, {", ".join([*standing, *yearly])}
        FROM {_table(Organisation)} o
        LEFT JOIN suspended s ON s.organisation_id = o.id
        LEFT JOIN filed ON filed.cooperative_id = o.id
        LEFT JOIN {reports} y ON y.cooperative_id = o.id AND y.year = {year} AND y.state = 'final'
        LEFT JOIN {reports} b
          ON b.cooperative_id = o.id AND b.year = {year - 1} AND b.state = 'final'
        WHERE o.kind = '{Kind.COOPERATIVE}' AND o.founded_on <= '{year}-12-31'
          AND o.id IN (SELECT organisation_id FROM placed)"""


# --- The rules, figure by figure ----------------------------------------------------------------


def _rows(figure: str, year: int, quarter: int) -> str:
    """The rows of one figure at one quarter."""
    if figure in REGISTRY_EVIDENCE:
        return _registry_rows(figure, year, quarter)
    if figure in RATING_EVIDENCE:
        return _rating_rows(figure, year, quarter)
    if figure in LEVEL_FIGURES:
        return _level_rows(figure, year, quarter)
    if figure in FLOW_FIGURES or figure == WEIGHTED_FIGURE:
        return _flow_rows(figure, year, quarter)
    raise KeyError(figure)


def _registry_rows(figure: str, year: int, quarter: int) -> str:
    kind, event = REGISTRY_EVIDENCE[figure]
    end = Quarter(year, quarter).ends_on
    counted = {
        "founded": f"o.founded_on BETWEEN '{year}-01-01' AND '{end}'",
        "dissolved": f"o.dissolved_on BETWEEN '{year}-01-01' AND '{end}'",
        "registered": _registered("o", end),
        "operating": f"""{_registered("o", end)} AND NOT EXISTS (
            SELECT 1 FROM {_table(Suspension)} span
            WHERE span.organisation_id = o.id AND {_holds("span", end)})""",
    }[event]
    return f"""
        SELECT o.id AS organisation_id, {quarter} AS quarter, '{figure}' AS figure, 1 AS value,
               1 AS weight, '{State.REPORTED}' AS state, '' AS reason,
               CAST(NULL AS integer) AS source, 0 AS gaps
        FROM {_table(Organisation)} o WHERE o.kind = '{kind}' AND {counted}"""


def _reported_rows(
    figure: str,
    quarter: int,
    *,
    value: str,
    state: str,
    reason: str,
    source: str,
    weight: str = "1",
    gaps: str = "0",
) -> str:
    """Rows of a figure for all cooperatives registered at the quarter's end.

    The expressions are over `dossier`; `state` and `reason` may use the names value, weight and
    gaps. Whoever was suspended is not expected, whatever it reported.
    """
    operating = f"operating_{quarter} = 1"
    return f"""
        SELECT organisation_id, {quarter} AS quarter, '{figure}' AS figure,
               CASE WHEN state IN ('{State.REPORTED}', '{State.CARRIED}') THEN value END AS value,
               COALESCE(weight, 0) AS weight, state,
               CASE WHEN NOT {operating} THEN '{Reason.SUSPENDED}' ELSE {reason} END AS reason,
               CASE WHEN state IN ('{State.REPORTED}', '{State.CARRIED}') THEN source END AS source,
               gaps
        FROM (
            SELECT held.*, CASE WHEN NOT {operating} THEN '{State.NOT_EXPECTED}'
                                ELSE {state} END AS state
            FROM (
                SELECT dossier.*, {value} AS value, {weight} AS weight, {source} AS source,
                       {gaps} AS gaps
                FROM dossier WHERE registered_{quarter} = 1
            ) held
        ) judged"""


def _first_given(candidates: list[tuple[str, int]]) -> tuple[str, str]:
    """The first expression that is not NULL, and the source that belongs to it."""
    expressions = [expression for expression, _source in candidates]
    first = f"COALESCE({', '.join([*expressions, 'NULL'])})"
    whens = " ".join(f"WHEN {given} IS NOT NULL THEN {source}" for given, source in candidates)
    return first, f"CASE {whens} END"


def _flow_rows(figure: str, year: int, quarter: int) -> str:
    """Year to date: complete when every quarter at whose end it was operating has the figure.

    At quarter 4 the final yearly report's figure wins. Incomes are weighed by the newest number of
    members of the year, without which they are missing.
    """
    past = range(1, quarter + 1)
    gaps = " + ".join(
        f"CASE WHEN operating_{n} = 1 AND {figure}_{n} IS NULL THEN {1 << n - 1} ELSE 0 END"
        for n in past
    )
    total = " + ".join(f"COALESCE({figure}_{n}, 0)" for n in past)
    of_quarters = f"CASE WHEN {gaps} = 0 THEN {total} END"
    candidates = [(of_quarters, year * 10 + quarter)]
    if quarter == 4:
        candidates.insert(0, (f"final_{figure}", year * 10))
    value, source = _first_given(candidates)
    missing = f"'{Reason.BLANK_QUARTERS}'"
    has_value, weight = "value IS NOT NULL", "1"
    if figure == WEIGHTED_FIGURE:
        members = [(f"member_count_{n}", 0) for n in reversed(past)]
        if quarter == 4:
            members.insert(0, ("final_member_count", 0))
        weight, _source = _first_given(members)
        has_value = "value IS NOT NULL AND weight IS NOT NULL"
        missing = f"CASE WHEN value IS NULL THEN {missing} ELSE '{Reason.NO_MEMBERS}' END"
    return _reported_rows(
        figure,
        quarter,
        value=value,
        weight=weight,
        source=source,
        gaps=gaps,
        state=f"CASE WHEN {has_value} THEN '{State.REPORTED}' ELSE '{State.MISSING}' END",
        reason=f"CASE WHEN state = '{State.MISSING}' THEN {missing} ELSE '' END",
    )


def _level_rows(figure: str, year: int, quarter: int) -> str:
    """At the quarter's end; failing that carried from the newest period back to last year."""
    own = [(f"{figure}_{quarter}", year * 10 + quarter)]
    if quarter == 4:
        own.insert(0, (f"final_{figure}", year * 10))
    older = [
        *((f"{figure}_{n}", year * 10 + n) for n in range(quarter - 1, 0, -1)),
        (f"before_{figure}", (year - 1) * 10),
        *((f"{figure}_p{n}", (year - 1) * 10 + n) for n in (4, 3, 2, 1)),
    ]
    value, source = _first_given([*own, *older])
    own_value, _source = _first_given(own)
    return _reported_rows(
        figure,
        quarter,
        value=value,
        source=source,
        state=f"""CASE WHEN {own_value} IS NOT NULL THEN '{State.REPORTED}'
                       WHEN value IS NOT NULL THEN '{State.CARRIED}'
                       ELSE '{State.MISSING}' END""",
        reason=f"CASE WHEN value IS NULL THEN '{Reason.NEVER_REPORTED}' ELSE '' END",
    )


def _rating_rows(figure: str, year: int, quarter: int) -> str:
    """Rated by the final report of the year in force: the year itself at quarter 4, else the last.

    At quarter 4 the last year's rating is carried where no final report is there yet.
    """
    in_force = year if quarter == 4 else year - 1
    prefix = "final" if quarter == 4 else "before"
    rating, source = f"NULLIF({prefix}_rating, '')", f"{in_force * 10}"
    carried = "NULL"
    if quarter == 4:
        carried = "CASE WHEN final_rating IS NULL THEN NULLIF(before_rating, '') END"
        source = f"CASE WHEN final_rating IS NULL THEN {(year - 1) * 10} ELSE {year * 10} END"
    yes = ", ".join(f"'{name}'" for name in RATING_EVIDENCE[figure])
    held = f"COALESCE({rating}, {carried})" if quarter == 4 else rating
    too_late = f"founded_on >= '{in_force}-01-01'"
    declared = f"{prefix}_rating = ''"
    return _reported_rows(
        figure,
        quarter,
        value=f"CASE WHEN {held} IN ({yes}) THEN 1 WHEN {held} IS NOT NULL THEN 0 END",
        source=source,
        state=f"""CASE WHEN {too_late} OR {declared} THEN '{State.NOT_EXPECTED}'
                       WHEN {rating} IS NOT NULL THEN '{State.REPORTED}'
                       WHEN value IS NOT NULL THEN '{State.CARRIED}'
                       ELSE '{State.MISSING}' END""",
        reason=f"""CASE WHEN {too_late} THEN '{Reason.FOUNDED_TOO_LATE}'
                        WHEN {declared} THEN '{Reason.DECLARED_UNRATED}'
                        WHEN value IS NULL THEN '{Reason.NOT_YET_RATED}' ELSE '' END""",
    )
