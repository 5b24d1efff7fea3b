"""Workbooks of LibreOffice, .ods, read from their one stream of elements."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from .answer import FAILED, FORMULA, Answer, Refused, percentage, plain
from .markup import Attributes, stream

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")
_FAILED_TEXT = re.compile(r"Err:\d+|#[A-Z/0!?]+")
_ASIDE = frozenset(("annotation", "note", "frame", "shapes", "tracked-changes"))
"""Elements whose text is not the cell's."""
_WIDEST = 16_384


def read_ods(archive: zipfile.ZipFile, answer: Answer) -> None:
    """Read all sheets. Raises Refused."""
    names = archive.namelist()
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.open(manifest).read(1 << 20):
        raise Refused("password")
    if "content.xml" not in names:
        raise Refused("damaged", value="content.xml")
    reader = _Reader(answer)
    with archive.open("content.xml") as file:
        stream(file, reader.start, reader.end, reader.text)


class _Reader:
    """Goes through the cells of all sheets; a sheet is answered once it is over."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._title: str | None = None
        self._is_visible = True
        self._merged: list[list[int]] = []
        self._rows: list[tuple[list, int]] = []
        self._row = 0
        self._cells: list[Any] | None = None
        self._cell: Attributes | None = None
        self._paragraphs: list[list[str]] = []
        self._is_paragraph_open = False
        self._aside = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name in _ASIDE:
            self._aside += 1
        elif self._aside:
            return
        elif name == "style":
            self._style = attributes.get(_STYLE + "name", "")
        elif name == "table-properties":
            if attributes.get(_TABLE + "display") == "false":
                self._hidden_styles.add(self._style)
        elif name == "table":
            self._begin_sheet(attributes)
        elif name == "table-row":
            self._cells, self._repeated = [], _count(attributes, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell") and self._cells is not None:
            self._cell, self._paragraphs = attributes, []
        elif self._cell is not None:
            self._start_text(name, attributes)

    def _begin_sheet(self, attributes: Attributes) -> None:
        self._title = attributes.get(_TABLE + "name", "")
        self._is_visible = attributes.get(_TABLE + "style-name") not in self._hidden_styles
        self._merged, self._rows, self._row = [], [], 0

    def _start_text(self, name: str, attributes: Attributes) -> None:
        if name == "p":
            self._paragraphs.append([])
            self._is_paragraph_open = True
        elif name == "s":
            self.text(" " * min(_count(attributes, "c", _TEXT), 1_000))
        elif name == "tab":
            self.text("\t")
        elif name == "line-break":
            self.text("\n")

    def text(self, text: str) -> None:
        if self._is_paragraph_open and not self._aside:
            self._paragraphs[-1].append(text)

    def end(self, name: str) -> None:
        if name in _ASIDE:
            self._aside -= 1
        elif self._aside:
            return
        elif name == "p":
            self._is_paragraph_open = False
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row" and self._cells is not None:
            self._end_row(self._cells)
            self._cells = None
        elif name == "table" and self._title is not None:
            self._end_sheet(self._title)
            self._title = None

    def _end_cell(self, cell: Attributes) -> None:
        repeated = _count(cell, "number-columns-repeated")
        if len(self._cells) + repeated > _WIDEST:
            # The blank rest of a row is one cell, repeated.
            repeated = max(_WIDEST - len(self._cells), 0)
        across = _count(cell, "number-columns-spanned")
        down = _count(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            left = len(self._cells)
            self._merged.append([self._row, left, self._row + down - 1, left + across - 1])
        text = "\n".join("".join(parts) for parts in self._paragraphs)
        self._cells += [_value(cell, text)] * repeated

    def _end_row(self, cells: list) -> None:
        while cells and cells[-1] is None:
            cells.pop()
        self._rows.append((cells, self._repeated))
        self._row += self._repeated

    def _end_sheet(self, title: str) -> None:
        while self._rows and not self._rows[-1][0]:
            self._rows.pop()
        self._answer.sheet(title, is_visible=self._is_visible, merged=self._merged)
        for cells, repeated in self._rows:
            for _again in range(repeated):
                self._answer.row(cells)


def _count(attributes: Attributes, name: str, space: str = _TABLE) -> int:
    text = attributes.get(space + name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _value(cell: Attributes, text: str) -> Any:
    """What a cell holds, as it stands in the answer."""
    kind = cell.get(_OFFICE + "value-type", "")
    formula = cell.get(_TABLE + "formula")
    is_failed = any(key.endswith(" value-type") and of == "error" for key, of in cell.items())
    if is_failed or (formula and _FAILED_TEXT.fullmatch(text)):
        return [FAILED, text]
    if not kind:
        return None if formula is None else [FORMULA, formula.partition(":")[2] or formula]
    try:
        value = plain(_typed(kind, cell, text))
        return percentage(value) if kind == "percentage" else value
    except ValueError:
        return text or None


def _typed(kind: str, cell: Attributes, text: str) -> Any:
    """Raises ValueError where the file contradicts itself."""
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(_OFFICE + "value", ""))
    if kind == "boolean":
        return cell.get(_OFFICE + "boolean-value") == "true"
    if kind == "date":
        return _moment(cell.get(_OFFICE + "date-value", ""))
    if kind == "time":
        return _time(cell.get(_OFFICE + "time-value", ""))
    return cell.get(_OFFICE + "string-value") or text


def _moment(text: str) -> date | datetime:
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    return moment.date() if moment.time() == time() else moment


def _time(text: str) -> time | timedelta:
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign, days, hours, minutes, seconds = found.groups("0")
    span = timedelta(
        days=int(days),
        hours=int(hours),
        minutes=int(minutes),
        seconds=float(seconds.replace(",", ".")),
    )
    if sign == "-":
        span = -span
    is_of_a_day = timedelta() <= span < timedelta(days=1)
    return (datetime(1900, 1, 1) + span).time() if is_of_a_day else span  # noqa: DTZ001
