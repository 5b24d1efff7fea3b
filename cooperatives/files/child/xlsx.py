"""What calamine does not tell of an .xlsx: formulas that failed or have no result, which it shows
as blanks, and numbers that are shown as per cent.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable
from typing import BinaryIO

from .answer import FAILED, FORMULA, PERCENT, Refused
from .formats import BUILT_IN_PERCENT, Marks, shows_percent
from .markup import Attributes, stream

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_MAY_BE_PERCENT = (b"%", *(f"{q}{n}{q}".encode() for n in BUILT_IN_PERCENT for q in "\"'"))
_MAY_HOLD_MARKS = (b"<f", b":f", b'"e"', b"'e'")
"""Formulas, and the type of failed ones."""
_PIECE = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet by its title. Raises Refused."""
    targets: dict[str, str] = {}
    files: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(
                target[1:] if target.startswith("/") else f"xl/{target}"
            )

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(" id")]
            files[attributes.get("name", "")] = targets.get(ids[0] if ids else "", "")

    for name, start in ((_RELATIONS, relation), (_WORKBOOK, sheet)):
        with _opened(archive, name) as file:
            stream(file, start, _nothing, _nothing)
    return files


def percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The styles under which a number is shown as per cent, as cells name them. Raises Refused."""
    if _STYLES not in archive.namelist():
        return frozenset()
    with archive.open(_STYLES) as file:
        if not _holds(file, _MAY_BE_PERCENT):
            return frozenset()
    formats = set(map(str, BUILT_IN_PERCENT))
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        inside.append(name)
        if name == "numFmt" and shows_percent(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "xf" and "cellXfs" in inside:
            styles.append(attributes.get("numFmtId", ""))

    with archive.open(_STYLES) as file:
        stream(file, start, lambda _name: inside.pop(), _nothing)
    return frozenset(str(n) for n, style in enumerate(styles) if style in formats)


def marks_of(archive: zipfile.ZipFile, name: str, percents: Collection[str]) -> Marks:
    """The marks of one sheet, by the name of its file. percents: see `percent_styles`. Raises
    Refused.
    """
    styled = [f"s={quote}{style}{quote}".encode() for style in percents for quote in "\"'"]
    with _opened(archive, name) as file:
        if not _holds(file, [*_MAY_HOLD_MARKS, *styled]):
            return {}
    reader = _Reader(percents)
    with _opened(archive, name) as file:
        stream(file, reader.start, reader.end, reader.text)
    return reader.marks


def _opened(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    try:
        return archive.open(name)
    except KeyError as error:
        raise Refused("damaged", value=name) from error


def _nothing(_name: str) -> None:
    """Of these elements only the start tells something."""


def _holds(file: BinaryIO, marks: Iterable[bytes]) -> bool:
    """Whether a look at every element is worth its time: most sheets have no formulas."""
    marks = tuple(marks)
    longest = max(map(len, marks))
    tail = file.read(longest + 1)
    if b"\x00" in tail:
        return True  # UTF-16
    while piece := file.read(_PIECE):
        piece = tail + piece
        if any(mark in piece for mark in marks):
            return True
        tail = piece[1 - longest :]
    return any(mark in tail for mark in marks)


class _Reader:
    """Goes through the cells of a sheet."""

    def __init__(self, percents: Collection[str]) -> None:
        self.marks: Marks = {}
        self._percents = percents
        self._style = ""
        self._row = self._column = -1
        self._reference = ""
        self._type = ""
        self._formula: list[str] | None = None
        self._value: list[str] | None = None
        self._into: list[str] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            reference = attributes.get("r", "")
            if not reference:
                self._column = self._place()[1] + 1
            self._reference = reference
            self._type = attributes.get("t", "")
            self._style = attributes.get("s", "")
            self._formula = self._value = None
        elif name == "row":
            row = attributes.get("r", "")
            self._row = int(row) - 1 if row.isdigit() else self._row + 1
            self._column, self._reference = -1, ""
        elif name == "f":
            self._into = self._formula = []
        elif name == "v":
            self._into = self._value = []

    def text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def end(self, name: str) -> None:
        if name in ("f", "v"):
            self._into = None
        elif name == "c":
            shown = "".join(self._value or ())
            if self._type == "e":
                self.marks[self._place()] = [FAILED, shown]
            # A formula that gives no text is kept as an empty one.
            elif self._formula is not None and not shown and not self._is_empty_text:
                self.marks[self._place()] = [FORMULA, f"={''.join(self._formula)}"]
            elif shown and self._type in ("", "n") and self._style in self._percents:
                self.marks[self._place()] = [PERCENT]

    def _place(self) -> tuple[int, int]:
        """Row and column of the cell; one that does not say stands beside the one before it."""
        found = _REFERENCE.fullmatch(self._reference)
        return (int(found[2]) - 1, _number(found[1])) if found else (self._row, self._column)

    @property
    def _is_empty_text(self) -> bool:
        return self._type == "str" and self._value is not None


def _number(letters: str) -> int:
    """The number of a column from 0: A, B, …, Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
