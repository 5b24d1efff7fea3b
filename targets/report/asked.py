"""Reads all that a report is made of: from the records now, or from an edition."""

import json
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from cooperatives.evidence import EvidenceRow, list_evidence
from cooperatives.models import User
from cooperatives.returns.reporting import reporting_of

from ..comparison.progress import Progress
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection
from ..editions.checking import broken_parts
from ..editions.content import progress_in, reporting_in
from ..editions.records import frozen_rows
from ..models import Edition, Plan
from ..papers.texts import has_demo, texts_of
from .annexes import annexes_of
from .paper import quarterly_report
from .tables import Annex
from .text import Issuers, Mark


class BrokenEditionError(ValueError):
    """An edition is no longer what was published; the text says so."""


def live_report(selection: Selection, reader: User) -> bytes:
    """The report of what is in the records now, a draft; its annexes list what the reader may see.

    Raises NothingThereError where no plan has a target for the unit in that year.
    """
    progress = progress_of(selection)
    if selection.plan is None or not any(progress.goals.values()):
        numbers = {"unit": selection.unit.name, "year": selection.year}
        raise NothingThereError(_("No plan has a target for %(unit)s in %(year)s.") % numbers)
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

    return annexes_of(selection.period, rows_of)


def report_of(edition: Edition) -> bytes:
    """The report of published figures: of nothing that the records hold now but the office's fixed
    texts. For who may read the edition's rows of cooperatives.

    Raises BrokenEditionError for one that is no longer what was published.
    """
    if any(broken_parts(edition)):
        raise BrokenEditionError(
            _("This edition was changed in the database: no report is made of it.")
        )
    content, records = json.loads(edition.content), json.loads(edition.records)
    progress = progress_in(content)
    return quarterly_report(
        progress,
        reporting_in(content),
        texts_of(edition.unit),
        annexes_of(edition.period, partial(frozen_rows, records)),
        Mark(edition.published_on, edition.number),
        issuers={
            (one["number"], date.fromisoformat(one["issued_on"])): one["issuer"]
            for one in content["decisions"]
        },
        is_demo=edition.is_demo,
        goes_on=content["goes_on"],
    )


def _issuers(progress: Progress) -> Issuers:
    """Who issued the plan that is followed and the decisions that set its targets."""
    parts = (progress.whole, *progress.parts)
    keys = {one.target.plan.pk for part in parts for one in part.standings if one.target}
    plans = Plan.objects.filter(pk__in={progress.selection.plan.pk, *keys})
    return {(one.number, one.issued_on): one.issuer for one in plans}
