"""The cells of a grid. A page may have 13,000 of them, and a template takes 0.2 ms for each one."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..catalogue.reasons import REASONS
from ..entry.at_cell import at_cell
from ..entry.columns import POINTS, SheetColumn, page_mark
from ..entry.sheet import Sheet, SheetCell, SheetRow
from ..ground.wording import given
from ..models import Remark, RowOrder
from ..pages.pasted import ListedCell, ListedRow
from ..pages.unit_fields import ShownForm, UnitFieldsForm
from ..returns.unit_fields import UnitRow
from ..workbook.preview import PreviewCell, PreviewRow

register = template.Library()

INPUT = (
    '<input data-cooperative="{}" data-field="{}" value="{}" aria-labelledby="{}"{}{}'
    ' autocomplete="off"{}>'
)
SELECT = (
    '<select data-cooperative="{}" data-field="{}" aria-labelledby="{}"{}{}>'
    '<option value=""></option>{}</select>'
)
SOURCE = (
    '<small data-source title="{}" aria-hidden="true">{}</small>'
    '<span id="f{}" data-said hidden>{}</span>'
)
NOT_ASKED = '<small aria-hidden="true">{}</small><span id="f{}" data-said hidden>{}</span>'
NO_MARKUP = mark_safe("")
SAME = '<span class="preview__same">{}</span>'
REPLACED = '<del>{}</del> <span class="visually-hidden">{}</span> '
CLEARED = '<strong class="preview__cleared">{}</strong>'
PUT = "<ins>{}</ins>"


@register.filter
def width(column: SheetColumn) -> SafeString:
    """The attribute by which the grid's stylesheet knows how wide a column is that holds no figure:
    words, a choice, or points, which are short.
    """
    if column.choices:
        return mark_safe(' data-width="choice"')
    if not column.is_number:
        return mark_safe(' data-width="words"')
    return _if(column.unit == POINTS, ' data-width="short"')


@register.simple_tag
def decimal_mark() -> str:
    """The decimal mark of the page's language, as it is typed."""
    return page_mark().sign


@register.filter
def label_of(of: Sheet | SheetRow | UnitRow, field: str) -> str:
    """What heads the column of a field; nothing where it has none."""
    column = of.column(field)
    return column.label if column else ""


@register.filter
def shown(form: UnitFieldsForm) -> ShownForm:
    """What the template of a unit's fields shows of their form."""
    return form.shown


@register.filter
def cell_mark(row: SheetRow | UnitRow, field: str) -> str:
    """What ends the address of a sheet's page so that it opens at a cell of a row."""
    return row.mark(field)


@register.filter
def remark_mark(remark: Remark) -> str:
    """What ends the address of a return's page so that it opens at what a remark is about."""
    if not (remark.cooperative and remark.field):
        return "#conversation"
    return at_cell(remark.cooperative.registration_number, remark.field)


@register.filter
def remark_line(remark: Remark) -> str:
    """A remark in one line, with who said it; an answer is marked as one."""
    mark = "↳ " if remark.in_answer_to_id else ""
    return f"{mark}{remark.by}: {remark.text}"


@register.filter
def beside_row(remark: Remark) -> str:
    """A remark as it stands beside the name of its row, where there is little room."""
    return remark_line(remark) if remark.in_answer_to_id else remark.text


@register.simple_tag
def row_about(row: SheetRow, order: RowOrder) -> str:
    """What tells a row's cooperative beside its name; what rows are sorted by comes first."""
    sector = row.cooperative.get_sector_display()
    parts = {
        RowOrder.COMMUNE: (row.commune, sector),
        RowOrder.NUMBER: (row.number, row.commune),
    }.get(order, (sector, row.commune))
    return " · ".join(filter(None, parts))


@register.simple_tag
def reason_lists() -> list[tuple[str, tuple]]:
    """The reasons that are offered for an unusual figure, by what is asked about it."""
    return [(asked.value, reasons) for asked, reasons in REASONS.items()]


@register.simple_tag
def cells_to_store(row: ListedRow | PreviewRow) -> SafeString:
    """The cells of a row before they are stored: what is there, and what would be."""
    return format_html_join("", "<td{}{}>{}</td>", (_to_store(row.number, c) for c in row.cells))


