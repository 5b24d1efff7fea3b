"""Evidence of flows: what was earned from the year's first day to the quarter's last."""

from ..catalogue.figures import Figure
from ..figures.quarters_of_year import flow_sql, gaps_sql
from .reported import asked_sql, first_given, reported_rows
from .states import Reason, ValueState


def flow_rows(declared: Figure, year: int, quarter: int) -> str:
    """Year to date: what the quarters add up to (`figures.quarters_of_year`).

    At quarter 4 the final yearly report's figure wins. A figure that another weighs (incomes by
    members) is missing without the newest value of that one in the year.
    """
    figure, weighed_by = declared.code, declared.weight
    past = range(1, quarter + 1)
    gaps, of_quarters = gaps_sql(figure, past), flow_sql(figure, past)
    candidates = [(of_quarters, year * 10 + quarter)]
    if quarter == 4:
        candidates.insert(0, (f"final_{figure}", year * 10))
    value, source = first_given(candidates)
    missing = f"'{Reason.BLANK_QUARTERS}'"
    has_value, weight = "value IS NOT NULL", "1"
    if weighed_by:
        weights = [(f"{weighed_by}_{n}", 0) for n in reversed(past)]
        if quarter == 4:
            weights.insert(0, (f"final_{weighed_by}", 0))
        weight, _source = first_given(weights)
        has_value = "value IS NOT NULL AND weight IS NOT NULL"
        missing = f"CASE WHEN value IS NULL THEN {missing} ELSE '{Reason.NO_MEMBERS}' END"
    return reported_rows(
        figure,
        quarter,
        value=value,
        weight=weight,
        source=source,
        gaps=gaps,
        state=f"CASE WHEN {has_value} THEN '{ValueState.REPORTED}' ELSE '{ValueState.MISSING}' END",
        reason=f"CASE WHEN state = '{ValueState.MISSING}' THEN {missing} ELSE '' END",
        asked=asked_sql(declared, year),
    )
