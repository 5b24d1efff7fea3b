"""What moved, and why, in short parts."""

from datetime import datetime

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperatives.counting import Cause
from cooperatives.ground.calendar import today
from cooperatives.ground.printing import NOTHING, decimals_in_order, number_text
from cooperatives.ground.wording import NO_BREAK_SPACE, day, figure, period_inside
from cooperatives.imports import KINDS

from ..movements.steps import Reason, Step
from .amounts import printed
from .labels import short_unit_label

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


def moved(step: Step) -> str:
    """From what to what, with the unit: "54,9 → 54,6 triệu", "8,70 → 8,67 %". Both values have as
    many decimals as tell them apart.
    """
    values = [
        None if value is None else printed(value, step.indicator)
        for value in (step.before, step.after)
    ]
    least = 1 if step.indicator.averages else 0
    decimals = decimals_in_order([value for value in values if value is not None], (), least)
    before, after = (
        NOTHING if value is None else number_text(value, decimals, decimals) for value in values
    )
    unit = "%" if step.indicator.unit == "percent" else short_unit_label(step.indicator.unit)
    return f"{before} → {after} {unit}".rstrip().replace(" ", NO_BREAK_SPACE)


def others(number: int) -> str:
    """How many more indicators a change moved."""
    text = ngettext("and %(number)s more indicator", "and %(number)s more indicators", number)
    return text % {"number": figure(number)}


def when(at: datetime) -> str:
    """The day and the time, the year where it is another one: "14/10, 09:12"."""
    local = localtime(at)
    on = date_format(local, "j/n") if local.year == today().year else day(local.date())
    return f"{on}, {time_format(local, 'H:i')}"


def why(reason: Reason) -> str:
    """What changed, and where: "Chợ Đồn gửi biểu", "HTX Đại Thành (Ba Bể): thành lập"; of an
    organisation out of the reader's reach the unit alone.
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
    if not reason.place:
        return reason.organisation or _("several units")
    if reason.organisation:
        return f"{reason.organisation} ({reason.place})"
    return _("an organisation in %(place)s") % {"place": reason.place}
