"""The returns of a list as a table to take along."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from ..files.writing import Table, Value
from ..ground.calendar import today
from ..models import ReturnStep
from .owed import OwedReturn


def returns_table(
    returns: Iterable[OwedReturn],
    steps: Mapping[int, ReturnStep],
    changed: Mapping[int, int],
    about: list[tuple[str, Value]],
) -> Table:
    """A row for each return. steps and changed: its last step, and how many of its cells changed
    since the province last had it, by its key. about: more that all rows are about.
    """
    header = [
        _("Unit code"),
        _("Unit"),
        _("Year"),
        _("Quarter"),
        _("State"),
        _("Cooperatives complete"),
        _("Cooperatives expected"),
        _("Due on"),
        _("Submitted on"),
        _("Timeliness"),
        _("Days"),
        _("Cells changed since the province had it"),
        _("Last step"),
        _("Step taken on"),
        _("By"),
        _("Reason"),
    ]
    return Table(
        name=f"returns-{today().isoformat()}",
        title=_("Returns"),
        about=[(_("Made on"), today()), *about],
        header=header,
        rows=[_row(one, steps.get(one.key), changed.get(one.key)) for one in returns],
        years={2, 3},
    )


def _row(owed: OwedReturn, step: ReturnStep | None, changed: int | None) -> list[Value]:
    filled = owed.completeness
    return [
        owed.unit.code,
        owed.unit.name,
        owed.period.year,
        owed.period.number,
        str(owed.label),
        filled.complete,
        filled.expected,
        owed.due_on,
        owed.submitted_at and timezone.localdate(owed.submitted_at),
        str(owed.timeliness.label),
        owed.days,
        changed,
        step and step.get_step_display(),
        step and timezone.localdate(step.at),
        str(step.by) if step and step.by else None,
        step and step.reason,
    ]
