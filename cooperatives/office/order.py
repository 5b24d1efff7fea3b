"""Whether columns without headings stand in the target's order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from .asking import NO, YES, Asking
from .columns import Draft
from .fit import MOST, Pair, better_order, is_alike, persons_columns, share

PairsOf = Callable[[int, str], Sequence[Pair]]
"""The numbers of a place beside last quarter's of a field."""

SHIFTED = "shifted"


def ask_for_order(
    drafts: list[Draft],
    columns: Mapping[str, SheetColumn],
    pairs_of: PairsOf,
    asking: Asking,
    *,
    is_named: bool,
) -> bool:
    """Ask whether columns without headings are in the target's order, where last quarter's figures
    do not say so.

    is_named: whether the table names its rows. If it does, the order has to show in the persons; if
    not, the place that the person chose is believed until another order fits better.
    Returns whether that is clear.
    """
    ours = [draft for draft in drafts if draft.field and draft.is_by_place]
    if not ours:
        return True

    @cache
    def fits(place: int, field: str) -> tuple[float, int]:
        column = columns[field]
        return share(is_alike(column, *pair) for pair in pairs_of(place, field))

    other = better_order(fits, {draft.place: draft.field for draft in ours})
    if other is None:
        persons = persons_columns(columns.values())
        parts = [fits(draft.place, draft.field) for draft in ours if draft.field in persons]
        compared = [part for part, count in parts if count]
        if not is_named or (compared and min(compared) > MOST):
            return True
    names = ", ".join(str(columns[draft.field].label) for draft in ours)
    choices = [(YES, _("in the order of the table: %(names)s") % {"names": names})]
    if other:
        swapped = ", ".join(str(columns[other.get(d.place, d.field)].label) for d in ours)
        label = _("as last quarter's figures say: %(names)s") % {"names": swapped}
        choices.append(("order:" + ",".join(other.values()), label))
    choices.append((NO, _("I choose for each column")))
    chosen = asking.ask("columns", _("Nothing heads the columns. Which are they?"), choices)
    if chosen == NO:
        for draft in ours:
            drafts[draft.place] = draft.asked(_("Nothing heads this column."))
    elif other and chosen not in ("", YES):
        for place, field in other.items():
            drafts[place] = replace(drafts[place], use=field)
    return chosen not in ("", NO)


def ask_for_shift(asking: Asking, width: int, room: int) -> int:
    """How many columns at the beginning of a block only count its lines: asked about where the
    block has room with that column too.
    """
    if width > room:
        return 1
    choices = [
        (SHIFTED, _("the first column only counts the rows: leave it out")),
        (YES, _("all columns are figures")),
    ]
    chosen = asking.ask("columns", _("Nothing heads the columns. Which are they?"), choices)
    return 0 if chosen == YES else 1
