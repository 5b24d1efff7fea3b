"""Whose figures are missing, and what is to be done about each: a line for each reason."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.catalogue.figures import figure_named
from cooperatives.ground.wording import ROMAN, figure, quarter_inside
from cooperatives.returns.missing import Why

from .emphasis import emphasised


def quarters_inside(quarters: Sequence[int]) -> str:
    """One or several quarters inside a sentence: "quý I, II"."""
    first, *others = quarters
    return ", ".join([quarter_inside(first), *(ROMAN[number] for number in others)])


def missing_line(why: Why, quarters: Sequence[int], field: str, year: int, count: int) -> str:
    """How many lack a figure for one reason, and what would bring it.

    field: the code of the figure whose cells are blank. year: that of the rating, for a rating.
    """
    found = figure_named(field)
    is_of_units = found is not None and not found.is_of_cooperatives
    texts = _of_units(count) if is_of_units else _of_cooperatives(count)
    return emphasised(
        texts[why],
        count=figure(count),
        quarters=quarters_inside(quarters) if quarters else "",
        figure=field_name(field),
        year=year,
    )


def _of_units(count: int) -> dict[Why, str]:
    """What is said of what units report."""
    return {
        Why.UNSENT: ngettext(
            "<strong>%(count)s</strong> unit is blank; the return of %(quarters)s was never sent",
            "<strong>%(count)s</strong> units are blank; the return of %(quarters)s was never sent",
            count,
        ),
        Why.ENTERED: ngettext(
            "<strong>%(count)s</strong> unit has entered it; the return of %(quarters)s was never"
            " sent",
            "<strong>%(count)s</strong> units have entered it; the return of %(quarters)s was never"
            " sent",
            count,
        ),
        Why.SENT_BACK: ngettext(
            "<strong>%(count)s</strong> unit lacks %(figure)s in %(quarters)s; the return was sent"
            " back",
            "<strong>%(count)s</strong> units lack %(figure)s in %(quarters)s; the return was sent"
            " back",
            count,
        ),
        Why.WAITING: ngettext(
            "<strong>%(count)s</strong> unit lacks %(figure)s in %(quarters)s, not approved yet:"
            " send it back",
            "<strong>%(count)s</strong> units lack %(figure)s in %(quarters)s, not approved yet:"
            " send it back",
            count,
        ),
        Why.APPROVED: ngettext(
            "<strong>%(count)s</strong> unit lacks %(figure)s in %(quarters)s, approved: reopen it",
            "<strong>%(count)s</strong> units lack %(figure)s in %(quarters)s, approved: reopen it",
            count,
        ),
        Why.OF_PLAN_UNIT: ngettext(
            "<strong>%(count)s</strong> has not entered %(figure)s of %(quarters)s",
            "<strong>%(count)s</strong> have not entered %(figure)s of %(quarters)s",
            count,
        ),
    }


def _of_cooperatives(count: int) -> dict[Why, str]:
    """What is said of what cooperatives report."""
    return {
        Why.UNSENT: ngettext(
            "<strong>%(count)s</strong> is blank; the return of %(quarters)s was never sent",
            "<strong>%(count)s</strong> are blank; the return of %(quarters)s was never sent",
            count,
        ),
        Why.ENTERED: ngettext(
            "<strong>%(count)s</strong> is entered; the return of %(quarters)s was never sent",
            "<strong>%(count)s</strong> are entered; the return of %(quarters)s was never sent",
            count,
        ),
        Why.SENT_BACK: ngettext(
            "<strong>%(count)s</strong> lacks %(figure)s in %(quarters)s; the return was sent back:"
            " the district can fill it in",
            "<strong>%(count)s</strong> lack %(figure)s in %(quarters)s; the return was sent back:"
            " the district can fill it in",
            count,
        ),
        Why.WAITING: ngettext(
            "<strong>%(count)s</strong> lacks %(figure)s in %(quarters)s, not approved yet: send it"
            " back",
            "<strong>%(count)s</strong> lack %(figure)s in %(quarters)s, not approved yet: send it"
            " back",
            count,
        ),
        Why.APPROVED: ngettext(
            "<strong>%(count)s</strong> lacks %(figure)s in %(quarters)s, approved: reopen it",
            "<strong>%(count)s</strong> lack %(figure)s in %(quarters)s, approved: reopen it",
            count,
        ),
        Why.IN_DRAFT: ngettext(
            "<strong>%(count)s</strong> is rated for %(year)s in a draft: make it final",
            "<strong>%(count)s</strong> are rated for %(year)s in a draft: make them final",
            count,
        ),
        Why.NOT_RATED: ngettext(
            "<strong>%(count)s</strong> has no rating for %(year)s",
            "<strong>%(count)s</strong> have no rating for %(year)s",
            count,
        ),
    }


def missing_shortly(why: Why, quarters: Sequence[int]) -> str:
    """The same reason as a choice of a filter: "trống ở biểu đã duyệt, quý I, II"."""
    label = str(why.label)
    return f"{label}, {quarters_inside(quarters)}" if quarters else label


def lacking_cells(blank: Sequence[int], entered: Sequence[int] = ()) -> str:
    """What is missing of one cooperative: its blank quarters, and those entered but not sent."""
    said = []
    if blank:
        said.append(_("blank in %(quarters)s") % {"quarters": quarters_inside(blank)})
    if entered:
        text = _("entered, return not sent: %(quarters)s")
        said.append(text % {"quarters": quarters_inside(entered)})
    return "; ".join(said)


def lack_more(count: int) -> str:
    """That some of them lack other quarters too; nothing where none does."""
    if not count:
        return ""
    text = ngettext(
        "%(count)s of them lacks other quarters too",
        "%(count)s of them lack other quarters too",
        count,
    )
    return text % {"count": figure(count)}


def decides(names: Sequence[str]) -> str:
    """That what is missing decides the status, and who narrows the range most."""
    return emphasised(
        _("What is missing decides the status: first <strong>%(names)s</strong>."),
        names=", ".join(names),
    )


def field_name(field: str) -> str:
    """The name of a figure inside a sentence."""
    found = figure_named(field)
    return str(found.name) if found else field
