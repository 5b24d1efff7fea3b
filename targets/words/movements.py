"""What moved, and why, in short parts."""

from datetime import datetime

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperatives.counting import Cause
from cooperatives.ground.printing import decimals_in_order
from cooperatives.ground.wording import day, figure, period_inside
from cooperatives.imports import KINDS

from ..movements.steps import Reason, Step
from .amounts import amount, printed

OF_A_RETURN = {
    Cause.SUBMISSION: gettext_lazy("%(place)s submitted %(quarter)s"),
    Cause.SUBMISSION_TAKEN_BACK: gettext_lazy("%(place)s took back %(quarter)s"),
    "corrections": gettext_lazy("%(place)s corrected %(quarter)s"),
}
OF_UNITS = {
    Cause.SUBMISSION: gettext_lazy("%(place)s submitted a return"),
    Cause.SUBMISSION_TAKEN_BACK: gettext_lazy("%(place)s took back a return"),
    "corrections": gettext_lazy("%(place)s corrected returns"),
    Cause.REPORTS_FINAL: gettext_lazy("%(place)s: yearly reports made final"),
    Cause.REPORTS_DRAFT: gettext_lazy("%(place)s: yearly reports opened again"),
}
OF_AN_ORGANISATION = {
    Cause.FOUNDING: gettext_lazy("%(who)s: founded"),
    Cause.ENDING: gettext_lazy("%(who)s: dissolved"),
    Cause.SUSPENSION: gettext_lazy("%(who)s: ceased working"),
    Cause.RESUMPTION: gettext_lazy("%(who)s: working again"),
    Cause.BECOMING: gettext_lazy("%(who)s: group became a cooperative"),
    Cause.CORRECTION: gettext_lazy("%(who)s: registration corrected"),
    Cause.TAKEN_BACK: gettext_lazy("%(who)s: entry in the registry taken back"),
    Cause.REMOVAL: gettext_lazy("%(who)s: removed from the registry"),
}


def values(step: Step) -> tuple[str, str]:
    """Both values of a step, with as many decimals as tell them apart, their unit aside."""
    given = [value for value in (step.before, step.after) if value is not None]
    decimals = decimals_in_order([printed(value, step.indicator) for value in given])
    return (
        amount(step.before, step.indicator, decimals),
        amount(step.after, step.indicator, decimals),
    )


def moved(step: Step) -> str:
    """From what to what: "54,9 → 54,6"."""
    return " → ".join(values(step))


def others(number: int) -> str:
    """How many more indicators a change moved."""
    text = ngettext("and %(number)s more indicator", "and %(number)s more indicators", number)
    return text % {"number": figure(number)}


def when(at: datetime) -> str:
    """The day and the time: "14/10/2024, 09:12"."""
    local = localtime(at)
    return f"{day(local.date())}, {time_format(local, 'H:i')}"


def why(reason: Reason) -> str:
    """What changed, and where: "Chợ Đồn gửi biểu quý III/2024", "HTX Đại Thành (Ba Bể): thành lập";
    of an organisation out of the reader's reach the unit alone.
    """
    if reason.filed and reason.cause in OF_A_RETURN:
        known = {"place": reason.place, "quarter": period_inside(reason.filed)}
        return OF_A_RETURN[reason.cause] % known
    if reason.cause in OF_UNITS:
        return OF_UNITS[reason.cause] % {"place": reason.place or _("several units")}
    if reason.cause in OF_AN_ORGANISATION:
        return OF_AN_ORGANISATION[reason.cause] % {"who": _who(reason)}
    if reason.cause == Cause.IMPORT:
        kind = KINDS.get(reason.about)
        return _("Import: %(kind)s") % {"kind": kind.label} if kind else _("Import")
    return _("Other changes of the records")


def _who(reason: Reason) -> str:
    if reason.organisation and reason.place:
        return f"{reason.organisation} ({reason.place})"
    return reason.organisation or reason.place or _("several units")
