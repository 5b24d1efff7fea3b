"""Which of several tables below each other in one sheet is read."""

from django.utils.translation import gettext as _

from .above import names_own, other_claim
from .asking import Asking
from .grid import Grid, TablePart
from .target import Target
from .understood import LeftOut

LONGEST = 60


def ask_for_part(grid: Grid, target: Target, asking: Asking) -> tuple[int, bool]:
    """Which table is read, and whether anything of it may be taken.

    The only one of the target's period among those of others is; else it is asked.
    """
    if len(grid.parts) < 2:
        return 0, True
    own = [n for n, part in enumerate(grid.parts) if names_own(part.titles, target.period)]
    others = [part for part in grid.parts if other_claim(part.titles, target.period)]
    if len(own) == 1 and len(others) == len(grid.parts) - 1:
        return own[0], True
    text = _(
        "There are several tables below each other, each under its own headings or unit. Which one?"
    )
    choices = [(str(n), _label(grid, part)) for n, part in enumerate(grid.parts)]
    chosen = asking.ask("table", text, choices)
    return (int(chosen), True) if chosen else (0, False)


def others_left(grid: Grid, chosen: int) -> list[LeftOut]:
    """The tables that are not read."""
    why = _("It is another table in the same sheet.")
    return [
        LeftOut(_label(grid, part), why, "table", grid.row_of(part.start))
        for n, part in enumerate(grid.parts)
        if n != chosen
    ]


def _label(grid: Grid, part: TablePart) -> str:
    """A table as people find it: its rows, its own title, its headings."""
    first, last = grid.row_of(part.header.lines.start), grid.row_of(part.stop - 1)
    heads = [" ".join(dict.fromkeys(filter(None, lines))) for lines in part.header.above]
    told = " | ".join([*part.titles[-1:], *filter(None, heads)])
    shown = {"first": first, "last": last, "told": told[:LONGEST]}
    return _("rows %(first)s to %(last)s: %(told)s") % shown
