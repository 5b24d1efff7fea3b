"""The form with which a group becomes a cooperative."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..counting import Cause
from ..ground.problems import Problem, problem
from ..ground.unit_names import unit_inside
from ..models import Kind, Organisation, Placement
from .forms import LifeForm
from .identity import IdentityForm, day_shown
from .life import Life
from .lookalikes import lookalikes
from .moves import closed_move_problems, moves_of
from .rules import founding_problems, organisation_problems
from .succession import GroupEnd

_KIND_OF_NAME = (
    (re.compile(r"THT\b", re.IGNORECASE), "HTX"),
    (re.compile(r"Tổ hợp tác\b", re.IGNORECASE), "Hợp tác xã"),
)


def _as_cooperative(name: str) -> str:
    """A group's name with the words for a cooperative before it, to be looked at by the person."""
    for words, instead in _KIND_OF_NAME:
        if words.match(name):
            return words.sub(instead, name, count=1)
    return name


class BecomingForm(LifeForm, IdentityForm):
    """A cooperative that a group becomes: on one day the group ends, and the cooperative begins
    where the group is, with its number. It is asked for what only a cooperative needs.
    """

    class Meta(IdentityForm.Meta):
        labels = {"founded_on": gettext_lazy("Cooperative from")}
        help_texts = {
            "founded_on": gettext_lazy("The day of its registration; on it the group ends."),
        }

    field_order = ["founded_on", "name", "registration_number", "sector", "union"]
    cause = Cause.BECOMING

    def __init__(self, life: Life, data=None, **options):
        self.end = GroupEnd(life.organisation)
        self.placements: list[Placement] = []
        super().__init__(life, data, **options)
        if life.organisation.registration_number:
            del self.fields["registration_number"]

    @classmethod
    def why_not(cls, life):
        if life.organisation.kind != Kind.GROUP:
            return _("Only a cooperative group becomes a cooperative.")
        if life.organisation.dissolved_on:
            return _("It has ended already.")
        return ""

    def again(self, data):
        return type(self)(self.life, data, reader=self.reader, day=self.day)

    def record_of(self, life):
        group = life.organisation
        return Organisation(
            kind=Kind.COOPERATIVE,
            name=_as_cooperative(group.name),
            registration_number=group.registration_number,
            sector=group.sector,
            is_demo=group.is_demo,
        )

    @property
    def changes_anything(self) -> bool:
        """Becoming another kind always does."""
        return True

    @property
    def organisation(self):
        return self.instance

    @property
    def changed_from(self):
        return self.instance.founded_on

    def broken_rules(self):
        self.end.follow(self.instance)
        if not self.keeps_constraints(self.end.group):
            return []
        self.placements = self._placements()
        return [
            *organisation_problems(self.instance, self.placements, []),
            *self._place_problems(),
            *closed_move_problems((), moves_of(self.instance, self.placements, [])),
            *self.end.problems(),
        ]

    def _placements(self) -> list[Placement]:
        """Where the group is from that day on."""
        day = self.instance.founded_on
        return [
            Placement(
                organisation=self.instance,
                unit=stay.unit,
                valid_from=max(stay.valid_from, day),
                valid_to=stay.valid_to,
            )
            for stay in self.end.life.placements
            if stay.valid_to is None or stay.valid_to > day
        ]

    def _place_problems(self) -> list[Problem]:
        """What is wrong with the place: its unit must exist on that day."""
        if not self.placements:
            return []
        first = self.placements[0]
        if first.valid_from < first.unit.valid_from or first.unit.covers(first.valid_from):
            return founding_problems(first)
        message = _(
            "The group lies in %(unit)s, which exists until %(day)s only: have it moved into its "
            "new unit first."
        )
        params = {"unit": unit_inside(first.unit.name), "day": first.unit.last_day}
        return [problem(first, "valid_from", "no_more_a_unit", message, **params)]

    def field_of(self, found):
        if any(found.record is placement for placement in self.placements):
            return "founded_on"
        field = self.end.field_of(found)
        return field if field in self.fields else super().field_of(found)

    def lookalikes(self):
        units = [placement.unit for placement in self.placements[:1]]
        return lookalikes(self.reader, self.day, self.instance, units=units)

    def save(self, commit=True):
        """Store the end of the group, and the cooperative with its placements."""
        self.end.group.save()
        cooperative = super().save(commit)
        for placement in self.placements:
            placement.save()
        return cooperative

    def recorded(self):
        return _(
            "Recorded: %(group)s ended on %(day)s and is %(name)s from that day on. The "
            "cooperative counts as registered and as newly founded in %(year)s; the group counts "
            "no more."
        ) % {
            "group": self.end.group.name,
            "day": day_shown(self.instance.founded_on),
            "name": self.instance.name,
            "year": self.instance.founded_on.year,
        }
