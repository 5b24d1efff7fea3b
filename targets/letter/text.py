"""The sentences of the letter that urges: what each unit has not sent, not corrected or left blank,
and what it is asked to do.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.unit_names import unit_inside
from cooperatives.ground.wording import ROMAN
from cooperatives.returns.owed import State
from cooperatives.returns.urging import Urged

from ..papers.form import BLANK, day_on_paper
from ..papers.wording import names, number

MOST_ADDRESSED = 12
"""So many offices are written to by name; more are those of the table."""
COMMITTEE = "Ủy ban nhân dân"
SOME_DAY = f"ngày{BLANK} tháng{BLANK} năm{BLANK}"
"""The day by which something is asked for: who signs sets it."""


def symbol_of(symbol: str) -> str:
    """What follows a letter's number, from that of an office's reports: "BC-UBND" → "UBND-", with
    a gap for the section that drafted it. Letters have no abbreviation of their kind.
    """
    _kind, _dash, office = symbol.partition("-")
    return office if "-" in office or not office else f"{office}-{BLANK}"


def about(urged: Sequence[Urged]) -> str:
    """What the letter is about (trích yếu)."""
    period = quarter(urged[0].owed.period)
    if any(one.owed.is_to_do for one in urged):
        return f"V/v đôn đốc gửi biểu báo cáo {period}"
    return f"V/v bổ sung số liệu báo cáo {period}"


def addressees(urged: Sequence[Urged]) -> list[str]:
    """To whom it goes: each committee by its name, or all of them at once where they are many."""
    offices = {unit.pk: unit for one in urged for unit in one.offices}
    if len(offices) > MOST_ADDRESSED:
        return [f"{COMMITTEE} {number(len(offices))} đơn vị có tên tại Bảng 1"]
    ordered = sorted(offices.values(), key=lambda unit: unit.path)
    return [f"{COMMITTEE} {unit_inside(unit.name)}" for unit in ordered]


def recipients(kept: Sequence[str]) -> list[str]:
    """Who gets it: those written to, and the archive as an office's papers name it."""
    return ["Như trên", *(name for name in kept if name.casefold().startswith("lưu"))]


def opening(urged: Sequence[Urged], day: date) -> str:
    """How the one return stands on a day; of several, which they are and by when they were due."""
    of, period = urged[0].owed, urged[0].owed.period
    span = f"từ {day_on_paper(period.starts_on)} đến {day_on_paper(period.ends_on)}"
    what, until = f"biểu báo cáo {quarter(period)}", f"Tính đến {day_on_paper(day)}"
    if len(urged) > 1:
        due = f", hạn gửi {day_on_paper(of.due_on)}" if _is_due_on_one_day(urged) else ""
        return f"{until}, tình hình gửi {what} (số liệu {span}{due}) như sau:"
    name, what = _name(urged[0]), f"{what} (số liệu {span})"
    due = f"hạn gửi {day_on_paper(of.due_on)}"
    if of.state == State.RETURNED:
        return f"{until}, {what} của {name} còn phải sửa và gửi lại: {_returned(urged[0])}."
    if of.is_submitted:
        return f"{until}, {name} đã gửi {what} nhưng còn thiếu số liệu."
    late = f", đã quá hạn {number(of.days_late)} ngày" if of.days_late else ""
    return f"{until}, {name} chưa gửi {what}; {due}{late}."


def how_they_stand(urged: Sequence[Urged]) -> list[str]:
    """A point for each way in which several returns stand, the most urgent first."""
    found, same_day = [], _is_due_on_one_day(urged)

    def told(some: Iterable[Urged]) -> str:
        said = [f"{_name(one)}{_bracketed(_when(one, same_day))}" for one in some]
        return "; ".join(said)

    if late := _late(urged):
        found.append(f"Chưa gửi, đã quá hạn: {told(late)}.")
    if due := _not_yet_due(urged):
        found.append(f"Chưa gửi, chưa đến hạn: {told(due)}.")
    if returned := _to_correct(urged):
        found.append(f"Phải sửa và gửi lại: {told(returned)}.")
    if sent := _sent(urged):
        found.append(f"Đã gửi nhưng còn thiếu số liệu: {_named(sent)}.")
    return found


def what_is_missing(urged: Sequence[Urged]) -> list[str]:
    """How many cooperatives lack figures, with where they are listed; what units left blank."""
    found = []
    if count := sum(len(one.blanks) for one in urged):
        none = sum(one.without_any for one in urged)
        of_all = sum(one.owed.completeness.expected for one in urged)
        part = f", trong đó {number(none)} HTX chưa có số liệu nào" if none else ""
        whose = "Biểu của các đơn vị nêu trên" if len(urged) > 1 else "Biểu"
        found.append(
            f"{whose} còn {number(count)}/{number(of_all)} HTX thiếu số liệu{part}"
            " (danh sách tại Phụ lục kèm theo)."
        )
    for one in urged:
        if one.fields:
            blank = "; ".join(str(figure.label) for figure in one.fields)
            found.append(f"Số liệu chung của {_name(one)} còn để trống: {blank}.")
    return found


