"""Rules of an entered figure beside what was reported of it, and whom it asks (design 1.3a)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import Figure
from ..ground.calendar import today
from ..ground.problems import Problem, problem
from ..models import (
    Cooperative,
    EnteredFigure,
    Level,
    QuarterlyFigures,
    UnitFigures,
    User,
    YearlyReport,
)
from ..rights.permissions import Permission

SETTLED = ("code", "measure", "nature", "reported_by", "sector", "from_year")
"""What stays as it is once a figure has values: its names, limits and last year may change."""


MEANING = ("code", "measure", "nature", "reported_by")
"""What stays as it is while something is made of a figure, reported or not."""


@dataclass(frozen=True)
class MadeOf:
    """Something that is made of a figure, named by its code. name: what it is called; needed_to:
    the last year for which it has a target, None without one.
    """

    figure: str
    name: str | Promise
    needed_to: int | None


_made: list[Callable[[], Iterable[MadeOf]]] = []


def tell_made(made: Callable[[], Iterable[MadeOf]]) -> None:
    """Say what is made of figures: those are kept while it is there."""
    _made.append(made)


def made_of(code: str) -> list[MadeOf]:
    """What is made of a figure."""
    return [one for told in _made for one in told() if one.figure == code]


def may_keep_figures(user: User) -> bool:
    """Whether somebody may enter and change figures: they are asked of a whole province, so that an
    admin of a part of one only reads them.
    """
    if not user.may(Permission.CATALOGUE_WRITE):
        return False
    return user.unit is None or user.unit.level in (Level.COUNTRY, Level.PROVINCE)


def has_values(code: str) -> bool:
    """Whether anything was reported of an entered figure, counted or not."""
    return any(
        model.objects.filter(extra__has_key=code).exists()
        for model in (QuarterlyFigures, YearlyReport, UnitFigures)
    )


def entered_figure_problems(
    figure: EnteredFigure, before: EnteredFigure | None
) -> Iterator[Problem]:
    """What is wrong with a figure beside what was reported of it. before: as it is stored, None for
    a new one.
    """
    if before is None:
        return
    changed = [name for name in SETTLED if getattr(figure, name) != getattr(before, name)]
    if changed and has_values(before.code):
        message = _(
            "This figure has values already: only its names, limits and last year may change. What "
            "means something else is another figure."
        )
        for name in changed:
            yield problem(figure, name, "has_values", message)
    ends = figure.to_year if figure.to_year != before.to_year else None
    changed = [name for name in MEANING if name in changed]
    for one in made_of(before.code) if changed or ends else ():
        if changed:
            message = _(
                "“%(indicator)s” is made of it, so that its meaning stays: enter another figure, or"
                " change the indicator first."
            )
            yield problem(figure, changed[0], "is_used", message, indicator=one.name)
        if ends and one.needed_to and ends < one.needed_to:
            message = _(
                "“%(indicator)s” is made of it and has a target for %(year)s: end it with that year"
                " or later."
            )
            shown = {"indicator": one.name, "year": str(one.needed_to)}
            yield problem(figure, "to_year", "is_used", message, **shown)


def removal_problems(figure: EnteredFigure) -> Iterator[Problem]:
    """Why a figure cannot be deleted."""
    if has_values(figure.code):
        message = _("This figure has values: it is ended by its last year, not deleted.")
        yield problem(figure, "", "has_values", message)
    for one in made_of(figure.code):
        message = _("“%(indicator)s” is made of it: it is ended by its last year, not deleted.")
        yield problem(figure, "", "is_used", message, indicator=one.name)


@dataclass(frozen=True)
class Asked:
    """How many cooperatives are asked for a figure, of all that operate on a day."""

    asked: int
    all: int


def asked_today(figures: list[Figure]) -> dict[str, Asked]:
    """Whom figures ask today, by code; in one statement."""
    operating = Cooperative.objects.operating_on(today()).order_by()
    of_sector = Counter(dict(operating.values_list("sector").annotate(Count("pk"))))
    return {
        one.code: Asked(
            sum(number for sector, number in of_sector.items() if one.asks_sector(sector)),
            of_sector.total(),
        )
        for one in figures
    }
