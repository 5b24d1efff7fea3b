"""The sentences of the report, from the plain comparison: what is met, what is behind and where,
what is missing and what it could change, what is to be done.

They hold no arithmetic but what a sentence compares; numbers are those of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import capfirst

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.wording import ROMAN
from cooperatives.returns.owed import OwedReturn
from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Progress
from ..overview.tally import tally_of
from ..overview.target_rows import TargetRow
from ..reckoning.assessment import Doubt, Status, is_either_way
from ..words.doubts import is_open
from ..words.labels import status_label
from .amounts import (
    against_limit,
    aim,
    amount,
    attainment,
    bare,
    counted_in,
    inside,
    joined,
    names,
    number,
    share,
    who_reports,
)
from .form import day_on_paper, roman

GOOD = (Status.MET, Status.ON_TRACK)
BAD = (Status.BEHIND, Status.OFF_TRACK, Status.MISSED)
MOST_NAMED = 12
PERSONS = "người"


@dataclass(frozen=True)
class Mark:
    """The edition that a report is made from: the day on which it was published, and its number."""

    published_on: date
    number: int


def about(progress: Progress) -> list[str]:
    """What the report is about (trích yếu), in two lines that part no word."""
    return [
        "Kết quả thực hiện kế hoạch phát triển kinh tế tập thể,",
        f"hợp tác xã {quarter_of(progress)}",
    ]


def basis(progress: Progress, edition: Mark | None) -> str:
    """By which plan, of which days, and whether the figures are published."""
    subject, plan = progress.selection, progress.selection.plan
    first = day_on_paper(date(subject.year, 1, 1))
    title = f" ({plan.title})" if plan.title else ""
    if edition:
        state = f"công bố {day_on_paper(edition.published_on)}, bản số {edition.number}, tính"
    else:
        state = f"chưa công bố, lập {day_on_paper(progress.day)}, tính"
    return (
        f"Thực hiện Kế hoạch số {plan.number} {day_on_paper(plan.issued_on)}{title},"
        f" {_inside(subject.unit.name)} đạt kết quả như sau. Số liệu {state} từ {first} đến"
        f" {day_on_paper(progress.figures_on)}."
    )


def returns_said(reporting: Reporting) -> str:
    """How many units have sent their return of the quarter, and which have not; empty where none
    is asked for.
    """
    owed = [one for one in reporting.returns if one.is_owed and one.is_expected]
    if not owed:
        return ""
    sent = [one for one in owed if one.is_submitted]
    period = _quarter(reporting.period)
    said = f"{number(len(sent))}/{number(len(owed))} đơn vị đã gửi biểu báo cáo {period}"
    waiting = [one for one in owed if not one.is_submitted]
    if not waiting:
        return f"{said}."
    return f"{said}; chưa gửi: {_named(waiting)}."


def tally_said(rows: Sequence[TargetRow]) -> str:
    """How many of the unit's own targets have which status, and how many of these are not sure."""
    counts = tally_of(rows)
    if not counts:
        return ""
    said = []
    for one in counts:
        unsure = f" ({number(one.unsure)} chưa chắc chắn)" if one.unsure else ""
        said.append(f"{number(one.number)} {status_label(one.status)}{unsure}")
    total = sum(one.number for one in counts)
    return f"Trong {number(total)} chỉ tiêu kế hoạch có {joined(said)}."


def good(rows: Iterable[TargetRow]) -> list[str]:
    """One paragraph on the targets that are met, then on track: their values."""
    found = [row for row in rows if _is_good(row)]
    said = []
    for status in (*GOOD, None):
        these = [_reached(row) for row in found if row.assessment.status == status]
        if these:
            word = status_label(status) if status else "theo kế hoạch"
            said.append(f"{capfirst(str(word))}: {'; '.join(these)}.")
    return [" ".join(said)] if said else []


def bad(rows: Iterable[TargetRow]) -> list[str]:
    """A sentence for each target that is behind: how far, where most is lacking, the year's end."""
    found = []
    for row in rows:
        if _is_bad(row):
            status = row.assessment.status
            word = f", {status_label(status)}" if status else ""
            said = f"{_reached(row, word)}{_lacking(row)}."
            found.append(f"{said[0].upper()}{said[1:]}")
    return found


