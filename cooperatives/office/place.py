"""Where a block goes that names no rows: as it lies, shifted, or in another order of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..ground.vietnamese import sort_key
from .asking import Asking
from .fit import MOST, like, share
from .target import Target, TargetRow

HERE = "here"
LEAST_ROWS = 4
"""Blocks of fewer rows are pasted on purpose where they are, whatever lies below, unless their
persons are others than those of the rows there."""
LEAST_PERSONS = 4
LEAST_COMPARED = 4
FITS = 0.6
BETTER = 0.2
ABOUT = Decimal("1.25")
"""By so much an amount may differ from last quarter's, and still tell its row."""
MOST_OFFSETS = 60
MOST_STEPS = 60_000
"""Lines times rows that are held against each other to find gaps."""
MOST_OFFERED = 4

Assigned = tuple[int, ...]
"""For each line the place of its row."""


@dataclass(frozen=True)
class Way:
    """One way to lay a block. fit: which part of its rows has as many persons as last quarter."""

    key: str
    label: str
    rows: Assigned
    fit: float = 0.0


@dataclass(frozen=True)
class Block:
    """A block to be laid. persons: of each line, how many it has by field; amounts: its money by
    field, in the page's unit, which tells rows apart where there are no persons. is_column: whether
    it is a single column; is_nameless: whether it has words in it that name none of the rows.
    """

    persons: Sequence[Mapping[str, Any]]
    amounts: Sequence[Mapping[str, Any]] = ()
    is_column: bool = False
    is_nameless: bool = False
    _alike: dict[tuple[int, int], bool | None] = field(default_factory=dict, repr=False)

    def is_like(self, line: int, rows: Sequence[TargetRow], row: int) -> bool | None:
        """Whether a line's persons, or without any its amounts, are those of a row."""
        if (line, row) not in self._alike:
            is_alike = (
                like(self.persons[line], rows[row])
                if self.has_persons
                else _are_about(self.amounts[line] if self.amounts else {}, rows[row])
            )
            self._alike[line, row] = is_alike
        return self._alike[line, row]

    @property
    def has_persons(self) -> bool:
        return any(self.persons)

    def __len__(self) -> int:
        return len(self.persons)

    @property
    def is_telling(self) -> bool:
        """Whether there are persons enough to tell one row from others."""
        return sum(map(len, self.persons)) >= LEAST_PERSONS


def place(block: Block, target: Target, asking: Asking, shown) -> Assigned:
    """The rows of a block's lines, asked about where they are not clear.

    shown: what a person reads of a line's figures, by its place in the block.
    """
    start = target.start[0]
    here = tuple(range(start, start + len(block)))
    fit, compared = _fit(block, target.rows, here)
    differs = block.is_telling and compared > 0 and fit < MOST
    doubtful = _is_other_length(block, target) or block.is_nameless
    if not (doubtful or differs or "place" in asking.said):
        return here
    # Amounts change from quarter to quarter, and one more that is alike says nothing yet.
    is_sure = doubtful and compared and block.has_persons
    least = fit + (1 / compared if is_sure else BETTER)
    others = [way for way in _ways(block, target, here) if way.fit >= max(FITS, least - 1e-9)]
    others = sorted(others, key=lambda way: -way.fit)[:MOST_OFFERED]
    if len(block) < LEAST_ROWS:
        is_worth_it = differs and 1 < len(block) < len(target.rows) - start
    else:
        is_worth_it = doubtful or compared >= LEAST_COMPARED
    if not (others or is_worth_it or "place" in asking.said):
        return here
    ways = [Way(HERE, _("as it lies"), here, fit), *others]
    choices = [(way.key, _told(way, target, shown)) for way in ways]
    text = _(
        "The block names no cooperatives. Is it in line with the table? Rows: %(n)s; from the cell "
        "with the focus to the end: %(m)s."
    ) % {"n": len(block), "m": len(target.rows) - start}
    is_against = differs and compared >= LEAST_COMPARED
    offered = "" if others or is_against or block.is_nameless else HERE
    chosen = asking.ask("place", text, choices, offered=offered)
    return next((way.rows for way in ways if way.key == chosen), here)


def _is_other_length(block: Block, target: Target) -> bool:
    """Whether a block of many rows ends before the table does. A single column from the middle on
    is meant so.
    """
    start = target.start[0]
    if len(block) < LEAST_ROWS or (block.is_column and start):
        return False
    return start + len(block) != len(target.rows)


