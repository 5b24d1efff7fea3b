"""What officers and districts say to each other about a return, beside its grid.

A remark stands open until the side that made it settles it; both sides answer it meanwhile. Answers
stand under it, and are not settled by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..entry.sheet import LockedError, SheetRow
from ..ground.calendar import now
from ..models import Remark, User
from .sheet import QuarterlySheet

Side = Remark.Side


@dataclass(frozen=True)
class Said:
    """One remark with its answers, the oldest first. place: that of its row in the grid, from 1;
    None where it is about none of them.

    settlement: the version of the remark that settled it, with who and when; None while it is open.
    is_own: whether the reader's side made it, and so settles it.
    """

    remark: Remark
    place: int | None = None
    settlement: Any = None
    answers: tuple[Remark, ...] = ()
    is_own: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the other side has answered it."""
        return any(one.side != self.remark.side for one in self.answers)

    @property
    def is_demand(self) -> bool:
        """Whether the province points at a row or cell, and has not settled it yet."""
        remark = self.remark
        is_open = remark.cooperative_id is not None and not remark.is_settled
        return is_open and remark.side == Side.OFFICER


def conversation(sheet: QuarterlySheet, rows: Sequence[SheetRow]) -> list[Said]:
    """The remarks on a return, the newest first. rows: those of its grid. Two statements."""
    if not sheet.said:
        return []
    remarks = [remark for remark in reversed(sheet.said) if remark.in_answer_to_id is None]
    answers: dict[int, list[Remark]] = defaultdict(list)
    for remark in sheet.said:
        if remark.in_answer_to_id:
            answers[remark.in_answer_to_id].append(remark)
    places = {row.cooperative.pk: place for place, row in enumerate(rows, start=1)}
    settled = _settlements(remark.pk for remark in remarks if remark.is_settled)
    own = Remark.side_of(sheet.reader)
    return [
        Said(
            remark,
            places.get(remark.cooperative_id),
            settled.get(remark.pk),
            tuple(answers[remark.pk]),
            is_own=remark.side == own,
        )
        for remark in remarks
    ]


def _settlements(settled: Iterable[int]) -> dict[int, Any]:
    """The version that settled each remark last: history knows who did, and by which way."""
    versions = Remark.history.filter(id__in=list(settled)).order_by("history_date", "history_id")
    found: dict[int, Any] = {}
    for version in versions.select_related("history_user"):
        if version.is_settled:
            found.setdefault(version.id, version)
        else:
            found.pop(version.id, None)
    return found


@transaction.atomic
def answer(remark: Remark, by: User, text: str) -> Remark:
    """Answer a remark of a return within the person's reach, or say more about it.

    Raises LockedError where it is settled, or an answer itself.
    """
    held = Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=remark.pk)
    if held.in_answer_to_id or held.is_settled:
        raise LockedError(_("This remark is settled: open it again, or leave a new one."))
    return Remark.objects.create(
        quarterly_return_id=held.quarterly_return_id,
        cooperative_id=held.cooperative_id,
        field=held.field,
        in_answer_to=held,
        text=text,
        by=by,
        side=Remark.side_of(by),
        at=now(),
    )
