"""The sheets of a workbook that are ours, known by their marks wherever they stand, and the one to
be read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..files.cells import FileCell
from ..files.opened import OpenedFile
from ..files.refusals import RowError, UnreadableFileError
from ..ground.unit_names import unit_inside
from ..ground.wording import quarter_inside
from ..returns.sheet import QuarterlySheet
from .layout import HEAD_ROWS, LAYOUT, OLD_TITLE, Content, Identity, tab


class WrongWorkbookError(UnreadableFileError):
    """A workbook that is not of this return, or whose rows cannot be told apart."""

    @classmethod
    def saying(cls, message: str, sheet: str = "") -> "WrongWorkbookError":
        return cls(RowError(1, "", sheet, message))


class NotOursError(WrongWorkbookError):
    """A workbook that was not downloaded here, nor copied from one that was."""


@dataclass(frozen=True)
class MarkedSheet:
    """A sheet of ours in a file: its title, whether it shows, what it is, and its rows from the one
    below the mark on. first: the number of the first of them.
    """

    title: str
    is_visible: bool
    identity: Identity
    rows: Sequence[Sequence[FileCell]]
    first: int

    @property
    def downloaded_at(self) -> str:
        """When its file was downloaded, for people."""
        moment = parse_datetime(self.identity.download)
        return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


def marked_sheets(file: OpenedFile) -> list[MarkedSheet]:
    """The sheets of ours in an opened file, in its order."""
    found = []
    for sheet in file.sheets:
        for place, cells in enumerate(islice(sheet.rows, HEAD_ROWS)):
            if identity := Identity.in_row(cells):
                rows = sheet.rows[place + 1 :]
                marked = MarkedSheet(sheet.title, sheet.is_visible, identity, rows, place + 2)
                found.append(marked)
                break
    return found


def own_sheets(sheet: QuarterlySheet, marked: Iterable[MarkedSheet]) -> list[MarkedSheet]:
    """Those of this very return's figures, whether they show or not."""
    return [one for one in marked if one.identity.content == Content.FIGURES and _is_of(one, sheet)]


def unit_sheet(sheet: QuarterlySheet, marked: Iterable[MarkedSheet]) -> MarkedSheet | None:
    """The sheet of what the unit itself reports in this very return; None where a file has none.

    Raises WrongWorkbookError where it is hidden, or there more than once.
    """
    own = [one for one in marked if one.identity.content == Content.UNIT and _is_of(one, sheet)]
    shown = [one for one in own if one.is_visible]
    if len(shown) > 1:
        message = _("The sheets “%(one)s” and “%(other)s” are the same: delete one of them.")
        params = {"one": shown[0].title, "other": shown[1].title}
        raise WrongWorkbookError.saying(message % params, shown[1].title)
    if own and not shown:
        raise _is_hidden(own[0])
    return shown[0] if shown else None


def sheets_to_read(
    sheet: QuarterlySheet, marked: Sequence[MarkedSheet], titles: Iterable[str]
) -> list[MarkedSheet]:
    """The visible sheets of this very return's figures; where there are several, somebody has to
    say which is meant. titles: those of all sheets of the file.

    Raises WrongWorkbookError where there is none, naming the sheet that stands in its place.
    """
    of_figures = [one for one in marked if one.identity.content == Content.FIGURES]
    own = own_sheets(sheet, marked)
    if shown := [one for one in own if one.is_visible]:
        return shown
    if own:
        raise _is_hidden(own[0])
    raise _without_own(sheet, marked, of_figures, titles)


def _is_hidden(one: MarkedSheet) -> WrongWorkbookError:
    message = _(
        "The sheet “%(sheet)s” is hidden: show it (right-click on the tabs, Unhide), save the "
        "file, and upload it again."
    )
    return WrongWorkbookError.saying(message % {"sheet": one.title}, one.title)


def others_than_read(marked: Iterable[MarkedSheet], sheet: QuarterlySheet) -> list[tuple[str, str]]:
    """Sheets of figures of other returns, which are left alone: title, and what they are of."""
    return [
        (one.title, _return_of(one.identity, sheet))
        for one in marked
        if one.is_visible
        and one.identity.content in (Content.FIGURES, Content.UNIT)
        and not _is_of(one, sheet)
    ]


def downloaded_with(read: MarkedSheet, marked: Iterable[MarkedSheet]) -> MarkedSheet | None:
    """The sheet of what was stored when a sheet was downloaded; None where it is gone."""
    return next(
        (
            one
            for one in marked
            if one.identity.content == Content.DOWNLOADED
            and one.identity.download == read.identity.download
            and one.identity.of_what == read.identity.of_what
        ),
        None,
    )


def _is_of(one: MarkedSheet, sheet: QuarterlySheet) -> bool:
    own = Identity.of(sheet, Content.FIGURES, "")
    return (one.identity.layout, one.identity.of_what) == (LAYOUT, own.of_what)


def _without_own(
    sheet: QuarterlySheet,
    marked: Sequence[MarkedSheet],
    of_figures: Sequence[MarkedSheet],
    titles: Iterable[str],
) -> WrongWorkbookError:
    """Why there is nothing to read: by the sheet that a person would take for the one meant."""
    for one in of_figures:
        return _other(sheet, one)
    for one in marked:
        if one.identity.content == Content.COMPARISON:
            message = _(
                "The sheet “%(sheet)s” is there for comparison and is not read, and “%(own)s” is "
                "not in the file: download the file of this return again and fill in that sheet."
            )
            params = {"sheet": one.title, "own": tab(sheet.period)}
            return WrongWorkbookError.saying(message % params, one.title)
    if marked:
        message = _(
            "The sheet “%(own)s” is not in the file any more: download the file of this return "
            "again and copy your figures into that sheet."
        )
        return WrongWorkbookError.saying(message % {"own": tab(sheet.period)})
    if OLD_TITLE in titles:
        return _of_another_layout()
    message = _(
        "This workbook was not downloaded here: download that of this return, and fill it in."
    )
    return NotOursError.saying(message)


def _other(sheet: QuarterlySheet, one: MarkedSheet) -> WrongWorkbookError:
    own = Identity.of(sheet, Content.FIGURES, "")
    if one.identity.of_what == own.of_what:
        return _of_another_layout()
    message = _(
        "The sheet “%(sheet)s” is of %(found)s, and here is the return of %(own)s: choose another "
        "file, or upload it at the return that it is of."
    )
    of_other_unit = one.identity.unit != own.unit
    own_name = unit_inside(sheet.unit.name) if of_other_unit else _quarter(own)
    params = {"sheet": one.title, "found": _return_of(one.identity, sheet), "own": own_name}
    return WrongWorkbookError.saying(message % params, one.title)


def _of_another_layout() -> WrongWorkbookError:
    message = _(
        "The file was downloaded from another version of this program and is laid out "
        "differently: download it again and copy your figures into the new one."
    )
    return WrongWorkbookError.saying(message)


def _return_of(identity: Identity, sheet: QuarterlySheet) -> str:
    """What a sheet is of, as far as it is another return than this."""
    if identity.unit != sheet.unit.code:
        return unit_inside(identity.unit_name or identity.unit)
    return _quarter(identity)


def _quarter(of: Identity) -> str:
    number = int(of.quarter) if of.quarter in ("1", "2", "3", "4") else 0
    return f"{quarter_inside(number)}/{of.year}" if number else f"{of.quarter}/{of.year}"
