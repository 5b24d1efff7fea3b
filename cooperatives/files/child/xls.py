"""What calamine does not tell of an .xls: failed formulas, and numbers shown as per cent. And what
else such a file may be.

An .xls is a small file system (Microsoft's MS-CFB) with a stream of records in it (MS-XLS).
"""

import struct
from collections.abc import Iterator

from .answer import FAILED, PERCENT, Refused
from .formats import BUILT_IN_PERCENT, Marks, shows_percent

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA
_MINI_BELOW = 4096

# Types of records.
_BOF, _EOF, _SHEET, _FORMULA, _FAILED_CELL = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
_FORMAT, _STYLE, _SEVERAL = 0x041E, 0x00E0, 0x00BD
_NUMBERS = (0x0203, 0x027E, _FORMULA)
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def workbook_stream(content: bytes) -> bytes:
    """The records of the workbook. Raises Refused: for a document of Word, a password, damage."""
    try:
        files = _CompoundFile(content)
    except (struct.error, IndexError) as error:
        raise Refused("damaged", value=str(error)) from error
    for name in ("Workbook", "Book"):
        if name in files.entries:
            return files.read(name)
    if "EncryptedPackage" in files.entries:
        raise Refused("password")
    if "WordDocument" in files.entries:
        raise Refused("word")
    raise Refused("damaged", value=", ".join(sorted(files.entries))[:100])


def marks_of(stream: bytes) -> dict[int, Marks]:
    """The marks of each sheet, by its place among the sheets."""
    starts: list[int] = []
    marks: dict[int, Marks] = {}
    formats, styles = set(BUILT_IN_PERCENT), []
    sheet, depth = -1, 0
    for at, kind, data in _records(stream):
        if kind == _SHEET and len(data) >= 4:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _FORMAT and len(data) > 5 and _shows_percent(data):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _STYLE and len(data) >= 4:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOF:
            depth += 1
            if at in starts:
                sheet, depth = starts.index(at), 1
        elif kind == _EOF:
            depth -= 1
        # A chart within a sheet has cells of its own.
        elif depth == 1 and sheet >= 0 and (code := _error(kind, data)) is not None:
            row, column = struct.unpack_from("<HH", data)
            shown = _ERRORS.get(code, "#?")
            marks.setdefault(sheet, {})[row, column] = [FAILED, shown]
        elif depth == 1 and sheet >= 0:
            for row, column, style in _styled(kind, data):
                if style < len(styles) and styles[style] in formats:
                    marks.setdefault(sheet, {})[row, column] = [PERCENT]
    return marks


def _error(kind: int, data: bytes) -> int | None:
    """The code of the error that a record's cell shows."""
    if kind == _FAILED_CELL and len(data) >= 8 and data[7]:
        return data[6]
    if kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return None


def _shows_percent(data: bytes) -> bool:
    """Whether a record's format is one of per cent; BIFF8 says how wide its characters are."""
    is_wide = data[4] & 1
    return shows_percent(data[5:].decode("utf-16-le" if is_wide else "latin-1", "replace"))


def _styled(kind: int, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of the numbers that a record holds."""
    if kind in _NUMBERS and len(data) >= 6:
        yield struct.unpack_from("<HHH", data)
    elif kind == _SEVERAL and len(data) >= 6:
        row, first = struct.unpack_from("<HH", data)
        for n in range((len(data) - 6) // 6):
            yield row, first + n, struct.unpack_from("<H", data, 4 + 6 * n)[0]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each record: where it begins, its type, its data."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0 and length == 0:
            return  # what fills the last sector
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _CompoundFile:
    """The streams of a compound file by name. Raises struct.error, IndexError."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        self._mini_sector = 1 << struct.unpack_from("<H", content, 32)[0]
        (directory,) = struct.unpack_from("<I", content, 48)
        (mini_table,) = struct.unpack_from("<I", content, 60)
        if not 64 <= self._sector <= 1 << 16 or not 2 <= self._mini_sector <= self._sector:
            raise IndexError("sectors")
        self._table = self._numbers(b"".join(map(self._at, self._table_sectors())))
        self._mini_table = self._numbers(self._chain(mini_table))
        self.entries: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read_directory(self._chain(directory))

    def read(self, name: str) -> bytes:
        """A stream, whole."""
        start, size = self.entries[name]
        if size >= _MINI_BELOW:
            return self._chain(start)[:size]
        pieces = []
        while start <= _LAST_SECTOR and len(pieces) * self._mini_sector < size:
            at = start * self._mini_sector
            pieces.append(self._mini[at : at + self._mini_sector])
            start = self._mini_table[start] if start < len(self._mini_table) else _END
        return b"".join(pieces)[:size]

    def _table_sectors(self) -> list[int]:
        """The sectors of the table that says which sector follows which."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        (more,) = struct.unpack_from("<I", self._content, 68)
        most = len(self._content) // self._sector + 1
        for _again in range(most):
            if more > _LAST_SECTOR:
                break
            *numbers, more = self._numbers(self._at(more))
            sectors += numbers
        return [number for number in sectors if number <= _LAST_SECTOR][:most]

    def _read_directory(self, directory: bytes) -> None:
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind == 5:
                self._mini = self._chain(start)[:size]
            elif kind == 2:
                self.entries[name] = start, size

    def _chain(self, start: int) -> bytes:
        pieces = []
        # A chain that bites its own tail is no longer than the file.
        for _again in range(len(self._content) // self._sector + 1):
            if start > _LAST_SECTOR:
                break
            pieces.append(self._at(start))
            start = self._table[start]
        return b"".join(pieces)

    def _at(self, sector: int) -> bytes:
        at = (sector + 1) * self._sector
        return self._content[at : at + self._sector]

    @staticmethod
    def _numbers(sectors: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4])
