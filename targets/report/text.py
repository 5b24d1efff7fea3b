"""The sentences of the report, from the plain comparison: what is met, what is behind and where,
what is missing and what it could change, what is to be done.

They hold no arithmetic but what a sentence compares; numbers are those of the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import capfirst

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.wording import ROMAN
from cooperatives.returns.owed import OwedReturn
from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Decision, NamedUnit, Progress, UnitProgress
from ..overview.tally import tally_of
from ..overview.target_rows import MOST_PLACES, Places, TargetRow
from ..papers.form import day_on_paper, roman
from ..papers.wording import inside, joined, names, number
from ..reckoning.assessment import Doubt, Status, is_either_way
from ..words.doubts import is_open
from ..words.headline import is_running
from ..words.labels import status_label
from .amounts import (
    against_limit,
    aim,
    amount,
    attainment,
    bare,
    counted_in,
    share,
    who_reports,
)

GOOD = (Status.MET, Status.ON_TRACK)
BAD = (Status.BEHIND, Status.OFF_TRACK, Status.MISSED)
MOST_NAMED = 12
KINDS = (("/QĐ", "Quyết định"), ("/NQ", "Nghị quyết"), ("/CTr", "Chương trình"))
"""What decisions are, by what their numbers hold; others are plans."""
PERSONS = "người"

Issuers = Mapping[tuple[str, date], str]
"""Who issued a decision, by its number and day."""


@dataclass(frozen=True)
class Mark:
    """The edition that a report is made from: the day on which it was published, and its number."""

    published_on: date
    number: int

    def __str__(self) -> str:
        return f"công bố {day_on_paper(self.published_on)}, bản số {self.number}"


def about(progress: Progress) -> list[str]:
    """What the report is about (trích yếu), in two lines that part no word."""
    return [
        "Kết quả thực hiện kế hoạch phát triển kinh tế tập thể,",
        f"hợp tác xã {quarter_of(progress)}",
    ]


def basis(progress: Progress, edition: Mark | None, issuers: Issuers) -> str:
    """By which plan and which decisions that adjust it, of which days, and whether the figures are
    published.
    """
    subject = progress.selection
    if edition:
        state = f"{edition}, tính"
    else:
        state = f"chưa công bố, lập {day_on_paper(progress.day)}, tính"
    is_own = subject.unit.path == subject.plan.unit.path
    whose = "kết quả" if is_own else f"{_inside(subject.unit.name)} đạt kết quả"
    said = (
        f"Thực hiện {cited(progress, issuers)}, {whose} như sau. Số liệu {state}"
        f" {period_of(progress)}."
    )
    period = Quarter(subject.year, subject.quarter)
    if progress.figures_on < period.ends_on:
        said += f" {capfirst(is_running(subject.quarter, period.ends_on))}."
    return said


def period_of(progress: Progress) -> str:
    """The days that the year to date covers: "từ ngày 01/01/2024 đến ngày 30/6/2024"."""
    first = day_on_paper(date(progress.selection.year, 1, 1))
    return f"từ {first} đến {day_on_paper(progress.figures_on)}"


def cited(progress: Progress, issuers: Issuers) -> str:
    """The plan that is followed, and the decisions that adjust it."""
    said = _cited(progress.selection.plan, issuers)
    if adjusting := _adjusting(progress):
        said += f", điều chỉnh tại {joined([_cited(one, issuers) for one in adjusting])}"
    return said


def _cited(decision: Decision, issuers: Issuers) -> str:
    """A decision as it is first named: kind, number, day, issuer and subject."""
    kind = next((kind for mark, kind in KINDS if mark in decision.number), "Kế hoạch")
    said = f"{kind} số {decision.number} {day_on_paper(decision.issued_on)}"
    if issuer := issuers.get((decision.number, decision.issued_on)):
        said += f" của {issuer}"
    if decision.title:
        subject = inside(decision.title.removeprefix(f"{kind} "))
        said += f" {subject}" if subject.startswith("về ") else f" về {subject}"
    return said


def _adjusting(progress: Progress) -> list[Decision]:
    """The decisions that set a target in place of the plan's own one, the oldest first."""
    parts = (progress.whole, *progress.parts)
    targets = [one.target for part in parts for one in part.standings if one.target]
    found = {one.plan.pk: one.plan for one in targets if one.plan.adjusts_id}
    return sorted(found.values(), key=lambda one: (one.issued_on, one.number))


