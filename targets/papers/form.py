"""The elements of an official paper as Decree 30/2020/NĐ-CP has them (Annex I), in a Word file.

It knows the form and nothing of what a paper is about. Sizes are in points, lengths in millimetres.
No seal and no signature is ever drawn: there is room for both.
"""

import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY, NATION, SMALL, TINY, ANNEX = 13, 12, 12, 11, 14
PAGE, TOP, BOTTOM, LEFT, RIGHT, EDGE = (210, 297), 20, 20, 35, 20, 10
WIDTH = PAGE[0] - LEFT - RIGHT
"""What lies between the margins."""
HEAD, FOOT = (67.5, 100.0), (72.0, 83.0)
"""The columns of the head, a little wider together than the text, and of the foot."""
INDENT = 10
CELL_MARGIN = 1.0
ROOM = 10
"""Above and below the text of a cell, in twentieths of a point."""

MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
END = "./."
"""What ends a text, and the text of an annex."""
BLANK = "\u00a0" * 6
"""Room for what is filled in by hand or by the signing system."""
LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters of points, in the order of the Vietnamese alphabet."""
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
NOT_IN_XML = {*map(chr, range(32)), "\ufffe", "\uffff"} - {"\n", "\t"}

# Advance widths of Times New Roman Bold in thousandths of its size, for letters without marks.
_WIDTHS = {
    **dict.fromkeys("iljI,.;: '", 278),
    **dict.fromkeys("fjrtsczeJ-()", 420),
    **dict.fromkeys("CDGHKNOQRUVXY", 735),
    **dict.fromkeys("ABELTZFPS", 650),
    **dict.fromkeys("MWm", 930),
    **dict.fromkeys(" ,.", 250),
}
_WIDTH_OF_OTHERS = 530
POINT = 25.4 / 72


@dataclass(frozen=True)
class Head:
    """What stands at the top of page 1. Empty texts leave a gap.

    superior, issuer: in ordinary letters, a line each; symbol: what follows the number's slash,
    "BC-UBND"; dated: the year alone is printed, day and month are left to who signs. mark: a framed
    word under the number, "DỰ THẢO", or none. about: what a letter is about, "V/v …", which has no
    title; else none.
    """

    superior: str
    issuer: str
    symbol: str
    place: str
    dated: date
    mark: str = ""
    about: str = ""


@dataclass(frozen=True)
class Foot:
    """Who gets the paper, and who signs it. recipients: one each. signing_for: lines such as "TM.
    ỦY BAN NHÂN DÂN"; title: the signer's, name: the signer's. Empty texts leave a gap.
    """

    recipients: Sequence[str]
    signing_for: Sequence[str]
    title: str
    name: str


@dataclass(frozen=True)
class Column:
    """A column of a table. align: "left", "center" or "right"."""

    head: str
    width: float
    align: str = "left"


@dataclass(frozen=True)
class Cell:
    """A text in a table, with how it is set."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Group:
    """A row of a table over its whole width, above those that it names."""

    text: str


Row = Sequence[str | Cell] | Group


