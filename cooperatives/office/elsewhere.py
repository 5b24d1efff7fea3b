"""Lines that are of another quarter, another unit, or a plan: a table may hold those too."""

from functools import lru_cache

from ..ground.calendar import Quarter
from ..ground.vietnamese import fold
from . import words
from .grid import Grid
from .headings import OTHER_VALUES, Part, Role, part_of
from .naming import bare_place
from .periods import number_in, periods_in
from .target import Target

PERIOD, UNIT, PLAN = "period", "unit", "plan"

MOST_KINDS = 8
"""A column that tells lines apart by a kind has no more different texts."""
_BELOW_DISTRICTS = ("xa ", "phuong ", "thi tran ", "tt ", "tt.", "thon ")


class Elsewhere:
    """Tells what a line says of itself in columns of its own, or in the group that it stands in.

    values: the places that hold figures.
    """

    def __init__(self, grid: Grid, values: list[int], target: Target) -> None:
        self.grid, self.target = grid, target
        roles = [heading.role for heading in grid.headings]
        self.units = [place for place, role in enumerate(roles) if role is Role.DISTRICT]
        self.when = {
            place: role for place, role in enumerate(roles) if role in (Role.QUARTER, Role.YEAR)
        }
        taken = {*values, *self.units, *self.when, grid.number_place, grid.name_place}
        self.kinds = [
            place for place in range(grid.width) if place not in taken and tells_kinds(grid, place)
        ]
        own = {bare_place(fold(name)) for name in target.unit_names}
        self.other_units = {bare_place(fold(name)) for name in target.other_units} - own
        self.own_units = own
        self._section_unit = self._section_period = ""

    # --- A group's label --------------------------------------------------------------------------

    def enter(self, label: str) -> None:
        """Note the label of a group that begins: what it says holds for the lines below it."""
        part, folded = _part(label), fold(label)
        is_title = any(period.kind != "year" for period in part.periods)
        if part.periods and (part.only_qualifies or is_title):
            verdict = part.periods[0].is_of(self.target.period)
            self._section_period = PERIOD if verdict is False else ""
        if self._is_unit(folded, self.own_units):
            self._section_unit = ""
        elif self._is_unit(folded, self.other_units):
            self._section_unit = UNIT

    @staticmethod
    def _is_unit(folded: str, names: set[str]) -> bool:
        """Whether a label is the name of a unit, not of a commune called like it."""
        text = folded.split(". ", 1)[-1]
        return not text.startswith(_BELOW_DISTRICTS) and bare_place(text) in names

    # --- A line -----------------------------------------------------------------------------------

    def reason(self, index: int) -> str:
        """Why a line is not the target's, "" where nothing says so."""
        texts = self.grid.texts[index]
        if any(self._is_unit(fold(texts[place]), self.other_units) for place in self.units):
            return UNIT
        parts = [_part(texts[place]) for place in self.kinds if texts[place]]
        # Beside kinds that are known, another is none of what was: "còn lại", "cộng".
        if any(part.sorts & set(OTHER_VALUES) or not part.only_qualifies for part in parts):
            return PLAN
        periods = [period for part in parts for period in part.periods]
        if any(period.is_of(self.target.period) is False for period in periods):
            return PERIOD
        if self._says_another_time(texts):
            return PERIOD
        return self._section_unit or self._section_period

    def is_named_above(self, index: int) -> bool:
        """Whether a line without a name is the actual value of the one above it, as its kind says:
        plan and actual of a cooperative stand in two lines.
        """
        texts = self.grid.texts[index]
        return any(texts[place] for place in self.kinds)

    def _says_another_time(self, texts: list[str]) -> bool:
        period = self.target.period
        wanted = {Role.YEAR: period, Role.QUARTER: None}
        if isinstance(period, Quarter):
            wanted = {Role.YEAR: period.year, Role.QUARTER: period.number}
        for place, role in self.when.items():
            text = fold(texts[place])
            named = [one for one in periods_in(text)[0] if one.kind == "quarter"]
            said = number_in(text) or (named[0].number if named else 0)
            if said and said != wanted[role]:
                return True
        return False


def tells_kinds(grid: Grid, place: int) -> bool:
    """Whether a column tells of each line whether it is plan or actual, or of which quarter."""
    texts = set(grid.column(place))
    is_field = bool(grid.headings[place].field)
    if not 0 < len(texts) <= MOST_KINDS or not grid.is_wordy(place) or is_field:
        return False
    telling = sum(_part(text).only_qualifies for text in texts)
    rest = sum(bool(words.REST_OF_KINDS.fullmatch(fold(text))) for text in texts)
    strange = len(texts) - telling - rest
    return telling > 0 and (not strange or telling > max(1, strange))


@lru_cache(maxsize=1_000)
def _part(text: str) -> Part:
    return part_of(text)
