"""What a paper looks like on top and at its foot, for a page: read back from the paper itself, so
that it cannot say anything else.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .form import TINY


@dataclass(frozen=True)
class Line:
    """A line of a paper. text: with its gaps; empty, it is room. is_small: of the size of the
    recipients or smaller.
    """

    text: str
    is_bold: bool
    is_italic: bool
    is_centred: bool
    is_small: bool
    is_framed: bool

    @property
    def classes(self) -> str:
        """How it is set, as classes of the style sheet."""
        marks = {
            "paper__bold": self.is_bold,
            "paper__italic": self.is_italic,
            "paper__centred": self.is_centred,
            "paper__small": self.is_small,
            "paper__framed": self.is_framed,
        }
        return " ".join(name for name, holds in marks.items() if holds)


Column = tuple[Line, ...]


def preview_of(content: bytes) -> list[tuple[Column, ...]]:
    """The rows of a .docx from top to bottom, of one column or of two beside each other."""
    return [tuple(map(_column, columns)) for columns in _rows(Document(io.BytesIO(content)))]


def _rows(paper: Opened) -> Iterable[list[list[Paragraph]]]:
    for block in paper.iter_inner_content():
        if isinstance(block, Table):
            yield from ([cell.paragraphs for cell in row.cells] for row in block.rows)
        else:
            yield [[block]]


def _column(paragraphs: Iterable[Paragraph]) -> Column:
    return tuple(_line(one) for one in paragraphs if one.runs)


def _line(paragraph: Paragraph) -> Line:
    first = paragraph.runs[0].font
    return Line(
        paragraph.text.strip(),
        bool(first.bold),
        bool(first.italic),
        paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER,
        first.size is not None and first.size.pt <= TINY,
        paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None,
    )
