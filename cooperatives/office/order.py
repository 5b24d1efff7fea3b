"""Whether columns without headings stand in the target's order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from .asking import NO, YES, Asking
from .columns import Draft
from .fit import MOST, Pair, better_order, is_like, persons_columns, share

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
    """Ask whether columns without headings are in the target's order, where their persons do not
    say so.

    is_named: whether the table names its rows. If it does, the order has to show in last quarter's
    persons; if not, the place that the person chose is believed until another order fits better.
    Returns whether that is clear.
    """
    ours = [draft for draft in drafts if draft.field and draft.is_by_place]
    counting = [d for d in ours if d.field in set(persons_columns(columns.values()))]
    places, fields = [d.place for d in counting], [d.field for d in counting]
    if not ours:
        return True
    other = better_order(pairs_of, places, fields)
    if other is None and (not is_named or _fits(pairs_of, places, fields)):
        return True
    names = ", ".join(str(columns[draft.field].label) for draft in ours)
    choices = [(YES, _("in the order of the table: %(names)s") % {"names": names})]
    if other:
        swapped = ", ".join(str(columns[other.get(d.place, d.field)].label) for d in ours)
        label = _("as last quarter's persons say: %(names)s") % {"names": swapped}
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


def _fits(pairs_of: PairsOf, places: Sequence[int], fields: Sequence[str]) -> bool:
    """Whether most of the persons in every column are those of last quarter."""
    pairs = zip(places, fields, strict=True)
    parts = [share(is_like(*pair) for pair in pairs_of(*at)) for at in pairs]
    compared = [part for part, count in parts if count]
    return bool(compared) and min(compared) > MOST


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
