"""The form of a year's due days, and for which unit an admin looks at a year."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..ground.calendar import Quarter, today
from ..ground.problems import Problem
from ..models import AdministrativeUnit, Level, ReportingYear, User
from ..models.record_form import RecordForm
from ..models.years import DUE_DAYS
from ..registry.identity import DayField
from ..units.years import ReportingYears, reporting_year_problems

FIRST_YEAR, LAST_YEAR = 1945, 2200


def unit_of_year(reader: User, code: str) -> AdministrativeUnit | None:
    """For which unit a reader looks at a year: the one asked for, failing that the own one; who
    works for a country or for none says which. Http404 for one out of reach.
    """
    own = reader.unit
    if code:
        found = AdministrativeUnit.objects.in_scope_of(reader).asked_for(code, today())
        if found is None:
            raise Http404(_("There is no such choice in this list."))
        return found
    standing = AdministrativeUnit.objects.on(today()).filter(parent=None)
    roots = [own] if own else list(standing[:2])
    is_settled = len(roots) == 1 and roots[0].level != Level.COUNTRY
    return roots[0] if is_settled else None


def row_of_year(
    unit: AdministrativeUnit, year: int, years: ReportingYears | None = None
) -> ReportingYear | None:
    """The nearest opening of a year that holds for a unit, None where it was never opened."""
    return next(iter((years or ReportingYears()).at(unit, year)), None)


class DueDaysForm(RecordForm):
    """The due days of a year's returns and yearly reports. Days as usual stay as usual: they follow
    the setting.
    """

    constraint_fields = {"year_has_four_due_days_or_none": DUE_DAYS[0]}

    class Meta:
        model = ReportingYear
        fields = [*DUE_DAYS, "reports_due_on"]
        field_classes = dict.fromkeys([*DUE_DAYS, "reports_due_on"], DayField)
        labels = {
            "due_on_1": gettext_lazy("Returns of quarter I"),
            "due_on_2": gettext_lazy("Returns of quarter II"),
            "due_on_3": gettext_lazy("Returns of quarter III"),
            "due_on_4": gettext_lazy("Returns of quarter IV"),
            "reports_due_on": gettext_lazy("Yearly reports"),
        }
        help_texts = {"reports_due_on": gettext_lazy("Blank: no day is set.")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.usual = [
            Quarter(self.instance.year, number).due_on for number in range(1, len(DUE_DAYS) + 1)
        ]
        for name, day in zip(DUE_DAYS, self.usual, strict=True):
            self.initial[name] = self.initial.get(name) or day

    def clean(self):
        cleaned = super().clean()
        if [cleaned.get(name) for name in DUE_DAYS] == self.usual:
            cleaned |= dict.fromkeys(DUE_DAYS)
        return cleaned

    def broken_rules(self) -> list[Problem]:
        return reporting_year_problems(self.instance)
