"""What each column of a table holds, as far as its heading and its place say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ..ground.amount_units import AmountUnit
from .elsewhere import tells_kinds
from .grid import Grid
from .headings import OTHER_VALUES, Heading, Role, Sort
from .periods import Period
from .target import Target
from .uses import LEAVE, NAME, NUMBER, Use, use_of


@dataclass(frozen=True)
class Draft:
    """What a column holds while its table is being read.

    use: as `ReadColumn.use`, money still without its unit where `unit` is None. asks: whether it is
    to be asked about; offered: what is proposed then, "" for nothing. why: in words, why it is left
    aside or asked about. is_said: whether the person decided it. period: that its heading names.
    """

    place: int
    heading: Heading
    use: str = ""
    asks: bool = False
    offered: str = ""
    why: str = ""
    is_said: bool = False
    is_disputed: bool = False
    is_by_place: bool = False
    period: Period | None = None
    examples: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field that it holds, also while that is only asked about; "" for none."""
        use = use_of(self.use)
        return use.field if use else ""

    def left(self, why: str = "") -> "Draft":
        return replace(self, use=LEAVE, why=why)

    def asked(self, why: str, offered: str = "") -> "Draft":
        return replace(self, asks=True, why=why, offered=offered, use=offered)


def by_headings(grid: Grid, target: Target) -> list[Draft]:
    """Drafts of the columns of a table with headings."""
    drafts = [_headed(grid, target, place) for place in range(grid.width)]
    _ask_where_headings_may_span(grid, drafts)
    _ask_where_nothing_is_known(grid, drafts)
    return drafts


def _headed(grid: Grid, target: Target, place: int) -> Draft:
    heading = grid.headings[place]
    draft = Draft(place, heading, period=heading.period)
    if said := grid.uses.get(place):
        if said == LEAVE and place in grid.remembered and _holds_alone(grid, heading):
            return draft.asked(_("It was left out the last time."), LEAVE)
        return replace(draft, use=said, is_said=True)
    if place == grid.number_place:
        return replace(draft, use=NUMBER)
    if place == grid.name_place:
        return replace(draft, use=NAME)
    if heading.role is Role.FIGURE:
        return _figure(draft, target)
    is_open = heading.role is Role.UNKNOWN and heading.sort not in OTHER_VALUES
    if is_open and grid.column(place) and not tells_kinds(grid, place):
        return draft.asked(_("This heading is not known."), LEAVE)
    if heading.role is Role.BLANK and not _is_count(grid, place):
        why = _("Nothing heads this column.")
        return draft.asked(why) if grid.is_numeric(place) else draft.left(why)
    return draft.left(_of_another_kind() if heading.sort in OTHER_VALUES else "")


def _holds_alone(grid: Grid, heading: Heading) -> bool:
    """Whether a heading is a figure's that was said to be in no other column."""
    if heading.role is not Role.FIGURE or heading.sort in OTHER_VALUES:
        return False
    uses = filter(None, map(use_of, grid.uses.values()))
    return all(use.field != heading.field for use in uses)


def _figure(draft: Draft, target: Target) -> Draft:
    heading = draft.heading
    column = next(one for one in target.columns if one.field == heading.field)
    figure = column.figure
    if heading.sort in OTHER_VALUES:
        if heading.sort is Sort.CUMULATED and isinstance(target.period, int):
            return draft.asked(_("It is a sum since the year began."))
        return draft.left(_of_another_kind())
    named = replace(draft, use=heading.field)
    if heading.sort is Sort.ESTIMATED:
        return named.asked(_("It is an estimate."), LEAVE)
    if heading.is_likely:
        label = column.label
        return draft.asked(_("Does it mean: %(label)s?") % {"label": label})
    if heading.is_doubtful:
        return named.asked(_("What stands above it may make another figure of it."))
    if figure is not None and heading.unit and bool(heading.unit.vnd) != figure.is_money:
        return named.asked(_("It is in another unit than this figure can be."))
    return named


