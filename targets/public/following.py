"""What follows from sums that are told together. Pure: sets of keys in, yes or no out.

Whoever reads sums adds and subtracts them: what one gets so rests on those whose figures do not
cancel. `ToldSums` keeps which sums of one figure are told, and says of another whether with it
anything would follow that rests on fewer than `LEAST`, the sum itself among it.

A sum is over records: pairs of whose it is, and of when. Two of the same cooperative do not cancel,
but what rests on both rests on one cooperative.
"""

from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction

LEAST = 3
"""What is told rests on so many cooperatives at least. `_rests_on_few` is exact for 3."""

Record = tuple[int, Hashable]
"""Somebody's figure: whose, and of when."""

Row = dict[int, Fraction]
"""A sum, or what was made of several: how often each block counts in it."""


class ToldSums:
    """The sums of one figure that are told, each by the records that it adds up, of everybody one
    at most.

    Those that stand in the same sums cannot be told apart: they are kept as one block. So a sum is
    a set of blocks, and what follows from all sums are the combinations of these sets.
    """

    def __init__(self) -> None:
        self._block_of: dict[Record, int] = {}
        self._blocks: list[set[Record]] = []
        self._told: list[set[int]] = []

    def tells_of_few(self, sums: Iterable[frozenset[Record]]) -> bool:
        """Whether with more sums anything would follow that rests on fewer than `LEAST`."""
        before = len(self._told)
        for those in sums:
            self.tell(those)
        found = len(self._told) > before and self._rests_on_few()
        del self._told[before:]
        return found

    def tell(self, those: frozenset[Record]) -> None:
        """Tell the sum over some."""
        blocks = self._blocks_of(those)
        if blocks and blocks not in self._told:
            self._told.append(blocks)

    def _blocks_of(self, those: Iterable[Record]) -> set[int]:
        """Some as whole blocks; a block that they divide becomes two, in all sums."""
        inside: dict[int, set[Record]] = {}
        new: set[Record] = set()
        for one in those:
            if one in self._block_of:
                inside.setdefault(self._block_of[one], set()).add(one)
            else:
                new.add(one)
        found = set()
        for block, part in inside.items():
            whole = len(part) == len(self._blocks[block])
            found.add(block if whole else self._divided(block, part))
        if new:
            found.add(self._new_block(new))
        return found

    def _divided(self, block: int, part: set[Record]) -> int:
        """A part of a block as one of its own."""
        self._blocks[block] -= part
        new = self._new_block(part)
        for told in self._told:
            if block in told:
                told.add(new)
        return new

    def _new_block(self, members: set[Record]) -> int:
        self._blocks.append(members)
        self._block_of |= dict.fromkeys(members, len(self._blocks) - 1)
        return len(self._blocks) - 1

    def _rests_on_few(self) -> bool:
        """Whether a combination of the sums told rests on fewer than `LEAST`.

        Blocks of `LEAST` and more are eliminated first: what is left rests on small blocks alone.
        A combination that is nothing outside some blocks is one of the reduced rows that begin
        inside of them: so only those are asked whether outside they cancel.
        """
        rows = _reduced(self._on_small_blocks())
        whose = {
            block: frozenset(one for one, _when in self._blocks[block])
            for row in rows.values()
            for block in row
        }
        for few in _fews(rows, whose):
            outside = [
                {block: times for block, times in row.items() if not whose[block] <= few}
                for first, row in rows.items()
                if whose[first] <= few
            ]
            if _cancel(outside):
                return True
        return False

    def _on_small_blocks(self) -> dict[int, Row]:
        """Combinations of sums in which only small blocks count, by their first blocks: all such
        combinations are made of these.
        """

        def place(block: int) -> tuple[bool, int]:
            return len(self._blocks[block]) < LEAST, block

        by_first: dict[int, Row] = {}
        for blocks in sorted(self._told, key=len):
            row = {block: Fraction(1) for block in blocks}
            while row:
                first = min(row, key=place)
                if first not in by_first:
                    by_first[first] = _scaled(row, first)
                    break
                row = _without(row, first, by_first[first])
        return {first: row for first, row in by_first.items() if place(first)[0]}


def _fews(rows: Iterable[int], whose: dict[int, frozenset[int]]) -> Iterator[frozenset[int]]:
    """Of fewer than `LEAST` those with whom a row begins, alone or beside somebody."""
    alone = {those for those in whose.values() if len(those) == 1}
    found = set()
    for first in rows:
        found.add(whose[first])
        if whose[first] in alone:
            found |= {whose[first] | other for other in alone}
            found |= {those for those in whose.values() if whose[first] < those}
    yield from found


def _cancel(rows: Iterable[Row]) -> bool:
    """Whether a combination of some rows is nothing."""
    by_first: dict[int, Row] = {}
    for row in rows:
        rest = row
        while rest:
            first = min(rest)
            if first not in by_first:
                by_first[first] = _scaled(rest, first)
                break
            rest = _without(rest, first, by_first[first])
        if not rest:
            return True
    return False


def _reduced(by_first: dict[int, Row]) -> dict[int, Row]:
    """The same rows, each without the first blocks of the others."""
    found = dict(by_first)
    for first in sorted(found, reverse=True):
        for other, row in found.items():
            if other != first and first in row:
                found[other] = _without(row, first, found[first])
    return found


def _scaled(row: Row, first: int) -> Row:
    return {block: times / row[first] for block, times in row.items()}


def _without(row: Row, first: int, other: Row) -> Row:
    """A row less as often another as its first block counts in it."""
    times = row[first]
    found = dict(row)
    for block, one in other.items():
        found[block] = found.get(block, Fraction(0)) - times * one
    return {block: one for block, one in found.items() if one}
