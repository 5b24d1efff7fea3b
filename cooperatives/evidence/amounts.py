"""Evidence of figures: flows from the year's first day, levels at the quarter's end, alone or
several together, weighed or divided by others.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..catalogue.figures import Figure
from ..figures.quarters_of_year import flow_sql, gaps_sql
from .basis import Basis, figures_of
from .reported import first_given, reported_rows
from .states import Reason, ValueState
from .unit_year import wide_row_of


@dataclass(frozen=True)
class _Terms:
    """Expressions over `cooperative_year`. own: the value of the period itself, where it has one;
    source: what the value is from; gaps: the quarters that are blank, as bits.
    """

    value: str
    own: str
    source: str
    gaps: str = "0"


def amount_rows(basis: Basis, year: int, quarter: int, whom: str) -> str:
    """Rows of one figure or of several. whom: a condition on those that there are rows for."""
    figures = figures_of(basis.of)
    of = _together([_terms(one, year, quarter) for one in figures])
    value, own, weight, gaps = of.value, of.own, "1", of.gaps
    missing = Reason.BLANK_QUARTERS if figures[0].is_flow else Reason.NEVER_REPORTED
    why, has_value = f"'{missing}'", "value IS NOT NULL"
    if basis.per:
        divisors = figures_of(basis.per)
        read = _terms if basis.divides else _weight_terms
        per = _together([read(one, year, quarter) for one in divisors])
        weight = per.value
        has_value = "value IS NOT NULL AND weight IS NOT NULL"
        if basis.divides:
            own = f"CASE WHEN {per.own} IS NOT NULL THEN {own} END"
            gaps = f"({gaps} | {per.gaps})"
        why = f"CASE WHEN value IS NULL THEN {why} ELSE '{lacks_weight(basis)}' END"
    if basis.tests:
        value, own = (_tested(basis, one, figures[0], quarter) for one in (value, own))
    return reported_rows(
        basis.of,
        quarter,
        value=value,
        own=own,
        weight=weight,
        source=of.source,
        gaps=gaps,
        asked=asked_sql([*figures, *figures_of(basis.per), *figures_of(basis.among_yes)], year),
        whom=whom,
        of_units=wide_row_of(figures[0]),
        state=f"""CASE WHEN NOT ({has_value}) THEN '{ValueState.MISSING}'
                       WHEN own IS NOT NULL THEN '{ValueState.REPORTED}'
                       ELSE '{ValueState.CARRIED}' END""",
        reason=f"CASE WHEN state = '{ValueState.MISSING}' THEN {why} ELSE '' END",
    )


def lacks_weight(basis: Basis) -> Reason:
    """Why a value is missing that itself is given."""
    is_its_own = basis.per == figures_of(basis.of)[0].weight
    return Reason.NO_MEMBERS if is_its_own else Reason.NO_DIVISOR


def asked_sql(figures: Iterable[Figure], year: int) -> str:
    """The condition that a cooperative is asked for some figures in a year, "" where all are."""
    conditions = []
    for figure in figures:
        if not figure.is_of_year(year):
            return "1 = 0"
        if figure.sectors:
            conditions.append(in_sectors(figure.sectors))
    return " AND ".join(dict.fromkeys(conditions))


def in_sectors(sectors: Iterable[str]) -> str:
    """The condition that an organisation is in one of some sectors."""
    names = ", ".join(f"'{one}'" for one in sectors)
    return f"sector IN ({names})"


def says_yes(figure: Figure, year: int, quarter: int) -> str:
    """The condition that a cooperative's newest answer is "yes"."""
    return f"({_terms(figure, year, quarter).value}) = 1"


def _terms(figure: Figure, year: int, quarter: int) -> _Terms:
    if figure.is_flow:
        return _flow_terms(figure, year, quarter)
    return _level_terms(figure, year, quarter)


def _flow_terms(figure: Figure, year: int, quarter: int) -> _Terms:
    """Year to date: what the quarters add up to (`figures.quarters_of_year`). At quarter 4 the
    final yearly report's figure wins; units make none. Of a unit something must be given: it has a
    value without being expected.
    """
    code, past = figure.code, range(1, quarter + 1)
    total = flow_sql(code, past)
    if not figure.is_of_cooperatives:
        given = " OR ".join(f"{code}_{n} IS NOT NULL" for n in past)
        total = f"CASE WHEN {given} THEN {total} END"
    candidates = [(total, year * 10 + quarter)]
    if quarter == 4 and figure.is_of_cooperatives:
        candidates.insert(0, (f"final_{code}", year * 10))
    value, source = first_given(candidates)
    return _Terms(value, value, source, gaps_sql(code, past))


def _level_terms(figure: Figure, year: int, quarter: int) -> _Terms:
    """At the quarter's end; failing that carried from the newest period back to last year, if it
    was asked for then.
    """
    code = figure.code
    own = [(f"{code}_{quarter}", year * 10 + quarter)]
    if quarter == 4 and figure.is_of_cooperatives:
        own.insert(0, (f"final_{code}", year * 10))
    older = [(f"{code}_{n}", year * 10 + n) for n in range(quarter - 1, 0, -1)]
    if figure.is_of_year(year - 1):
        if figure.is_of_cooperatives:
            older.append((f"before_{code}", (year - 1) * 10))
        older += [(f"{code}_p{n}", (year - 1) * 10 + n) for n in (4, 3, 2, 1)]
    value, source = first_given([*own, *older])
    return _Terms(value, first_given(own)[0], source)


def _weight_terms(figure: Figure, year: int, quarter: int) -> _Terms:
    """What a value is weighed by: of a level the newest of the year so far, at quarter 4 the final
    yearly report's first; of a flow the year to date.
    """
    if figure.is_flow:
        return _flow_terms(figure, year, quarter)
    weights = [(f"{figure.code}_{n}", 0) for n in range(quarter, 0, -1)]
    if quarter == 4 and figure.is_of_cooperatives:
        weights.insert(0, (f"final_{figure.code}", 0))
    value, source = first_given(weights)
    return _Terms(value, value, source)


def _together(terms: Sequence[_Terms]) -> _Terms:
    """Several added up: missing where one is, and only the period's own where all are."""
    if len(terms) == 1:
        return terms[0]
    whens = " ".join(f"WHEN {one.own} IS NULL THEN {one.source}" for one in terms)
    return _Terms(
        " + ".join(one.value for one in terms),
        f"({' + '.join(one.own for one in terms)})",
        f"CASE {whens} ELSE {terms[0].source} END",
        f"({' | '.join(f'({one.gaps})' for one in terms)})",
    )


def _tested(basis: Basis, value: str, figure: Figure, quarter: int) -> str:
    """1 where a value lies above or below what is asked for, 0 where it does not. The whole number
    next to that does for whole numbers.
    """
    limit = basis.below if basis.above is None else basis.above
    if figure.is_flow:
        limit = limit * Fraction(quarter, 4)
    holds = f"> {math.floor(limit)}" if basis.above is not None else f"< {math.ceil(limit)}"
    return f"CASE WHEN ({value}) {holds} THEN 1 WHEN ({value}) IS NOT NULL THEN 0 END"