def _of_another_kind() -> str:
    return _("It is a plan, a comparison, or a value of another time.")


def _is_count(grid: Grid, place: int) -> bool:
    """Whether a column only counts the lines: 1, 2, 3 …, also anew in each group."""
    texts = [text.strip(".)") for text in grid.column(place)]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 6]
    steps = sum(b in (a + 1, 1) for a, b in zip([0, *numbers], numbers, strict=False))
    return len(numbers) > 1 and steps == len(numbers) and numbers.count(1) * 2 <= len(numbers)


def _ask_where_headings_may_span(grid: Grid, drafts: list[Draft]) -> None:
    """A heading before columns of numbers without one may stand over all of them."""
    for place, draft in enumerate(drafts):
        if draft.is_said or draft.heading.role is not Role.BLANK or not draft.asks:
            continue
        before = next(
            (d for d in reversed(drafts[:place]) if d.heading.role is not Role.BLANK), None
        )
        if before and before.field and not before.is_said:
            drafts[before.place] = before.asked(_("Its heading may stand over several columns."))


def _ask_where_nothing_is_known(grid: Grid, drafts: list[Draft]) -> None:
    """Where no heading is known at all, to leave all columns aside is no offer."""
    if any(draft.field or draft.heading.role is Role.FIGURE for draft in drafts):
        return
    for draft in list(drafts):
        if draft.asks and grid.is_numeric(draft.place):
            drafts[draft.place] = draft.asked(draft.why)


# --- Several columns of one figure ----------------------------------------------------------------


def ask_about_doubles(drafts: list[Draft]) -> None:
    """Of several columns that would hold one field, each is asked about; where the person has said
    which, the others are left.
    """
    by_field: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.field:
            by_field[draft.field].append(draft)
    for several in by_field.values():
        if len(several) < 2:
            continue
        said = [draft for draft in several if draft.is_said]
        for draft in several:
            if said and not draft.is_said:
                drafts[draft.place] = draft.left(_("Another column was chosen for it."))
            elif draft not in said[:1]:
                asked = draft.asked(_("Several columns would hold this figure."))
                drafts[draft.place] = replace(asked, is_said=False, is_disputed=bool(said))


def of_other_periods(
    drafts: list[Draft], target: Target, *, is_own: bool
) -> dict[Period, list[int]]:
    """Leave columns of other periods aside where others hold the target's. Returns the places of
    those whose field only columns of other periods hold, by period.

    is_own: whether the table says that it is of the target's period, so that a year beside another
    means that period in each.
    """
    by_field: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.field and not draft.is_said:
            by_field[draft.field].append(draft)
    others: dict[Period, list[int]] = defaultdict(list)
    for several in by_field.values():
        wrong = [d for d in several if d.period and d.period.is_of(target.period) is False]
        open_ones = [d for d in several if d.period and d.period.is_of(target.period) is None]
        if len(wrong) < len(several):
            for draft in wrong:
                drafts[draft.place] = draft.left(_("It is of another period."))
            if not (wrong and is_own):
                for draft in open_ones:
                    drafts[draft.place] = draft.asked(_("It may be of the whole year."))
            continue
        for draft in wrong:
            others[replace(draft.period, text="")].append(draft.place)
    return others


# --- Units ----------------------------------------------------------------------------------------


def unit_said(draft: Draft, page_unit: AmountUnit | None, target: Target) -> Draft:
    """A draft of money with the unit that its heading or the whole table names."""
    column = next((one for one in target.columns if one.field == draft.field), None)
    if draft.asks or draft.is_said or column is None or column.figure is None:
        return draft
    figure, heading = column.figure, draft.heading
    if not figure.is_money:
        return draft
    own_time = "year" if isinstance(target.period, int) else "quarter"
    if heading.per not in ("", own_time) and not (heading.per == "month" and figure.weight):
        return draft.asked(_("It is an amount of another time."))
    unit = heading.unit or page_unit
    if unit is None:
        return draft
    return replace(draft, use=Use(draft.field, unit, heading.per == "month").text)


