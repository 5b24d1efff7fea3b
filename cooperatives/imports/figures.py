"""The columns of figures, which quarterly figures and yearly reports share."""

from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import UNITS, Figure, figures, unit_figures
from ..figures.readers import reader_of
from ..files.columns import Column


def figure_columns() -> list[Column]:
    """A column for each figure of the catalogue, in its order; money in million VND."""
    return [reader_of(one, one.import_code, label_of(one), limited=True) for one in figures()]


def unit_figure_columns() -> list[Column]:
    """A column for each figure that units report, by code."""
    of_units = unit_figures(None, UNITS)
    return [reader_of(one, one.import_code, label_of(one), limited=True) for one in of_units]


def label_of(figure: Figure):
    """What heads a figure's column in import files."""
    name = lazy(capfirst, str)(figure.name)
    return format_lazy("{} ({})", name, _("million VND")) if figure.is_money else name


def field_by_column() -> dict[str, str]:
    """The figure's code by the code of its column."""
    return {figure.import_code: figure.code for figure in figures()}


def column_by_field() -> dict[str, str]:
    """The code of a figure's column by its own."""
    return {figure.code: figure.import_code for figure in figures()}
