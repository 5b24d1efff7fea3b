"""What calamine does not tell of cells, and the formats that show a number as per cent."""

import re

Marks = dict[tuple[int, int], list[str]]
"""By row and column from 0: a pair as it stands in the answer, or `[PERCENT]` alone where what
calamine tells of the cell is shown as per cent."""

BUILT_IN_PERCENT = (9, 10)
"""The formats "0%" and "0.00%", which Excel knows by number alone."""

_LITERAL = re.compile(r'"[^"]*"|\\.')


def shows_percent(code: str) -> bool:
    """Whether a format shows a hundred times the number: not where its "%" is only a text."""
    return "%" in _LITERAL.sub("", code)
