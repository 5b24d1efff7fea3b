"""The rules of evidence (design 1.3) as one SQL relation that SQLite and PostgreSQL both read.

It has a row for each organisation, quarter and figure:

- organisation_id, unit_id: who, and where it was placed on the quarter's last day
- part: in which of the sub-units asked about that is, by code; `DIRECTLY_UNDER` if in none
- quarter: 1 to 4
- figure: see `REGISTRY_EVIDENCE`, `RATING_EVIDENCE` and the catalogue of figures
- value: whole VND, persons, or 1 for "yes" and 0 for "no"; NULL where there is none
- weight: what the value weighs in a mean (members for incomes, else 1)
- state: `State`
- reason: `Reason`, why it is missing or not expected; "" where it is neither
- source: where the value is from, year × 10 + quarter, the quarter being 0 for a yearly report
- gaps: the quarters whose figure is blank, as bits (1 for quarter 1, 2 for 2, 4 for 3, 8 for 4)

The SQL is put together per quarter and figure from expressions over `dossier`, which holds one wide
row for each cooperative: where it stood at each quarter's end and what it reported for the year and
the year before. It is made once, beginning with the placements in the unit asked for, and holds
what the figures asked for need and no more: so the cost follows the unit, not the nation or its
history. Only whole numbers and dates of our own making are written into the text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import Figure, figure_named, figures
from ..ground.calendar import Quarter
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
from ..models.reports import sql_of


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

RATING_EVIDENCE = {"weak": ("weak",), "good": ("good", "fair")}
"""Ratings that count as "yes" (value 1); any other rating counts as "no" (value 0)."""


DIRECTLY_UNDER = "."
"""The part that holds what lies in none of the sub-units asked about."""


@dataclass(frozen=True)
class Relation:
    """The relation in pieces: `ctes`, to stand after WITH, and a SELECT by quarter and figure."""

    ctes: str
    selects: dict[tuple[int, str], str]
    params: tuple


def evidence_relation(
    unit_path: str,
    year: int,
    quarters: Iterable[int],
    figures: Iterable[str],
    sub_paths: Iterable[str] = (),
) -> Relation:
    """The evidence of a year for what lies at or under a unit.

    unit_path: the unit's path; "" for everything. sub_paths: the paths of the sub-units that are
    its parts. Raises KeyError for an unknown figure.
    """
    scope = _Scope(year, tuple(sorted(set(quarters))), frozenset(figures))
    sub_paths = tuple(sub_paths)
    units = _table(AdministrativeUnit)
    ctes = f"""
    sub_unit AS (
        SELECT DISTINCT code, path FROM {units}
        WHERE path IN ({", ".join(["%s"] * len(sub_paths)) or "NULL"})
    ),
    subtree AS (
        SELECT unit.id AS unit_id, COALESCE(sub_unit.code, '{DIRECTLY_UNDER}') AS part
        FROM {units} unit
        LEFT JOIN sub_unit ON substr(unit.path, 1, length(sub_unit.path)) = sub_unit.path
        WHERE substr(unit.path, 1, length(%s)) = %s
    ),
    placed AS ({_placed(scope)}),
    suspended AS ({_suspended(scope)}),
    unsubmitted AS (
        SELECT id FROM {_table(QuarterlyReturn)}
        WHERE year IN ({year - 1}, {year}) AND state = '{QuarterlyReturn.State.DRAFT}'
    ),
    dossier AS ({_dossier(scope)})"""
    selects = {
        (quarter, figure): _rows(figure, year, quarter)
        for quarter in scope.quarters
        for figure in sorted(scope.figures)
    }
    return Relation(ctes, selects, (*sub_paths, unit_path, unit_path))


# --- Where each cooperative stood, and all it reported ------------------------------------------


@dataclass(frozen=True)
class _Scope:
    """What is asked for, and what has to be looked up for that."""

    year: int
    quarters: tuple[int, ...]
    figures: frozenset[str]

    @property
    def past(self) -> range:
        """The quarters of the year up to the last one asked for."""
        return range(1, max(self.quarters, default=0) + 1)

    @property
    def first_end(self) -> date:
        return Quarter(self.year, 1).ends_on

    @property
    def last_end(self) -> date:
        return Quarter(self.year, self.past[-1]).ends_on

    @property
    def reported(self) -> list[Figure]:
        """The figures to be read from what cooperatives reported for the year."""
        asked = [figure for figure in figures() if figure.code in self.figures]
        wanted = {figure.code for figure in asked} | {figure.weight for figure in asked}
        return [figure for figure in figures() if figure.code in wanted]

    @property
    def carried(self) -> list[Figure]:
        """The figures that may be carried over from the year before."""
        asked = [figure for figure in figures() if figure.code in self.figures]
        return [figure for figure in asked if figure.is_carried]


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


def _at_ends(scope: _Scope, quarters: Iterable[int], span: str, value: str, name: str) -> str:
    """For each quarter a column: a value of the span that holds on the quarter's last day."""
    return ", ".join(
        f"MAX(CASE WHEN {_holds(span, Quarter(scope.year, n).ends_on)} THEN {value} END)"
        f" AS {name}_{n}"
        for n in quarters
    )


