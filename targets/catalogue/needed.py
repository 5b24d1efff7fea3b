"""Until when figures are needed: the years of the targets of what is made of them."""

from collections.abc import Iterator

from django.db.models import Max

from cooperatives.figures.entered import MadeOf

from ..indicators import entry_named, figures_of_indicators
from ..models import Target


def made_of_figures() -> Iterator[MadeOf]:
    """The indicators that are made of figures, with the last year for which one has a target, or
    one that is made of it in turn. One statement.
    """
    needed = _needed_to()
    for code, indicator in figures_of_indicators():
        yield MadeOf(code, indicator.label, needed.get(indicator.code))


def _needed_to() -> dict[str, int]:
    """The last year with a target, by the codes of indicators."""
    found: dict[str, int] = {}
    for code, year in Target.objects.order_by().values_list("indicator").annotate(Max("year")):
        open_ones = [code]
        while open_ones:
            one = open_ones.pop()
            if found.get(one, 0) >= year:
                continue
            found[one] = year
            entry = entry_named(one)
            open_ones += entry.declared.others if entry else []
    return found
