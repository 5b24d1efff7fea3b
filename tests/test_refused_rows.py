"""Every rule that a row can break by itself is refused by the database, and said by full_clean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from cooperatives.models import (
    AdministrativeUnit,
    ApiToken,
    Cooperative,
    CooperativeUnion,
    EnteredFigure,
    LetterDrafted,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    RatingScale,
    Remark,
    ReportingYear,
    ReportsDone,
    ReturnStep,
    Suspension,
    UnitFigures,
    UnitSuccession,
    User,
    WarningAnswer,
    YearlyReport,
)
from cooperatives.models.base import Record
from targets.models import BaselineFigure, EnteredIndicator, Plan, Subscription, Target
from tests.factories import (
    close_year,
    make_admin,
    make_api_token,
    make_baseline_figure,
    make_cooperative,
    make_district,
    make_figures,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_yearly_report,
    suspend,
)

NOW = datetime(2024, 10, 20, tzinfo=UTC)
BEGIN, LATER = date(2020, 1, 1), date(2021, 1, 1)


class Books:
    """One record of each kind, with which a bad one may collide."""

    def __init__(self) -> None:
        self.province = make_province()
        self.district = make_district(self.province, "061")
        self.ended = make_district(self.province, "069", valid_to=BEGIN)
        succession(self).save()
        self.cooperative = make_cooperative(self.district, registration_number="0610001")
        self.suspension = suspend(self.cooperative, BEGIN, LATER)
        self.report = make_yearly_report(self.cooperative, 2023)
        self.figures = make_figures(self.cooperative, 2024, 1)
        self.filed = self.figures.quarterly_return
        unit_figures(self, quarter=1).save()
        self.officer, self.admin = make_officer(self.province), make_admin()
        self.token, _secret = make_api_token(self.officer)
        subscription(self).save()
        self.plan = make_plan(self.province)
        self.target = make_target(self.plan)
        self.baseline = make_baseline_figure(self.province)
        close_year(self.province, 2021)
        self.done = reports_done(self)
        self.done.save()
        self.answer = self.make_answer()
        self.answer.save()

    def make_answer(self, **of):
        return WarningAnswer(
            **{"figures": self.figures, "rule": "jump", "value": 3, "text": "Đúng"}
            | {"by": self.officer, "at": NOW}
            | of
        )


def organisation(books, **fields):
    return Organisation(
        **{"kind": "cooperative", "name": "HTX Mới", "registration_number": "7"}
        | {"founded_on": BEGIN}
        | fields
    )


def unit(books, **fields):
    return AdministrativeUnit(
        **{"code": "062", "name": "Huyện Ngân Sơn", "level": "district", "parent": books.province}
        | {"valid_from": BEGIN}
        | fields
    )


def placement(books, **fields):
    return Placement(
        **{"organisation": books.cooperative, "unit": books.province, "valid_from": BEGIN} | fields
    )


def figure(books, **fields):
    return EnteredFigure(
        **{"code": "workers", "name_vi": "Lao động", "measure": "persons", "nature": "level"}
        | fields
    )


def unit_figures(books, **fields):
    """Those of the province, which stand in no return."""
    return UnitFigures(**{"unit": books.province, "year": 2024, "quarter": 2} | fields)


def suspension(books, **fields):
    return Suspension(**{"organisation": books.cooperative, "valid_from": LATER} | fields)


def user(books, **fields):
    return User(
        **{"username": "mới", "full_name": "Người mới", "password": "x", "role": "officer"}
        | {"unit": books.province}
        | fields
    )


def token(books, **fields):
    return ApiToken(**{"user": books.officer, "name": books.token.name, "digest": "x"} | fields)


def subscription(books, **fields):
    return Subscription(
        **{"user": books.officer, "unit": books.province, "kind": "weekly", "language": "vi"}
        | fields
    )


def report(books, **fields):
    return YearlyReport(**{"cooperative": books.cooperative, "year": 2022} | fields)


def scale(books, **fields):
    return RatingScale(
        **{"from_year": 2030, "good": 80, "fair": 65, "average": 50, "source": "TT 1"} | fields
    )


def figures(books, **fields):
    return QuarterlyFigures(
        **{"cooperative": books.cooperative, "quarterly_return": books.filed}
        | {"year": 2024, "quarter": 2}
        | fields
    )


def quarterly_return(books, **fields):
    return QuarterlyReturn(**{"unit": books.district, "year": 2024, "quarter": 2} | fields)


def reporting_year(books, **fields):
    return ReportingYear(**{"unit": books.province, "year": 2022, "opened": BEGIN} | fields)


def indicator(books, **fields):
    return EnteredIndicator(
        **{"code": "total_revenue", "name_vi": "Tổng", "rule": "sum", "of": "revenue"} | fields
    )


def succession(books, **fields):
    """By default the one that is there."""
    units = {"predecessor": books.ended, "successor": books.district}
    return UnitSuccession(**units | {"on": BEGIN} | fields)


def reports_done(books, **fields):
    """By default a second word of the unit and year of the first."""
    return ReportsDone(
        **{"unit": books.district, "year": 2023, "by": books.officer, "at": NOW} | fields
    )


def letter(books, **fields):
    return LetterDrafted(
        **{"unit": books.district, "year": 2024, "quarter": 1, "by": books.officer, "at": NOW}
        | fields
    )


def step(books, **fields):
    return ReturnStep(**{"quarterly_return": books.filed, "step": "submit", "at": NOW} | fields)


def remark(books, **fields):
    return Remark(
        **{"quarterly_return": books.filed, "text": "Xem lại", "by": books.officer, "at": NOW}
        | fields
    )


def saved(record):
    record.save()
    return record


def plan(books, **fields):
    return Plan(
        **{"unit": books.province, "number": "1/KH", "issued_on": BEGIN, "title": "Kế hoạch"}
        | fields
    )


def target(books, **fields):
    return Target(
        **{"plan": books.plan, "year": 2025, "indicator": "new_groups", "unit": books.province}
        | {"operator": ">=", "value": 25}
        | fields
    )


@dataclass(frozen=True)
class Refusal:
    """A constraint, a record that breaks it and nothing else, and words of the message.

    words: None where there is only Django's own sentence with the constraint's name.
    """

    constraint: str
    make: Callable[[Books], Record]
    words: str | None


RANGE = "outside the possible range|at least|at most|greater than or equal|less than or equal"
CHOICE = "is not a valid choice"
REFUSALS = [
    # Units
    Refusal("unit_level_is_known", partial(unit, level="hamlet"), CHOICE),
    Refusal(
        "unit_code_begins_once_a_day",
        partial(unit, code="061", valid_from=date(1997, 1, 1)),
        "This code already begins on that day",
    ),
    Refusal(
        "unit_path_names_one_unit",
        partial(unit, code="061", path="06/061/"),
        "Another unit has this path",
    ),
    Refusal(
        "tile_has_row_and_column",
        partial(unit, tile_row=2),
        "give both or neither",
    ),
    Refusal(
        "administrativeunit_ends_after_it_begins",
        partial(unit, valid_to=BEGIN),
        "The end must lie after the beginning",
    ),
    # Organisations
    Refusal("kind_is_known", partial(organisation, kind="club"), CHOICE),
    Refusal("sector_is_known", partial(organisation, sector="poetry"), CHOICE),
    Refusal(
        "cooperatives_and_unions_have_a_number",
        partial(organisation, registration_number=""),
        "needs its registration number",
    ),
    Refusal(
        "cooperatives_and_unions_have_a_number",
        partial(organisation, kind="union", registration_number=" "),
        "needs its registration number",
    ),
    Refusal(
        "registration_number_is_unique_within_kind",
        partial(organisation, registration_number="0610001"),
        "This registration number is taken",
    ),
    Refusal(
        "dissolved_after_founding",
        partial(organisation, dissolved_on=date(2019, 12, 31)),
        "cannot lie before the founding",
    ),
    Refusal(
        "founded_since_1945",
        partial(organisation, founded_on=date(1944, 12, 31)),
        "cannot lie before 1945",
    ),
    Refusal(
        "only_cooperatives_join_unions",
        lambda books: organisation(
            books,
            kind="group",
            union=CooperativeUnion.objects.create(
                name="Liên hiệp", registration_number="1", founded_on=BEGIN
            ),
        ),
        "Only a cooperative can belong to a union",
    ),
    Refusal(
        "only_cooperatives_were_groups",
        lambda books: organisation(books, kind="union", predecessor=make_group(books.district)),
        "Only a cooperative can have been a group before",
    ),
    Refusal(
        "placement_ends_after_it_begins",
        partial(placement, valid_to=BEGIN),
        "The end must lie after the beginning",
    ),
    Refusal(
        "placement_begins_once_a_day",
        lambda books: placement(books, valid_from=books.cooperative.founded_on),
        "A placement already begins on that day",
    ),
    Refusal(
        "suspension_ends_after_it_begins",
        partial(suspension, valid_to=BEGIN),
        "The end must lie after the beginning",
    ),
    Refusal(
        "suspension_begins_once_a_day",
        partial(suspension, valid_from=BEGIN),
        "A suspension already begins on that day",
    ),
    Refusal("legal_status_is_known", partial(suspension, legal_status="resting"), CHOICE),
    Refusal(
        "renewed_after_suspension_began",
        partial(suspension, renewed_on=LATER),
        "A new notice holds from after the first day",
    ),
    Refusal(
        "renewed_before_suspension_ended",
        partial(suspension, valid_to=date(2022, 1, 1), renewed_on=date(2022, 1, 1)),
        "A new notice holds from before the day",
    ),
    # People
    Refusal("only_admins_have_no_unit", partial(user, unit=None), "Only an admin may work for no"),
    Refusal("user_role_is_known", partial(user, role="king"), CHOICE),
    Refusal("row_order_is_known", partial(user, row_order="colour"), None),
    Refusal("api_token_in_use_has_a_name_of_its_own", token, "already has a token of that name"),
    Refusal("letters_are_had_once", subscription, "gets these letters already"),
    Refusal("subscription_kind_is_known", partial(subscription, kind="daily"), CHOICE),
    # Yearly reports
    Refusal("one_yearly_report_a_year", partial(report, year=2023), "already has a report for"),
    Refusal("rating_is_known", partial(report, rating="superb"), CHOICE),
    Refusal("yearly_report_state_is_known", partial(report, state="lost"), CHOICE),
    Refusal("yearly_report_year_is_plausible", partial(report, year=1944), None),
    Refusal("score_is_in_range", partial(report, rating="good", score=101), "100"),
    Refusal("score_is_in_range", partial(report, rating="weak", score=-1), "0"),
    Refusal(
        "only_the_weak_have_a_ground",
        partial(report, rating="average", ground="fined"),
        "take the ground away first",
    ),
    Refusal("rating_ground_is_known", partial(report, rating="weak", ground="late"), CHOICE),
    # Rating scales
    *(
        Refusal("rating_floors_fall", partial(scale, **{name: floor}), "from good over fair")
        for name, floor in [("good", 65), ("fair", 50), ("average", 65), ("average", 0)]
    ),
    Refusal("rating_floors_fall", partial(scale, good=101), "100"),
    Refusal("rating_scale_ends_after_it_begins", partial(scale, to_year=2029), "before its first"),
    Refusal("rating_scale_years_are_plausible", partial(scale, to_year=2201), "1945 and 2200"),
    Refusal("rating_scale_years_are_plausible", partial(scale, from_year=1944), "1945 and 2200"),
    Refusal("rating_scale_has_a_source", partial(scale, source=" "), "cannot be blank"),
    # Returns and their rows
    Refusal("one_return_a_quarter", partial(quarterly_return, quarter=1), "already has a return"),
    Refusal("return_quarter_is_known", partial(quarterly_return, quarter=5), CHOICE),
    Refusal("return_state_is_known", partial(quarterly_return, state="lost"), CHOICE),
    Refusal("return_year_is_plausible", partial(quarterly_return, year=2201), None),
    Refusal(
        "one_row_of_a_plan_unit_a_quarter",
        partial(unit_figures, quarter=1),
        "already has figures for that quarter",
    ),
    Refusal("unit_figures_quarter_is_known", partial(unit_figures, quarter=5), CHOICE),
    Refusal("unit_figures_year_is_plausible", partial(unit_figures, year=2201), None),
    Refusal(
        "figure_of_units_has_no_sector",
        partial(figure, reported_by="unit", sector="trade"),
        "a figure that units report has none",
    ),
    Refusal("indicator_is_named", partial(indicator, name_vi=""), None),
    Refusal("indicator_rule_is_known", partial(indicator, rule="guess"), CHOICE),
    Refusal("indicator_has_what_divides_it", partial(indicator, rule="ratio"), "divided by"),
    Refusal(
        "indicator_has_threshold_if_its_rule_does",
        partial(indicator, rule="share_above"),
        "have a threshold",
    ),
    Refusal(
        "indicator_base_year_is_plausible",
        partial(indicator, rule="growth", of="total_groups", base_year=2201),
        "between 1945 and",
    ),
    Refusal("unit_is_succeeded_once", succession, "already there"),
    Refusal(
        "unit_does_not_succeed_itself",
        lambda books: succession(books, successor=books.ended),
        "does not take over itself",
    ),
    Refusal("year_is_opened_once", partial(reporting_year, year=2021), "for the unit already"),
    Refusal("reporting_year_is_plausible", partial(reporting_year, year=2201), None),
    Refusal("reports_are_done_once", reports_done, "has said already"),
    Refusal("reports_done_year_is_plausible", partial(reports_done, year=2201), None),
    Refusal("letter_quarter_is_known", partial(letter, quarter=0), CHOICE),
    Refusal("letter_year_is_plausible", partial(letter, year=2201), None),
    Refusal("taking_back_names_a_step", partial(step, step="take_back"), "names the step"),
    Refusal(
        "year_closes_after_it_was_opened",
        partial(reporting_year, closed=BEGIN - timedelta(days=1)),
        "after it was opened",
    ),
    Refusal(
        "year_has_four_due_days_or_none",
        partial(reporting_year, due_on_1=LATER, due_on_2=LATER, due_on_3=LATER),
        "four quarters or none",
    ),
    Refusal("one_row_a_quarter", partial(figures, quarter=1), "already has a row for that quarter"),
    Refusal("figures_quarter_is_known", partial(figures, quarter=0), CHOICE),
    Refusal("sending_back_needs_a_reason", partial(step, step="send_back"), "Say why"),
    Refusal("sending_back_needs_a_reason", partial(step, step="reopen", reason=" "), "Say why"),
    Refusal(
        "remark_on_a_cell_names_its_row",
        partial(remark, field="profit"),
        "names its cooperative",
    ),
    Refusal("remark_has_text", partial(remark, text=" "), "cannot be blank"),
    Refusal("remark_side_is_known", partial(remark, side="nobody"), CHOICE),
    Refusal(
        "an_answer_is_not_settled_by_itself",
        lambda books: remark(books, in_answer_to=saved(remark(books)), is_settled=True),
        "An answer is settled with what it answers",
    ),
    Refusal("one_answer_for_values", Books.make_answer, "already has an answer"),
    Refusal(
        "one_answer_for_values_of_a_unit",
        lambda books: books.make_answer(
            figures=None,
            unit_figures=saved(
                books.make_answer(figures=None, unit_figures=saved(unit_figures(books)))
            ).unit_figures,
        ),
        "already has an answer",
    ),
    Refusal(
        "answer_is_about_one_row",
        lambda books: books.make_answer(unit_figures=saved(unit_figures(books))),
        "or about those of a unit",
    ),
    Refusal(
        "answer_is_about_one_row",
        lambda books: books.make_answer(figures=None),
        "or about those of a unit",
    ),
    # The figures of both
    *(
        Refusal(f"{prefix}_{field}_in_range", partial(make, **{field: value}), RANGE)
        for prefix, make in (("yearlyreport", report), ("quarterlyfigures", figures))
        for field, value in [
            ("revenue", -1),
            ("revenue", 10**14 + 1),
            ("profit", -(10**14) - 1),
            ("profit", 10**14 + 1),
            ("average_member_income", -1),
            ("average_member_income", 10**10 + 1),
            ("member_count", -1),
            ("member_count", 10**6 + 1),
            ("managers_total", -1),
            ("managers_higher_education", -1),
            ("managers_vocational", -1),
        ]
    ),
    *(
        Refusal(
            f"{prefix}_trained_managers_within_total",
            partial(make, managers_total=4, managers_higher_education=2, managers_vocational=3),
            "more trained managers than managers in total",
        )
        for prefix, make in (("yearlyreport", report), ("quarterlyfigures", figures))
    ),
    # Entered figures
    Refusal("figure_has_code_and_name", partial(figure, name_vi=" "), "cannot be blank"),
    Refusal("figure_measure_is_known", partial(figure, measure="tons"), CHOICE),
    Refusal("figure_nature_is_known", partial(figure, nature="wild"), CHOICE),
    Refusal("figure_reporter_is_known", partial(figure, reported_by="nobody"), CHOICE),
    *(
        Refusal(
            "figure_adds_up_only_as_amount",
            partial(figure, measure=measure, nature="flow"),
            "do not add up over the quarters",
        )
        for measure in ("percent", "yes_no")
    ),
    Refusal("figure_years_are_plausible", partial(figure, from_year=1944), "1945 and 2200"),
    Refusal("figure_years_are_plausible", partial(figure, to_year=2201), "1945 and 2200"),
    Refusal(
        "figure_ends_after_it_begins",
        partial(figure, from_year=2024, to_year=2023),
        "cannot be before its first",
    ),
    Refusal(
        "figure_limits_in_order", partial(figure, lowest=3, highest=2), "cannot be below its lowest"
    ),
    Refusal(
        "figure_answers_have_no_limits",
        partial(figure, measure="yes_no", highest=1),
        "no lowest or highest value",
    ),
    # Plans
    Refusal(
        "plan_is_unique",
        lambda books: plan(books, number=books.plan.number, issued_on=books.plan.issued_on),
        "This plan is already there",
    ),
    Refusal(
        "target_is_unique",
        partial(target, year=2024, indicator="new_cooperatives"),
        "already has this target",
    ),
    Refusal("operator_is_known", partial(target, operator="="), CHOICE),
    Refusal("target_year_is_plausible", partial(target, year=1944), None),
    Refusal(
        "only_more_has_a_range",
        partial(target, operator="<=", value=40, value_to=45),
        "given as a range",
    ),
    Refusal("range_is_in_order", partial(target, value=40, value_to=39), "ends at its value"),
    Refusal("period_is_in_order", partial(target, from_year=2190), "A period begins in"),
    Refusal(
        "baseline_figure_is_unique",
        lambda books: BaselineFigure(
            unit=books.province,
            indicator=books.baseline.indicator,
            date=books.baseline.date,
            value=1,
            quote="…",
            source="…",
        ),
        "already there for that day",
    ),
]


@pytest.fixture
def books(db):
    return Books()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.constraint)
def test_the_database_refuses_the_row(books, refusal):
    record = refusal.make(books)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        record.save()
    if not refusal_is_of_uniqueness(record, refusal):  # SQLite names the columns of those
        assert refusal.constraint in str(refused.value)


def refusal_is_of_uniqueness(record, refusal):
    (constraint,) = (c for c in record._meta.constraints if c.name == refusal.constraint)
    return isinstance(constraint, models.UniqueConstraint)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.constraint)
def test_full_clean_says_why(books, english, refusal):
    with pytest.raises(ValidationError, match=refusal.words):
        refusal.make(books).full_clean()


def test_every_constraint_of_every_record_is_among_them():
    named = {
        constraint.name
        for model in apps.get_models()
        if issubclass(model, Record)
        for constraint in model._meta.constraints
    }
    assert named == {refusal.constraint for refusal in REFUSALS}


# --- What they let pass ---------------------------------------------------------------------------

ACCEPTED = {
    "dissolved on the day of its founding": partial(organisation, dissolved_on=BEGIN),
    "founded on the first day there is": partial(organisation, founded_on=date(1945, 1, 1)),
    "a group without a number": partial(organisation, kind="group", registration_number=""),
    "the number of another kind": partial(
        organisation, kind="union", registration_number="0610001"
    ),
    "an admin without a unit": partial(user, role="admin", unit=None),
    "the name of a revoked token": lambda books: token(books, is_revoked=True),
    "the name of another account's token": lambda books: token(books, user=books.admin),
    "a figure of one year": partial(figure, from_year=2024, to_year=2024),
    "a figure with one value": partial(figure, lowest=3, highest=3),
    "a blank figure beside two given ones": partial(
        report, managers_higher_education=9, managers_vocational=9
    ),
    "as many trained managers as there are": partial(
        figures, managers_total=5, managers_higher_education=2, managers_vocational=3
    ),
    "a loss": partial(figures, profit=-5, revenue=0),
    "the highest score": partial(report, rating="good", score=100),
    "the lowest score": partial(report, rating="weak", score=0),
    "each rating at its floor": partial(report, rating="fair", score=65),
    "a rating without a score": partial(report, rating="weak"),
    "a reopening with its reason": partial(step, step="reopen", reason="Sai số liệu"),
    "a remark on a whole return": remark,
    "a return of another quarter": quarterly_return,
    "a code used again after its unit has ended": partial(unit, code="061", valid_from=LATER),
    "a suspension that follows on another": suspension,
    "a notice that is newer than the suspension": partial(
        suspension, renewed_on=date(2021, 1, 2), valid_to=date(2021, 1, 3)
    ),
    "a cooperative that was a group": lambda books: organisation(
        books, predecessor=make_group(books.district)
    ),
    "an answer to a remark": lambda books: remark(books, in_answer_to=saved(remark(books))),
    "the same plan number in another year": lambda books: plan(books, number=books.plan.number),
}


@pytest.mark.parametrize("make", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_both_accept(books, make):
    record = make(books)
    record.full_clean()
    record.save()
    assert type(record).objects.filter(pk=record.pk).exists()


def test_two_groups_without_a_number_do_not_collide(books):
    for name in ("THT Một", "THT Hai"):
        group = organisation(books, kind="group", name=name, registration_number="")
        group.full_clean()
        group.save()
    assert Organisation.objects.filter(registration_number="").count() == 2


def test_a_proxy_knows_its_kind_by_itself(books):
    Cooperative.objects.create(name="HTX", registration_number="9", founded_on=BEGIN)
    assert Organisation.objects.get(registration_number="9").kind == "cooperative"


def test_full_clean_knows_the_kind_of_a_proxy_too(books):
    Cooperative(name="HTX", registration_number="9", founded_on=BEGIN).full_clean()


def test_a_name_of_spaces_is_blank(books):
    with pytest.raises(ValidationError) as refused:
        organisation(books, name=" \u00a0 ").full_clean()
    assert list(refused.value.error_dict) == ["name"]
