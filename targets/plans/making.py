"""The facts of a plan on a page, and how it stands to others of its unit."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.models.record_form import RecordForm
from cooperatives.pages.forms import PLANS
from cooperatives.registry.identity import DayField

from ..models import Plan
from .adjusting import BESIDE, REPLACE, in_order, planned_years, plans_met
from .rules import closed_plan_problems, plan_problems, settled_plan_problems


class Standing:
    """How a plan stands to those that it meets in a year that is new to it.

    answer: "beside", "replace", or "" where nobody said. is_asked: whether there are such plans.
    replaced: those that are to be replaced by it, or to replace it. problem: why nothing can be
    stored yet, "" for nothing.
    """

    def __init__(self, plan: Plan, year: int, answer: str):
        self.problem, self.replaced = "", []
        met = plans_met(plan, [year])
        self.is_asked = bool(met)
        if not met or answer == BESIDE:
            return
        if answer != REPLACE:
            message = _(
                "%(unit)s already has the plan %(other)s for this year: say how the two stand to"
                " each other. If this one changes single targets of it, adjust that plan instead."
            )
            self.problem = message % {"unit": plan.unit.name, "other": met[0].number}
            return
        for one in met:
            earlier, later = in_order(one, plan)
            earlier.replaced_by = later
            if problems := plan_problems(earlier):
                self.problem = problems[0].message
                return
        self.replaced = met


def store_replaced(replaced: Iterable[Plan], plan: Plan) -> None:
    """Store of two plans which one is followed: the one issued later."""
    for met in replaced:
        earlier, later = in_order(met, plan)
        earlier.replaced_by = later
        earlier.save(update_fields=["replaced_by"])


class PlanForm(RecordForm):
    """Number, day, title and source of a decision. year: the one that a new plan gets targets for,
    None of a plan that is there.
    """

    constraint_fields = {"plan_is_unique": "number"}
    stands = forms.ChoiceField(
        label=gettext_lazy("Other plans of its unit and year"), choices=PLANS, required=False
    )

    class Meta:
        model = Plan
        fields = ["number", "issued_on", "title", "issuer", "source"]
        field_classes = {"issued_on": DayField}
        labels = {
            "number": gettext_lazy("Number of the plan"),
            "title": gettext_lazy("Title of the plan"),
        }

    def __init__(self, *args, year: int | None = None, **options):
        super().__init__(*args, **options)
        self.year, self.replaced = year, []
        self.asks_how_it_stands = False
        for name in self._meta.fields:
            self.fields[name].show_hidden_initial = bool(self.instance.pk)
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def broken_rules(self):
        plan = self.instance
        found = plan_problems(plan)
        years = planned_years(plan) if plan.pk else set()
        if plan.pk and self.has_changed():
            found += settled_plan_problems(plan, years)
        if plan.adjusts and self.year and not plan.pk:
            found += closed_plan_problems(plan, "adjusts", [self.year])
        if not found and self.year and not plan.adjusts:
            self._stand_to_others()
        return found

    def _stand_to_others(self) -> None:
        """Ask how a new plan stands to those that it meets in its year, while nobody said so."""
        question = Standing(self.instance, self.year, self.cleaned_data.get("stands", ""))
        self.asks_how_it_stands, self.replaced = question.is_asked, question.replaced
        if question.problem:
            self.add_error("stands", question.problem)

    def visible_fields(self):
        return [
            field
            for field in super().visible_fields()
            if field.name != "stands" or self.asks_how_it_stands
        ]

    def over_what_is_stored(self, data) -> None:
        """Put what is stored now into data that was sent, but for what this person changed."""
        for name in self._meta.fields:
            field = self.fields[name]
            stored = field.widget.format_value(field.prepare_value(self[name].initial)) or ""
            data[self.add_initial_prefix(name)] = stored
            if name not in self.changed_data:
                data[self.add_prefix(name)] = stored

    def stored(self) -> Plan:
        """Store the plan, and which one it replaces or is replaced by."""
        plan = self.save()
        store_replaced(self.replaced, plan)
        return plan