# --- Without headings -----------------------------------------------------------------------------


def in_order(grid: Grid, target: Target) -> list[Draft]:
    """Drafts of the columns of a table that names its rows and heads no columns.

    Where as many stand behind the names as the target has, each has the field whose turn it is;
    else all are asked about.
    """
    keys = [p for p in (grid.number_place, grid.name_place) if p is not None]
    drafts = [_unheaded(grid, place, keys) for place in range(grid.width)]
    behind = range(max(keys) + 1, grid.width)
    first = next((place for place in behind if grid.is_numeric(place)), None)
    if first is None:
        _ask_about_words(grid, target, drafts, behind)
        return drafts
    places = range(first, grid.width)
    fields = _fields_in_order(grid, target, places)
    for n, place in enumerate(places):
        if place in grid.uses:
            continue
        if fields:
            drafts[place] = replace(drafts[place], use=fields[n], is_by_place=True)
        elif grid.column(place):
            offered = LEAVE if grid.is_wordy(place) else ""
            drafts[place] = drafts[place].asked(_("Nothing heads this column."), offered)
    return drafts


def _fields_in_order(grid: Grid, target: Target, places: range) -> list[str]:
    """The target's fields, with the words at its end or without, if the columns are as many and of
    their kinds; else none.
    """
    columns = list(target.columns)
    while len(places) < len(columns) and not columns[-1].is_number:
        columns.pop()
    if len(places) != len(columns):
        return []
    for column, place in zip(columns, places, strict=True):
        if grid.column(place) and column.is_number == grid.is_wordy(place):
            return []
    return [column.field for column in columns]


def _ask_about_words(grid: Grid, target: Target, drafts: list[Draft], places: range) -> None:
    """Words behind names may be a note, if that is where the person is."""
    words = [place for place in places if grid.column(place) and place not in grid.uses]
    here = target.columns[target.start[1]] if target.start else None
    offered = here.field if here and not here.is_number and len(words) == 1 else LEAVE
    for place in words:
        drafts[place] = drafts[place].asked(_("Nothing heads this column."), offered)


def _unheaded(grid: Grid, place: int, keys: Iterable[int]) -> Draft:
    draft = Draft(place, grid.headings[place])
    if said := grid.uses.get(place):
        is_remembered = place in grid.remembered
        return replace(draft, use=said, is_said=not is_remembered, is_by_place=is_remembered)
    if place in keys:
        return replace(draft, use=NUMBER if place == grid.number_place else NAME)
    why = _("Nothing heads this column.")
    if place < max(keys) and grid.is_numeric(place) and not _is_count(grid, place):
        return draft.asked(why, LEAVE)
    return draft.left(why if grid.is_wordy(place) and grid.column(place) else "")


def at_focus(grid: Grid, target: Target, first: int) -> list[Draft]:
    """Drafts of the columns of a block that names neither rows nor columns: from the cell with the
    focus on to the right. first: the place of the first column that is one of the target's.
    """
    drafts = []
    for place in range(grid.width):
        draft = Draft(place, grid.headings[place], is_by_place=True)
        if said := grid.uses.get(place):
            drafts.append(replace(draft, use=said, is_said=True, is_by_place=False))
        elif place < first:
            drafts.append(draft.left())
        else:
            column = target.columns[target.start[1] + place - first]
            drafts.append(replace(draft, use=column.field))
    return drafts


def counts_lines_first(grid: Grid) -> bool:
    """Whether the first column only counts the lines, so that it is none of the target's."""
    return len(grid.body) > 3 and grid.width > 1 and _is_count(grid, 0)


def kind_of_column(grid: Grid, place: int) -> str:
    """What tells a column from others where nothing heads it."""
    if place in (grid.number_place, grid.name_place):
        return NUMBER if place == grid.number_place else NAME
    if _is_count(grid, place):
        return "count"
    return "numbers" if grid.is_numeric(place) else "words" if grid.column(place) else "blank"
