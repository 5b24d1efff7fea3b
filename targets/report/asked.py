"""Reads from the records all that a live report is made of."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from cooperatives.catalogue.figures import BUILT_IN, Quantity, figure_named
from cooperatives.evidence import EvidenceRow, ValueState, list_evidence
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.money import in_million
from cooperatives.ground.printing import NOTHING, number_text
from cooperatives.ground.wording import ROMAN
from cooperatives.models import AdministrativeUnit, Organisation, User
from cooperatives.returns.reporting import reporting_of

from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection
from ..models import OfficeTexts
from ..models.papers import lines_of
from .paper import FixedTexts, quarterly_report
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


def live_report(selection: Selection, reader: User) -> bytes:
    """The report of what is in the records now, a draft; its annexes list what the reader may see.

    Raises NothingThereError where no plan has a target for the unit in that year.
    """
    progress = progress_of(selection)
    if selection.plan is None or not any(progress.goals.values()):
        numbers = {"unit": selection.unit.name, "year": selection.year}
        raise NothingThereError(_("No plan has a target for %(unit)s in %(year)s.") % numbers)
    return quarterly_report(
        progress,
        reporting_of(selection.unit, selection.period),
        texts_of(selection.unit),
        annexes_of(selection, reader),
        is_demo=has_demo(),
    )


def texts_of(unit: AdministrativeUnit) -> FixedTexts:
    """What a unit's papers always say; gaps where nobody has entered it."""
    return as_fixed(OfficeTexts.objects.of(unit))


def as_fixed(row: OfficeTexts) -> FixedTexts:
    """A record, stored or not, as plain data."""
    return FixedTexts(
        row.superior,
        row.issuer,
        row.symbol,
        row.place,
        tuple(lines_of(row.addressees)),
        tuple(lines_of(row.recipients)),
        tuple(lines_of(row.signing_for)),
        row.signer_title,
        row.signer_name,
    )


def has_demo() -> bool:
    """Whether invented records are among those that are counted."""
    return Organisation.objects.filter(is_demo=True).exists()


def annexes_of(selection: Selection, reader: User) -> list[Annex]:
    """The annexes by cooperative as far as the reader's scope reaches: one statement a figure."""
    with override("vi"):
        found = [_annex(selection, reader, *annex) for annex in ANNEXES]
        return [annex for annex in found if annex.rows]


@dataclass
class _Found:
    """What is known of one cooperative in an annex: its values, the quarters that lack one, and
    from which earlier ones it has some.
    """

    row: EvidenceRow
    values: dict[str, str] = field(default_factory=dict)
    gaps: set[int] = field(default_factory=set)
    earlier: set[str] = field(default_factory=set)
    lacks: bool = False


def _annex(selection: Selection, reader: User, title: str, measure: Quantity, note: str) -> Annex:
    unit = " (triệu đồng)" if measure is MONEY else ""
    figures = [
        (one.code, f"{one.label}{unit}", ROOM[measure])
        for one in BUILT_IN
        if one.measure is measure
    ]
    found: dict[int, _Found] = {}
    period = selection.period
    for code, _head, _width in figures:
        rows = list_evidence(reader, selection.unit, period.year, period.number, code)
        for row in rows:
            if row.state in LISTED:
                _note_down(found.setdefault(row.organisation_id, _Found(row)), code, row)
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


def _note_down(found: _Found, code: str, row: EvidenceRow) -> None:
    if row.value is None:
        found.lacks = True
        found.gaps.update(row.gaps)
        return
    is_money = figure_named(code).is_money
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