def unknown(rows: Iterable[TargetRow]) -> list[str]:
    """The names of those of which nothing is known yet to judge them by."""
    return [str(row.indicator.label) for row in rows if _is_unknown(row)]


def missing(progress: Progress, rows: Iterable[TargetRow]) -> list[str]:
    """One paragraph on what is missing: a sentence for each target whose status it could change,
    with how many lack figures, where most, how far the value may move; then the others.
    """
    asked = [row for row in rows if _is_asked(row)]
    found = [_doubtful(progress, row) for row in asked if row.is_unsure]
    settled = [
        f"{inside(str(row.indicator.label))} {number(lacking)} {who_reports(row)}"
        for row in asked
        if not (row.is_unsure or _is_unknown(row))
        and (lacking := row.assessment.measure.coverage.missing)
    ]
    if settled:
        found.append(f"Thiếu nhưng không đổi đánh giá: {'; '.join(settled)}.")
    return [" ".join(found)] if found else []


def to_do(progress: Progress, rows: Sequence[TargetRow], reporting: Reporting) -> list[str]:
    """What is to be done until the next report: who is to be urged, what is still needed."""
    waiting = [one for one in reporting.returns if one.is_to_do and one.is_expected]
    first = [one for one in waiting if not one.is_submitted]
    again = [one for one in waiting if one.is_submitted]
    urged = [f"{_named(first)} gửi"] if first else []
    urged += [f"{_named(again)} gửi lại"] if again else []
    found = []
    if urged:
        found.append(f"Đôn đốc {', '.join(urged)} biểu báo cáo {_quarter(reporting.period)}.")
    needed = [_still(row) for row in rows if _is_bad(row) and row.is_own]
    needed = [said for said in needed if said]
    if needed and not progress.is_year_over and progress.moment.quarters_left:
        found.append(f"Đến hết năm cần thêm: {'; '.join(needed)}.")
    return found


def closing(progress: Progress, issuer: str, annexes: int) -> str:
    """The last sentence of the text, which names the annexes. issuer: "" leaves it out."""
    whose = f", {issuer} trân trọng báo cáo" if issuer else ""
    named = ""
    if annexes:
        numbers = joined([roman(place) for place in range(1, annexes + 1)])
        listed = "Phụ lục" if annexes == 1 else f"các Phụ lục {numbers}"
        named = f" (chi tiết tại {listed} kèm theo)"
    return f"Trên đây là kết quả thực hiện kế hoạch {quarter_of(progress)}{named}{whose}"


def quarter_of(progress: Progress) -> str:
    """The quarter that is reported, in full: "quý III năm 2024"."""
    subject = progress.selection
    return f"quý {ROMAN[subject.quarter]} năm {subject.year}"


# --- The parts of sentences -----------------------------------------------------------------------


def _reached(row: TargetRow, status: str = "") -> str:
    """Name, value, how much of the plan and the status: "HTX thành lập mới 22/35 HTX, đạt 62,9% kế
    hoạch, chậm tiến độ"; and whether that is sure.
    """
    value, goal = row.assessment.measure.value, row.goal
    said = f"{inside(str(row.indicator.label))}{_period(row)} "
    part = attainment(row)
    if value is None or goal is None:
        said += _amount(row, value)
    elif not row.wants_more:
        said += f"{_amount(row, value)}, {against_limit(row)} ({_aim(row)})"
    else:
        said += f"{bare(value, row.indicator, row.compared).removesuffix('%')}/{_aim(row)}"
        if part is not None:
            reached = f"vượt {share(part - 1)}" if part > 1 else f"đạt {share(part)}"
            said += f", {reached} {'kế hoạch' if row.is_own else 'mức phần kế hoạch'}"
    return said + status + (" (chưa chắc chắn)" if row.is_unsure else "")


