"""What moved, and why, in short parts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cooperatives.counting import Cause
from cooperatives.ground.calendar import today
from cooperatives.ground.printing import NOTHING, decimals_in_order, number_text
from cooperatives.ground.wording import NO_BREAK_SPACE, day, figure, period_inside
from cooperatives.imports import KINDS

from ..movements.steps import PENDING, NetChange, Reason, Step
from .aims import of_period
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
    Cause.PROVINCE: gettext_lazy("%(place)s: figures of the province entered"),
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

MOST_PLACES, MOST_REASONS = 3, 2
"""How many units are named as having done the same, and how many reasons in one line."""


def moved(step: Step | NetChange) -> str:
    """From what to what, with the unit: "54,9 → 54,6 triệu", "8,70 → 8,67%", a sum "1.000 → 1.250,5
    triệu". Both values have as many decimals as tell them apart, and not fewer than elsewhere.
    """
    values = [
        None if value is None else printed(value, step.indicator)
        for value in (step.before, step.after)
    ]
    is_average = step.indicator.averages
    least = 1 if is_average or not step.indicator.unit.is_whole else 0
    decimals = decimals_in_order([value for value in values if value is not None], (), least)
    least = decimals if is_average else 0
    before, after = (
        NOTHING if value is None else number_text(value, decimals, least) for value in values
    )
    if step.indicator.unit == "percent":
        return f"{before} → {after}%".replace(" ", NO_BREAK_SPACE)
    unit = short_unit_label(step.indicator)
    return f"{before} → {after} {unit}".rstrip().replace(" ", NO_BREAK_SPACE)


def of_years(step: Step | NetChange) -> str:
    """Over which years it is counted, after its name: " (2021–2025)"; "" for a year alone."""
    return f" ({of_period(*step.period)})" if step.period else ""


def monday(day: date) -> str:
    """The Monday since which is looked at: "Từ thứ Hai 14/10"."""
    return _("Since Monday %(day)s") % {"day": date_format(day, "j/n")}


def because(change: NetChange) -> str:
    """Why something moved within some days: "vì Chợ Đồn, Na Rì gửi biểu; HTX An: thành lập"."""
    said = _together(change.reasons)
    named, more = said[:MOST_REASONS], len(said) - MOST_REASONS
    if more > 0:
        text = ngettext("%(number)s other change", "%(number)s other changes", more)
        named.append(text % {"number": figure(more)})
    return _("because of: %(reasons)s") % {"reasons": "; ".join(named)} if named else ""


def _together(reasons: Sequence[Reason]) -> list[str]:
    """Reasons in words, those that differ by the unit alone told as one."""
    places: dict[Reason, list[str]] = {}
    for reason in reasons:
        is_of_units = reason.cause in OF_UNITS and bool(reason.place)
        place = "" if is_of_units else reason.place
        kind = replace(reason, at=reasons[0].at, place=place, person="", href="")
        places.setdefault(kind, [])
        if is_of_units and reason.place not in places[kind]:
            places[kind].append(reason.place)
    return [
        why(replace(kind, place=_places(named) if named else kind.place))
        for kind, named in places.items()
    ]


def _places(named: list[str]) -> str:
    shown, more = ", ".join(named[:MOST_PLACES]), len(named) - MOST_PLACES
    if more <= 0:
        return shown
    text = ngettext(
        "%(places)s and %(number)s other unit", "%(places)s and %(number)s other units", more
    )
    return text % {"places": shown, "number": figure(more)}


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
    if reason.cause == PENDING:
        return _("corrections that are not submitted yet")
    return _("Other changes of the records")


def _who(reason: Reason) -> str:
    if not reason.place:
        return reason.organisation or _("several units")
    if reason.organisation:
        return f"{reason.organisation} ({reason.place})"
    return _("an organisation in %(place)s") % {"place": reason.place}
