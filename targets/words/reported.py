"""Who stands behind a value: how many have reported, and whose ratings it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import figure

from ..indicators import Indicator
from ..reckoning.measures import Coverage


def is_from_registry(indicator: Indicator) -> bool:
    """Whether it is counted from the registry, where nothing can be missing."""
    return indicator.is_from_registry


def who_reported(indicator: Indicator, coverage: Coverage) -> str:
    """How many of those expected have a figure of the period itself: "98/112 HTX đã báo cáo"."""
    if indicator.is_rating_share:
        text = ngettext(
            "%(reported)s of %(expected)s cooperative rated",
            "%(reported)s of %(expected)s cooperatives rated",
            coverage.expected,
        )
    elif indicator.counts_units:
        text = ngettext(
            "%(reported)s of %(expected)s unit reported",
            "%(reported)s of %(expected)s units reported",
            coverage.expected,
        )
    else:
        text = ngettext(
            "%(reported)s of %(expected)s cooperative reported",
            "%(reported)s of %(expected)s cooperatives reported",
            coverage.expected,
        )
    return text % {"reported": figure(coverage.reported), "expected": figure(coverage.expected)}


def who_is_missing(indicator: Indicator, coverage: Coverage) -> str:
    """How many of those expected have no figure, not even an earlier one: "thiếu 44/381 HTX"."""
    if indicator.counts_units:
        text = ngettext(
            "%(missing)s of %(expected)s unit missing",
            "%(missing)s of %(expected)s units missing",
            coverage.expected,
        )
    else:
        text = ngettext(
            "%(missing)s of %(expected)s cooperative missing",
            "%(missing)s of %(expected)s cooperatives missing",
            coverage.expected,
        )
    return text % {"missing": figure(coverage.missing), "expected": figure(coverage.expected)}


def by_ratings_of(year: int) -> str:
    """Whose ratings a share of ratings rests on."""
    return _("by the ratings of %(year)s") % {"year": year}


def behind_value(indicator: Indicator, coverage: Coverage, ratings_of: int | None) -> str:
    """What a value rests on. ratings_of: the year of the ratings, None where it rests on none."""
    if is_from_registry(indicator):
        return _("counted in the registry")
    if not coverage.expected:
        if indicator.counts_units:
            return _("no unit has to report")
        return _("no cooperative has to report")
    said = [who_reported(indicator, coverage)]
    if ratings_of:
        said.append(by_ratings_of(ratings_of))
    if coverage.carried:
        earlier = ngettext(
            "%(carried)s with an earlier figure",
            "%(carried)s with earlier figures",
            coverage.carried,
        )
        said.append(earlier % {"carried": figure(coverage.carried)})
    return ", ".join(said)


def coverage_in_full(coverage: Coverage) -> str:
    """How many of those expected have reported, and how many have not; earlier figures where some
    are carried on.
    """
    numbers = {
        "reported": figure(coverage.reported),
        "carried": figure(coverage.carried),
        "missing": figure(coverage.missing),
        "expected": figure(coverage.expected),
    }
    if not coverage.carried:
        return _("%(reported)s reported, %(missing)s missing, of %(expected)s") % numbers
    text = _(
        "%(reported)s reported, %(carried)s with earlier figures, %(missing)s missing,"
        " of %(expected)s"
    )
    return text % numbers


def carried_on(indicator: Indicator, coverage: Coverage) -> str:
    """How many figures are those of an earlier period; empty without any."""
    if not coverage.carried:
        return ""
    if indicator.counts_units:
        text = ngettext(
            "%(number)s unit by an earlier figure",
            "%(number)s units by earlier figures",
            coverage.carried,
        )
    else:
        text = ngettext(
            "%(number)s cooperative by an earlier figure",
            "%(number)s cooperatives by earlier figures",
            coverage.carried,
        )
    return text % {"number": figure(coverage.carried)}
