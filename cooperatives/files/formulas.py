"""Text that a spreadsheet would take for a formula, written so that it does not, and read back."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")


def marked(text: str) -> str:
    """Text of a .csv, with an apostrophe before what would be a formula: "=1+1" → "'=1+1"."""
    return f"'{text}" if _FORMULA.match(text) else text


def unmarked(text: str) -> str:
    """What was marked, as it was: `unmarked(marked(text)) == text`."""
    return text[1:] if _MARKED.match(text) else text


def marked_in_workbook(text: str) -> str:
    """Text of an .xlsx, whose cells say themselves that they hold text: only what would be read as
    marked is marked.
    """
    return f"'{text}" if _MARKED.match(text) else text
