"""What nothing can be made of, and what to do about it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..ground.garbled import garbled
from .columns import counts_lines_first
from .grid import Grid
from .header import LOOKED_AT
from .headings import part_of
from .lines import FoundLine
from .target import Target
from .understood import LineKind

NAMED = 5


def problem_of(grid: Grid, target: Target) -> str:
    """The sentence that nothing can be made of a table; "" where something can."""
    if not grid.body:
        return _("There is nothing in it.")
    if _is_turned(grid):
        return _(
            "The cooperatives stand side by side here, and below each other in the table: turn it "
            "(in Excel: Paste special, Transpose)."
        )
    if grid.has_keys:
        return ""
    if said := _in_another_font(grid):
        return said
    if target.start is None:
        return _(
            "No column names the cooperatives: the table must have their names or registration "
            "numbers."
        )
    row, column = target.start
    rows, columns = len(target.rows) - row, len(target.columns) - column
    width = grid.width - (1 if counts_lines_first(grid) else 0)
    if grid.header is None and width > columns:
        text = _(
            "The block has %(n)s columns, and from this cell on there are %(m)s: choose a cell "
            "further left, or copy the headings too."
        )
        return text % {"n": grid.width, "m": columns}
    if len(grid.body) > rows:
        text = _(
            "The block has %(n)s rows, and from this row on there are %(m)s: choose a row further "
            "up, or copy the cooperatives' names too."
        )
        return text % {"n": len(grid.body), "m": rows}
    return ""


def _is_turned(grid: Grid) -> bool:
    """Whether a row names cooperatives and a column figures."""
    for line, texts in enumerate(grid.texts[:LOOKED_AT]):
        if sum(map(grid.rows.has_name, filter(None, texts))) > 1:
            below = grid.texts[line + 1 :]
            heads = [
                grid.vocabulary.heads(part_of(row[p]))
                for row in below
                for p in (0, 1)
                if p < len(row)
            ]
            return len(set(filter(None, heads))) > 1
    return False


def _in_another_font(grid: Grid) -> str:
    """The sentence that texts are written in an old font, or were encoded twice; "" where they are
    not: a single one may look so by chance.
    """
    texts = (text for row in grid.texts[:LOOKED_AT] for text in row)
    found = [one for one in map(garbled, texts) if one]
    return str(found[0]) if len(found) > 1 else ""


def nobody_named(grid: Grid, lines: Sequence[FoundLine]) -> str:
    """The sentence that a table names none of the target's cooperatives, nor any like them."""
    named = [one for one in lines if one.line.kind is not LineKind.BLANK and one.line.name]
    if not grid.has_keys or not named:
        return ""
    if any(one.line.number or one.named.number for one in named):
        return ""
    if said := _in_another_font(grid):
        return said
    if any(one.line.candidates for one in named):
        return ""
    strangers = [one.line.name for one in named if one.line.kind is LineKind.UNKNOWN]
    unknown = strangers or [named[0].line.name]
    text = _("It names none of the cooperatives of this table: %(names)s.")
    return text % {"names": ", ".join(list(dict.fromkeys(unknown))[:NAMED])}
