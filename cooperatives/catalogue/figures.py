"""The figures that are reported, each declared once (design 1.3a).

Models, constraints, checks, usual ranges, evidence, grid, workbook, imports, admin site and demo
read what a figure is from here; a value is read and written by the figure itself, wherever it is
stored. So one more figure is one more entry: the built-in ones stand below, the entered ones are
rows, which `ENTERED` holds.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..ground.held import Held
from ..ground.money import MILLION
from .sources import PLAN_532, YEARLY_PLANS, Sources

# Above any cooperative's real figures, and small enough for a nation's sums to stay exact.
MAX_VND = 10**14
MAX_VND_PER_MEMBER = 10**10
MAX_PERSONS = 10**6
MAX_NUMBER = 10**8

LEAST_PERSONS = 3
"""A difference of one or two persons is pointed out nowhere, whatever its ratio."""


class Quantity(StrEnum):
    """What a figure is measured in: the column `measure` of an entered figure."""

    MONEY = "money"  # whole VND
    PERSONS = "persons"
    NUMBER = "number"  # up to 6 decimals, stored in millionths
    PERCENT = "percent"  # 0 to 100, stored in millionths
    YES_NO = "yes_no"  # 1 or 0


class Reporter(StrEnum):
    """Who reports a figure: the column `reported_by` of an entered one."""

    COOPERATIVE = "cooperative"
    GROUP = "group"  # one sum for all groups of a reporting unit
    UNIT = "unit"  # each reporting unit, of itself as a whole
    PLAN_UNIT = "plan_unit"  # the province


UNITS = (Reporter.UNIT, Reporter.GROUP, Reporter.PLAN_UNIT)
"""Who reports what no cooperative does."""
IN_RETURNS = (Reporter.UNIT, Reporter.GROUP)
"""Who of them does so in the return of a reporting unit, in the order of its fields."""


class Nature(StrEnum):
    """Whether the figures of a year's quarters add up, or the newest one holds."""

    FLOW = "flow"
    LEVEL = "level"


MILLIONTHS = (Quantity.MONEY, Quantity.NUMBER, Quantity.PERCENT)
"""What people write in millions or millionths of what is stored."""

ALWAYS_LEVELS = (Quantity.PERCENT, Quantity.YES_NO)
"""What does not add up over the quarters."""


LIMITS = {
    Quantity.MONEY: (-MAX_VND, MAX_VND),
    Quantity.PERSONS: (0, MAX_PERSONS),
    Quantity.NUMBER: (0, MAX_NUMBER * MILLION),
    Quantity.PERCENT: (0, 100 * MILLION),
    Quantity.YES_NO: (0, 1),
}
"""The lowest and highest value of a figure that declares no limits of its own, as it is stored."""


