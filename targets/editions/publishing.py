"""Freezes the figures of a unit at a quarter as its next edition."""

import json
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cooperatives.ground.calendar import now
from cooperatives.ground.unit_names import unit_inside
from cooperatives.ground.vietnamese import tidy
from cooperatives.models import User

from ..comparison.selection import Selection, select
from ..models import Edition
from .canonical import canonical, sha256
from .checking import UNREADABLE, broken_parts
from .content import Figures, content_of, moved_parts
from .records import holds_demo, records_of, reported_in


class NotPublishedError(ValueError):
    """Nothing is published; the text says why, in a sentence for who asked."""


class OtherFiguresError(NotPublishedError):
    """The figures are no longer those that the person was shown."""


def check_publishable(selection: Selection) -> None:
    """Raises NotPublishedError where figures of this kind are not published at all."""
    if selection.plan is None:
        raise NotPublishedError(
            _("No plan has a target for %(unit)s in %(year)s: there is nothing to publish.")
            % {"unit": unit_inside(selection.unit.name), "year": selection.year}
        )
    if not selection.unit.covers(selection.period.ends_on):
        raise NotPublishedError(
            _("%(unit)s does not exist at the end of quarter %(quarter)s of %(year)s.")
            % {
                "unit": selection.unit.name,
                "quarter": selection.quarter,
                "year": selection.year,
            }
        )


def publish(
    year: int,
    quarter: int,
    unit_code: str | None = None,
    *,
    reader: User | None = None,
    note: str = "",
    seen: str | None = None,
) -> Edition:
    """The next edition of a unit's figures, all or nothing, as the records are at one moment.

    reader: who publishes, None for a command; unit_code: by default the unit of `select`. seen: the
    `mark` of the figures that the person was shown, None for nothing shown.
    Raises NothingThereError for what cannot be looked at, a quarter that has not begun among it,
    and NotPublishedError for a unit without targets in that year, or where nothing has moved since
    the last edition; of these OtherFiguresError where the figures are not those that were seen.
    After an edition that is no longer what was published the next one is made all the same: nobody
    can say what has moved since.
    """
    note = tidy(note)
    with transaction.atomic():
        _one_at_a_time()
        selection = select(reader=reader, year=year, quarter=quarter, unit_code=unit_code)
        check_publishable(selection)
        last = Edition.objects.of(selection.unit, year, quarter).first()
        figures = Figures.of(selection)
        if seen is not None and seen != figures.mark:
            raise OtherFiguresError(
                _("The figures have changed since you looked: look again, then publish.")
            )
        records = records_of(selection, figures.everything)
        if last and not may_have_moved(last, figures.content, records):
            raise NotPublishedError(
                _("Nothing has moved since edition %(number)s: no new one is made.")
                % {"number": last.number}
            )
        number, at = last.number + 1 if last else 1, now()
        is_demo = holds_demo(selection, figures.everything, records)
        rows, by = canonical(records | {"number": number}), str(reader or "")
        rows_hash = sha256(rows)
        content = canonical(
            content_of(
                figures.content,
                number=number,
                at=at,
                by=by,
                note=note,
                is_demo=is_demo,
                records_sha256=rows_hash,
            )
        )
        edition = Edition(
            unit=selection.unit,
            year=year,
            quarter=quarter,
            number=number,
            published_at=at,
            published_by=by,
            note=note,
            content=content,
            sha256=sha256(content),
            records=rows,
            records_sha256=rows_hash,
            is_demo=is_demo,
        )
        edition.full_clean(validate_constraints=False)
        edition.save()
    return edition


def shows_the_same(last: Edition, figures: Figures) -> bool:
    """Whether nothing that an edition shows is otherwise now; a row behind it may be."""
    try:
        return not moved_parts(json.loads(last.content), json.loads(canonical(figures.content)))
    except UNREADABLE:
        return False


def may_have_moved(last: Edition, figures: dict[str, Any], records: dict[str, Any]) -> bool:
    """Whether anything is otherwise than in an edition, a row behind it among it; True also of one
    that is no longer what was published.
    """
    try:
        return any(broken_parts(last)) or has_moved(last, figures, records)
    except UNREADABLE:
        return True


def has_moved(last: Edition, figures: dict[str, Any], records: dict[str, Any]) -> bool:
    """Whether anything is otherwise now than in an edition: a figure, or a row behind one."""
    as_stored = json.loads(canonical(figures))
    if moved_parts(json.loads(last.content), as_stored):
        return True
    return reported_in(json.loads(last.records)) != reported_in(json.loads(canonical(records)))


def _one_at_a_time() -> None:
    """Let who publishes at the same time wait, and see the records as at one moment.

    On SQLite the transaction does both from its first statement on. PostgreSQL takes its picture of
    the data at the first statement after the lock, so that it holds what another has published.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        table = connection.ops.quote_name(Edition._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
