"""Rules of a rating scale beside others, and beside the scores that were given in its years."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ..ground.problems import Problem, problem
from ..models import RatingScale, YearlyReport


def rating_scale_problems(row: RatingScale) -> Iterator[Problem]:
    """What is wrong with a scale: no year has two, and no report of its years contradicts it."""
    if other := RatingScale.objects.of_years_of(row).first():
        message = _("There is a scale for some of these years already: %(other)s.")
        yield problem(row, "from_year", "scales_overlap", message, other=other)
        return
    for year, count in _contradicting(row):
        message = _(
            "%(count)s reports of %(year)s have a score and another rating than this scale gives:"
            " correct them first."
        )
        yield problem(row, "", "contradicts", message, count=str(count), year=str(year))


def removal_problems(row: RatingScale) -> Iterator[Problem]:
    """Why a scale cannot be deleted."""
    if _scored(row).exists():
        message = _("Reports of its years have scores, whose ratings this scale gives.")
        yield problem(row, "", "has_scores", message)


def _scored(row: RatingScale):
    found = YearlyReport.objects.exclude(score=None)
    if row.from_year is not None:
        found = found.filter(year__gte=row.from_year)
    return found if row.to_year is None else found.filter(year__lte=row.to_year)


def _contradicting(row: RatingScale) -> list[tuple[int, int]]:
    """The years in which reports contradict it, and how many."""
    scale, found = row.scale, {}
    # Counted by what they say, which is the same of many.
    said = _scored(row).order_by().values_list("year", "score", "rating", "ground")
    for year, score, rating, ground, count in said.annotate(count=Count("pk")):
        if not scale.agrees(score, rating, ground):
            found[year] = found.get(year, 0) + count
    return sorted(found.items())
