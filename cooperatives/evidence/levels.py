"""Evidence of levels: what there is at the quarter's end."""

from ..catalogue.figures import Figure
from .reported import asked_sql, first_given, reported_rows
from .states import Reason, ValueState


def level_rows(declared: Figure, year: int, quarter: int) -> str:
    """At the quarter's end; failing that carried from the newest period back to last year, if it
    was asked for then.
    """
    figure = declared.code
    own = [(f"{figure}_{quarter}", year * 10 + quarter)]
    if quarter == 4:
        own.insert(0, (f"final_{figure}", year * 10))
    older = [(f"{figure}_{n}", year * 10 + n) for n in range(quarter - 1, 0, -1)]
    if declared.is_of_year(year - 1):
        older.append((f"before_{figure}", (year - 1) * 10))
        older += [(f"{figure}_p{n}", (year - 1) * 10 + n) for n in (4, 3, 2, 1)]
    value, source = first_given([*own, *older])
    own_value, _source = first_given(own)
    return reported_rows(
        figure,
        quarter,
        value=value,
        source=source,
        state=f"""CASE WHEN {own_value} IS NOT NULL THEN '{ValueState.REPORTED}'
                       WHEN value IS NOT NULL THEN '{ValueState.CARRIED}'
                       ELSE '{ValueState.MISSING}' END""",
        reason=f"CASE WHEN value IS NULL THEN '{Reason.NEVER_REPORTED}' ELSE '' END",
        asked=asked_sql(declared, year),
    )