def _met(span: str, scope: _Scope) -> str:
    """That a span holds at some quarter's end: what came and went before or after is left alone."""
    return (
        f"{span}.valid_from <= '{scope.last_end}' AND "
        f"({span}.valid_to IS NULL OR {span}.valid_to > '{scope.first_end}')"
    )


def _placed(scope: _Scope) -> str:
    """One row for each cooperative in the unit: unit_n and part_n, where it was at the end of each
    quarter asked for; NULL where it was elsewhere then.
    """
    units = _at_ends(scope, scope.quarters, "span", "subtree.unit_id", "unit")
    parts = _at_ends(scope, scope.quarters, "span", "subtree.part", "part")
    return f"""
        SELECT span.organisation_id, {units}, {parts}
        FROM subtree
        JOIN {_table(Placement)} span ON span.unit_id = subtree.unit_id
        JOIN {_table(Organisation)} o ON o.id = span.organisation_id
        WHERE o.kind = '{Kind.COOPERATIVE}' AND {_met("span", scope)}
        GROUP BY span.organisation_id"""


def _suspended(scope: _Scope) -> str:
    """One row for each organisation suspended in the year: suspended_n is 1 where it was at the end
    of a quarter, else NULL.
    """
    marks = _at_ends(scope, scope.past, "span", "1", "suspended")
    return f"""
        SELECT span.organisation_id, {marks} FROM {_table(Suspension)} span
        WHERE {_met("span", scope)}
        GROUP BY span.organisation_id"""


def _dossier(scope: _Scope) -> str:
    """One row for each cooperative: where it stood at each quarter's end; its figures, figure_1 to
    figure_4 of the year and figure_p1 to figure_p4 of the year before, from returns that were
    submitted at least once; its final yearly reports (prefix final_ for the year, before_ for the
    year before).
    """
    columns, joins = [], []
    for n in scope.quarters:
        columns += [f"placed.unit_{n}", f"placed.part_{n}"]
    for n in scope.past:
        registered = _registered("o", Quarter(scope.year, n).ends_on)
        columns += [
            f"CASE WHEN {registered} THEN 1 ELSE 0 END AS registered_{n}",
            f"CASE WHEN {registered} AND s.suspended_{n} IS NULL THEN 1 ELSE 0 END "
            f"AS operating_{n}",
        ]
    for year, mark, quarters, read in (
        (scope.year, "", scope.past, scope.reported),
        (scope.year - 1, "p", (1, 2, 3, 4), scope.carried),
    ):
        for n in quarters if read else ():
            table = f"{mark or 'q'}{n}"
            columns += [f"{sql_of(one, table)} AS {one.code}_{mark}{n}" for one in read]
            joins.append(_figures_of(f"{mark or 'q'}{n}", Quarter(year, n)))
    columns += [
        *(f"{sql_of(one, 'y')} AS final_{one.code}" for one in scope.reported),
        *(f"{sql_of(one, 'b')} AS before_{one.code}" for one in scope.carried),
        "y.rating AS final_rating",
        "b.rating AS before_rating",
    ]
    for alias, year in (("y", scope.year), ("b", scope.year - 1)):
        joins.append(f"""
        LEFT JOIN {_table(YearlyReport)} {alias} ON {alias}.cooperative_id = o.id
             AND {alias}.year = {year} AND {alias}.state = '{YearlyReport.State.FINAL}'""")
    return f"""
        SELECT o.id AS organisation_id, o.founded_on, {", ".join(columns)}
        FROM placed
        JOIN {_table(Organisation)} o ON o.id = placed.organisation_id
        LEFT JOIN suspended s ON s.organisation_id = o.id {"".join(joins)}"""