def _lacking(row: TargetRow) -> str:
    said = ""
    if row.is_due_now and row.due is not None and row.wants_more:
        said += f"; đến nay cần có {_amount(row, row.due)}"
    if row.shows_projection:
        said += f"; ước cả năm {_amount(row, row.projection)} theo nhịp hiện tại"
    if row.places.named:
        what = "thiếu" if row.wants_more else "cao"
        said += f"; {what} nhiều nhất ở {names(row.places.named, row.places.alike)}"
    return said


def _doubtful(progress: Progress, row: TargetRow) -> str:
    found, coverage = row.assessment, row.assessment.measure.coverage
    said = f"{row.indicator.label}: "
    if row.indicator.is_rating_share:
        said += f"tính theo xếp loại năm {row.ratings_of}"
        if coverage.missing:
            said += f", {_count(coverage.missing, coverage.expected, row)} chưa xếp loại"
    elif coverage.missing:
        said += f"{_count(coverage.missing, coverage.expected, row)} chưa đủ số liệu"
        if where := _most_missing(progress, row):
            said += f" (nhiều nhất ở {where})"
    else:
        said += f"{number(coverage.carried)} {who_reports(row)} dùng số kỳ trước"
    if is_open(found.measure):
        low, high = found.measure.bounds
        least = bare(low, row.indicator, row.compared)
        said += f", có thể từ {least} đến {_amount(row, high)}"
    if is_either_way(found):
        return f"{said}, đạt hay không còn có thể đổi."
    if found.doubt is Doubt.NOT_RATED_YET:
        return f"{said}; kết luận khi có xếp loại năm {row.selection.year}."
    return f"{said}, đánh giá còn có thể đổi."


def _count(some: int, of_all: int, row: TargetRow) -> str:
    return f"{number(some)}/{number(of_all)} {who_reports(row)}"


def _aim(row: TargetRow) -> str:
    return aim(row.goal, row.indicator, row.compared)


def _most_missing(progress: Progress, row: TargetRow) -> str:
    """The sub-unit in which most figures are missing, with how many."""
    code = row.standing.code
    lacking = [
        (part.standing(code).assessment.measure.coverage.missing, part.unit)
        for part in progress.units
    ]
    count, unit = max(lacking, key=lambda one: one[0], default=(0, None))
    return f"{_inside(unit.name)} {number(count)}" if count else ""


def _still(row: TargetRow) -> str:
    """What is still needed of a target: "13 HTX thành lập mới", "30,4 triệu đồng lợi nhuận bình
    quân HTX".
    """
    value, goal = row.assessment.measure.value, row.goal
    if value is None or goal is None or not row.wants_more or value >= goal.value:
        return ""
    short, label = goal.value - value, inside(str(row.indicator.label))
    unit = counted_in(row.indicator)
    is_named = unit == PERSONS or label.startswith(inside(unit))
    shown = bare if is_named else amount
    return f"{shown(short, row.indicator, row.compared)} {label}"


def _amount(row: TargetRow, value) -> str:
    return amount(value, row.indicator, row.compared)


def _period(row: TargetRow) -> str:
    return f" (giai đoạn {row.period})" if row.period else ""


def _is_good(row: TargetRow) -> bool:
    if row.assessment.status is None:
        is_held = row.goal is not None and row.due is not None
        return is_held and row.assessment.measure.value is not None and not _is_short(row)
    return row.assessment.status in GOOD


def _is_bad(row: TargetRow) -> bool:
    return row.assessment.status in BAD or (row.assessment.status is None and _is_short(row))


def _is_short(row: TargetRow) -> bool:
    """Whether a unit without a target of its own is behind its part."""
    part = row.standing.contribution
    return bool(part and part.is_behind)


def _is_unknown(row: TargetRow) -> bool:
    return row.assessment.measure.value is None or row.assessment.status is Status.NO_DATA


def _is_asked(row: TargetRow) -> bool:
    return not row.is_from_registry


def _named(returns: Sequence[OwedReturn]) -> str:
    others = max(0, len(returns) - MOST_NAMED)
    return names([one.unit.name for one in returns[:MOST_NAMED]], others)


def _inside(name: str) -> str:
    return names([name])


def _quarter(period: Quarter) -> str:
    return f"quý {ROMAN[period.number]}/{period.year}"