class Paper:
    """An official paper that is written from its top to its end, one element after another.

    day: that of its figures' publication, or of its making, which the file's properties name.
    """

    def __init__(self, title: str, day: date) -> None:
        self._document = Document()
        self._annexes = 0
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = literal(title), "", ""
        properties.language = "vi-VN"
        properties.created = properties.modified = datetime.combine(day, time())
        _drop_thumbnail(self._document)
        _set_defaults(self._document)
        (first,) = self._document.sections
        _set_page(first)
        _number_pages(first)

    def content(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    # --- The top of page 1 ------------------------------------------------------------------------

    def head(self, head: Head) -> None:
        """Issuer and number to the left, the nation's name and motto, place and day to the right
        (boxes 1 to 4); below the number what a letter is about (box 5b).
        """
        (left, right), second = self._columns(HEAD, 2)
        if head.superior:
            self._lines(left, head.superior, NATION)
        self._lines(left, head.issuer or BLANK, NATION, bold=True)
        longest = max((head.issuer or "Cơ quan ban hành").upper().splitlines(), key=text_width)
        _rule(left, HEAD[0], text_width(longest, NATION) * 0.45)
        _centred(right, NATION_NAME, NATION, bold=True)
        _centred(right, MOTTO, BODY, bold=True)
        _rule(right, HEAD[1], text_width(MOTTO, BODY))
        _centred(second[0], f"Số:{BLANK}/{head.symbol or BLANK}", BODY)
        if head.about:
            room = HEAD[0] - 2 * INDENT
            for place, line in enumerate(balanced(head.about, NATION, room)):
                _centred(second[0], line, NATION, before=0 if place else 6)
        if head.mark:
            _framed(second[0], head.mark, HEAD[0])
        year = head.dated.year
        place = f"{head.place or BLANK * 2}, ngày{BLANK}tháng{BLANK}năm {year}"
        _centred(second[1], place, BODY, italic=True)

    def title(self, kind: str, about: Sequence[str]) -> None:
        """What kind of paper it is, in capitals, and what it is about, in lines (box 5a)."""
        self._paragraph(kind.upper(), BODY + 1, bold=True, before=3, align="center")
        for line in about:
            self._paragraph(line, BODY + 1, bold=True, align="center")
        longest = max(text_width(line, BODY + 1) for line in about)
        _rule(self._document, WIDTH, longest * 0.4)

    def addressed_to(self, names: Sequence[str], before: float = 3) -> None:
        """To whom it goes: one on the same line, several on a line each (box 9a). before: the room
        above.
        """
        if len(names) < 2:
            name = f"{names[0].rstrip('.;')}." if names else BLANK * 4
            self._paragraph(f"Kính gửi: {name}", BODY, before=before, after=6, align="center")
            return
        first = self._paragraph("Kính gửi:", BODY, before=max(before, 8))
        first.paragraph_format.left_indent = Mm(35)
        for place, name in enumerate(names):
            end = "." if place == len(names) - 1 else ";"
            after = 8 if end == "." else 2
            line = self._paragraph(f"- {name.rstrip('.;')}{end}", BODY, after=after)
            line.paragraph_format.left_indent = Mm(56)

    # --- The text ---------------------------------------------------------------------------------

    def part(self, number: int, title: str) -> None:
        """A part of a report: "I. TÌNH HÌNH CHUNG"."""
        self._heading(f"{roman(number)}. {title.upper()}", bold=True)

    def heading(self, number: int, title: str) -> None:
        """A section of a part: "1. Chỉ tiêu đạt"."""
        self._heading(f"{number}. {title}", bold=True)

    def text(self, said: str, *, italic: bool = False, keeps_next: bool = False) -> None:
        """A paragraph of the text."""
        paragraph = self._paragraph(said, BODY, italic=italic, after=6, align="both")
        paragraph.paragraph_format.first_line_indent = Mm(INDENT)
        paragraph.paragraph_format.keep_with_next = keeps_next
        paragraph.paragraph_format.widow_control = True

    def points(self, sentences: Iterable[str]) -> None:
        """Points of a section: "a) …", "b) …", after the last letter "aa) …"."""
        for place, said in enumerate(sentences):
            round_, at = divmod(place, len(LETTERS))
            self.text(f"{LETTERS[at] * (round_ + 1)}) {said}")

    def caption(self, said: str) -> None:
        """What a table or a picture is, above it."""
        line = self._paragraph(said, BODY, bold=True, before=4, after=4, align="center")
        line.paragraph_format.keep_with_next = True

    def note(self, said: str) -> None:
        """What stands in small letters under a table."""
        line = self._paragraph(said, TINY, italic=True, before=2, after=6, align="both")
        line.paragraph_format.first_line_indent = Mm(0)

    def picture(self, content: bytes, width: float, says: str) -> None:
        """A picture, and in words what it shows, for who cannot see it."""
        line = self._document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _tight(line, after=4)
        shape = line.add_run().add_picture(io.BytesIO(content), width=Mm(width))
        shape._inline.docPr.set("descr", literal(says))

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        size: float,
        *,
        stays_whole: bool = False,
    ) -> None:
        """A table as wide as the text. Its head is repeated on each page. stays_whole: whether it
        goes to the next page rather than being cut.
        """
        xml = _table_xml(columns, list(rows), size, stays_whole=stays_whole)
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml(xml))  # before the last section's own element
        _tight(self._document.add_paragraph(), size=2)

    def end(self, said: str) -> None:
        """The last paragraph of the text, with the mark of its end; what follows stays with it."""
        self.text(f"{said.rstrip('.')}{END}", keeps_next=True)

    def foot(self, foot: Foot) -> None:
        """Who gets the paper to the left, who signs to the right, with room for signature and seal
        between title and name (boxes 7 to 9b).
        """
        ((left, right),) = self._columns(FOOT, 1)
        _line(left, "Nơi nhận:", SMALL, bold=True, italic=True)
        for place, name in enumerate(foot.recipients):
            end = "." if place == len(foot.recipients) - 1 else ";"
            _line(left, f"- {name.rstrip('.;')}{end}", TINY)
        if not foot.recipients:
            _line(left, f"- {BLANK}", TINY)
        for said in [*foot.signing_for, foot.title] if foot.title or foot.signing_for else [BLANK]:
            if said:
                _centred(right, said.upper(), BODY, bold=True)
        for _room in range(3):
            _centred(right, "", BODY)
        _centred(right, foot.name or BLANK * 3, BODY, bold=True)

    # --- Annexes ----------------------------------------------------------------------------------

    def annex(
        self,
        title: str,
        symbol: str,
        dated: date,
        issuer: str,
        *,
        is_only: bool,
        of: str = "Báo cáo",
    ) -> None:
        """Begin an annex on a page of its own, which counts its pages from 1. Number and day of the
        paper that it belongs to stay empty, as an electronic one has them. is_only: whether there
        is no other, which then bears no number. of: what kind of paper it belongs to.
        """
        self._annexes += 1
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        # The section before ends with an empty line, which is not to fill a page of its own.
        (*_others, ending) = self._document.element.body.iterchildren(qn("w:p"))
        _tight(Paragraph(ending, self._document), size=1)
        _set_page(section)
        # A new section is a copy of the one before, of an annex that already counts from 1.
        if section._sectPr.find(qn("w:pgNumType")) is None:
            start = OxmlElement("w:pgNumType")
            start.set(qn("w:start"), "1")
            section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")
        name = "Phụ lục" if is_only else f"Phụ lục {roman(self._annexes)}"
        self._paragraph(name, ANNEX, bold=True, align="center")
        for line in balanced(title.upper(), BODY):
            self._paragraph(line, BODY, bold=True, align="center")
        signed = f"ngày{BLANK}tháng{BLANK}năm {dated.year} của {issuer or BLANK * 3}"
        attached = f"(Kèm theo {of} số{BLANK}/{symbol or BLANK} {signed})"
        for line in balanced(attached, BODY):
            self._paragraph(line, BODY, italic=True, align="center")
        _rule(self._document, WIDTH, 40)

    def end_annex(self, said: str) -> None:
        """The last line of an annex."""
        line = self._paragraph(
            f"{said.rstrip('.')}{END}", TINY, italic=True, before=2, align="both"
        )
        line.paragraph_format.keep_together = True

    # --- How it is made ---------------------------------------------------------------------------

    def _heading(self, said: str, *, bold: bool) -> None:
        paragraph = self._paragraph(said, BODY, bold=bold, after=6, align="both")
        paragraph.paragraph_format.first_line_indent = Mm(INDENT)
        paragraph.paragraph_format.keep_with_next = True

    def _paragraph(self, said: str, size: float, **how) -> Paragraph:
        return _set(self._document.add_paragraph(), said, size, **how)

    def _lines(self, cell: _Cell, lines: str, size: float, *, bold: bool = False) -> None:
        for line in lines.splitlines():
            _centred(cell, line.upper(), size, bold=bold)

    def _columns(self, widths: tuple[float, float], rows: int) -> list[tuple[_Cell, _Cell]]:
        """Rows of two columns without borders, in the middle of the page."""
        table = self._document.add_table(rows, 2)
        table.autofit = False
        properties = table._tbl.tblPr
        indent = OxmlElement("w:tblInd")
        indent.set(qn("w:w"), str(_twips((WIDTH - sum(widths)) / 2)))
        indent.set(qn("w:type"), "dxa")
        # Word wants a table's properties in their own order.
        properties.insert_element_before(indent, "w:tblBorders", "w:tblLayout", "w:tblLook")
        margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{_margins(0)}</w:tblCellMar>")
        properties.insert_element_before(margins, "w:tblLook")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        found = []
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
                # A cell begins with an empty paragraph, which its first text takes.
                cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
            found.append(tuple(row.cells))
        return found


