"""What an entered indicator means and by which rule it is made, in whole sentences."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from cooperatives.catalogue.figures import Figure
from cooperatives.catalogue.ratings import Rating
from cooperatives.evidence import figures_of
from cooperatives.ground.printing import number_text
from cooperatives.models import Sector


def _definition(declared: Any) -> str:
    try:
        return " ".join(_sentences(declared))
    except KeyError:
        return ""


definition_of = lazy(_definition, str)
"""What a declaration means, in the language in force when it is shown."""


def _sentences(declared: Any) -> Iterator[str]:
    if declared.rule in ("quotient", "growth", "same"):
        yield _of_indicators(declared)
    else:
        yield from _of_figures(declared)
    if declared.sectors:
        names = ", ".join(str(Sector(one).label) for one in declared.sectors)
        yield _("Only organisations of these sectors count: %(sectors)s.") % {"sectors": names}
    if declared.ratings:
        names = ", ".join(str(Rating(one).label) for one in declared.ratings)
        yield _("Only cooperatives with these ratings in force count: %(ratings)s.") % {
            "ratings": names
        }
    elif declared.among:
        asked = figures_of(declared.among)
        text = (
            _("Only cooperatives count that answer “yes” in: %(figure)s.")
            if asked[0].is_of_cooperatives
            else _("Only units count that answer “yes” in: %(figure)s.")
        )
        yield text % {"figure": joined(asked)}
    if declared.only_new:
        yield _("Only what was founded from 1 January to the end of the quarter counts.")
    if declared.per_month:
        yield _("The value is that of a month: divided by the months of the year so far.")


def _of_indicators(declared: Any) -> str:
    from . import indicator_named  # noqa: PLC0415  (it is made of what it explains)

    names = {
        "of": _name(indicator_named(declared.of), declared.of),
        "per": _name(indicator_named(declared.per), declared.per),
        "year": declared.base_year,
    }
    if declared.rule == "same":
        return _("“%(of)s”, for a part of the organisations only.") % names
    if declared.rule == "quotient":
        text = _("“%(of)s” divided by “%(per)s”, each as it is at the quarter's end.")
        return text % names
    if declared.base_year:
        text = _(
            "By how many per cent “%(of)s” is above what it was at the same quarter of %(year)s."
        )
    else:
        text = _(
            "By how many per cent “%(of)s” is above what it was at the same quarter of the year"
            " before."
        )
    return text % names


def _name(indicator: Any, code: str) -> str:
    return str(indicator.label) if indicator else code


def _of_figures(declared: Any) -> Iterator[str]:
    of, per = figures_of(declared.of), figures_of(declared.per)
    names = {"of": joined(of), "per": joined(per)}
    if of[0].is_flow:
        names["of"] = _("%(figure)s from 1 January to the end of the quarter") % {
            "figure": names["of"]
        }
    else:
        names["of"] = _("%(figure)s on the quarter's last day") % {"figure": names["of"]}
    rules = _of_cooperatives() if of[0].is_of_cooperatives else _of_units()
    names["threshold"] = threshold_text(declared, of[0])
    yield rules[declared.rule] % names
    if declared.rule.startswith("share_") and of[0].is_flow:
        yield _("The threshold is a whole year's: at quarter II half of it counts.")
    if of[0].is_flow:
        if not of[0].is_of_cooperatives:
            yield _("A unit that lacks a quarter is left out, never taken for zero.")
        else:
            yield _("Who lacks a quarter is left out, never taken for zero.")
            yield _("At the year's end the final yearly report goes before the quarters.")
    elif not of[0].is_of_cooperatives:
        yield _(
            "A unit that has not reported this quarter counts with its newest figure of this year"
            " or the last; one that has none is missing."
        )
    else:
        yield _(
            "Who has not reported this quarter counts with the newest figure of this year or the"
            " last; who has none is missing."
        )


def _of_cooperatives() -> dict[str, str]:
    """What each rule makes of what cooperatives report."""
    return {
        "sum": _("Added up over the cooperatives operating on the quarter's last day: %(of)s."),
        "mean": _(
            "The mean of the cooperatives operating on the quarter's last day that have it: %(of)s."
        ),
        "weighted_mean": _(
            "The mean of the cooperatives operating on the quarter's last day, each weighed by its"
            " %(per)s: %(of)s."
        ),
        "ratio": _(
            "Over the cooperatives operating on the quarter's last day that have both, the sum of"
            " the first divided by that of the second: %(of)s; %(per)s."
        ),
        "count": _(
            "How many of the cooperatives operating on the quarter's last day say “yes”: %(of)s."
        ),
        "share": _(
            "Of the cooperatives operating on the quarter's last day that have answered, the part"
            " that says “yes”: %(of)s."
        ),
        "share_above": _(
            "Of the cooperatives operating on the quarter's last day that have it, the part that"
            " lies above %(threshold)s: %(of)s."
        ),
        "share_below": _(
            "Of the cooperatives operating on the quarter's last day that have it, the part that"
            " lies below %(threshold)s: %(of)s."
        ),
    }


def _of_units() -> dict[str, str]:
    """What each rule makes of what units report."""
    return {
        "sum": _("Added up over the units that report it: %(of)s."),
        "mean": _("The mean of the units that have it: %(of)s."),
        "weighted_mean": _("The mean of the units, each weighed by its %(per)s: %(of)s."),
        "ratio": _(
            "Over the units that have both, the sum of the first divided by that of the second:"
            " %(of)s; %(per)s."
        ),
        "count": _("How many of the units say “yes”: %(of)s."),
        "share": _("Of the units that have answered, the part that says “yes”: %(of)s."),
        "share_above": _(
            "Of the units that have it, the part that lies above %(threshold)s: %(of)s."
        ),
        "share_below": _(
            "Of the units that have it, the part that lies below %(threshold)s: %(of)s."
        ),
    }


def joined(figures: list[Figure]) -> str:
    """The names of figures that are added up."""
    return " + ".join(str(figure.name) for figure in figures)


def threshold_text(declared: Any, figure: Figure) -> str:
    """A threshold as people read it: of money in million VND."""
    value = declared.threshold or 0
    if figure.is_money:
        return _("%(amount)s million VND") % {"amount": number_text(value / figure.scale, 6)}
    return number_text(value, 6)