def returns_said(reporting: Reporting) -> str:
    """How many units have sent their return of the quarter, and which have not; empty where none
    is asked for.
    """
    owed = [one for one in reporting.returns if one.is_owed and one.is_expected]
    if not owed:
        return ""
    sent, waiting = _parted(owed)
    period = _quarter(reporting.period)
    if len(owed) == 1:
        state = "đã gửi" if sent else f"chưa gửi{_due(waiting)}"
        return f"Biểu báo cáo {period} của {_inside(owed[0].unit.name)} {state}."
    if not sent:
        of_all = f"trong {number(len(owed))} đơn vị gửi biểu báo cáo"
        return f"Chưa có đơn vị nào {of_all} {period}{_due(waiting)}."
    said = f"{number(len(sent))}/{number(len(owed))} đơn vị đã gửi biểu {period}"
    return f"{said}; chưa gửi: {_named(waiting)}." if waiting else f"{said}."


def _parted(owed: Sequence[OwedReturn]) -> tuple[list[OwedReturn], list[OwedReturn]]:
    """Those that were submitted, and those that were not."""
    sent = [one for one in owed if one.is_submitted]
    return sent, [one for one in owed if not one.is_submitted]


def _due(waiting: Sequence[OwedReturn]) -> str:
    """By when they are due, where that is one day and still to come."""
    days = {one.due_on for one in waiting}
    if len(days) > 1 or any(one.days_late for one in waiting):
        return ""
    return f" (hạn gửi {day_on_paper(days.pop())})"


def tally_said(rows: Sequence[TargetRow]) -> str:
    """How many of the unit's own targets have which status, and how many of these are not sure."""
    counts = tally_of(rows)
    if not counts:
        return ""
    said = [f"{number(one.number)} {status_label(one.status)}" for one in counts]
    total, unsure = sum(one.number for one in counts), sum(one.unsure for one in counts)
    apart = f"; {number(unsure)} chỉ tiêu chưa chắc chắn" if unsure else ""
    return f"Trong {number(total)} chỉ tiêu kế hoạch có {joined(said)}{apart}."


def good(progress: Progress, rows: Iterable[TargetRow]) -> list[str]:
    """One paragraph on the targets that are met, then on track: their values."""
    found = [row for row in rows if _is_good(row)]
    said = []
    for status in (*GOOD, None):
        these = [_reached(progress, row) for row in found if row.assessment.status == status]
        if these:
            word = status_label(status) if status else "theo kế hoạch"
            said.append(f"{capfirst(str(word))}: {'; '.join(these)}.")
    return [" ".join(said)] if said else []


def bad(progress: Progress, rows: Iterable[TargetRow]) -> list[str]:
    """A sentence for each target that is behind: how far, where most is lacking, the year's end."""
    found = []
    for row in rows:
        if _is_bad(row):
            status = row.assessment.status
            word = f", {status_label(status)}" if status else ""
            said = f"{_reached(progress, row, word)}{_lacking(progress, row)}."
            found.append(f"{said[0].upper()}{said[1:]}")
    return found


def unknown(rows: Iterable[TargetRow]) -> list[str]:
    """The names of those of which nothing is known yet to judge them by."""
    return [inside(str(row.indicator.label)) for row in rows if _is_unknown(row)]