def _to_store(number: str, cell: ListedCell | PreviewCell) -> tuple:
    marks = _if(cell.column.is_number, ' class="number"')
    if not cell.changes:
        return marks, NO_MARKUP, format_html(SAME, given(cell.old))
    of = format_html(' data-cooperative="{}" data-field="{}"', number, cell.column.field)
    old = format_html(REPLACED, cell.old, _("becomes")) if cell.old else NO_MARKUP
    new = format_html(CLEARED, _("blank")) if cell.is_cleared else format_html(PUT, cell.new)
    return marks, of, old + new


@register.simple_tag
def grid_cells(row: SheetRow, place: int, is_locked: bool) -> SafeString:
    """The cells of a row: each with what was said about it, the value of the period before, and
    what it is typed into.

    place: the row's place in the grid, from 1; its heading bears the id `r<place>`, those of the
    columns `c-<field>`.
    """
    is_locked = is_locked or bool(row.locked)
    cells = enumerate(row.cells, start=1)
    return format_html_join(
        "\n",
        '<div role="gridcell"{}{}{}>{}{}{}{}</div>',
        (_parts(row, cell, f"{place}-{column}", f"r{place}", is_locked) for column, cell in cells),
    )


def _parts(row: SheetRow, cell: SheetCell, place: str, row_id: str, is_locked: bool) -> tuple:
    """What the cell at `place` is made of; what is beside its field describes it (`described`)."""
    remarked, remarks, last, source, described = NO_MARKUP, NO_MARKUP, NO_MARKUP, NO_MARKUP, []
    if cell.remarks:
        said = [(remark_line(remark),) for remark in cell.remarks]
        remarked = format_html(' data-remarked title="{}"', "\n".join(text for (text,) in said))
        shown = format_html_join("\n", "<p>{}</p>", said)
        remarks = format_html('<div id="m{}" data-remarks hidden>{}</div>', place, shown)
        described.append(f"m{place}")
    if cell.last and not cell.not_asked:
        last = format_html('<small id="l{}" data-last>{}</small>', place, cell.last)
    if cell.not_asked:
        said = cell.not_asked
        source = format_html(NOT_ASKED, _("not asked"), place, said)
        described.append(f"f{place}")
    elif cell.follows:
        # It has the value of the period before: where that is from is said instead.
        said = cell.follows.text
        source = format_html(SOURCE, said, cell.follows.short, place, said)
        described.append(f"f{place}")
    elif cell.last:
        described.append(f"l{place}")
    described_by = NO_MARKUP
    if described:
        described_by = format_html(' aria-describedby="{}"', " ".join(described))
    labels = f"c-{cell.column.field} {row_id}"
    field = _field(row, cell, labels, described_by, is_locked or bool(cell.not_asked))
    changed = _if(cell.before is not None, " data-changed")
    follows = _if(cell.follows is not None, " data-follows")
    marks = changed + follows + _if(bool(cell.not_asked), " data-not-asked")
    return width(cell.column), remarked, marks, remarks, last, source, field


def _field(
    row: SheetRow, cell: SheetCell, labels: str, described_by: SafeString, is_locked: bool
) -> SafeString:
    name = cell.column.field
    if choices := cell.column.choices:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((label, _if(label == cell.text, " selected"), label) for _value, label in choices),
        )
        disabled = _if(is_locked, " disabled")
        return format_html(SELECT, row.number, name, labels, described_by, disabled, options)
    # The keyboards of some phones have no minus among the digits.
    figure = cell.column.figure
    is_positive = cell.column.is_number and not (figure and figure.may_be_negative)
    keyboard = _if(is_positive, ' inputmode="decimal"')
    readonly = _if(is_locked, " readonly")
    return format_html(INPUT, row.number, name, cell.text, labels, described_by, keyboard, readonly)


def _if(condition: bool, attribute: str) -> SafeString:
    """An attribute of our own, or nothing."""
    return mark_safe(attribute) if condition else NO_MARKUP  # noqa: S308 - a literal of this module