@dataclass(frozen=True)
class Figure:
    """One thing that is reported.

    name: in full, as in "average income per member"; label: what heads its column. meaning: what it
    is, in a sentence, and sources: from which papers. limits: the lowest and highest value, as it
    is stored: whole VND, persons, millionths, or 0 and 1.
    weight: the code of the figure that weighs it in a mean, "" for none. least_jump: by how much it
    must differ from another value of its own before the difference is pointed out; of persons by at
    least `LEAST_PERSONS`.
    has_usual_range: whether it is held against what is usual in its sector. headings: by which
    other names offices' sheets head it; doubtful_headings: by which they may mean it, so that it is
    asked. part_of: the code of the figure that counts it too, whose
    heading offices merge over its own. plausible: between which values, as they are stored, that of
    a middling cooperative lies in a quarter: it tells million from thousand where a sheet does not
    and no quarter before can be compared. has_column: whether a column of its own holds it; else it
    stands in `extra`. sectors: the sectors whose cooperatives are asked for it, all where none is
    named; from_year and to_year: the first and the last year for which it is asked, None where
    there is none. reported_by: who reports it. tells_limits: whether its limits are so narrow that
    who types a value has to know them.
    """

    code: str
    name: str | Promise
    label: str | Promise
    measure: Quantity
    nature: Nature
    limits: tuple[int, int] = (0, 0)
    help_text: str | Promise = ""
    weight: str = ""
    least_jump: int = 0
    has_usual_range: bool = False
    headings: tuple[str, ...] = ()
    doubtful_headings: tuple[str, ...] = ()
    part_of: str = ""
    plausible: tuple[int, int] | None = None
    has_column: bool = False
    sectors: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    reported_by: Reporter = Reporter.COOPERATIVE
    tells_limits: bool = False
    meaning: str | Promise = ""
    sources: Sources = ()

    def __post_init__(self) -> None:
        if self.limits == (0, 0):
            object.__setattr__(self, "limits", LIMITS[self.measure])
        if self.measure is Quantity.PERSONS:
            object.__setattr__(self, "least_jump", max(self.least_jump, LEAST_PERSONS))

    # --- What it is -----------------------------------------------------------------------------

    @property
    def is_money(self) -> bool:
        return self.measure is Quantity.MONEY

    @property
    def is_yes_no(self) -> bool:
        """Whether it is an answer, of which neither is more than the other."""
        return self.measure is Quantity.YES_NO

    @property
    def is_flow(self) -> bool:
        return self.nature is Nature.FLOW

    @property
    def is_carried(self) -> bool:
        """Whether an older value stands in where the period has none: levels are."""
        return not self.is_flow

    @property
    def may_be_negative(self) -> bool:
        return self.limits[0] < 0

    @property
    def shows_activity(self) -> bool:
        """Whether a zero in it, and in all like it, means that nothing was done in the quarter."""
        return self.is_money and self.is_flow

    @property
    def scale(self) -> int:
        """By how much a stored value is divided to be shown: money in million VND, numbers and
        percentages from the whole millionths in which their sums stay exact, others as they are.
        """
        return MILLION if self.measure in MILLIONTHS else 1

    @property
    def import_code(self) -> str:
        """What its column is called in import files: amounts of money stand there in million."""
        return f"{self.code}_million" if self.is_money else self.code

    # --- Who is asked for it --------------------------------------------------------------------

    @property
    def is_of_cooperatives(self) -> bool:
        """Whether each cooperative reports it, and not its unit."""
        return self.reported_by is Reporter.COOPERATIVE

    def is_of_year(self, year: int) -> bool:
        """Whether it is asked for in a year."""
        return (self.from_year or year) <= year <= (self.to_year or year)

    def asks_sector(self, sector: str) -> bool:
        """Whether cooperatives of a sector are asked for it, in the years in which any is."""
        return not self.sectors or sector in self.sectors

    def asks(self, sector: str, year: int) -> bool:
        """Whether a cooperative of a sector is asked for it in a year."""
        return self.is_of_year(year) and self.asks_sector(sector)

    # --- Its value in a record ------------------------------------------------------------------

    @property
    def stored_in(self) -> str:
        """The name of the model's field that holds it."""
        return self.code if self.has_column else "extra"

    def read(self, record: Any) -> int | None:
        """Its value in a record, or in a version of one; None where it is not reported."""
        return getattr(record, self.code) if self.has_column else record.extra.get(self.code)

    def write(self, record: Any, value: int | None) -> None:
        """Set its value in a record; all others stay as they are."""
        if self.has_column:
            setattr(record, self.code, value)
        elif value is None:
            record.extra = {key: old for key, old in record.extra.items() if key != self.code}
        else:
            record.extra = record.extra | {self.code: value}

    def shown(self, value: int) -> Decimal:
        """A stored value in the unit in which people write it."""
        return Decimal(value) / self.scale

    @property
    def shown_limits(self) -> tuple[int | Decimal, int | Decimal]:
        """Its limits in the unit in which people write them, whole ones without decimals."""
        low, high = (
            self.shown(limit) if limit % self.scale else limit // self.scale
            for limit in self.limits
        )
        return low, high

    def outside(self, value: int) -> str:
        """The sentence that a stored value lies above or below its limits, which it does."""
        least, most = (
            number_format(limit, use_l10n=True, force_grouping=True) for limit in self.shown_limits
        )
        low, high = self.limits
        if self.is_money and (value > high or low):
            message = (
                gettext("Too large: at most %(most)s million VND. Did you write it in VND?")
                if value > high
                else gettext("Too small: at least %(least)s million VND. Did you write it in VND?")
            )
        elif value > high and self.measure is Quantity.PERSONS:
            message = gettext("Too large: at most %(most)s persons.")
        elif value > high:
            message = gettext("Too large: at most %(most)s.")
        else:
            message = gettext("It must be at least %(least)s.")
        return message % {"least": least, "most": most}


