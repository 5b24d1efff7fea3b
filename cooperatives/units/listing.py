"""The administrative units that a reader may look at: found by name or code, or gone down to."""

from datetime import date
from urllib.parse import urlencode

import django_tables2 as tables
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import QUARTERS, Quarter
from ..ground.printing import NOTHING
from ..models import AdministrativeUnit, User
from ..models.units import AdministrativeUnitQuerySet, at_or_above

ENDED, ALL = "ended", "all"


class UnitFilter(forms.Form):
    """Search over the units whose numbers a reader may ask for. Without anything typed the list
    goes down one level: the units directly below the one chosen, or the topmost.

    year, quarter: the quarter whose numbers the names lead to, where somebody comes from one.
    """

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    year = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=1945, max_value=2200
    )
    quarter = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=min(QUARTERS), max_value=max(QUARTERS)
    )
    under = forms.CharField(required=False, max_length=25, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("existing today")), (ENDED, _("ended")), (ALL, _("all, ended ones too"))],
    )

    def __init__(self, data, *, reader: User, day: date):
        super().__init__(data, auto_id="filter_%s")
        self.fields["q"].widget.input_type = "search"
        self.reader, self.day = reader, day
        self.open_units = AdministrativeUnit.objects.aggregates_open_to(reader)
        code = data.get("under", "")
        self.under = self.open_units.asked_for(code, day) if code else None

    @property
    def period(self) -> Quarter | None:
        """The quarter whose numbers the names lead to; the form must be valid."""
        year, quarter = (self.cleaned_data[name] for name in ("year", "quarter"))
        return Quarter(year, quarter) if year and quarter else None

    @property
    def way(self) -> AdministrativeUnitQuerySet:
        """The units from the topmost that the reader may ask for down to the one chosen."""
        if self.under is None:
            return self.open_units.none()
        then = self.open_units.on(self.under.last_day or self.day)
        return then.filter(at_or_above(self.under.path)).order_by("path")

    def apply(self) -> AdministrativeUnitQuerySet:
        """The units asked for, with what a row shows (`with_rows`); the form must be valid."""
        asked, units = self.cleaned_data, self.open_units
        if asked["q"]:
            units = units.matching(asked["q"])
            if self.under is not None:
                units = units.under(self.under)
        elif self.under is not None:
            units = units.filter(parent__path=self.under.path)
        elif not asked["state"]:
            units = self._topmost(units)
        if asked["state"] == ENDED:
            units = units.filter(valid_to__lte=self.day)
        elif asked["state"] != ALL:
            units = units.on(self.day)
        return with_rows(units)

    def last_of_ended(self) -> AdministrativeUnit | None:
        """Where nothing was searched for: the unit that ended last, at or under the one chosen."""
        asked = self.cleaned_data
        if asked["q"] or asked["state"]:
            return None
        ended = self.open_units.filter(valid_to__lte=self.day)
        if self.under is not None:
            ended = ended.under(self.under)
        return ended.order_by("-valid_to", "path").first()

    def _topmost(self, units: AdministrativeUnitQuerySet) -> AdministrativeUnitQuerySet:
        """Those with no unit above them that the reader may ask for."""
        above = self.open_units.on(self.day).filter(pk=OuterRef("parent"))
        return units.filter(~Exists(above))


def numbers_of(unit: AdministrativeUnit, period: Quarter | None) -> str:
    """The part of an address that leads to a unit's numbers in a quarter, if it existed at its end;
    else to the last quarter of one that ended, and to the newest of another.
    """
    asked = {"unit": unit.asked_as}
    if period is None or not unit.covers(period.ends_on):
        period = Quarter.of(unit.valid_to).previous if unit.has_ended else None
    if period is not None:
        asked |= {"year": period.year, "quarter": period.number}
    return urlencode(asked)


def with_rows(units: AdministrativeUnitQuerySet) -> QuerySet:
    """Units with what a list shows of each: the unit above, whether any are below (`has_below`),
    who took over, and from whom.
    """
    below = AdministrativeUnit.objects.filter(parent=OuterRef("pk"))
    return (
        units.select_related("parent")
        .annotate(has_below=Exists(below))
        .prefetch_related("successions__successor", "takeovers__predecessor")
    )


class UnitTable(tables.Table):
    """Units (`with_rows`), in the order of the tree. period: the numbers of which quarter their
    names lead to.
    """

    name = tables.TemplateColumn(
        verbose_name=_("Name"), template_name="cooperatives/unit_name.html", orderable=False
    )
    code = tables.Column(verbose_name=_("Code"), orderable=False)
    level = tables.Column(verbose_name=_("Level"), orderable=False)
    parent = tables.Column(verbose_name=_("Unit above"), orderable=False)
    valid_from = tables.DateColumn(
        verbose_name=_("From"), format="SHORT_DATE_FORMAT", short=True, orderable=False
    )
    succession = tables.TemplateColumn(
        verbose_name=_("Took over, taken over"),
        template_name="cooperatives/unit_succession.html",
        orderable=False,
    )

    def __init__(self, *args, period: Quarter | None, **options):
        super().__init__(*args, **options)
        self.period = period

    class Meta:
        model = AdministrativeUnit
        fields = ("name", "code", "level", "parent", "valid_from", "succession")
        default = NOTHING
        attrs = {"class": "table--cards table--wide"}