def request(one: Urged) -> str:
    """What one unit is asked for."""
    ((_of_kind, asked),) = _asked([one])
    return asked


def requests(urged: Sequence[Urged]) -> list[str]:
    """What several units are asked for, those of one kind together."""
    said = [f"{_named(some)} {asked}" for some, asked in _asked(urged)]
    return [f"{one[0].upper()}{one[1:]}" for one in said]


def _asked(urged: Sequence[Urged]) -> list[tuple[list[Urged], str]]:
    kinds = [
        (_late(urged), _send),
        (_not_yet_due(urged), _send_in_time),
        (_to_correct(urged), _correct),
        (_sent(urged), _add),
    ]
    return [(some, said(some)) for some, said in kinds if some]


def _send(some: Sequence[Urged]) -> str:
    return f"{_adding(some)}gửi biểu báo cáo {_quarter_of(some)} trước {SOME_DAY}"


def _send_in_time(some: Sequence[Urged]) -> str:
    by = f", chậm nhất {day_on_paper(some[0].owed.due_on)}" if _is_due_on_one_day(some) else ""
    return f"{_adding(some)}gửi biểu báo cáo {_quarter_of(some)} đúng hạn{by}"


def _correct(some: Sequence[Urged]) -> str:
    return (
        f"sửa theo lý do đã nêu, {_adding(some)}gửi lại biểu báo cáo {_quarter_of(some)}"
        f" trước {SOME_DAY}"
    )


def _add(some: Sequence[Urged]) -> str:
    return (
        f"rà soát số liệu còn thiếu của {_quarter_of(some)} và báo lại trước {SOME_DAY} để biểu đã"
        " gửi được mở cho bổ sung"
    )


def _adding(some: Iterable[Urged]) -> str:
    return "bổ sung số liệu còn thiếu và " if any(one.blanks or one.fields for one in some) else ""


def state(one: Urged) -> str:
    """Where a return stands, in a table."""
    owed = one.owed
    if owed.state == State.RETURNED:
        return _went_back(one)
    if owed.is_submitted:
        return "Đã duyệt" if owed.state == State.APPROVED else "Đã gửi, chờ duyệt"
    if owed.days_late:
        return f"Chưa gửi, quá hạn {owed.days_late} ngày"
    return "Chưa gửi"


def quarter(period: Quarter) -> str:
    """The quarter inside a sentence: "quý III/2024"."""
    return f"quý {ROMAN[period.number]}/{period.year}"


# --- Those of a kind ------------------------------------------------------------------------------


def _late(urged: Iterable[Urged]) -> list[Urged]:
    return [one for one in urged if one.owed.days_late]


def _not_yet_due(urged: Iterable[Urged]) -> list[Urged]:
    return [one for one in urged if not (one.owed.is_submitted or one.owed.days_late)]


def _to_correct(urged: Iterable[Urged]) -> list[Urged]:
    return [one for one in urged if one.owed.state == State.RETURNED]


def _sent(urged: Iterable[Urged]) -> list[Urged]:
    return [one for one in urged if one.owed.is_submitted and one.owed.state != State.RETURNED]


def _name(one: Urged) -> str:
    return unit_inside(one.owed.unit.name)


def _named(urged: Sequence[Urged]) -> str:
    return names([one.owed.unit.name for one in urged])


def _quarter_of(some: Sequence[Urged]) -> str:
    return quarter(some[0].owed.period)


def _is_due_on_one_day(urged: Iterable[Urged]) -> bool:
    return len({one.owed.due_on for one in urged}) == 1


def _when(one: Urged, same_day: bool) -> str:
    """What stands behind a unit's name: by when it was due, unless that is told of all, and what
    came of it.
    """
    owed = one.owed
    if owed.state == State.RETURNED:
        return _returned(one)
    said = [] if same_day else [f"hạn gửi {day_on_paper(owed.due_on)}"]
    if owed.days_late:
        said.append(f"quá hạn {number(owed.days_late)} ngày")
    return ", ".join(said)


def _bracketed(said: str) -> str:
    return f" ({said})" if said else ""


def _returned(one: Urged) -> str:
    reason = f", lý do: {one.step.reason.rstrip('.')}" if one.step and one.step.reason else ""
    went = _went_back(one)
    return f"{went[0].lower()}{went[1:]}{reason}"


def _went_back(one: Urged) -> str:
    word = "Mở lại" if one.is_reopened else "Trả lại"
    return f"{word} {day_on_paper(timezone.localdate(one.step.at))}" if one.step else word
