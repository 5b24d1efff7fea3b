"""Tables of the records behind a number."""

from collections.abc import Callable
from fractions import Fraction

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2.data import TableListData

from cooperatives.catalogue.figures import Figure
from cooperatives.evidence import (
    Basis,
    EvidenceRow,
    Reason,
    ValueState,
    answers_yes,
    basis_of,
    figures_of,
    is_counted,
    is_rated,
    main_code,
)
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.money import in_million
from cooperatives.ground.printing import NOTHING, exact_decimals, number_text
from cooperatives.ground.wording import day, figure, quarter_inside
from cooperatives.models import User
from cooperatives.returns.missing import Missing

from ..indicators import Indicator
from ..indicators.definitions import joined
from ..words.labels import unit_label
from ..words.missing import lacking_cells
from ..words.reported import is_from_registry
from .missing import MissingFigures

STATE_ORDER = {state: place for place, state in enumerate(ValueState)}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}, "tf": {"class": "number"}}


class EvidenceData(TableListData):
    """Rows in the wished order: by the Vietnamese alphabet, by value, with blanks always last."""

    KEYS: dict[str, Callable[[EvidenceRow], object]] = {
        "name": lambda row: row.name_key,
        "unit": lambda row: row.unit_path,
        "value": lambda row: row.value,
        "weight": lambda row: None if row.value is None else row.weight,
        "state": lambda row: STATE_ORDER[row.state],
        "day": lambda row: row.founded_on,
        "dissolved": lambda row: row.dissolved_on,
    }

    def order_by(self, aliases):
        for alias in reversed(aliases):
            key = self.KEYS[str(alias).removeprefix("-")]
            given = [row for row in self.data if key(row) is not None]
            blank = [row for row in self.data if key(row) is None]
            self.data = sorted(given, key=key, reverse=str(alias).startswith("-")) + blank


def title_of(indicator: Indicator) -> str:
    """What the list of records is called: groups and unions are no cooperatives."""
    if is_from_registry(indicator):
        return _("Organisations behind the number")
    if indicator.counts_units:
        return _("Units behind the number")
    return _("Records behind the number")


class EvidenceTable(tables.Table):
    """Each organisation's part in a number: its value, and whether it is reported, carried or
    missing, and why.

    reader: who may open the pages of organisations that lie in their scope today; the others are
    not linked. missing: leads from a missing value to the cells that it would be entered in.
    """

    name = tables.Column(gettext_lazy("Organisation"), accessor="name")
    unit = tables.Column(gettext_lazy("Unit"), accessor="unit_name")
    day = tables.Column(gettext_lazy("Founded"), accessor="founded_on")
    dissolved = tables.Column(gettext_lazy("Dissolved"), accessor="dissolved_on")
    value = tables.Column(gettext_lazy("Value"), empty_values=(), attrs=NUMBER)
    weight = tables.Column(gettext_lazy("Members"), empty_values=(), attrs=NUMBER)
    state = tables.Column(gettext_lazy("Evidence"), empty_values=())

    class Meta:
        order_by = "name"
        attrs = {"class": "table--cards"}

    def __init__(
        self,
        rows: list[EvidenceRow],
        indicator: Indicator,
        reader: User,
        missing: MissingFigures,
        **kwargs,
    ):
        self.indicator = indicator
        self.reader = reader
        self.missing = missing
        self.decimals = _decimals_of(rows, indicator)
        data = EvidenceData(rows)
        super().__init__(data, exclude=_left_out(indicator), **kwargs)
        self.caption = title_of(indicator)
        if indicator.counts_units:
            self.columns["name"].column.verbose_name = gettext_lazy("Unit")
        if "value" in self.columns.names():
            self.columns["value"].column.verbose_name = _value_header(indicator)
        if "weight" in self.columns.names():
            self.columns["weight"].column.verbose_name = _weight_header(indicator)

    def render_name(self, record: EvidenceRow):
        number = format_html(" <small>{}</small>", record.registration_number)
        if record.is_unit or not self.reader.reaches(record.path_now):
            return format_html("{}{}", record.name, number)
        href = reverse("organisation", args=[record.organisation_id])
        return format_html('<a href="{}">{}</a>{}', href, record.name, number)

    def render_unit(self, record: EvidenceRow):
        if record.reporting_unit == record.unit_name:
            return record.unit_name
        return format_html("{} <small>{}</small>", record.unit_name, record.reporting_unit)

    def render_day(self, value):
        return day(value)

    def render_dissolved(self, value):
        return day(value)

    def render_value(self, record: EvidenceRow) -> str:
        return value_in_words(self.indicator, record, self.decimals)

    def render_weight(self, record: EvidenceRow) -> str:
        if record.value is None:
            return NOTHING
        return _in_words(record.weight, divisors_of(self.indicator))

    def render_state(self, record: EvidenceRow) -> str:
        said = state_in_words(record, self.missing.by_cooperative.get(record.organisation_id))
        links = format_html_join(
            "",
            '<span class="off-paper"> · <a class="nowrap" href="{}">{}</a></span>',
            (
                (href, _("cell of %(quarter)s") % {"quarter": quarter_inside(quarter)})
                if quarter
                else (href, _("to the yearly report"))
                for quarter, href in self.missing.cells_of(record)
            ),
        )
        return format_html("{}{}", said, links)


