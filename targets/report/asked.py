"""Reads all that a report is made of: from the records now, or from an edition."""

import json
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cooperatives.evidence import EvidenceRow, all_evidence, list_evidence
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.unit_names import unit_inside
from cooperatives.ground.wording import in_language
from cooperatives.models import Placement, User
from cooperatives.models.units import path_above, path_starts
from cooperatives.returns.reporting import reporting_of

from ..comparison.progress import Progress
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection
from ..editions.checking import broken_parts
from ..editions.content import Figures, indicators_in, progress_in, reporting_in
from ..editions.records import frozen_rows
from ..models import Edition, Plan
from ..papers.texts import has_demo, texts_of
from .annexes import annexes_of, frozen_figures, listed_figures
from .office_book import Book
from .paper import quarterly_report
from .parts import ALL_MANAGERS, Ended, counted_in
from .tables import Annex
from .text import Issuers, Mark


class BrokenEditionError(ValueError):
    """An edition is no longer what was published; the text says so."""


def live_report(selection: Selection, reader: User) -> bytes:
    """The report of what is in the records now, a draft; its annexes list what the reader may see.

    Raises NothingThereError where no plan has a target for the unit in that year.
    """
    progress = _planned(progress_of(selection))
    return quarterly_report(
        progress,
        reporting_of(selection.unit, selection.period),
        texts_of(selection.unit),
        live_annexes(selection, reader),
        issuers=_issuers(progress),
        is_demo=has_demo(),
        goes_on=selection.goes_on,
    )


def live_annexes(selection: Selection, reader: User) -> list[Annex]:
    """The annexes as far as the reader's scope reaches: one statement a figure."""
    year, quarter = selection.year, selection.quarter

    def rows_of(code: str) -> list[EvidenceRow]:
        return list_evidence(reader, selection.unit, year, quarter, code)

    return annexes_of(selection.period, listed_figures(), rows_of)


def live_workbook(selection: Selection) -> bytes:
    """The office's annex of what is in the records now, a draft. It names no cooperative.

    Raises NothingThereError as `live_report`.
    """
    figures = Figures.of(selection)
    progress = _planned(figures.shown)
    managers, ended = [], []
    if not selection.in_todays:
        period = selection.period
        managers = all_evidence(selection.unit, period.year, period.number, ALL_MANAGERS)
        ended = _ended(selection)
    return Book(
        figures.content,
        progress,
        figures.reporting,
        None if selection.in_todays else counted_in(managers, ended),
        None,
        texts_of(selection.unit).symbol,
        _issuers(progress),
        is_demo=has_demo(),
        goes_on=selection.goes_on,
    ).written()


def _ended(selection: Selection) -> list[Ended]:
    """The organisations that ended in the year up to the quarter's end, where they lay then."""
    last = selection.period.ends_on
    rows = Placement.objects.on(last).filter(
        path_starts(selection.unit.path, "unit__path"),
        organisation__dissolved_on__range=(Quarter(last.year, 1).starts_on, last),
    )
    found = rows.order_by().values_list("organisation__kind", "unit__path")
    return [Ended(kind, path) for kind, path in found]


def report_of(edition: Edition) -> bytes:
    """The report of published figures: of nothing that the records hold now but the office's fixed
    texts. For who may read the edition's rows of cooperatives.

    Raises BrokenEditionError for one that is no longer what was published, or that cannot be read
    any more, and NothingThereError as `live_report`.
    """
    content, records = _texts_in(edition)
    progress = _readable(content)
    return quarterly_report(
        progress,
        reporting_in(content),
        texts_of(edition.unit),
        annexes_of(edition.period, frozen_figures(records), partial(frozen_rows, records)),
        Mark(edition.published_on, edition.number),
        issuers=_issuers_in(content),
        is_demo=edition.is_demo,
        goes_on=content["goes_on"],
    )


def workbook_of(edition: Edition) -> bytes:
    """The office's annex of published figures, of what `report_of` is made of. Raises as that."""
    content, records = _texts_in(edition)
    progress = _readable(content, [one["code"] for one in content["indicators"]])
    first, last = content["period"]["first"], content["period"]["last"]
    ended = [
        Ended(one["kind"], one["path"])
        for one in records["organisations"]
        if one["dissolved_on"]
        and first <= one["dissolved_on"] <= last
        # The rows hold whom the whole had in the year too: who moved away ended elsewhere.
        and one["path"].startswith(edition.unit.path)
    ]
    return Book(
        content,
        progress,
        reporting_in(content),
        counted_in(frozen_rows(records, ALL_MANAGERS), ended),
        Mark(edition.published_on, edition.number),
        texts_of(edition.unit).symbol,
        _issuers_in(content),
        is_demo=edition.is_demo,
        goes_on=content["goes_on"],
    ).written()


def has_targets(progress: Progress) -> bool:
    """Whether the plan that is followed has a target for the unit in that year: one of its own, or
    of the plan's unit right above it, of which it owes a part. Farther down nobody has set what a
    paper could call the unit's plan.
    """
    plan, unit = progress.selection.plan, progress.selection.unit
    if plan is None or not any(progress.goals.values()):
        return False
    if any(one.target for one in progress.whole.standings):
        return True
    return path_above(unit.path) == plan.unit.path


def _planned(progress: Progress) -> Progress:
    """The same; NothingThereError for a unit without targets."""
    if has_targets(progress):
        return progress
    subject = progress.selection
    numbers = {"unit": unit_inside(subject.unit.name), "year": subject.year}
    raise NothingThereError(_("No plan has a target for %(unit)s in %(year)s.") % numbers)


def _texts_in(edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an edition holds of values and of rows."""
    if any(broken_parts(edition)):
        raise BrokenEditionError(
            _("This edition was changed in the database: no report is made of it.")
        )
    return json.loads(edition.content), json.loads(edition.records)


def _readable(content: dict[str, Any], codes: Iterable[str] = ()) -> Progress:
    """The comparison that an edition holds. codes: of indicators that are needed beside those that
    the plan aims at. Entered ones are built of the catalogue's figures, which nothing but the
    database itself lets go.
    """
    progress = progress_in(content)
    built = indicators_in(content)
    parts = (progress.whole, *progress.parts)
    for code in dict.fromkeys([*(one.code for part in parts for one in part.standings), *codes]):
        if code not in built:
            name = next(one for one in content["indicators"] if one["code"] == code)
            raise BrokenEditionError(
                _(
                    "“%(indicator)s” is made of something that was deleted from the database: no"
                    " report is made of this edition."
                )
                % {"indicator": in_language(name["name_vi"], name["name_en"])}
            )
    return _planned(progress)


def _issuers_in(content: dict[str, Any]) -> Issuers:
    return {
        (one["number"], date.fromisoformat(one["issued_on"])): one["issuer"]
        for one in content["decisions"]
    }


def _issuers(progress: Progress) -> Issuers:
    """Who issued the plan that is followed and the decisions that set its targets."""
    parts = (progress.whole, *progress.parts)
    keys = {one.target.plan.pk for part in parts for one in part.standings if one.target}
    plans = Plan.objects.filter(pk__in={progress.selection.plan.pk, *keys})
    return {(one.number, one.issued_on): one.issuer for one in plans}
