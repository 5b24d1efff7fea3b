"""What officers and districts say to each other about a return, beside its grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..entry.sheet import SheetRow
from ..models import Remark
from ..rights.permissions import Permission
from .sheet import QuarterlySheet


@dataclass(frozen=True)
class Said:
    """One remark. place: that of its row in the grid, from 1; None where it is about none of them.

    settlement: the version of the remark that settled it, with who and when; None while it is open.
    """

    remark: Remark
    place: int | None = None
    settlement: Any = None

    @property
    def is_demand(self) -> bool:
        """Whether somebody who decides about the return points at a row or cell, unsettled yet."""
        remark = self.remark
        is_open = remark.cooperative_id is not None and not remark.is_settled
        return is_open and remark.by.may(Permission.RETURN_DECIDE)


def conversation(sheet: QuarterlySheet, rows: Sequence[SheetRow]) -> list[Said]:
    """The remarks on a return, the newest first. rows: those of its grid. Two statements."""
    if not sheet.stored:
        return []
    remarks = sheet.stored.remarks.select_related("by", "cooperative").order_by("-at", "-pk")
    places = {row.cooperative.pk: place for place, row in enumerate(rows, start=1)}
    settled = _settlements(remark.pk for remark in remarks if remark.is_settled)
    return [
        Said(remark, places.get(remark.cooperative_id), settled.get(remark.pk))
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