def _decimals_of(rows: list[EvidenceRow], indicator: Indicator) -> int:
    """How many decimals show each value of the column to the last VND."""
    figures = figures_behind(indicator)
    if not (figures and figures[0].is_money) or answers_yes(indicator.figure):
        return 0
    needed = (exact_decimals(in_million(row.value)) or 0 for row in rows if row.value is not None)
    return max(needed, default=0)


def _left_out(indicator: Indicator) -> list[str]:
    if main_code(indicator.figure) == "dissolved_cooperatives":
        return ["value", "weight", "state"]
    if is_counted(indicator.figure):
        return ["value", "weight", "state", "dissolved"]
    left_out = ["day", "dissolved"]
    if indicator.counts_units:
        left_out.append("unit")
    return left_out if divisors_of(indicator) else [*left_out, "weight"]


def figures_behind(indicator: Indicator) -> list[Figure]:
    """The figures that its values are of; none of ratings and what the registry counts."""
    key = indicator.figure
    return [] if is_counted(key) or is_rated(key) else figures_of(basis_of(key).of)


def divisors_of(indicator: Indicator) -> list[Figure]:
    """The figures that weigh or divide its values."""
    key = indicator.figure
    return [] if is_counted(key) or is_rated(key) else figures_of(basis_of(key).per)


def _value_header(indicator: Indicator) -> str:
    if is_rated(indicator.figure):
        is_weak = main_code(indicator.figure) == "weak"
        return _("Rated weak") if is_weak else _("Rated good or fair")
    if not isinstance(indicator.figure, Basis):
        return f"{_('Value')} ({unit_label(indicator)})"
    basis = indicator.figure
    name = capfirst(joined(figures_behind(indicator)))
    if basis.above is not None:
        return _("%(figure)s above the threshold") % {"figure": name}
    if basis.below is not None:
        return _("%(figure)s below the threshold") % {"figure": name}
    return _with_unit_of(name, figures_behind(indicator))


def _weight_header(indicator: Indicator) -> str:
    divisors = divisors_of(indicator)
    if [one.code for one in divisors] == [figures_behind(indicator)[0].weight]:
        return _("Members")
    return _with_unit_of(capfirst(joined(divisors)), divisors)


def _with_unit_of(name: str, figures: list[Figure]) -> str:
    return f"{name} ({_('million VND')})" if figures[0].is_money else name


def _in_words(value: int, figures: list[Figure]) -> str:
    """A stored value of some figures as people read it: money in million VND."""
    if not figures or figures[0].scale == 1:
        return figure(value)
    return number_text(Fraction(value, figures[0].scale), 6)


def value_in_words(indicator: Indicator, row: EvidenceRow, decimals: int = 0) -> str:
    """The value as a person reads it: million VND with so many decimals, persons, or yes and no;
    "–" for none.
    """
    if row.value is None:
        return NOTHING
    if answers_yes(indicator.figure):
        return _("yes") if row.value else _("no")
    figures = figures_behind(indicator)
    if figures and figures[0].is_money:
        return number_text(in_million(row.value), decimals, decimals)
    return _in_words(row.value, figures)


def state_in_words(row: EvidenceRow, missing: Missing | None = None) -> str:
    """Whether the value is reported, carried from when, or missing and why.

    missing: why it is missing, where it is.
    """
    if row.state is ValueState.CARRIED:
        return _("carried from %(period)s") % {"period": source_in_words(row.source)}
    if missing and missing.entered:
        return f"{row.state.label}: {lacking_cells(missing.blank, missing.entered)}"
    if row.reason is Reason.BLANK_QUARTERS:
        return f"{row.state.label}: {lacking_cells(row.gaps)}"
    if row.reason:
        return f"{row.state.label}: {row.reason.label}"
    if isinstance(row.source, int):
        return _("reported: %(period)s") % {"period": source_in_words(row.source)}
    return str(row.state.label)


def source_in_words(source: Quarter | int | None) -> str:
    """The period that a value is from."""
    if isinstance(source, Quarter):
        return f"{quarter_inside(source.number)}/{source.year}"
    return _("the yearly report %(year)s") % {"year": source}