def _are_about(amounts: Mapping[str, Any], row: TargetRow) -> bool | None:
    """Whether most amounts are about those of before."""
    found = [
        max(value, last) <= ABOUT * min(value, last)
        for field, value in amounts.items()
        if (last := row.last.get(field)) and value > 0 and last > 0
    ]
    return sum(found) > len(found) * MOST if found else None


def _fit(block: Block, rows: Sequence[TargetRow], assigned: Assigned) -> tuple[float, int]:
    return share(block.is_like(line, rows, row) for line, row in enumerate(assigned))


# --- Other ways -----------------------------------------------------------------------------------


def _ways(block: Block, target: Target, here: Assigned) -> Iterator[Way]:
    """Other offsets, other orders of the rows, and rows left out in between."""
    seen = {here}
    for key, label, rows in _candidates(block, target):
        if rows not in seen:
            seen.add(rows)
            yield Way(key, label, rows, _fit(block, target.rows, rows)[0])


def _candidates(block: Block, target: Target) -> Iterator[tuple[str, str, Assigned]]:
    count, start = len(target.rows), target.start[0]
    for offset in sorted(range(-start, count - len(block) - start + 1), key=abs)[:MOST_OFFSETS]:
        rows = tuple(range(start + offset, start + offset + len(block)))
        n = abs(offset)
        label = (
            ngettext("%(n)s row further down", "%(n)s rows further down", n)
            if offset > 0
            else ngettext("%(n)s row further up", "%(n)s rows further up", n)
        )
        yield f"offset:{offset}", label % {"n": n}, rows
    for key, label, order in _orders(target):
        if len(block) == count:
            yield f"order:{key}", label, tuple(order)
        elif len(block) < count and (rows := _with_gaps(block, target, order)):
            yield f"gaps:{key}", _("%(order)s, with rows left out") % {"order": label}, rows


def _orders(target: Target) -> list[tuple[str, str, list[int]]]:
    """Orders in which offices keep their sheets."""
    places = range(len(target.rows))

    def by(*of):
        return sorted(places, key=lambda n: [sort_key(one(target.rows[n])) for one in of])

    return [
        ("shown", _("in this order"), list(places)),
        ("name", _("by name"), by(lambda row: row.name)),
        ("commune", _("by commune"), by(lambda row: row.commune, lambda row: row.name)),
        ("number", _("by registration number"), by(lambda row: row.number)),
        ("sector", _("by sector"), by(lambda row: row.sector, lambda row: row.name)),
    ]


def _with_gaps(block: Block, target: Target, order: Sequence[int]) -> Assigned | None:
    """The lines laid to rows in an order, some of which they leave out, so that most are alike: the
    longest common subsequence of lines and rows, by their persons.
    """
    lines, rows = len(block), len(order)
    if lines * rows > MOST_STEPS:
        return None
    alike = [
        [1 if block.is_like(line, target.rows, row) else 0 for row in order]
        for line in range(lines)
    ]
    spare = rows - lines
    # best[i][gap]: the most that are alike when line i - 1 lies on row i - 1 + gap or before.
    best = [[0] * (spare + 1) for _line in range(lines + 1)]
    for line in range(1, lines + 1):
        for gap in range(spare + 1):
            taken = best[line - 1][gap] + alike[line - 1][line - 1 + gap]
            best[line][gap] = max(taken, best[line][gap - 1] if gap else 0)
    found: list[int] = []
    gap = spare
    for line in range(lines, 0, -1):
        while gap and best[line][gap - 1] == best[line][gap]:
            gap -= 1
        found.append(order[line - 1 + gap])
    return tuple(reversed(found))


def _told(way: Way, target: Target, shown) -> str:
    """A way with its first and last line, and which rows it leaves out."""
    laid = list(enumerate(way.rows))
    ends = [laid[0], laid[-1]] if len(laid) > 1 else laid
    told = "; ".join(f"{shown(line)} → {target.rows[row].name}" for line, row in ends)
    text = f"{way.label}: {told}"
    if way.key.startswith("gaps:"):
        names = [row.name for n, row in enumerate(target.rows) if n not in set(way.rows)]
        text += _("; without %(names)s") % {"names": ", ".join(names[:5])}
    return text