BUILT_IN = (
    Figure(
        "revenue",
        _("revenue"),
        _("Revenue"),
        Quantity.MONEY,
        Nature.FLOW,
        limits=(0, MAX_VND),
        has_usual_range=True,
        headings=("Doanh thu", "DT", "Doanh thu trong quý", "Tổng doanh thu"),
        plausible=(10 * MILLION, 20_000 * MILLION),
        has_column=True,
        meaning=_("What the cooperative took in during the quarter, before its costs."),
        sources=(YEARLY_PLANS,),
    ),
    Figure(
        "profit",
        _("profit"),
        _("Profit"),
        Quantity.MONEY,
        Nature.FLOW,
        limits=(-MAX_VND, MAX_VND),
        help_text=_("May be negative."),
        has_usual_range=True,
        headings=(
            *("Lợi nhuận", "LN", "Lãi", "Lãi (lỗ)", "Lãi, lỗ", "Lợi nhuận sau thuế", "LNST"),
            "Kết quả SXKD",
        ),
        doubtful_headings=(
            *(
                "Chênh lệch thu chi",
                "Chênh lệch thu, chi trong quý",
                "Chênh lệch doanh thu, chi phí",
            ),
            *("Thu trừ chi", "Thặng dư"),
        ),
        plausible=(MILLION, 2_000 * MILLION),
        has_column=True,
        meaning=_("What is left of the quarter's revenue after its costs; a loss is below zero."),
        sources=(PLAN_532,),
    ),
    Figure(
        "average_member_income",
        _("average income per member"),
        _("Income per member"),
        Quantity.MONEY,
        Nature.FLOW,
        limits=(0, MAX_VND_PER_MEMBER),
        weight="member_count",
        has_usual_range=True,
        headings=(
            *("Thu nhập BQ thành viên", "Thu nhập BQ/thành viên", "TNBQ", "TNBQ/TV"),
            *("Thu nhập bình quân", "TN bình quân thành viên", "Thu nhập BQ/người"),
            "Thu nhập bình quân của một thành viên",
        ),
        plausible=(MILLION, 60 * MILLION),
        has_column=True,
        meaning=_(
            "What one member earned in the cooperative during the quarter, on average. In a mean"
            " each cooperative counts by its members."
        ),
        sources=(PLAN_532, YEARLY_PLANS),
    ),
    Figure(
        "member_count",
        _("members"),
        _("Members"),
        Quantity.PERSONS,
        Nature.LEVEL,
        least_jump=3,
        has_usual_range=True,
        headings=("Số thành viên", "Thành viên", "Số TV", "Tổng số thành viên", "TV", "Số xã viên"),
        has_column=True,
        meaning=_("Members on the quarter's last day."),
        sources=(YEARLY_PLANS,),
    ),
    # A cooperative has three to seven managers, so that one election or one course moves up to four
    # (1 → 4 trained is no news); what is typed wrong, a digit too many or another column's figure,
    # moves more. Members are more, and to be thrice as many within one quarter is worth a word.
    Figure(
        "managers_total",
        _("managers in total"),
        _("Managers"),
        Quantity.PERSONS,
        Nature.LEVEL,
        least_jump=5,
        headings=("Cán bộ quản lý", "CBQL", "Tổng số cán bộ quản lý"),
        has_column=True,
        meaning=_("Managers on the quarter's last day, whatever their training."),
        sources=(YEARLY_PLANS,),
    ),
    Figure(
        "managers_higher_education",
        _("managers with college or university training"),
        _("College, university"),
        Quantity.PERSONS,
        Nature.LEVEL,
        least_jump=5,
        headings=(
            *("CĐ, ĐH", "CĐ-ĐH", "Cao đẳng, đại học", "Trình độ cao đẳng, đại học", "ĐH, CĐ"),
            "Cao đẳng, ĐH",  # the label until 11/2026
            "Higher education",
        ),
        part_of="managers_total",
        has_column=True,
        meaning=_(
            "Of the managers on the quarter's last day those with a college or university degree."
        ),
        sources=(PLAN_532, YEARLY_PLANS),
    ),
    Figure(
        "managers_vocational",
        _("managers with primary or intermediate training"),
        _("Primary, intermediate"),
        Quantity.PERSONS,
        Nature.LEVEL,
        least_jump=5,
        headings=(
            *("SC, TC", "SC-TC", "Sơ cấp, trung cấp", "Trình độ sơ cấp, trung cấp", "TC, SC"),
            "Sơ, trung cấp",  # the label until 11/2026
            "Vocational",
        ),
        part_of="managers_total",
        has_column=True,
        meaning=_(
            "Of the managers on the quarter's last day those with primary or intermediate training."
        ),
        sources=(PLAN_532, YEARLY_PLANS),
    ),
)
"""The figures with columns of their own, in the order of the grid's columns."""

