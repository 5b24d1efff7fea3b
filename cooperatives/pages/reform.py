"""The forms of a small reform of units, and of saying where a divided unit's organisations are."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..imports.reform import SmallReform
from ..models import AdministrativeUnit, Level, Placement
from ..registry.identity import DayField
from ..registry.reform import Consequences, placing

STAY_SENT = re.compile(r"stay_([0-9]{1,18})")
NEW_UNITS = 3
"""So many new units at once; a larger reform comes as a file."""


class Part(models.TextChoices):
    """What happens to a unit in a reform; nothing where none is chosen."""

    ENDS = "ends", gettext_lazy("ends")
    TAKES_OVER = "takes_over", gettext_lazy("takes over")


class NewUnitForm(forms.Form):
    """A unit that begins with the reform. parents: those that it may lie under."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=10)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level)
    parent = forms.ChoiceField(label=gettext_lazy("Unit above"), required=False)

    def __init__(self, *args, parents: Sequence[AdministrativeUnit], **options):
        super().__init__(*args, **options)
        self.parents = {unit.asked_as: unit for unit in parents}
        top = parents[0].asked_as if parents else ""
        self.fields["parent"].choices = [
            *((key, f"{unit.name} ({unit.code})") for key, unit in self.parents.items()),
            ("", _("none")),
        ]
        self.fields["parent"].initial = top
        self.fields["level"].initial = Level.COMMUNE

    def has_changed(self) -> bool:
        """Whether there is a unit: level and place alone are none."""
        return bool(self["code"].data or self["name"].data)

    def unit(self) -> AdministrativeUnit:
        """The unit, not stored; it ends with the one above it, where that end is known."""
        given = self.cleaned_data
        unit = AdministrativeUnit(code=given["code"], name=given["name"], level=given["level"])
        unit.parent = self.parents.get(given["parent"])
        unit.valid_to = unit.parent and unit.parent.valid_to
        return unit


class ReformForm(forms.Form):
    """Which units end on a day, and which take over all of them. units: those that may."""

    day = DayField(
        label=gettext_lazy("Day of the reform"),
        help_text=gettext_lazy("The first day on which the ended units no longer exist."),
    )

    def __init__(
        self,
        data=None,
        *,
        units: Sequence[AdministrativeUnit],
        parents: Sequence[AdministrativeUnit],
    ):
        super().__init__(data)
        self.units = {f"unit_{unit.pk}": unit for unit in units}
        for name, unit in self.units.items():
            self.fields[name] = forms.ChoiceField(
                label=unit.name, required=False, choices=[("", _("goes on")), *Part.choices]
            )
        new = forms.formset_factory(NewUnitForm, extra=NEW_UNITS, max_num=NEW_UNITS)
        self.new = new(data, prefix="new", form_kwargs={"parents": parents})

    @property
    def rows(self) -> list[tuple[AdministrativeUnit, forms.BoundField]]:
        """The units, each with its field."""
        return [(unit, self[name]) for name, unit in self.units.items()]

    def is_valid(self) -> bool:
        """Whether it and the new units are what they should be."""
        is_own_valid = super().is_valid()
        # Last: what this form knows of the day is noted at the new units.
        return self.new.is_valid() and is_own_valid

    def clean(self):
        given = super().clean()
        if not self._chosen(Part.ENDS):
            raise ValidationError(_("Choose the units that end."))
        if not self._chosen(Part.TAKES_OVER) and not any(one.has_changed() for one in self.new):
            raise ValidationError(_("Choose who takes over: a unit that goes on, or a new one."))
        self._keep_ends()
        self._refuse_parents_of_another_time()
        return given

    def _keep_ends(self) -> None:
        """A unit whose end is stored ends on that day: a reform does not rewrite it by the way."""
        day = self.cleaned_data.get("day")
        for unit in self._chosen(Part.ENDS):
            if day and unit.valid_to not in (None, day):
                message = _(
                    "The end of this unit is recorded already: it no longer exists from %(day)s "
                    "on. Enter that as the day of the reform, or correct it by a file of units."
                )
                ended = date_format(unit.valid_to, "SHORT_DATE_FORMAT")
                self.add_error(f"unit_{unit.pk}", ValidationError(message, params={"day": ended}))

    def _refuse_parents_of_another_time(self) -> None:
        """A new unit lies under one that there is on its first day."""
        day = self.cleaned_data.get("day")
        for form in self.new if day else ():
            above = form.is_valid() and form.parents.get(form.cleaned_data.get("parent"))
            if form.has_changed() and above and not above.covers(day):
                message = _("%(unit)s does not exist on %(day)s: choose another unit above.")
                shown = {"unit": above.told_apart, "day": date_format(day, "SHORT_DATE_FORMAT")}
                form.add_error("parent", ValidationError(message, params=shown))

    def _chosen(self, part: Part) -> list[AdministrativeUnit]:
        return [unit for name, unit in self.units.items() if self.cleaned_data.get(name) == part]

    def reform(self) -> SmallReform:
        """The reform asked for; the form must be valid."""
        return SmallReform(
            self.cleaned_data["day"],
            self._chosen(Part.ENDS),
            self._chosen(Part.TAKES_OVER),
            [one.unit() for one in self.new if one.has_changed()],
        )


def stays_sent(data: Mapping[str, str]) -> list[int]:
    """The keys of the stays of which the table of placing was sent."""
    return [int(found[1]) for name in data if (found := STAY_SENT.fullmatch(name))]


class PlacingForm(forms.Form):
    """Where the organisations of a divided unit went. page: some of their stays in it, as they are
    listed; stays: those in the table, of a form that was sent those that it was about; successors:
    the units to which they may have gone.
    """

    def __init__(
        self,
        data=None,
        *,
        page: Page,
        stays: Iterable[Placement],
        successors: Iterable[AdministrativeUnit],
    ):
        super().__init__(data)
        self.page = page
        self.successors = {str(unit.pk): unit for unit in successors}
        choices = [("", _("not known yet")), *((key, str(u)) for key, u in self.successors.items())]
        self.stays = {f"stay_{stay.pk}": stay for stay in stays}
        for name, stay in self.stays.items():
            self.fields[name] = forms.ChoiceField(
                label=stay.organisation.name, required=False, choices=choices
            )

    @property
    def rows(self) -> list[tuple[Placement, forms.BoundField]]:
        """The stays, each with its field."""
        return [(stay, self[name]) for name, stay in self.stays.items()]

    @property
    def gone(self) -> list[int]:
        """The keys of the stays for which a successor was chosen that were placed already, on
        another page or by somebody else.
        """
        names = {key: f"stay_{key}" for key in stays_sent(self.data)}
        return [k for k, name in names.items() if self.data[name] and name not in self.stays]

    def consequences(self) -> Consequences:
        """What follows from what was chosen; the form must be valid."""
        given = self.cleaned_data
        return placing(
            (stay, self.successors[given[name]]) for name, stay in self.stays.items() if given[name]
        )