def _figures_of(alias: str, period: Quarter) -> str:
    return f"""
        LEFT JOIN {_table(QuarterlyFigures)} {alias} ON {alias}.cooperative_id = o.id
             AND {alias}.year = {period.year} AND {alias}.quarter = {period.number}
             AND {alias}.quarterly_return_id NOT IN (SELECT id FROM unsubmitted)"""


# --- The rules, figure by figure ----------------------------------------------------------------


def _rows(figure: str, year: int, quarter: int) -> str:
    """The rows of one figure at one quarter."""
    if figure in REGISTRY_EVIDENCE:
        return _registry_rows(figure, year, quarter)
    if figure in RATING_EVIDENCE:
        return _rating_rows(figure, year, quarter)
    declared = figure_named(figure)
    if declared is None:
        raise KeyError(figure)
    if declared.is_flow:
        return _flow_rows(figure, declared.weight, year, quarter)
    return _level_rows(figure, year, quarter)


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
        SELECT o.id AS organisation_id, subtree.unit_id, subtree.part, {quarter} AS quarter,
               '{figure}' AS figure, 1 AS value, 1 AS weight, '{State.REPORTED}' AS state,
               '' AS reason, CAST(NULL AS integer) AS source, 0 AS gaps
        FROM subtree
        JOIN {_table(Placement)} placement ON placement.unit_id = subtree.unit_id
        JOIN {_table(Organisation)} o ON o.id = placement.organisation_id
        WHERE o.kind = '{kind}' AND {counted} AND {_holds("placement", end)}"""


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
    """Rows of a figure for all cooperatives of the unit that are registered at the quarter's end.

    The expressions are over `dossier`; `state` and `reason` may use the names value, weight and
    gaps. Whoever was suspended is not expected, whatever it reported.
    """
    operating = f"operating_{quarter} = 1"
    return f"""
        SELECT organisation_id, unit_{quarter} AS unit_id, part_{quarter} AS part,
               {quarter} AS quarter, '{figure}' AS figure,
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
                FROM dossier WHERE registered_{quarter} = 1 AND unit_{quarter} IS NOT NULL
            ) held
        ) judged"""


def _first_given(candidates: list[tuple[str, int]]) -> tuple[str, str]:
    """The first expression that is not NULL, and the source that belongs to it."""
    expressions = [expression for expression, _source in candidates]
    first = f"COALESCE({', '.join([*expressions, 'NULL'])})"
    whens = " ".join(f"WHEN {given} IS NOT NULL THEN {source}" for given, source in candidates)
    return first, f"CASE {whens} END"


def _flow_rows(figure: str, weighed_by: str, year: int, quarter: int) -> str:
    """Year to date: complete when every quarter at whose end it was operating has the figure.

    At quarter 4 the final yearly report's figure wins. A figure that another weighs (incomes by
    members) is missing without the newest value of that one in the year.
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
    if weighed_by:
        weights = [(f"{weighed_by}_{n}", 0) for n in reversed(past)]
        if quarter == 4:
            weights.insert(0, (f"final_{weighed_by}", 0))
        weight, _source = _first_given(weights)
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
