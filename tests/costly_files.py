"""Files that cost whoever reads them, by accident or on purpose; small, all of them."""

import io
import random
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from tests.spreadsheets import ods, rewritten, xlsx

MB = 1024 * 1024
ROW = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'


def styles() -> bytes:
    """20 kB, of which the styles unpack to 7.9 MB."""
    many = b"<xf/>" * 430_000
    return rewritten(xlsx([["a"], [1]]), "xl/styles.xml", b"</cellXfs>", many + b"</cellXfs>")


def far_cell() -> bytes:
    """A table, and a cell in the last row and column that there is."""
    workbook = Workbook()
    workbook.active.append(["a", 1])
    workbook.active["XFD1048576"] = 1
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def sheet_of(xml: str, times: int) -> bytes:
    """A sheet with the same XML over and over."""
    return rewritten(
        xlsx([["a"]]),
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        xml.encode() * times + b"</sheetData>",
    )


def blanks(megabytes: int) -> bytes:
    """Blanks between two rows, packed into a thousandth."""
    return _padded(xlsx([["a"]]), "xl/worksheets/sheet1.xml", b"</sheetData>", b" ", megabytes)


def ods_blanks(megabytes: int) -> bytes:
    """The same as an .ods."""
    return _padded(ods(("A", [["a"]])), "content.xml", b"</table:table>", b" ", megabytes)


def long_string(megabytes: int) -> bytes:
    """One text, packed as well."""
    content = _with_strings(b"<si><t></t></si>")
    return _padded(content, "xl/sharedStrings.xml", b"</t>", b"a", megabytes)


def _padded(content: bytes, name: str, before: bytes, letter: bytes, megabytes: int) -> bytes:
    """A zip in one of whose files a letter is repeated before what is named."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename != name:
                archive.writestr(entry, text)
                continue
            with archive.open(name, "w", force_zip64=True) as file:
                start, _, end = text.partition(before)
                file.write(start)
                for _again in range(megabytes):
                    file.write(letter * MB)
                file.write(before + end)
    return target.getvalue()


def many_strings() -> bytes:
    """9 million shared texts: more than the memory holds, on a fast machine too."""
    return _with_strings(b"<si><t>abcdefgh</t></si>" * 9_000_000)


def one_string_everywhere() -> bytes:
    """A text of 30 kB in 40,000 cells: 1.2 GB."""
    content = _with_strings(b"<si><t>" + b"a" * 30_000 + b"</t></si>")
    cell = b'<row><c t="s"><v>0</v></c></row>' * 40_000
    return rewritten(content, "xl/worksheets/sheet1.xml", b"</sheetData>", cell + b"</sheetData>")


def _with_strings(strings: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return rewritten(
        xlsx([["a"]]),
        "xl/sharedStrings.xml",
        None,
        b'<sst xmlns="%s">%s</sst>' % (space, strings),
    )


def overlapping() -> bytes:
    """A zip in whose directory 60,000 names stand for the same data."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * MB)
        (entry,) = archive.filelist
        archive.filelist = [entry] * 60_000
        archive._didModify = True
    return content.getvalue()


def nested() -> bytes:
    """A million elements, each within the one before."""
    return sheet_of("<row>", 1_000_000)


def merged() -> bytes:
    """A million merged cells."""
    return rewritten(
        xlsx([["a"]]),
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b"</sheetData><mergeCells>"
        + b'<mergeCell ref="A1:XFD1048576"/>' * 1_000_000
        + b"</mergeCells>",
    )


def many_sheets() -> bytes:
    """300,000 names for one sheet."""
    sheets = "".join(
        f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(2, 300_000)
    ).encode()
    return rewritten(xlsx([["a"]]), "xl/workbook.xml", b"</sheets>", sheets + b"</sheets>")


def laughs() -> bytes:
    """Entities within entities."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    start = f"<!DOCTYPE w [{entities}]><worksheet".encode()
    content = rewritten(xlsx([["a"]]), "xl/worksheets/sheet1.xml", b"<worksheet", start)
    return rewritten(
        content,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row><c t="str"><f>A1</f><v>&a11;</v></c></row></sheetData>',
    )


def repeated_cells() -> bytes:
    """An .ods in which one cell fills the whole sheet."""
    return rewritten(
        ods(("A", [["a"]])),
        "content.xml",
        b"</table:table>",
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
        b' office:value-type="float" office:value="7" table:number-columns-repeated="16384"/>'
        b"</table:table-row></table:table>",
    )


def random_bytes(start: bytes = b"") -> bytes:
    """9 MB of nothing."""
    return start + random.Random(1).randbytes(9 * MB)  # noqa: S311


def wide_row(cells: int) -> bytes:
    """A CSV whose second row is far wider than its header."""
    return b"registration_number,name,unit_code\n1" + b",x" * cells


def rather_wide_rows() -> bytes:
    """A CSV all of whose rows are wider than its header, as much as is let through."""
    return b"registration_number,name,unit_code\n" + (b"1" + b",x" * 90 + b"\n") * 2_500


def open_quotation() -> bytes:
    """A CSV with a quotation mark that is never closed."""
    return b'registration_number,name\n1,"' + b"abc,def\n" * MB


def blank_lines() -> bytes:
    """9 million lines with nothing in them."""
    return b"registration_number,name\n" + b"\n" * (9 * MB)


def costly(*, megabytes: int, cells: int) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """All of them, each with the name that it is sent under.

    megabytes: what the largest unpack to; to pack 1,000 takes seven seconds. cells: of a wide row.
    """
    return {
        "styles": ("x.xlsx", styles),
        "far cell": ("x.xlsx", far_cell),
        "blanks": ("x.xlsx", lambda: blanks(megabytes)),
        # Nothing is kept of these, so that only their time tells: enough for a fast machine.
        "blanks, ods": ("x.ods", lambda: ods_blanks(3 * megabytes)),
        "rows": ("x.xlsx", lambda: sheet_of("<row><c><v>1</v></c></row>", 2_000_000)),
        "formulas": ("x.xlsx", lambda: sheet_of("<row><c><f>A1</f></c></row>", 2_000_000)),
        "strings": ("x.xlsx", many_strings),
        "long string": ("x.xlsx", lambda: long_string(megabytes // 2)),
        "one string": ("x.xlsx", one_string_everywhere),
        "overlapping": ("x.xlsx", overlapping),
        "nested": ("x.xlsx", nested),
        "merged": ("x.xlsx", merged),
        "sheets": ("x.xlsx", many_sheets),
        "entities": ("x.xlsx", laughs),
        "repeated": ("x.ods", repeated_cells),
        "random": ("x.xlsx", random_bytes),
        "random zip": ("x.xlsx", lambda: random_bytes(b"PK\x03\x04")),
        "random xls": ("x.xls", lambda: random_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
        "random csv": ("x.csv", random_bytes),
        "wide row": ("x.csv", lambda: wide_row(cells)),
        "wide rows": ("x.csv", rather_wide_rows),
        "quotation": ("x.csv", open_quotation),
        "lines": ("x.csv", blank_lines),
    }
