"""CSV: text in UTF-8, whose delimiter is found out."""

import csv
import io
from collections import Counter
from contextlib import suppress
from itertools import islice

from ...ground.vietnamese import tidy
from .answer import Answer, Refused

DELIMITERS = ",;\t"
HEAD = 40
"""Rows by which the delimiter is told."""


def read_text(content: bytes, headers: set[str], answer: Answer) -> None:
    """Read a CSV as one sheet without a title; a row has all its cells, blank ones as "".

    headers: texts that headers may have, tidy and in small letters. Raises Refused.
    """
    text = _decoded(content)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, headers), strict=True
    )
    answer.sheet("")
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused("quotation", row=number, value=str(error)) from error
        answer.row(cells)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_wide(content):
        raise Refused("utf-16", row=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        start = before.rfind(b"\n") + 1
        line = content[start : start + 1000].split(b"\n", 1)[0].rstrip(b"\r")
        # As Latin-1 each byte is the letter of its number: nothing is lost on the way.
        raise Refused(
            "encoding", row=before.count(b"\n") + 1, value=line.decode("latin-1")
        ) from error
    if "\x00" in text:
        raise Refused("nul", row=text[: text.index("\x00")].count("\n") + 1, value="\\x00")
    return text


def _looks_wide(content: bytes) -> bool:
    """Whether every other byte is 0, as in UTF-16 of letters without accents."""
    head = content[:200]
    return len(head) > 3 and max(head[::2].count(0), head[1::2].count(0)) > len(head) // 4


def _delimiter(text: str, headers: set[str]) -> str:
    """The delimiter by which most headers are found in one row; failing that, the one by which
    most rows are as wide as each other.
    """

    def likelihood(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows: list[list[str]] = []
        with suppress(csv.Error):
            rows.extend(islice(reader, HEAD))
        known = (sum(tidy(cell).casefold() in headers for cell in row) for row in rows)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(known, default=0), max(
            ((width - 1) * times for width, times in widths.items()), default=0
        )

    return max(DELIMITERS, key=likelihood)
