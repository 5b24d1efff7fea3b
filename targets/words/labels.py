"""The names of statuses, and of what values and gaps are counted in."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..reckoning.assessment import Assessment, Status
from ..reckoning.measures import Unit

STATUS_LABELS = {
    Status.MET: _("met"),
    Status.MISSED: _("missed"),
    Status.ON_TRACK: _("on track"),
    Status.BEHIND: _("behind"),
    Status.OFF_TRACK: _("off track"),
    Status.NO_DATA: _("no data"),
}

UNIT_LABELS = {
    Unit.COUNT: "",
    Unit.PERSONS: _("persons"),
    Unit.PERCENT: "%",
    Unit.VND_PER_COOPERATIVE: _("million VND"),
    Unit.VND_PER_MEMBER: _("million VND"),
}

SHORT_UNIT_LABELS = UNIT_LABELS | {
    Unit.PERCENT: "",
    Unit.VND_PER_COOPERATIVE: _("million"),
    Unit.VND_PER_MEMBER: _("million"),
}

GAP_LABELS = UNIT_LABELS | {Unit.PERCENT: _("percentage points")}


def status_label(status: Status) -> Promise:
    """The status in words."""
    return STATUS_LABELS[status]


def unit_label(unit: Unit) -> Promise | str:
    """What the screen says after a number; amounts are shown in million VND."""
    return UNIT_LABELS[unit]


def gap_label(unit: Unit) -> Promise | str:
    """What a gap is counted in, for the head of a column: that of two shares in points."""
    return GAP_LABELS[unit]


def status_words(status: Status | None, *, is_unsure: bool) -> str:
    """The status as a row says it: "chậm tiến độ", "đạt, chưa chắc"; empty without one."""
    if status is None:
        return ""
    label = status_label(status)
    return gettext("%(status)s, not certain") % {"status": label} if is_unsure else str(label)


def status_said(found: Assessment) -> str:
    """The status of an assessment, and whether it is certain; empty without one."""
    return status_words(found.status, is_unsure=found.is_unsure)


def short_unit_label(unit: Unit) -> Promise | str:
    """The unit beside a target whose value stands before it: a share carries its sign itself."""
    return SHORT_UNIT_LABELS[unit]