def roman(number: int) -> str:
    """A number below 40 in Roman figures."""
    said = ""
    for value, figure in ROMAN:
        while number >= value:
            said, number = said + figure, number - value
    return said


def day_on_paper(day: date, word: str = "ngày ") -> str:
    """A day as papers write it: with a zero before days below 10 and before January and February:
    "ngày 05/02/2024", "ngày 30/6/2024".
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{word}{day.day:02d}/{month}/{day.year}"


def text_width(text: str, size: float = BODY) -> float:
    """About how long a text in bold letters is."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = (one for one in bare if not unicodedata.combining(one))
    thousandths = sum(_WIDTHS.get(one, _WIDTH_OF_OTHERS) for one in letters)
    return thousandths / 1000 * size * POINT


def balanced(text: str, size: float, width: float = WIDTH - 4) -> list[str]:
    """A text as lines of about the same length, as few as fit the width."""
    words, lines = text.split(" "), math.ceil(text_width(text, size) / width)
    for count in range(lines, len(words)):
        room = text_width(text, size) / count
        while room <= width:
            found = _filled(words, size, room)
            if len(found) <= count:
                return found
            room += 2
    return [text]


def _filled(words: Sequence[str], size: float, room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def literal(text: str) -> str:
    """A text as it can stand in a file of Word: what XML cannot hold is a replacement mark."""
    return "".join("\ufffd" if one in NOT_IN_XML else one for one in text)


def _twips(length: float) -> int:
    return round(length / 25.4 * 1440)


def _set_defaults(document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(BODY)
    fonts = normal.element.rPr.rFonts
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    _name_font(fonts)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    normal.element.rPr.append(language)


def _drop_thumbnail(document) -> None:
    """Drop the picture of another document that the library's empty one brings along."""
    links = document.part.package.rels
    for key in [key for key, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[key]


def _name_font(fonts) -> None:
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(EDGE)
    section.different_first_page_header_footer = True


def _number_pages(section: Section) -> None:
    """The page's number in the middle of the top margin, but not on page 1."""
    section.first_page_header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _run(line, "", BODY)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _run(paragraph: Paragraph, said: str, size: float, *, bold: bool = False, italic: bool = False):
    run = paragraph.add_run(literal(said))
    run.font.name, run.font.size = FONT, Pt(size)
    _name_font(run._r.rPr.rFonts)
    run.bold, run.italic = bold or None, italic or None
    return run


ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _set(
    paragraph: Paragraph,
    said: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    align: str = "left",
) -> Paragraph:
    paragraph.alignment = ALIGNMENTS[align]
    _tight(paragraph, before=before, after=after)
    _run(paragraph, said, size, bold=bold, italic=italic)
    return paragraph


def _tight(
    paragraph: Paragraph, *, before: float = 0, after: float = 0, size: float | None = None
) -> None:
    """Single line spacing and no more room than asked for. size: of an empty line's height."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if size:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size)


def _line(cell: _Cell, said: str, size: float, **how) -> Paragraph:
    return _set(cell.add_paragraph(), said, size, **how)


def _centred(cell: _Cell, said: str, size: float, **how) -> Paragraph:
    return _line(cell, said, size, align="center", **how)


def _rule(place, width: float, length: float) -> None:
    """A continuous line of a length in the middle of a column of a width."""
    line = place.add_paragraph()
    _tight(line, after=3, size=3)
    side = max(0.0, (width - length) / 2)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(side)
    _border(line, ("bottom",))


def _framed(cell: _Cell, said: str, width: float) -> None:
    line = _centred(cell, said, SMALL, bold=True, before=2)
    side = (width - text_width(said, SMALL) - 6) / 2
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(side)
    _border(line, ("top", "left", "bottom", "right"))


def _border(paragraph: Paragraph, sides: Iterable[str]) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


# --- Tables: written as XML, for python-docx takes many seconds for some hundred rows ------------


def _table_xml(
    columns: Sequence[Column], rows: list[Row], size: float, *, stays_whole: bool
) -> str:
    grid = "".join(f'<w:gridCol w:w="{_twips(column.width)}"/>' for column in columns)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row_xml(
        columns, [Cell(column.head, bold=True) for column in columns], size, is_head=True
    )
    last = len(rows) - 1
    body = "".join(
        _row_xml(
            columns, row, size, keeps_next=(stays_whole and n < last) or isinstance(row, Group)
        )
        for n, row in enumerate(rows)
    )
    total = sum(_twips(column.width) for column in columns)
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins(CELL_MARGIN)}</w:tblCellMar>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _margins(length: float) -> str:
    """The room to both sides of the text in a table's cells."""
    return "".join(f'<w:{side} w:w="{_twips(length)}" w:type="dxa"/>' for side in ("left", "right"))


def _row_xml(
    columns: Sequence[Column],
    row: Row,
    size: float,
    *,
    is_head: bool = False,
    keeps_next: bool = False,
) -> str:
    keeps = is_head or keeps_next
    if isinstance(row, Group):
        whole = sum(_twips(column.width) for column in columns)
        cell = Cell(row.text, bold=True)
        cells = _cell_xml(cell, whole, "left", size, span=len(columns), keeps_next=keeps)
    else:
        cells = "".join(
            _cell_xml(
                given if isinstance(given, Cell) else Cell(given),
                _twips(column.width),
                "center" if is_head else column.align,
                size,
                keeps_next=keeps,
            )
            for column, given in zip(columns, row, strict=True)
        )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell_xml(
    cell: Cell, width: int, align: str, size: float, *, span: int = 1, keeps_next: bool = False
) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    keeps = "<w:keepNext/>" if keeps_next else ""
    how = ("<w:b/>" if cell.bold else "") + ("<w:i/>" if cell.italic else "")
    fonts = " ".join(f'w:{name}="{FONT}"' for name in ("ascii", "hAnsi", "eastAsia", "cs"))
    half = round(size * 2)
    set_in = f'<w:rFonts {fonts}/>{how}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    text = escape(literal(cell.text).replace("\n", " "))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/>'
        f"</w:tcPr><w:p><w:pPr>{keeps}"
        f'<w:spacing w:before="{ROOM}" w:after="{ROOM}" w:line="240" w:lineRule="auto"/>'
        # The mark of a paragraph has a size too, which an empty cell is as high as.
        f'<w:jc w:val="{align}"/><w:rPr>{set_in}</w:rPr></w:pPr><w:r><w:rPr>{set_in}</w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )
