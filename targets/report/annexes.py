"""The annexes by cooperative: what each had of the figures, live or as an edition froze it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.translation import override

from cooperatives.catalogue.figures import BUILT_IN, Quantity
from cooperatives.evidence import EvidenceRow, ValueState
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.money import in_million
from cooperatives.ground.printing import NOTHING, number_text
from cooperatives.ground.wording import ROMAN

from ..editions.records import FrozenRow
from .tables import Annex, CooperativeRow

MONEY, PERSONS = Quantity.MONEY, Quantity.PERSONS
ANNEXES = (
    (
        "Kết quả sản xuất kinh doanh của các hợp tác xã",
        MONEY,
        f"Số cộng từ đầu năm đến hết kỳ. Dấu {NOTHING}: chưa đủ số liệu",
    ),
    (
        "Thành viên và cán bộ quản lý của các hợp tác xã",
        PERSONS,
        f"Số mới nhất đến hết kỳ. Dấu {NOTHING}: chưa có số liệu",
    ),
)
"""The annexes by cooperative: title, what the figures in it are measured in, and what stands below.
They hold the built-in figures, few enough of each for an upright page.
"""
ROOM = {MONEY: 18.0, PERSONS: 14.0}
"""How wide the column of a figure is."""
LISTED = (ValueState.REPORTED, ValueState.CARRIED, ValueState.MISSING)


Row = EvidenceRow | FrozenRow
"""What an annex reads of one cooperative's part in a figure, live or frozen."""


@dataclass(frozen=True)
class ListedFigure:
    """A figure that the annexes hold. name: in Vietnamese, as it heads its column."""

    code: str
    name: str
    measure: Quantity


def listed_figures() -> list[ListedFigure]:
    """The built-in figures as the catalogue has them today."""
    with override("vi"):
        return [ListedFigure(one.code, capfirst(str(one.name)), one.measure) for one in BUILT_IN]


def frozen_figures(records: Mapping[str, Any]) -> list[ListedFigure]:
    """The same as an edition froze them."""
    codes = {one.code for one in BUILT_IN}
    return [
        ListedFigure(one["code"], capfirst(one["name_vi"]), Quantity(one["measure"]))
        for one in records["figures"]
        if one["code"] in codes
    ]


def annexes_of(
    period: Quarter, figures: Sequence[ListedFigure], rows_of: Callable[[str], Iterable[Row]]
) -> list[Annex]:
    """The annexes by cooperative, those that have a row. rows_of: what each cooperative had of the
    figure with a code up to the quarter's end.
    """
    with override("vi"):
        found = [_annex(period, figures, rows_of, annex) for annex in ANNEXES]
        return [annex for annex in found if annex.rows]


@dataclass
class _Found:
    """What is known of one cooperative in an annex: its values, the quarters that lack one, and
    from which earlier ones it has some.
    """

    row: Row
    values: dict[str, str] = field(default_factory=dict)
    gaps: set[int] = field(default_factory=set)
    earlier: set[str] = field(default_factory=set)
    lacks: bool = False


def _annex(
    period: Quarter,
    listed: Sequence[ListedFigure],
    rows_of: Callable[[str], Iterable[Row]],
    annex: tuple[str, Quantity, str],
) -> Annex:
    title, measure, note = annex
    unit = " (triệu đồng)" if measure is MONEY else ""
    figures = [
        (one.code, f"{one.name}{unit}", ROOM[measure]) for one in listed if one.measure is measure
    ]
    found: dict[int, _Found] = {}
    for code, _head, _width in figures:
        for row in rows_of(code):
            if row.state in LISTED:
                one = found.setdefault(row.organisation_id, _Found(row))
                _note_down(one, code, row, is_money=measure is MONEY)
    first: dict[str, str] = {}
    for one in found.values():
        path, under = one.row.unit_path, one.row.reporting_unit
        first[under] = min(first.get(under, path), path)
    ordered = sorted(
        found.values(), key=lambda one: (first[one.row.reporting_unit], one.row.name_key)
    )
    return Annex(
        f"{title}, quý {ROMAN[period.number]} năm {period.year}",
        figures,
        [_row_of(one) for one in ordered],
        note,
    )


def _note_down(found: _Found, code: str, row: Row, *, is_money: bool) -> None:
    if row.value is None:
        found.lacks = True
        found.gaps.update(row.gaps)
        return
    shown = number_text(in_million(row.value), 1, 1) if is_money else number_text(row.value, 0)
    found.values[code] = shown
    if row.state is ValueState.CARRIED:
        found.earlier.add(_period_said(row.source))


def _row_of(found: _Found) -> CooperativeRow:
    said = []
    if found.gaps:
        quarters = ", ".join(ROMAN[one] for one in sorted(found.gaps))
        said.append(f"Chưa có quý {quarters}")
    elif found.lacks:
        said.append("Chưa có số liệu")
    if found.earlier:
        said.append(f"Số của {', '.join(sorted(found.earlier))}")
    row = found.row
    return CooperativeRow(
        row.name, row.registration_number, row.reporting_unit, found.values, "; ".join(said)
    )


def _period_said(source: Quarter | int | None) -> str:
    if isinstance(source, Quarter):
        return f"quý {ROMAN[source.number]}/{source.year}"
    return f"năm {source}" if source else NOTHING