def missing(progress: Progress, rows: Iterable[TargetRow]) -> list[str]:
    """One paragraph on what is missing, by what it could change: of each target how many have
    figures, where most lack them, how far the value may move.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        coverage = row.assessment.measure.coverage
        if row.is_from_registry or _is_unknown(row):
            continue
        if row.is_unsure or coverage.missing or coverage.carried:
            said = inside(str(row.indicator.label)), _reported(progress, row)
            found.setdefault(_consequence(row), []).append(said)
    order = sorted(found, key=lambda one: one == SETTLED)
    said = " ".join(f"{one}: {'; '.join(_grouped(found[one]))}." for one in order)
    # What the first fraction counts is so of all.
    first, mark, others = said.partition(REPORTED)
    return [f"{first}{mark}{others.replace(REPORTED, '')}"] if said else []


def _grouped(said: Iterable[tuple[str, str]]) -> list[str]:
    """Names with what is said of each, those of which the same is said together."""
    alike: dict[str, list[str]] = {}
    for name, what in said:
        alike.setdefault(what, []).append(name)
    return [_with(joined(some), what) for what, some in alike.items()]


def _with(name: str, what: str) -> str:
    if not what:
        return name
    return f"{name}, {what}" if name.endswith(")") else f"{name} ({what})"


def to_do(progress: Progress, rows: Sequence[TargetRow], reporting: Reporting) -> list[str]:
    """What is to be done until the next report: who is to be urged, where figures are to be added,
    what is still needed.
    """
    period = f"biểu báo cáo {_quarter(reporting.period)}"
    found = []
    if _is_own_overdue(progress, reporting):
        found.append(f"Hoàn thành và gửi {period} của {_inside(progress.selection.unit.name)}.")
    first, again = _urged(progress, reporting)
    urged = [f"{_named(first)} gửi"] if first else []
    urged += [f"{_named(again)} gửi lại"] if again else []
    if urged:
        found.append(f"Đôn đốc {', '.join(urged)} {period}.")
    if lacking := _to_add(progress, rows, reporting):
        found.append(f"Bổ sung số liệu còn thiếu, trước hết ở {lacking}.")
    if not progress.is_year_over and progress.moment.quarters_left:
        found += _still_needed(rows)
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


def _reached(progress: Progress, row: TargetRow, status: str = "") -> str:
    """Name, value, how much of the plan and the status: "HTX thành lập mới 22/35 HTX, đạt 62,9% kế
    hoạch, chậm tiến độ"; in one bracket what the quarter added, the year before, the limit, and
    whether that is sure.
    """
    value, goal = row.assessment.measure.value, row.goal
    said = f"{inside(str(row.indicator.label))}{_period(row)} "
    part = attainment(row)
    notes = []
    if value is None or goal is None:
        said += _amount(row, value) if value else "chưa có"
    elif not row.wants_more:
        said += f"{_amount(row, value)}, {against_limit(row)}"
        notes.append(f"kế hoạch {_aim(row)}")
    elif not value:
        said += f"chưa có, kế hoạch cả năm {_aim(row)}"
    else:
        said += f"{bare(value, row.indicator, row.compared).removesuffix('%')}/{_aim(row)}"
        if part is not None:
            reached = f"vượt {share(part - 1)}" if part > 1 else f"đạt {share(part)}"
            said += f", {reached} {'kế hoạch' if row.is_own else 'mức phần kế hoạch'}"
    notes += _besides(progress, row)
    return said + status + (f" ({'; '.join(notes)})" if notes else "")


def _besides(progress: Progress, row: TargetRow) -> list[str]:
    """What the quarter itself added, where that is a number of events; the value a year before;
    whether the status is not sure.
    """
    found = []
    before = progress.series.get(row.standing.code, ())[-2:-1]
    value = row.assessment.measure.value
    if row.indicator.is_event_count and value and before:
        earlier = before[0].assessment.measure.value
        if earlier is not None and value > earlier:
            found.append(f"trong quý {bare(value - earlier, row.indicator, row.compared)}")
    if row.before:
        found.append(f"cùng kỳ {bare(row.before, row.indicator, row.compared)}")
    if row.is_unsure:
        found.append("chưa chắc chắn")
    return found


def _lacking(progress: Progress, row: TargetRow) -> str:
    """What is due, where most of it is lacking, and the year's end at this pace."""
    is_due = row.is_due_now and row.wants_more
    said = f"; đến nay cần {bare(row.due, row.indicator, row.compared)}, " if is_due else "; "
    places = _places_behind(progress, row)
    if places.named:
        than = "" if is_due else " so với kế hoạch"
        what = f"thấp hơn{than}" if row.indicator.averages else f"thiếu{than}"
        what = what if row.wants_more else "vượt giới hạn"
        said += f"{what} nhiều nhất ở {names(places.named, places.alike)}"
    said = said.rstrip(" ,;")
    if row.shows_projection:
        said += f"; ước cả năm {bare(row.projection, row.indicator, row.compared)}"
    return said