(
    REVENUE,
    PROFIT,
    AVERAGE_MEMBER_INCOME,
    MEMBER_COUNT,
    MANAGERS_TOTAL,
    MANAGERS_HIGHER_EDUCATION,
    MANAGERS_VOCATIONAL,
) = BUILT_IN

MANAGERS_TRAINED = (MANAGERS_HIGHER_EDUCATION, MANAGERS_VOCATIONAL)
"""Together at most `MANAGERS_TOTAL`."""

MANAGERS = (MANAGERS_TOTAL, *MANAGERS_TRAINED)

ENTERED: Held[Figure] = Held()
"""The figures that are rows, by code: whoever knows the rows says how they are read."""

_BUILT_IN = {figure.code: figure for figure in BUILT_IN}


def figures(year: int | None = None) -> tuple[Figure, ...]:
    """The figures that cooperatives report: the built-in ones, then the entered ones by code.

    year: only those that are asked for in a year.
    """
    found = (*BUILT_IN, *(one for one in ENTERED.rows() if one.is_of_cooperatives))
    return found if year is None else tuple(one for one in found if one.is_of_year(year))


def unit_figures(year: int | None, of: Collection[Reporter]) -> tuple[Figure, ...]:
    """The figures that units report, by code: of their groups, of themselves, of the province.

    year: only those that are asked for in a year, None for all. of: those of these reporters.
    """
    return tuple(
        one
        for one in ENTERED.rows()
        if one.reported_by in of and (year is None or one.is_of_year(year))
    )


def asks_groups(year: int) -> bool:
    """Whether a figure of groups is asked for in a year, so that who has groups alone reports."""
    return bool(unit_figures(year, (Reporter.GROUP,)))


def all_figures() -> tuple[Figure, ...]:
    """All figures, whoever reports them: the built-in ones, then the entered ones by code."""
    return (*BUILT_IN, *ENTERED.rows())


def asked_of(sector: str, year: int) -> tuple[Figure, ...]:
    """The figures that cooperatives of a sector are asked for in a year, in the same order."""
    return tuple(figure for figure in figures(year) if figure.asks_sector(sector))


def figure_named(code: str) -> Figure | None:
    """The figure with a code; None for what is no figure."""
    if built_in := _BUILT_IN.get(code):
        return built_in
    return next((figure for figure in ENTERED.rows() if figure.code == code), None)


def codes(of: Iterable[Figure] | None = None) -> list[str]:
    """The codes of some figures, of all where none are given."""
    return [figure.code for figure in (figures() if of is None else of)]


_SPOKEN_FOR: list[Callable[[], Iterable[str]]] = []


def keep_clear_of(names: Callable[[], Iterable[str]]) -> None:
    """Say which names no entered figure may bear as its code: they mean something else already."""
    _SPOKEN_FOR.append(names)


def is_spoken_for(code: str) -> bool:
    """Whether a code means something else already, be it a built-in figure."""
    return code in _BUILT_IN or any(code in names() for names in _SPOKEN_FOR)
