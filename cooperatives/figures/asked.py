"""Who is asked for a figure, in words, and what is given by those who are not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..catalogue.figures import Figure, figure_named
from ..ground.problems import Problem, problem
from ..models import QuarterlyFigures, Sector, YearlyReport


def not_asked(figure: Figure, sector: str, year: int) -> str:
    """Why a cooperative of a sector is not asked for a figure in a year; "" where it is."""
    if not figure.is_of_year(year):
        return _("This figure is not asked for in %(year)s.") % {"year": year}
    if figure.asks_sector(sector):
        return ""
    message = _("This figure is asked of certain sectors alone: %(sectors)s.")
    return message % {"sectors": sectors_of(figure)}


def sectors_of(figure: Figure) -> str:
    """The names of the sectors that are asked for a figure, "" where all are."""
    return ", ".join(str(Sector(one).label) for one in figure.sectors if one in Sector.values)


def not_asked_problems(
    record: QuarterlyFigures | YearlyReport, changed: Iterable[str]
) -> list[Problem]:
    """What is given anew in a record though its cooperative is not asked for it. changed: the names
    of fields and figures that change; a blank takes back what was given and is always taken.
    """
    found = []
    for name in changed:
        figure = figure_named(name)
        if figure is None or figure.read(record) is None:
            continue
        if why := not_asked(figure, record.cooperative.sector, record.year):
            found.append(problem(record, name, "not_asked", why))
    return found
