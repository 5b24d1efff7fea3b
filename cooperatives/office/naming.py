"""Whose line it is: by registration number, by name, by what else the line says."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from ..ground.names import (
    accented_core_of,
    core_of,
    has_kind_word,
    is_another,
    kind_of,
    plain_core_of,
    short_core_of,
    without_place,
)
from ..ground.vietnamese import fold
from .target import TargetRow

LIKE = 72
"""How alike two names are, of 100, to be proposed for each other."""
MOST_LIKELY = 5
MOST_PROPOSED = 100
"""For so many names like ones are looked for; a table with more strangers is another's."""

_WORD = re.compile(r"[^\W_]+")
_COMMUNE = re.compile(r"\b(?:xa|phuong|thi tran|tt\.?) [^\W\d_]")
_LEVELS = ("thanh pho", "thi tran", "thi xa", "huyen", "phuong", "quan", "tinh", "xa", "tt", "tp")

Candidates = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Named:
    """What a line's number and name say. number: of its row, "" while that is not clear.

    by_name: whether the name alone told. is_full: whether the name is the whole name of that row,
    its word for the kind included. clashes: whether number and name are of two rows; is_shared:
    whether several rows bear it; lies_elsewhere: whether the line names another commune than that
    of the row. likely: the rows that it may be, as places. near: the one row whose short name it
    is, as a place.
    """

    number: str = ""
    by_name: bool = False
    is_full: bool = False
    clashes: bool = False
    is_shared: bool = False
    lies_elsewhere: bool = False
    likely: tuple[int, ...] = ()
    near: int | None = None

    @property
    def is_nobodys(self) -> bool:
        """Whether the name is none of a row's, nor of several: it may be another name of one."""
        return not (self.number or self.clashes or self.is_shared or self.lies_elsewhere)


NOBODY = Named()


class Rows:
    """The rows of a target, to be looked up as offices name them."""

    def __init__(self, rows: Sequence[TargetRow]) -> None:
        self.rows = rows
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_core: dict[str, list[int]] = defaultdict(list)
        self._by_plain: dict[str, list[int]] = defaultdict(list)
        self._proposed = 0
        self.places = {row.number: place for place, row in enumerate(rows)}
        for place, row in enumerate(rows):
            self._by_number[number_key(row.number)].append(place)
            self._by_core[core_of(row.name)].append(place)
            self._by_plain[plain_core_of(row.name)].append(place)

    @cached_property
    def _shorts(self) -> list[str]:
        return [short_core_of(row.name) for row in self.rows]

    def has_number(self, text: str) -> bool:
        return number_key(text) in self._by_number

    def has_name(self, text: str) -> bool:
        return core_of(text) in self._by_core or bool(self._placed(text))

    def label(self, place: int) -> str:
        """A row as it is told from others of its name."""
        row = self.rows[place]
        return " – ".join(filter(None, [row.name, row.commune, row.number]))

    def candidates(self, places: Iterable[int]) -> Candidates:
        return tuple((self.rows[place].number, self.label(place)) for place in places)

    # --- One line ---------------------------------------------------------------------------------

    def named(self, name: str, number: str, hints: Collection[str] = ()) -> Named:
        """Whose line bears a name and a number, either of which may be blank.

        hints: other texts of the line and of the group that it stands in, such as a commune.
        """
        by_number = self._by_number.get(number_key(number), []) if number else []
        by_name = self._exactly(name, hints) if name else []
        if number and not by_number and by_name:
            # A number of nobody here, and a name of somebody: one of the two is wrong.
            return Named(clashes=True, likely=tuple(by_name))
        if by_number:
            both = [place for place in by_number if place in by_name]
            if by_name and not both:
                return Named(clashes=True, likely=(*by_number, *by_name))
            found = both or by_number
        else:
            found = by_name
        if len(found) == 1:
            is_full = not by_number and self._is_full(name, found[0])
            return Named(self.rows[found[0]].number, not by_number, is_full)
        if found:
            return Named(is_shared=True, likely=tuple(found))
        return self._nearly(name)

    def _exactly(self, name: str, hints: Collection[str]) -> list[int]:
        """Rows of that name; of several, those written alike, or lying where the line says."""
        found = self._of_core(name)
        if len(found) > 1:
            accented = accented_core_of(name)
            alike = [p for p in found if accented_core_of(self.rows[p].name) == accented]
            found = alike or found
        if len(found) > 1 and hints:
            said = [fold(hint) for hint in hints]
            there = [p for p in found if is_placed(self.rows[p].commune, said)]
            found = there or found
        return found

    def _of_core(self, name: str) -> list[int]:
        """Rows that bear a name, not only one like it; failing those, the rows that bear it but for
        "nông nghiệp" before it.
        """
        for found in (
            self._by_core.get(core_of(name), []),
            self._placed(name),
            self._by_plain.get(plain_core_of(name), []),
        ):
            if same := [place for place in found if not is_another(name, self.rows[place].name)]:
                return same
        return []

    def _placed(self, name: str) -> list[int]:
        """Rows of a name behind which the line says where they lie: "HTX X (xã Yến Dương)"."""
        bare, place = without_place(name)
        found = self._by_core.get(core_of(bare), []) if place else []
        return [row for row in found if is_placed(self.rows[row].commune, [place])]

    def _is_full(self, name: str, place: int) -> bool:
        return has_kind_word(name) or not has_kind_word(self.rows[place].name)

    def _nearly(self, name: str) -> Named:
        """Rows whose names are like one that is nobody's."""
        short = short_core_of(name) if name else ""
        if not short:
            return Named()
        near = [place for place, core in enumerate(self._shorts) if core == short]
        same = [place for place in near if not is_another(name, self.rows[place].name)]
        alike = []
        if self._proposed < MOST_PROPOSED:
            self._proposed += 1
            alike = process.extract(
                short, self._shorts, scorer=fuzz.WRatio, score_cutoff=LIKE, limit=MOST_LIKELY
            )
        likely = dict.fromkeys([*near, *(place for _core, _score, place in alike)])
        is_near = len(near) == len(same) == 1
        return Named(likely=tuple(likely), near=near[0] if is_near else None)


def names_another(commune: str, text: str, communes: Collection[str]) -> bool:
    """Whether a text of a line names a commune, and not this one. communes: bare and folded names
    of others that are known.
    """
    own, folded = bare_place(fold(commune)), fold(text)
    if not own or not folded or _is_within(own, folded):
        return False
    if _COMMUNE.search(folded):
        return True
    return any(_is_within(other, folded) for other in communes)


def _is_within(name: str, folded: str) -> bool:
    return f" {name} " in f" {' '.join(_WORD.findall(folded))} "


def is_placed(commune: str, folded: Iterable[str]) -> bool:
    """Whether folded texts name a commune: "Xã Yến Dương" is named by "yen duong" too."""
    whole = fold(commune)
    if not whole:
        return False
    bare = bare_place(whole)
    return any(whole in text or bare == bare_place(text) for text in folded if text)


def bare_place(folded: str) -> str:
    """The name of a unit without the word for its level."""
    for level in _LEVELS:
        if folded.startswith((f"{level} ", f"{level}.")):
            return folded[len(level) + 1 :].strip()
    return folded


def name_key(name: str) -> str:
    """By which it is remembered whose a name is that is nobody's: what tells it from others stays,
    its accents and the word for the kind.
    """
    return f"name-{kind_of(name)} {accented_core_of(name)}"


def number_key(text: str) -> str:
    """A registration number as it is compared: without the zeros that spreadsheets take from it."""
    return text.strip("' ").removesuffix(".0").lstrip("0").casefold()
