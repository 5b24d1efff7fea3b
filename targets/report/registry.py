"""The registry's counts and totals as provinces report them: groups, cooperatives and unions;
revenue and income; members and workers; managers' training (letter 4879/BKHĐT-KTHT of 2023).

Made of the content of an edition, published or not, so that both say the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.functional import Promise

from cooperatives.ground.money import in_million
from cooperatives.models import Kind

from ..comparison.progress import Progress, Standing
from ..editions.content import indicators_in
from ..indicators import Indicator
from ..indicators.means import AVERAGE_MEMBER_INCOME
from ..overview.target_rows import Places, TargetRow, target_rows
from ..reckoning.assessment import Assessment
from ..reckoning.measures import Coverage, Measure
from ..words.reported import behind_value
from .amounts import short_unit
from .lines import Amount, Line, decimals_of, line_of
from .parts import TRAINED, Part, Reading, exact, value_of

PERSONS, MILLION = "người", "tr.đ"
NOT_COLLECTED = "Chưa thu thập"
SUSPENDED = "Số HTX đang đăng ký trừ số HTX đang hoạt động vào ngày cuối quý."
MANAGERS = (
    "Cộng của các HTX đang hoạt động vào ngày cuối quý; HTX chưa báo cáo quý này tính theo số mới"
    " nhất trong năm hoặc năm trước."
)


@dataclass(frozen=True)
class Item:
    """A line of the annex and a column of its tables by unit. unit: what it is counted in; read:
    its value in a part, None for what is not collected; meaning: what it is; code: of the indicator
    that it is, "" for none.
    """

    label: str
    unit: str
    read: Callable[[Part], Reading] | None
    meaning: str | Promise = ""
    code: str = ""
    averages: bool = False

    def amount(self, part: Part) -> Amount | None:
        """Its value in a part."""
        found = self.read(part).value if self.read else None
        if found is None:
            return None
        return Amount(found, 1 if self.averages else decimals_of(found))


@dataclass(frozen=True)
class Section:
    """Items under one heading."""

    title: str
    items: Sequence[Item]


# --- Rows ----------------------------------------------------------------------------------------


def rows_of(
    content: Mapping[str, Any], progress: Progress, *, goes_on: bool
) -> dict[str, TargetRow]:
    """A row for each indicator: of those that the plan aims at that of the overview, of others what
    the content says.
    """
    found = {row.standing.code: row for row in target_rows(progress, goes_on=goes_on)}
    built, last_year = indicators_in(content), content["last_year"]
    for fact in content["progress"]["targets"]:
        code = fact["indicator"]
        if code not in found:
            row = _row(fact, built[code], progress, last_year.get(code))
            found[code] = replace(row, goes_on=goes_on)
    return found


def _row(
    fact: Mapping[str, Any],
    indicator: Indicator,
    progress: Progress,
    before: Mapping[str, Any] | None,
) -> TargetRow:
    """The row of an indicator at which nothing is aimed. before: its measure the year before."""
    projection = exact(fact["projection"])
    found = Assessment(_measure(fact), None, None, None, None, None, None, None, projection)
    return TargetRow(
        Standing(fact["indicator"], None, found, None, frozen=indicator),
        None,
        None,
        None,
        dict(fact),
        progress.moment,
        progress.selection,
        progress.figures_on,
        Places(),
        before and exact(before["value"]),
    )


def _measure(fact: Mapping[str, Any]) -> Measure:
    bounds = fact["bounds"]
    return Measure(
        exact(fact["value"]),
        exact(fact["numerator"]),
        exact(fact["denominator"]),
        Coverage(**fact["coverage"]),
        bounds and (exact(bounds[0]), exact(bounds[1])),
    )


# --- The items ------------------------------------------------------------------------------------


def sections(rows: Mapping[str, TargetRow]) -> list[Section]:
    """All indicators in the order in which provinces report, with totals beside the means, and what
    is asked for in that pattern and not collected. Entered indicators come last.
    """
    left = dict(rows)
    trained = [code for code, row in rows.items() if row.indicator.figure in TRAINED]

    def of(*codes: str) -> list[Item]:
        return [_of_indicator(left.pop(code)) for code in codes if code in left]

    found = [
        Section(
            "Tổ hợp tác",
            [
                *of("total_groups", "new_groups"),
                _ended("THT chấm dứt hoạt động", "THT", Kind.GROUP),
                Item("Thành viên THT", PERSONS, None),
                Item("Doanh thu, thu nhập của THT", MILLION, None),
            ],
        ),
        Section(
            "Hợp tác xã: số lượng, xếp loại",
            [
                *of("total_cooperatives", "operating_cooperatives"),
                Item("HTX tạm ngừng hoạt động", "HTX", _suspended, SUSPENDED),
                *of("new_cooperatives", "dissolved_cooperatives"),
                *of("good_share", "weak_share", "good_share_of_rated", "weak_share_of_rated"),
            ],
        ),
        Section(
            "Hợp tác xã: doanh thu, thu nhập",
            [
                _total("Tổng doanh thu HTX", "average_revenue"),
                *of("average_revenue"),
                _total("Tổng lợi nhuận HTX", "average_profit"),
                *of("average_profit", AVERAGE_MEMBER_INCOME.code),
            ],
        ),
        Section(
            "Hợp tác xã: thành viên, lao động",
            [*of("total_members"), Item("Lao động thường xuyên", PERSONS, None)],
        ),
        Section(
            "Hợp tác xã: cán bộ quản lý",
            [
                Item("Tổng số cán bộ quản lý HTX", PERSONS, _managers, MANAGERS),
                *of(*trained),
            ],
        ),
        Section(
            "Liên hiệp hợp tác xã",
            [
                *of("total_unions", "new_unions"),
                _ended("Liên hiệp HTX giải thể", "LH", Kind.UNION),
                Item("Doanh thu, thu nhập của liên hiệp HTX", MILLION, None),
            ],
        ),
    ]
    if left:
        found.append(Section("Chỉ tiêu khác", [_of_indicator(row) for row in left.values()]))
    return found


def _of_indicator(row: TargetRow) -> Item:
    indicator, code = row.indicator, row.standing.code

    def read(part: Part) -> Reading:
        fact = part.facts.get(code)
        if fact is None:
            return Reading(None)
        value = exact(fact["value"])
        if value is not None and indicator.is_money:
            value = in_million(value)
        is_counted = indicator.is_from_registry
        return Reading(value, None if is_counted else Coverage(**fact["coverage"]))

    unit, averages = short_unit(indicator), indicator.averages
    return Item(str(indicator.label), unit, read, indicator.definition, code, averages)


def _total(label: str, code: str) -> Item:
    """What the values of a mean add up to."""

    def read(part: Part) -> Reading:
        fact = part.facts.get(code)
        if fact is None:
            return Reading(None)
        total = exact(fact["numerator"])
        value = None if total is None else in_million(total)
        return Reading(value, Coverage(**fact["coverage"]))

    meaning = "Cộng từ ngày 1/1 đến hết quý của các HTX có đủ số liệu các quý."
    return Item(label, MILLION, read, meaning, averages=True)


def reporting_items(code: str, what: str) -> list[Item]:
    """How many have figures behind an indicator, and how many have to."""

    def having(part: Part) -> Reading:
        found = _coverage(part, code)
        return Reading(found and Fraction(found.with_value))

    def expected(part: Part) -> Reading:
        found = _coverage(part, code)
        return Reading(found and Fraction(found.expected))

    return [
        Item(f"HTX có đủ số liệu {what}", "HTX", having),
        Item("HTX phải báo cáo", "HTX", expected),
    ]


def _coverage(part: Part, code: str) -> Coverage | None:
    fact = part.facts.get(code)
    return fact and Coverage(**fact["coverage"])


def _ended(label: str, unit: str, kind: Kind) -> Item:
    def read(part: Part) -> Reading:
        return Reading(part.counted and Fraction(part.counted.ended.get(kind, 0)))

    meaning = "Số chấm dứt hoạt động, giải thể từ ngày 1/1 đến hết quý."
    return Item(label, unit, read, meaning)


def _suspended(part: Part) -> Reading:
    """Registered, and not operating."""
    total, operating = (
        value_of(part, code) for code in ("total_cooperatives", "operating_cooperatives")
    )
    return Reading(None if None in (total, operating) else total - operating)


def _managers(part: Part) -> Reading:
    return part.counted.managers if part.counted else Reading(None)


# --- Lines ----------------------------------------------------------------------------------------


def lines_in(
    section: Section, rows: Mapping[str, TargetRow], whole: Part, before: Part
) -> list[Line]:
    """The lines of a section. before: what is known of the same quarter of the year before."""
    return [_line(item, rows, whole, before) for item in section.items]


def _line(item: Item, rows: Mapping[str, TargetRow], whole: Part, before: Part) -> Line:
    if item.code:
        return line_of(rows[item.code])
    if item.read is None:
        return Line(item.label, item.unit, note=NOT_COLLECTED)
    found = item.read(whole)
    note = ""
    if found.coverage:
        note = capfirst(behind_value(rows["total_members"].indicator, found.coverage, None))
    return Line(
        item.label,
        item.unit,
        done=item.amount(whole),
        before=item.amount(before),
        note=note,
    )
