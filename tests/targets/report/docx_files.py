"""What a test reads in a .docx."""

import io
import re
import zipfile

from docx import Document
from docx.oxml.ns import qn

HEAD, FOOT = 0, -1


def opened(content: bytes):
    return Document(io.BytesIO(content))


def xml(content: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(part).decode()


def parts_of(content: bytes) -> list[str]:
    """The names of all that the file holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.namelist()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def sections(document) -> list[list]:
    """The paragraphs and tables of each section of a document, as elements."""
    found = [[]]
    for element in document.element.body:
        if element.tag == qn("w:sectPr"):
            continue
        found[-1].append(element)
        if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            found.append([])
    return found


def text_of(element) -> str:
    return plain("".join(one.text or "" for one in element.iter(qn("w:t"))))


def lines_of(element) -> list[str]:
    """The lines of an element that say something."""
    return [said for one in element.iter(qn("w:p")) if (said := text_of(one).strip())]


def run_of(element, said: str):
    """The first run that holds a text."""
    return next(one for one in element.iter(qn("w:r")) if said in text_of(one))


def size_of(run) -> int:
    """In half-points."""
    return int(run.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")))


def has(run, mark: str) -> bool:
    """Whether a run is bold ("b") or italic ("i")."""
    return run.find(f"{qn('w:rPr')}/{qn(f'w:{mark}')}") is not None


def rows_of(table) -> list[list[str]]:
    """The cells of a table's rows, its head first."""
    return [[text_of(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def numbers_in(text: str) -> list[str]:
    """The numbers of a Vietnamese text, as they are written."""
    return re.findall(r"\d+(?:\.\d{3})*(?:,\d+)?", text)