def _places_behind(progress: Progress, row: TargetRow) -> Places:
    """The sub-units that are farthest behind. Of a mean those whose own value is: their parts in
    what the whole lacks go with how many cooperatives they have, which no table shows.
    """
    if not row.indicator.averages:
        return row.places
    found = [
        (abs(part.gap), unit.unit)
        for unit in progress.units
        if (part := unit.standing(row.standing.code).contribution) and part.is_behind
    ]
    return _most(found)


def _most(found: Iterable[tuple[int, NamedUnit]]) -> Places:
    """Those with most, the most first, and how many others have no less than the last."""
    ordered = sorted(found, key=lambda one: -one[0])
    named, others = ordered[:MOST_PLACES], ordered[MOST_PLACES:]
    alike = [one for one in others if one[0] == named[-1][0]]
    return Places(tuple(unit for _size, unit in named), len(alike))


SETTLED = "Không đổi đánh giá"
REPORTED = "đã có số liệu "


def _consequence(row: TargetRow) -> str:
    """What missing figures could change."""
    found = row.assessment
    if not row.is_unsure:
        return SETTLED
    if is_either_way(found):
        return "Đạt hay không còn có thể đổi"
    if found.doubt is Doubt.NOT_RATED_YET:
        return f"Kết luận khi có xếp loại năm {row.selection.year}"
    return "Đánh giá còn có thể đổi"


def _reported(progress: Progress, row: TargetRow) -> str:
    """How many have figures of the period and how many older ones; where it could change anything
    also where most lack them, and how far the value may move.
    """
    coverage, who = row.assessment.measure.coverage, who_reports(row)
    some, of_all = number(coverage.reported), number(coverage.expected)
    carried = f"{number(coverage.carried)} dùng số kỳ trước" if coverage.carried else ""
    said = []
    if row.indicator.is_rating_share:
        said.append(f"theo xếp loại năm {row.ratings_of}")
        if coverage.missing:
            said.append(f"{number(coverage.missing)}/{of_all} {who} chưa xếp loại")
    elif coverage.reported < coverage.expected:
        said += [f"{REPORTED}{some}/{of_all} {who}", *filter(None, [carried])]
        if coverage.missing and row.is_unsure:
            said.append(_where_missing(progress, row))
    if row.is_unsure and is_open(row.assessment.measure):
        low, high = row.assessment.measure.bounds
        least = bare(low, row.indicator, row.compared)
        said.append(f"có thể {least} đến {_amount(row, high)}")
    return ", ".join(said)


def _where_missing(progress: Progress, row: TargetRow) -> str:
    """How many figures are missing, or where most are: all sub-units that lack as many."""
    lacking, who = row.assessment.measure.coverage.missing, who_reports(row)
    counts = [(_missing(part, row.standing.code), part.unit) for part in progress.units]
    most = max((count for count, _unit in counts), default=0)
    alike = [unit for count, unit in counts if count == most]
    if not most:
        return f"thiếu {number(lacking)} {who}"
    where = names(alike[:MOST_PLACES], max(0, len(alike) - MOST_PLACES))
    if most * len(alike) == lacking:
        return f"thiếu {number(lacking)} {who} ở {where}"
    each = "mỗi nơi " if len(alike) > 1 else ""
    return f"thiếu nhiều nhất ở {where}: {each}{number(most)}"


