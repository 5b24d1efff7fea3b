"""The quarters of one target, and what of it each unit below is to reach."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.ground.constraints import own_errors
from cooperatives.ground.problems import Problem
from cooperatives.models import AdministrativeUnit

from ..indicators import known
from ..models import Target
from .opening import open_years
from .proposals import Basis, Course, proposed_milestones, proposed_shares
from .rules import closed_target_problems, target_problems
from .sense import MILESTONES, Allocated, allocated, doubtful_amounts
from .sheet import measure_of, typed_in
from .typed import shown_value, typed_value

LABELS = {
    "milestone_1": gettext_lazy("Milestone of quarter 1"),
    "milestone_2": gettext_lazy("Milestone of quarter 2"),
    "milestone_3": gettext_lazy("Milestone of quarter 3"),
}


class SharingForm(forms.Form):
    """Milestones of a target, and an allocation for each unit below, blank for none.

    stored: the allocations there. by: what is proposed, by which course and which basis; None for
    what is stored.
    """

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        target: Target,
        stored: Sequence[Target],
        units: Sequence[AdministrativeUnit],
        by: tuple[Course | None, Basis | None] = (None, None),
    ):
        super().__init__(data)
        self.target, self.indicator = target, known(target.indicator)
        self.stored = {one.unit_id: one for one in stored}
        keys = {unit.pk for unit in units}
        self.units = [*units, *(one.unit for one in stored if one.unit_id not in keys)]
        self.by, self.has_no_course, self.has_no_basis = by, False, False
        for name in MILESTONES:
            self._add(name, LABELS[name], getattr(target, name))
        for unit in self.units:
            there = self.stored.get(unit.pk)
            self._add(self._name(unit), unit.name, there and there.value)
        if data is None:
            self._propose(*by)

    def _add(self, name: str, label: str, value: Decimal | None) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            max_length=40,
            initial=shown_value(value, self.indicator),
            show_hidden_initial=True,
        )

    @staticmethod
    def _name(unit: AdministrativeUnit) -> str:
        return f"unit_{unit.pk}"

    def _propose(self, course: Course | None, basis: Basis | None) -> None:
        """Fill the fields with a proposal; what is stored stays beside, so that it counts as a
        change.
        """
        self.proposed: dict[str, str] = {}
        if course:
            found = proposed_milestones(self.target, course)
            self.has_no_course = found is None
            self._fill(dict(zip(MILESTONES, found or (), strict=False)))
        if basis:
            shares = proposed_shares(self.target, self.units, basis)
            self.has_no_basis = shares is None
            names = [self._name(unit) for unit in self.units]
            self._fill(dict(zip(names, shares or (), strict=False)))

    def _fill(self, values: Mapping[str, Decimal]) -> None:
        shown = {name: shown_value(value, self.indicator) for name, value in values.items()}
        self.proposed |= shown

    @property
    def about_the_proposal(self) -> list[str]:
        """What is to be said of what was proposed, or could not be."""
        said = []
        if self.has_no_course:
            said.append(
                _("Last year has no course to go by: its quarters are not all known, or they fall.")
            )
        if self.has_no_basis:
            said.append(_("There is nothing to divide by: all units have none."))
        if getattr(self, "proposed", None):
            said.append(
                _("This is a proposal: change it as you like. It counts once you store it.")
            )
        return said

    @property
    def measure(self) -> str:
        return measure_of(self.indicator)

    @property
    def unit_of_measure(self) -> str:
        return typed_in(self.indicator)

    @property
    def target_shown(self) -> str:
        """The target in what its fields are counted in."""
        return shown_value(self.target.value, self.indicator)

    @cached_property
    def milestones(self) -> list["ShownField"]:
        return [self._shown(name) for name in MILESTONES]

    @cached_property
    def parts(self) -> list["ShownField"]:
        return [self._shown(self._name(unit)) for unit in self.units]

    def _shown(self, name: str) -> "ShownField":
        return ShownField(self, name, getattr(self, "proposed", {}).get(name))

    def clean(self):
        cleaned = super().clean()
        for name in self.fields:
            try:
                cleaned[name] = typed_value(cleaned.get(name, ""), self.indicator)
            except ValidationError as error:
                self.add_error(name, error)
        self._look_at()
        return cleaned

    def _look_at(self) -> None:
        for name, target in self._targets():
            fields = MILESTONES if name is None else ["value"]
            found = [Problem(target, field, error) for field, error in own_errors(target)]
            found += [*target_problems(target), *closed_target_problems(target)]
            for one in found:
                shown_at = name or (one.field if one.field in self.fields else None)
                self.add_error(shown_at, one.error)
            for field in doubtful_amounts(target, fields):
                message = _("So little? Amounts are in million VND here: write 85 for 85 million.")
                self.add_error(name or field, message)

    def _targets(self) -> list[tuple[str | None, Target]]:
        """What changes and can be read: the target itself under None, and allocations by their
        field.
        """
        found: list[tuple[str | None, Target]] = []
        changed = set(self.changed_data)
        if changed & set(MILESTONES) and self.cleaned_data.keys() >= set(MILESTONES):
            for name in MILESTONES:
                setattr(self.target, name, self.cleaned_data[name])
            found.append((None, self.target))
        for unit in self.units:
            name = self._name(unit)
            if name in changed and self.cleaned_data.get(name) is not None:
                found.append((name, self._allocation(unit, self.cleaned_data[name])))
        return found

    def _allocation(self, unit: AdministrativeUnit, value: Decimal) -> Target:
        there = self.stored.get(unit.pk)
        if there is None:
            own = self.target
            return Target(
                plan=own.plan,
                year=own.year,
                indicator=own.indicator,
                unit=unit,
                operator=own.operator,
                value=value,
                from_year=own.from_year,
                place=own.place,
            )
        there.plan, there.value = self.target.plan, value
        return there

    @property
    def _removed(self) -> list[Target]:
        changed = set(self.changed_data)
        return [
            self.stored[unit.pk]
            for unit in self.units
            if unit.pk in self.stored
            and self._name(unit) in changed
            and self.cleaned_data[self._name(unit)] is None
        ]

    def allocated(self) -> Allocated | None:
        """What the allocations come to as they are typed, proposed or stored."""
        values: list[tuple[AdministrativeUnit, Decimal | None]] = []
        for unit, part in zip(self.units, self.parts, strict=True):
            try:
                values.append((unit, typed_value(part.value, self.indicator)))
            except ValidationError:
                return None
        own = self.target
        parts = [
            Target(year=own.year, indicator=own.indicator, unit=unit, value=value)
            for unit, value in values
            if value is not None
        ]
        return next(iter(allocated([own, *parts], own.unit_id)), None)

    def over_what_is_stored(self, data) -> None:
        """Put what is stored now into data that was sent, but for what this person changed."""
        for name in self.fields:
            stored = self[name].initial
            changed = name in self.changed_data
            data[self.add_initial_prefix(name)] = stored
            if not changed:
                data[self.add_prefix(name)] = stored

    def store(self) -> None:
        """Store what changes."""
        removed = self._removed
        for _name, target in self._targets():
            target.save()
        for target in removed:
            target.delete()
        open_years([self.target])


class ShownField:
    """A field with what is proposed for it, or was typed into it, and what is stored."""

    def __init__(self, form: SharingForm, name: str, proposed: str | None):
        self.field = form[name]
        self.is_proposed = proposed is not None and proposed != self.field.initial
        self.value = str((self.field.value() or "") if proposed is None else proposed)

    @property
    def sense(self) -> str:
        """What the script looks at in it."""
        return self.field.html_name if self.field.html_name in MILESTONES else "share"

    @property
    def stored(self) -> str:
        """What the page shows to be stored: what was left so changes nothing."""
        shown = self.field.form.data.get(self.field.html_initial_name)
        return self.field.initial if shown is None else shown
