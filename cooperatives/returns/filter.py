"""Which returns an officer asks for: the form above the list, and what it means."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import QUARTERS, today
from ..ground.wording import quarter_name
from ..models import AdministrativeUnit, QuarterlyReturn, User
from ..units.choosing import ended_units_to_choose, units_to_choose
from ..units.years import ReportingYears
from .owed import OwedReturn, Timeliness, periods_of

ALL = "all"
NOT_BEGUN = "none"
SUBMITTED_ONCE = "submitted_once"
REMARKED = "remarked"


class ReturnFilter(forms.Form):
    """Choices over the returns within a reader's scope.

    Without a choice: all units, the newest quarter of which returns are due, any state. asked_unit:
    the unit that was chosen, as addresses name it; "" where none was. years: read once for all that
    is asked about these returns.
    """

    year = forms.ChoiceField(label=_("Year"))
    quarter = forms.ChoiceField(label=_("Quarter"))
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    timeliness = forms.ChoiceField(label=_("Timeliness"), required=False)

    def __init__(self, data, *, reader: User):
        text = data.get("unit", "")
        reach = AdministrativeUnit.objects.in_scope_of(reader)
        chosen = reach.asked_for(text, today()) if text else None
        self.unit = chosen or reader.unit
        self.asked_unit = chosen.asked_as if chosen else ""
        self.years = ReportingYears()
        self.periods = periods_of(self.unit, self.years)
        asked = {name: value for name, value in data.items() if value}
        if chosen is not None:
            asked["unit"] = chosen.asked_as
        super().__init__(self._defaults(asked) | asked, auto_id="filter_%s")
        choices = {
            "year": [(str(year), str(year)) for year in reversed(self.periods.years)],
            "quarter": [
                *((str(number), quarter_name(number)) for number in QUARTERS),
                (ALL, _("all quarters")),
            ],
            "unit": [("", _("everywhere")), *self._units(reader, chosen)],
            "state": [
                ("", _("all states")),
                (NOT_BEGUN, _("not begun")),
                *QuarterlyReturn.State.choices,
                (SUBMITTED_ONCE, _("submitted at least once")),
                (REMARKED, _("with an open remark")),
            ],
            "timeliness": [("", _("all")), *Timeliness.choices],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs

    @staticmethod
    def _units(reader: User, chosen: AdministrativeUnit | None) -> list:
        """Those of today, then those that ended, of which returns may still be asked for."""
        ended = ended_units_to_choose(reader, chosen)
        known = dict(ended)
        today_s = [one for one in units_to_choose(reader, chosen, today()) if one[0] not in known]
        return [*today_s, *([(_("Ended units"), ended)] if ended else [])]

    def _defaults(self, asked: dict[str, str]) -> dict[str, str]:
        year = asked.get("year", "")
        is_known = year in map(str, self.periods.years)
        period = self.periods.newest_due(int(year) if is_known else None)
        return {"year": str(period.year), "quarter": str(period.number)} if period else {}

    @property
    def of_year(self) -> int:
        """The year asked for; the form must be valid."""
        return int(self.cleaned_data["year"])

    @property
    def of_quarter(self) -> int | None:
        """The quarter asked for, or None for all of the year; the form must be valid."""
        asked = self.cleaned_data["quarter"]
        return None if asked == ALL else int(asked)

    def apply(self, returns: Iterable[OwedReturn]) -> list[OwedReturn]:
        """Those of a year's returns that were asked for; the form must be valid."""
        asked = self.cleaned_data
        return [
            one
            for one in returns
            if self.of_quarter in (None, one.period.number)
            and _is_in(one, asked["state"])
            and asked["timeliness"] in ("", one.timeliness)
        ]


def _is_in(one: OwedReturn, state: str) -> bool:
    if state == SUBMITTED_ONCE:
        return one.is_submitted
    if state == REMARKED:
        return one.is_remarked
    return state in ("", one.state or NOT_BEGUN)
