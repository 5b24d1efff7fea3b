"""Import of yearly reports. A final one is not changed: it is reopened first."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy

from ..catalogue.ratings import MOST_POINTS, Ground, Rating, scale_of
from ..figures.asked import not_asked_problems
from ..figures.following import fields_that_follow, follow_quarters, typed_in
from ..figures.rules import final_report_problems, yearly_report_problems
from ..figures.values import fields_holding
from ..files.columns import REGISTRATION_NUMBER, Choice, Number, Year
from ..models import YearlyReport
from ..units.years import ReportingYears, closed_year_problems
from .figures import column_by_field, field_by_column, figure_columns
from .kind import ImportKind, new_values, own_problems
from .lookups import Cooperatives, find_cooperative
from .session import FileRow

STATE = Choice(
    "state",
    gettext_lazy("State"),
    choices=tuple(YearlyReport.State.choices),
    blank=YearlyReport.State.DRAFT,
)
GROUND = Choice(
    "ground", gettext_lazy("Why weak whatever the score"), choices=tuple(Ground.choices), blank=""
)
OWN_COLUMNS = {
    "": "registration_number",
    "year": "year",
    "rating": "rating",
    "score": "score",
    "ground": "ground",
    "state": "state",
}


@dataclass
class _Pending:
    new: list[YearlyReport] = field(default_factory=list)
    changed: list[YearlyReport] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


class YearlyReportsKind(ImportKind):
    """Yearly reports."""

    code = "yearly_reports"
    label = gettext_lazy("Yearly reports")
    columns = (
        REGISTRATION_NUMBER,
        Year("year", gettext_lazy("Year"), required=True),
        Choice("rating", gettext_lazy("Rating"), choices=tuple(Rating.choices)),
        Number("score", gettext_lazy("Score"), decimals=2, bounds=(0, MOST_POINTS)),
    )
    needed = ("registration_number", "year")

    @classmethod
    def all_columns(cls):
        return (*cls.columns, *figure_columns(), GROUND, STATE)

    def __init__(self, session) -> None:
        self.cooperatives = Cooperatives(session)
        self.closed = ReportingYears()
        self.fields = {"score": "score", **field_by_column(), "ground": "ground", "state": "state"}
        self.column_of = OWN_COLUMNS | column_by_field()
        super().__init__(session)

    def forget(self) -> None:
        self.pending = _Pending()

    def plan(self, rows: list[FileRow]) -> None:
        self.cooperatives.load(row.get("registration_number") for row in rows)
        readable = [row for row in rows if row.get("registration_number") and row.get("year")]
        known = self._known(readable)
        for row in readable:
            number, year = row.values["registration_number"], row.values["year"]
            if self.session.claim(row, (number, year), "registration_number") and not row.failed:
                self._plan_row(row, known)

    def _known(self, rows: list[FileRow]) -> dict[tuple[int, int], YearlyReport]:
        found = [self.cooperatives.get(row.values["registration_number"]) for row in rows]
        reports = list(
            YearlyReport.objects.filter(
                cooperative__in={cooperative.pk for cooperative in found if cooperative},
                year__in={row.values["year"] for row in rows},
            )
        )
        follow_quarters(reports)
        return {(report.cooperative_id, report.year): report for report in reports}

    def _plan_row(self, row: FileRow, known: dict[tuple[int, int], YearlyReport]) -> None:
        cooperative = find_cooperative(self, row)
        if cooperative is None:
            return
        year = row.values["year"]
        report = known.get((cooperative.pk, year))
        is_new = report is None
        if is_new:
            report = YearlyReport(cooperative=cooperative, year=year)
        else:
            report.cooperative = cooperative
        was_final = not is_new and report.state == YearlyReport.State.FINAL
        typed = self._given(row, report)
        changed = [
            *self._rate(row, report),
            *self.set_values(row, report, self.fields),
        ]
        changed += [
            (code, None, row.values[code])
            for code in typed
            if code not in {known for known, _old, _new in changed}
        ]
        if not (is_new or changed):
            self.session.unchanged()
            return
        unit = cooperative.unit_on(date(year, 12, 31))
        if closed := closed_year_problems(report, "year", unit, year, self.closed):
            self.session.problems(row, closed, self.column_of)
            return
        if was_final:
            self.session.problems(row, final_report_problems(report), {"": changed[0][0]})
            return
        problems = [*own_problems(report), *yearly_report_problems(report)]
        names = [self.fields.get(code, code) for code, _old, _new in changed]
        problems += not_asked_problems(report, names)
        self.session.problems(row, problems, self.column_of)
        if row.failed:
            return
        title = f"{cooperative.name}, {year}"
        if is_new:
            values = new_values(row, [column.code for column in self.all_columns()])
            self.session.created(row, title, values)
            self.pending.new.append(report)
        else:
            self.session.updated(row, title, changed)
            self.pending.changed.append(report)
            self.pending.fields |= fields_holding(
                self.fields.get(code, code) for code, _old, _new in changed
            )
            self.pending.fields |= {"follows", *fields_that_follow([report])}

    def _given(self, row: FileRow, report: YearlyReport) -> list[str]:
        """The columns of a row that give what has followed the quarters: it does so no more."""
        typed = {
            code: name
            for code, name in self.fields.items()
            if code in row.values and name in report.following
        }
        typed_in(report, typed.values())
        return list(typed)

    def _rate(self, row: FileRow, report: YearlyReport) -> list:
        """The rating: as given, else weak for a ground of its own, else as the score says, which
        gives it in a year with a scale.
        """
        before, scale = report.rating, scale_of(report.year)
        score = row.get("score")
        if score is None and "score" not in row.values and report.ground and "ground" in row.values:
            score = report.score
        ground = row.get("ground") if "ground" in row.values else report.ground
        if row.get("rating"):
            report.rating = row.values["rating"]
        elif ground:
            report.rating = Rating.WEAK
        elif score is not None and scale:
            report.rating = scale.rating_of(score)
        elif "rating" in row.values and ("score" in row.values or report.score is None):
            report.rating = ""
        return [("rating", before, report.rating)] if report.rating != before else []

    def store(self) -> None:
        YearlyReport.objects.bulk_create(self.pending.new)
        if self.pending.changed:
            YearlyReport.objects.bulk_update(self.pending.changed, self.pending.fields)