def _missing(part: UnitProgress, code: str) -> int:
    return part.standing(code).assessment.measure.coverage.missing


def _aim(row: TargetRow) -> str:
    return aim(row.goal, row.indicator, row.compared)


# --- What is to be done ---------------------------------------------------------------------------


def _is_own_overdue(progress: Progress, reporting: Reporting) -> bool:
    own = progress.selection.unit.path
    waiting = [one for one in reporting.returns if one.unit.path == own and one.is_expected]
    return any(one.is_to_do and (one.is_submitted or one.days_late) for one in waiting)


def _urged(progress: Progress, reporting: Reporting) -> tuple[list[OwedReturn], list[OwedReturn]]:
    """The returns of units below that are overdue, and those that were sent back: nobody urges
    itself, its superior, or anyone before the day.
    """
    own = progress.selection.unit.path
    below = [
        one
        for one in reporting.returns
        if one.is_to_do and one.is_expected and one.unit.path.startswith(own)
        if one.unit.path != own
    ]
    first = [one for one in below if not one.is_submitted and one.days_late]
    return first, [one for one in below if one.is_submitted]


def _to_add(progress: Progress, rows: Iterable[TargetRow], reporting: Reporting) -> str:
    """The sub-units in which most figures are missing though the return that they stand in came,
    each with of how many cooperatives.
    """
    sent = tuple(one.unit.path for one in reporting.returns if one.is_submitted)
    asked = [
        row.standing.code
        for row in rows
        if not (row.is_from_registry or row.indicator.is_rating_share or row.indicator.counts_units)
    ]
    found = [
        (max((_missing(part, code) for code in asked), default=0), part.unit)
        for part in progress.units
        if part.unit.path.startswith(sent)
    ]
    counts = {unit.path: count for count, unit in found}
    named = _most([one for one in found if one[0]]).named
    return joined([f"{_inside(one.name)} ({number(counts[one.path])} HTX)" for one in named])


def _still_needed(rows: Iterable[TargetRow]) -> list[str]:
    """What is still to come of each open target of the unit's own: how much more of what is
    counted, and from where to where means are to move that are behind.
    """
    more, moved = [], []
    for row in rows:
        value, goal = row.assessment.measure.value, row.goal
        is_open_yet = (
            row.is_own and value is not None and not goal.operator.holds(value, goal.value)
        )
        if not is_open_yet or (row.indicator.averages and not _is_bad(row)):
            continue
        name, now = inside(str(row.indicator.label)), bare(value, row.indicator, row.compared)
        if not row.wants_more:
            moved.append(f"giảm {name} từ {now} xuống {_aim(row)}")
        elif row.indicator.averages:
            moved.append(f"nâng {name} từ {now.removesuffix('%')} lên {_aim(row)}")
        else:
            more.append(f"{name} {_more(row)}")
    listed = [f"cần thêm: {'; '.join(more)}"] if more else []
    said = "; ".join([*listed, *moved])
    return [f"Đến hết năm {said}."] if said else []


def _more(row: TargetRow) -> str:
    """How much is lacking of what is counted; what it is counted in only where no name says it."""
    short, label = row.goal.value - row.assessment.measure.value, str(row.indicator.label)
    unit = counted_in(row.indicator)
    is_said = unit == PERSONS or unit.casefold() in label.casefold()
    return (bare if is_said else amount)(short, row.indicator, row.compared)


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


def _named(returns: Sequence[OwedReturn]) -> str:
    others = max(0, len(returns) - MOST_NAMED)
    return names([one.unit.name for one in returns[:MOST_NAMED]], others)


def _inside(name: str) -> str:
    return names([name])


def _quarter(period: Quarter) -> str:
    return f"quý {ROMAN[period.number]}/{period.year}"
