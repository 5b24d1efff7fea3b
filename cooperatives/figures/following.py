"""Figures of a yearly report that follow the quarters until somebody types in them.

A draft stores no value for them (`YearlyReport.following`): what the quarters give is asked
whenever the draft is read, so that whatever changes a quarter, a return's state, a place or a
suspension is followed, by whatever way it came in. Once final, a report holds the values that it
had.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from ..catalogue.figures import figure_named
from ..ground.wording import ROMAN
from ..models import AdministrativeUnit, Organisation, Placement, YearlyReport
from ..models.organisations import REPORTING_UNIT
from ..units.reporting import reporting_day
from .quarters_of_year import NO_QUARTERS, QuartersOfYear, Source, quarters_of
from .values import fields_holding


def follow(draft: YearlyReport, quarters: QuartersOfYear) -> None:
    """Read what the quarters give into the figures of a draft that follow them. In memory: it goes
    when the draft is stored.
    """
    for code in draft.following:
        if figure := figure_named(code):
            figure.write(draft, quarters.figures.get(code))


def follow_quarters(reports: Iterable[YearlyReport]) -> None:
    """The same for those of some reports that follow anything, of whatever units and years; a few
    statements for each unit and year.
    """
    drafts = [report for report in reports if report.following]
    for (unit, year), of_unit in by_unit_and_year(drafts).items():
        keys = [draft.cooperative_id for draft in of_unit]
        found = quarters_of(Organisation.objects.filter(pk__in=keys), year, unit)
        for draft in of_unit:
            follow(draft, found.get(draft.cooperative_id, NO_QUARTERS))


def by_unit_and_year(
    reports: Iterable[YearlyReport],
) -> dict[tuple[AdministrativeUnit, int], list[YearlyReport]]:
    """Reports by the unit among whose reports of the year they stand, and by year."""
    found = defaultdict(list)
    ordered = sorted(reports, key=lambda report: report.year)
    for year, of_year in groupby(ordered, key=lambda report: report.year):
        of_cooperative = {report.cooperative_id: report for report in of_year}
        placements = Placement.objects.on(reporting_day(year)).order_by()
        reporters = dict(
            placements.filter(organisation__in=of_cooperative).values_list(
                "organisation", REPORTING_UNIT
            )
        )
        units = AdministrativeUnit.objects.in_bulk(set(reporters.values()))
        for key, unit in reporters.items():
            found[units[unit], year].append(of_cooperative[key])
    return found


def typed_in(report: YearlyReport, codes: Collection[str]) -> None:
    """Somebody has typed in some figures of a report: they follow nothing any more."""
    report.follows = [code for code in report.follows if code not in codes]


def fields_that_follow(reports: Iterable[YearlyReport]) -> set[str]:
    """The names of the model's fields that hold what follows the quarters in any of some reports:
    they change with its state.
    """
    return fields_holding(code for report in reports for code in report.follows)


# --- In words -------------------------------------------------------------------------------------


def in_words(source: Source | None) -> str:
    """Where a figure that follows the quarters is from: "từ các quý I–IV", "theo quý III, quý IV
    chưa có".
    """
    if source is None:
        return _("follows the quarters, which have no figure yet")
    if not source.later:
        return _from_quarters(source)
    shown = {"source": _from_quarters(source), "quarters": _names(source.later)}
    return _("%(source)s, quarter %(quarters)s not in yet") % shown


def in_short(source: Source | None) -> str:
    """The same in a few words: "từ các quý I–IV", "tạm theo quý III"."""
    if source is None:
        return _("by the quarters")
    if not source.later:
        return _from_quarters(source)
    return _("for now %(source)s") % {"source": _from_quarters(source)}


def _from_quarters(source: Source) -> str:
    quarters = _names(source.quarters)
    if len(source.quarters) > 1:
        return _("from quarters %(quarters)s") % {"quarters": quarters}
    return _("by quarter %(quarter)s") % {"quarter": quarters}


def _names(quarters: tuple[int, ...]) -> str:
    """ "III", "I–IV", "I, III"."""
    if len(quarters) > 1 and quarters[-1] - quarters[0] == len(quarters) - 1:
        ends = {"first": ROMAN[quarters[0]], "last": ROMAN[quarters[-1]]}
        return _("%(first)s–%(last)s") % ends
    return ", ".join(ROMAN[number] for number in quarters)
