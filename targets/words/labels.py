"""The names of statuses, and of what values and gaps are counted in."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..indicators import Indicator
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

IN_MILLION = ("triệu", "million")
"""How words begin that say what amounts are shown in."""

UNIT_LABELS = {
    Unit.COUNT: "",
    Unit.NUMBER: "",
    Unit.VND: _("million VND"),
    Unit.PERSONS: _("persons"),
    Unit.PERCENT: "%",
    Unit.VND_PER_COOPERATIVE: _("million VND"),
    Unit.VND_PER_MEMBER: _("million VND"),
}

SHORT_UNIT_LABELS = UNIT_LABELS | {
    Unit.PERCENT: "",
    Unit.VND: _("million"),
    Unit.VND_PER_COOPERATIVE: _("million"),
    Unit.VND_PER_MEMBER: _("million"),
}

GAP_LABELS = UNIT_LABELS | {Unit.PERCENT: _("percentage points")}


def rest_label(*, in_todays: bool) -> str:
    """What lies in none of the units compared. in_todays: whether those are units of today."""
    if in_todays:
        return gettext("in none of these units, or not placed yet")
    return gettext("directly under the unit")


def status_label(status: Status) -> Promise:
    """The status in words."""
    return STATUS_LABELS[status]


def own_unit(indicator: Indicator) -> str:
    """What an entered indicator says itself that it is counted in, "" where its unit says it, and
    of amounts where that is not the million in which they are shown.
    """
    words = str(indicator.unit_words)
    if indicator.is_money and not words.lower().startswith(IN_MILLION):
        return ""
    return words


def unit_label(indicator: Indicator) -> Promise | str:
    """What the screen says after a number; amounts are shown in million VND."""
    return own_unit(indicator) or UNIT_LABELS[indicator.unit]


def gap_label(indicator: Indicator) -> Promise | str:
    """What a gap is counted in, for the head of a column: that of two shares in points."""
    return own_unit(indicator) or GAP_LABELS[indicator.unit]


def status_words(status: Status | None, *, is_unsure: bool) -> str:
    """The status as a row says it: "chậm tiến độ", "đạt, chưa chắc"; empty without one."""
    if status is None:
        return ""
    label = status_label(status)
    return gettext("%(status)s, not certain") % {"status": label} if is_unsure else str(label)


def status_said(found: Assessment) -> str:
    """The status of an assessment, and whether it is certain; empty without one."""
    return status_words(found.status, is_unsure=found.is_unsure)


def ended_said(found: Assessment) -> str:
    """The status at a year's end. A value beside it that rests on ratings of the year before is
    there, but nothing to judge this one by.
    """
    if found.status is Status.NO_DATA and found.measure.value is not None:
        return gettext("not rated yet")
    return status_said(found)


def short_unit_label(indicator: Indicator) -> Promise | str:
    """The unit beside a target whose value stands before it: a share carries its sign itself."""
    own = "" if indicator.is_money else own_unit(indicator)
    return own or SHORT_UNIT_LABELS[indicator.unit]
