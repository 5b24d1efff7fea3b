"""Cooperatives, unions and groups, with their placements and suspensions."""

from collections.abc import Iterable

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..counting import Cause, CountedChange, counted_change, hold_counts, places_of
from ..ground.calendar import Quarter, today
from ..models import (
    Activity,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    Organisation,
    Placement,
    Suspension,
)
from ..models.locks import lock_organisations
from ..registry.life import Life
from ..registry.moves import Move, closed_move_problems, moves_of
from ..registry.rules import organisation_problems
from .base import PageForm, ReadAlone, RecordAdmin, RecordInline, SpanFormSet, UnitFilter

OWN_FIELDS = ("registration_number", "founded_on", "dissolved_on", "union", "predecessor")
"""Fields whose problems the organisation's own form shows; its spans do not matter for them."""


class OrganisationForm(PageForm):
    def broken_rules(self):
        return [
            found
            for found in organisation_problems(self.instance, [], [], namesakes=[])
            if found.field in OWN_FIELDS
        ]


class LifeFormSet(SpanFormSet):
    """Rows of an organisation that is edited with all that happened to it.

    of_suspensions: whether it shows when it ceased and resumed, or else all other moves.
    """

    of_suspensions: bool

    def refuse_in_closed_years(
        self, placements: list[Placement], suspensions: list[Suspension]
    ) -> None:
        """Refuse what would change in a closed year, of the moves that this formset shows."""
        if self.instance.founded_on is None:
            return  # its own field says so
        stored = Organisation.objects.filter(pk=self.instance.pk).first()
        before = Life.of(stored).stored if stored else ()
        after = moves_of(self.instance, placements, suspensions)
        self.refuse(closed_move_problems(self.own(before), self.own(after)))

    def own(self, moves: Iterable[Move]) -> list[Move]:
        """The moves that this formset shows."""
        return [
            move for move in moves if isinstance(move.record, Suspension) == self.of_suspensions
        ]


class PlacementFormSet(LifeFormSet):
    """Says what is wrong with the placements, and with the organisation as a whole."""

    of_suspensions = False

    def clean(self):
        super().clean()
        placements = self.spans()
        if placements is None:
            return
        found = organisation_problems(self.instance, placements, [])
        self.refuse(problem for problem in found if problem.field not in OWN_FIELDS)
        self.refuse_in_closed_years(placements, [])
        # Where it was when it ceased: the other formset of the page comes after this one.
        self.instance.placements_of_page = placements


class SuspensionFormSet(LifeFormSet):
    of_suspensions = True

    def clean(self):
        super().clean()
        suspensions = self.spans()
        if suspensions is None:
            return
        found = organisation_problems(self.instance, [], suspensions, namesakes=[])
        self.refuse(problem for problem in found if problem.record in suspensions)
        placements = getattr(self.instance, "placements_of_page", None)
        if placements is not None:
            self.refuse_in_closed_years(placements, suspensions)


class PlacementInline(RecordInline):
    model = Placement
    formset = PlacementFormSet
    fields = ["unit", "valid_from", "valid_to"]
    autocomplete_fields = ["unit"]
    min_num = 1


class SuspensionPageForm(PageForm):
    """A suspension; who names no legal status means that by notice, or the one that is stored."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["legal_status"].required = False


class SuspensionInline(RecordInline):
    model = Suspension
    form = SuspensionPageForm
    formset = SuspensionFormSet
    fields = ["valid_from", "valid_to", "legal_status", "renewed_on", "reason"]


class PlacedFilter(UnitFilter):
    def of_unit(self, queryset, unit):
        return queryset.placed_in(unit, today())


class ActivityFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "activity"

    def lookups(self, request, model_admin):
        return Activity.choices

    def queryset(self, request, queryset):
        return queryset.filter(activity=self.value()) if self.value() else queryset


class AnyOrganisationAdmin(RecordAdmin):
    """What the pages of all kinds share."""

    list_display = ["name", "registration_number", "placed_in", "sector", "founded_on", "activity"]
    list_filter = ["sector", ActivityFilter, PlacedFilter]
    date_hierarchy = "founded_on"
    search_fields = ["search_key"]
    search_help_text = _("Name or registration number; case and accents do not matter.")

    def within_reach(self, records, request):
        day = today()
        return records.in_scope_of(request.user, day).with_place_and_activity(day)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    @admin.display(description=_("unit"), ordering="unit_path")
    def placed_in(self, organisation):
        """Where it is today, with the unit above it."""
        names = (organisation.unit_name, organisation.above_name)
        return ", ".join(filter(None, names)) or None

    @admin.display(description=_("state"), ordering="activity")
    def activity(self, organisation):
        """Whether it works today."""
        return Activity(organisation.activity).label if organisation.activity else None


@admin.register(Organisation)
class OrganisationAdmin(ReadAlone, AnyOrganisationAdmin):
    """All kinds together, to choose from; each kind has a page of its own to edit."""

    fields = ["kind", "name", "registration_number", "sector", "founded_on", "dissolved_on"]
    list_display = ["name", "kind", *AnyOrganisationAdmin.list_display[1:]]
    list_filter = ["kind", *AnyOrganisationAdmin.list_filter]

    def has_module_permission(self, request):
        return False


class KindAdmin(AnyOrganisationAdmin):
    """One kind, with its placements and suspensions; the rules are checked over all three."""

    form = OrganisationForm
    fields = ["name", "registration_number", "sector", "founded_on", "dissolved_on"]
    inlines = [PlacementInline, SuspensionInline]

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not closed_move_problems(Life.of(obj).stored, ()))

    def hold(self, record):
        hold_counts()
        lock_organisations([record.pk])

    # Each of these is one change of what counts; what of it does, is seen from what it moves.

    def save_model(self, request, obj, form, change):
        """The record is saved with its rows, in `save_related`."""

    def save_related(self, request, form, formsets, change):
        obj = form.instance
        cause = Cause.CORRECTION if change else Cause.FOUNDING
        days = [obj.founded_on, form.initial.get("founded_on")]
        placed = [row.unit for row in getattr(obj, "placements_of_page", ())]
        with counted_change(self._counted(request, cause, [obj], days, placed)):
            super().save_model(request, obj, form, change)
            super().save_related(request, form, formsets, change)

    def delete_model(self, request, obj):
        with counted_change(self._counted(request, Cause.REMOVAL, [obj], [obj.founded_on])):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        chosen = list(queryset)
        days = [one.founded_on for one in chosen]
        with counted_change(self._counted(request, Cause.REMOVAL, chosen, days)):
            super().delete_queryset(request, queryset)

    @staticmethod
    def _counted(request, cause: Cause, chosen, days, placed=()) -> CountedChange:
        return CountedChange(
            cause,
            units=(*placed, *places_of(one.pk for one in chosen)),
            since=Quarter.of(min(day for day in days if day)),
            by=request.user,
            organisation=chosen[0] if len(chosen) == 1 else None,
        )


@admin.register(Cooperative)
class CooperativeAdmin(KindAdmin):
    """Cooperatives, which alone belong to unions."""

    fields = [*KindAdmin.fields, "union"]
    autocomplete_fields = ["union"]


@admin.register(CooperativeUnion)
class CooperativeUnionAdmin(KindAdmin):
    """Unions."""


@admin.register(CooperativeGroup)
class CooperativeGroupAdmin(KindAdmin):
    """Groups."""
