"""Workbooks as other programs write them, made by hand where no library does."""

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

from cooperatives.files.cells import Percentage

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows = (), **sheets: Rows) -> bytes:
    """An .xlsx of one sheet, or of several by title."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, cells in (sheets or {"Sheet": rows}).items():
        sheet = workbook.create_sheet(title)
        for row in cells:
            sheet.append([c / 100 if isinstance(c, Percentage) else c for c in row])
            for place, cell in enumerate(row, start=1):
                if isinstance(cell, Percentage):
                    shown = sheet.cell(sheet.max_row, place)
                    shown.number_format = "0%" if cell.is_integer() else "0.0\\ %"
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """A workbook of openpyxl as a file."""
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def rewritten(content: bytes, name: str, old: bytes | None, new: bytes) -> bytes:
    """A zip in one of whose files some bytes are others; without old ones a new file is in it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename == name:
                assert old in text
                text = text.replace(old, new, 1)
            archive.writestr(entry.filename, text)
        if old is None:
            archive.writestr(name, new)
    return target.getvalue()


# --- OpenDocument ---------------------------------------------------------------------------------

_SPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_STYLES = (
    '<style:style style:name="shown" style:family="table"/>'
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def ods(*sheets: tuple, mimetype: str = "application/vnd.oasis.opendocument.spreadsheet") -> bytes:
    """An .ods of sheets: title, rows, and "hidden" where it is. A cell that is bytes is XML."""
    tables = "".join(
        f"<table:table table:name={quoteattr(title)} "
        f"table:style-name={quoteattr(*of or ['shown'])}>"
        f"{''.join(map(_ods_row, rows))}</table:table>"
        for title, rows, *of in sheets
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
            f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body>"
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return content.getvalue()


def _ods_row(cells: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bytes):
        return cell.decode()
    shown = f"<text:p>{escape(str(cell))}</text:p>"
    if isinstance(cell, bool):
        value = f'"boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, Percentage):
        value = f'"percentage" office:value="{cell / 100!r}"'
    elif isinstance(cell, int | float):
        value = f'"float" office:value="{cell!r}"'
    elif isinstance(cell, date):
        value = f'"date" office:date-value="{cell.isoformat()}"'
    else:
        value = '"string"'
    return f"<table:table-cell office:value-type={value}>{shown}</table:table-cell>"


# --- Excel 97 -------------------------------------------------------------------------------------

FAILED = {"#DIV/0!": 0x07, "#N/A": 0x2A}
_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_GENERAL, _DAY, _MOMENT, _PERCENT, _OWN_PERCENT = 0, 14, 22, 9, 164


def xls(*sheets: tuple) -> bytes:
    """An .xls (BIFF8) of sheets: title, rows, and "hidden" where it is; by MS-XLS and MS-CFB.

    A failed formula is its text as `bytes`.
    """
    return compound_file(Workbook=_workbook(sheets).ljust(4096, b"\0"))


def _workbook(sheets: Sequence[tuple]) -> bytes:
    bodies = [_sheet(rows) for _title, rows, *_state in sheets]

    def head(starts: Sequence[int]) -> bytes:
        records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))]
        records.append(_record(0x0042, struct.pack("<H", 1200)))
        own = "0.0\\ %"
        shown = struct.pack("<HHB", _OWN_PERCENT, len(own), 1) + own.encode("utf-16-le")
        records.append(_record(0x041E, shown))
        formats = (_GENERAL, _DAY, _MOMENT, _PERCENT, _OWN_PERCENT)
        records += [_xf(number_format) for number_format in formats]
        for start, (title, _rows, *state) in zip(starts, sheets, strict=True):
            sheet = struct.pack("<IBB", start, bool(state), 0) + bytes([len(title), 1])
            records.append(_record(0x0085, sheet + title.encode("utf-16-le")))
        return b"".join([*records, _record(0x000A)])

    at = len(head([0] * len(bodies)))
    starts = []
    for body in bodies:
        starts.append(at)
        at += len(body)
    return head(starts) + b"".join(bodies)


def _xf(number_format: int) -> bytes:
    return _record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))


def _sheet(rows: Rows) -> bytes:
    records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    width = max(map(len, rows), default=0)
    records.append(_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    records += [
        _xls_cell(r, c, cell)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell is not None
    ]
    return b"".join([*records, _record(0x000A)])


def _xls_cell(row: int, column: int, cell: Any) -> bytes:
    place = struct.pack("<HH", row, column)
    if isinstance(cell, bytes):  # a formula that failed; it says 1/0
        failed = struct.pack("<BBBBHH", 2, 0, FAILED[cell.decode()], 0, 0, 0xFFFF)
        formula = struct.pack("<HIH", 0, 0, 7) + b"\x1e\x01\x00\x1e\x00\x00\x06"
        return _record(0x0006, place + struct.pack("<H", 0) + failed + formula)
    if isinstance(cell, bool):
        return _record(0x0205, place + struct.pack("<HBB", 0, cell, 0))
    if isinstance(cell, date):
        is_moment = isinstance(cell, datetime)
        since = (cell if is_moment else datetime(*cell.timetuple()[:3])) - datetime(1899, 12, 30)  # noqa: DTZ001
        days = since.total_seconds() / 86_400
        return _record(0x0203, place + struct.pack("<Hd", 2 if is_moment else 1, days))
    if isinstance(cell, Percentage):
        style = 3 if cell.is_integer() else 4
        return _record(0x0203, place + struct.pack("<Hd", style, cell / 100))
    if isinstance(cell, int | float):
        return _record(0x0203, place + struct.pack("<Hd", 0, cell))
    text = str(cell)
    return _record(0x0204, place + struct.pack("<HHB", 0, len(text), 1) + text.encode("utf-16-le"))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def compound_file(**streams: bytes) -> bytes:
    """Streams, each of 4 kB or more, in the file system of Excel 97."""
    table, data, entries = [_TABLE], b"", [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, stream) in enumerate(streams.items(), start=1):
        sectors = -(-len(stream) // _SECTOR)
        first = len(table)
        table += [*range(first + 1, first + sectors), _END]
        data += stream.ljust(sectors * _SECTOR, b"\0")
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, first, len(stream), right=following))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0")
    first_of_directory = len(table)
    count = len(directory) // _SECTOR
    table += [*range(first_of_directory + 1, first_of_directory + count), _END]
    assert len(table) <= _SECTOR // 4
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        first_of_directory,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    header += struct.pack("<108I", *[_FREE] * 108)
    return header + struct.pack("<128I", *table) + data + directory


def _entry(
    name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE
) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
