"""Figures of the catalogue on pages of the admin site, wherever they are stored."""

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..catalogue.figures import Figure, Quantity, asked_of, codes, figure_named, figures
from ..figures.asked import not_asked_problems
from ..figures.values import value_of
from ..ground.printing import NOTHING
from ..models import Figures
from .base import PageForm


class CatalogueForm(PageForm):
    """A form of a row of figures: those without a column are fields like the others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for figure in self._without_column():
            self.initial.setdefault(figure.code, figure.read(self.instance))

    def _without_column(self) -> list[Figure]:
        return [one for one in figures() if not one.has_column and one.code in self.fields]

    def _is_stored(self, name):
        return figure_named(name) is not None or super()._is_stored(name)

    def _stored(self, name):
        return value_of(self.instance, name)

    def _told(self, name, field, value):
        figure = figure_named(name)
        if figure is None or figure.has_column or value is None:
            return super()._told(name, field, value)
        return dict(field.choices)[value] if figure.is_yes_no else str(value)

    def _post_clean(self):
        for figure in self._without_column():
            if figure.code in self.cleaned_data:
                figure.write(self.instance, self.cleaned_data[figure.code])
        super()._post_clean()

    def broken_rules(self):
        """Nobody gives anew what the cooperative is not asked for."""
        entered = [one.code for one in self._without_column() if one.code in self.changed_data]
        return not_asked_problems(self.instance, entered)


class OfFigures:
    """A page of the admin site with all figures of the catalogue, between its other fields."""

    first_fields: tuple[str, ...] = ()
    last_fields: tuple[str, ...] = ()

    def get_list_display(self, request):
        """The list has a column for each figure, too: those without a column of their own in the
        table follow the others.
        """
        shown = super().get_list_display(request)
        return [*shown, *(_list_column(one) for one in figures() if not one.has_column)]

    def get_fields(self, request, obj=None):
        return [*self.first_fields, *codes(_asked_on(obj)), *self.last_fields]

    def get_form(self, request, obj=None, change=False, **kwargs):
        more = {one.code: _field_of(one) for one in _asked_on(obj) if not one.has_column}
        kwargs.setdefault("form", type("FiguresForm", (self.form,), more))
        return super().get_form(request, obj, change=change, **kwargs)


def _asked_on(record: Figures | None) -> tuple[Figure, ...]:
    """The figures of a record's page: those that its cooperative is asked for, and what it has; all
    of them of a new record, of which that is not known yet.
    """
    if record is None:
        return figures()
    asked = asked_of(record.cooperative.sector, record.year)
    return tuple(one for one in figures() if one in asked or one.read(record) is not None)


def _list_column(figure: Figure):
    """What Django's lists show of a figure that stands in `extra`."""

    @admin.display(description=str(figure.name))
    def column(record):
        return figure.read(record)

    return column


def _field_of(figure: Figure) -> forms.Field:
    low, high = figure.limits
    label = capfirst(str(figure.name))
    if figure.measure is Quantity.YES_NO:
        choices = [("", NOTHING), (1, _("yes")), (0, _("no"))]
        return forms.TypedChoiceField(
            label=label, choices=choices, coerce=int, empty_value=None, required=False
        )
    hint = {
        Quantity.MONEY: _("In VND, not in millions."),
        Quantity.NUMBER: _("In millionths."),
        Quantity.PERCENT: _("In millionths."),
    }.get(figure.measure, "")
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=hint, required=False
    )
