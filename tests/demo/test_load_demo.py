"""The demo of Bắc Kạn as it is loaded: what it reproduces, and what it has to show."""

import re
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.db.models import DateField
from django.test import override_settings

from cooperatives.catalogue.figures import codes
from cooperatives.evidence import WHOLE, tally_evidence
from cooperatives.figures.rules import figures_problems
from cooperatives.ground.calendar import Quarter
from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    CooperativeGroup,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    RatingScale,
    ReturnStep,
    Suspension,
    User,
    YearlyReport,
)
from cooperatives.registry.rules import Namesake, organisation_problems
from cooperatives.returns.rules import return_problems
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.indicators import BY_CODE
from targets.models import BaselineFigure, Plan, Target
from targets.reckoning.assessment import Status
from tests.tables import record_models

DEMO_DAY = date(2024, 10, 20)
LATE, WAITING, SENT_BACK = "061", "064", "066"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "demo_day")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests of this file, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEBUG=True, TODAY=DEMO_DAY.isoformat()):
            call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def bac_kan():
    return AdministrativeUnit.objects.get(code="06")


def measure(unit, code, year, quarter):
    indicator = BY_CODE[code]
    tallies = tally_evidence(unit, year, [quarter], [indicator.figure])
    return indicator.measure(tallies.get((WHOLE, quarter, indicator.figure)))


# --- What it reproduces ---------------------------------------------------------------------------


def test_the_engine_finds_the_baseline_in_it(bac_kan):
    baseline = BaselineFigure.objects.all()
    assert len(baseline) == 4
    for figure in baseline:
        period = Quarter.of(figure.date)
        assert figure.date == period.ends_on
        assert measure(bac_kan, figure.indicator, period.year, period.number).value == figure.value


@pytest.mark.parametrize(
    ("code", "year", "quarter", "official"),
    [
        ("total_cooperatives", 2022, 3, 325),
        ("new_cooperatives", 2022, 3, 35),
        ("dissolved_cooperatives", 2022, 3, 14),
        ("total_groups", 2022, 3, 656),
        ("total_unions", 2022, 3, 2),
        ("total_groups", 2024, 2, 655),
    ],
)
def test_the_engine_finds_other_official_figures_in_it(bac_kan, code, year, quarter, official):
    assert measure(bac_kan, code, year, quarter).value == official


def test_amounts_are_as_large_as_real_ones(bac_kan):
    revenue = measure(bac_kan, "average_revenue", 2023, 4).value
    assert 700_000_000 < revenue < 950_000_000
    assert 65_000_000 < measure(bac_kan, "average_profit", 2023, 4).value < 90_000_000
    assert 48_000_000 < measure(bac_kan, "average_member_income", 2023, 4).value < 66_000_000
    assert 160 < measure(bac_kan, "managers_higher_education", 2024, 3).value < 180
    assert 205 < measure(bac_kan, "managers_vocational", 2024, 3).value < 230
    assert 8 < measure(bac_kan, "weak_share", 2024, 3).value < 10


# --- What it shows --------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", [2, 3])
def test_its_targets_have_four_statuses(quarter):
    progress = progress_of(select(year=2024, quarter=quarter))
    statuses = {standing.assessment.status for standing in progress.whole.standings}
    assert statuses == {Status.MET, Status.ON_TRACK, Status.BEHIND, Status.OFF_TRACK}


def test_figures_are_missing_and_carried_and_so_a_status_is_not_sure():
    progress = progress_of(select(year=2024, quarter=3))
    profit = progress.whole.standing("average_profit").assessment
    assert 0 < profit.measure.coverage.reported < profit.measure.coverage.expected
    assert profit.measure.bounds[0] < profit.measure.value < profit.measure.bounds[1]
    assert not profit.certain
    managers = progress.whole.standing("managers_vocational").assessment.measure.coverage
    assert managers.carried > 0
    assert managers.missing > 0
    weak = progress.whole.standing("weak_share").assessment
    assert (weak.status, weak.certain) == (Status.MET, False)
    assert weak.measure.coverage.missing > 0


def test_the_late_district_has_no_value_yet():
    progress = progress_of(select(year=2024, quarter=3))
    late = next(each for each in progress.units if each.unit.code == LATE)
    profit = late.standing("average_profit").assessment
    assert profit.status == Status.NO_DATA
    assert profit.measure.coverage.expected > 30
    assert late.standing("managers_vocational").assessment.measure.coverage.carried > 30


def test_returns_stand_where_the_demo_stands():
    returns = QuarterlyReturn.objects.values_list("year", "quarter", "unit__code", "state")
    states = {(year, quarter, code): state for year, quarter, code, state in returns}
    assert {(year, quarter) for year, quarter, _code in states} == {
        *((2023, number) for number in (1, 2, 3, 4)),
        *((2024, number) for number in (1, 2, 3)),
    }
    assert len(states) == 7 * 8
    now = {code: states.pop((2024, 3, code)) for code in (LATE, WAITING, SENT_BACK)}
    assert now == {LATE: "draft", WAITING: "submitted", SENT_BACK: "returned"}
    assert set(states.values()) == {"approved"}


def test_every_return_has_the_steps_that_led_to_its_state():
    ends = {"submitted": "submit", "returned": "send_back", "approved": "approve"}
    rounds = Counter()
    for quarterly_return in QuarterlyReturn.objects.all():
        steps = list(quarterly_return.steps.order_by("at"))
        if quarterly_return.state == "draft":
            assert not steps
            continue
        assert steps[0].step == "submit"
        assert steps[-1].step == ends[quarterly_return.state]
        assert [step.at for step in steps] == sorted({step.at for step in steps})
        assert steps[0].at.date() > quarterly_return.period.ends_on
        for before, after in pairwise(steps):
            assert (before.step, after.step) in {
                ("submit", "approve"),
                ("submit", "send_back"),
                ("send_back", "submit"),
            }
        rounds[len(steps)] += 1
    assert rounds[4] >= 1  # sent back once, and approved in the end
    assert not ReturnStep.objects.filter(step="send_back", reason="").exists()


def test_the_return_sent_back_has_remarks_on_its_slips():
    sent_back = QuarterlyReturn.objects.get(unit__code=SENT_BACK, year=2024, quarter=3)
    on_revenue, on_income = sent_back.remarks.order_by("field").reverse()
    assert (on_revenue.field, on_income.field) == ("revenue", "average_member_income")
    rows = QuarterlyFigures.objects.filter(year=2024)
    quarters = dict(
        rows.filter(cooperative=on_revenue.cooperative).values_list("quarter", "revenue")
    )
    assert quarters[3] > 5 * max(quarters.get(1) or 0, quarters.get(2) or 0)
    blank = rows.get(cooperative=on_income.cooperative, quarter=3)
    assert blank.average_member_income is None
    assert {remark.by.username for remark in (on_revenue, on_income)} == {"demo-officer"}


def test_the_late_return_is_half_filled():
    late = QuarterlyReturn.objects.get(unit__code=LATE, year=2024, quarter=3)
    owing = Cooperative.objects.operating_on(date(2024, 9, 30)).placed_in(
        late.unit, date(2024, 9, 30)
    )
    assert 0.35 * owing.count() < late.rows.count() < 0.55 * owing.count()
    assert late.rows.filter(revenue__isnull=False, managers_total=None).exists()


def test_the_fourth_quarter_has_begun_with_foundings_only():
    begun = {"founded_on__gte": date(2024, 10, 1)}
    assert Cooperative.objects.filter(**begun).count() == 2
    assert CooperativeGroup.objects.filter(**begun).count() == 1
    assert not QuarterlyFigures.objects.filter(year=2024, quarter=4).exists()


def test_cooperatives_move_stop_and_end():
    moved = Placement.objects.exclude(valid_to=None).select_related("unit", "organisation")
    new_homes = [each.organisation.unit_on(each.valid_to) for each in moved]
    same_district = [
        each.unit.parent_id == home.parent_id for each, home in zip(moved, new_homes, strict=True)
    ]
    assert Counter(same_district) == {True: 6, False: 3}
    assert Suspension.objects.filter(valid_to=None).count() >= 4
    assert Suspension.objects.exclude(valid_to=None).count() >= 4
    assert Cooperative.objects.filter(dissolved_on__year=2024).count() == 7
    assert CooperativeGroup.objects.filter(dissolved_on__year=2024).count() == 29


def test_some_districts_have_labelled_targets_of_their_own(bac_kan):
    allocated = Target.objects.exclude(unit=bac_kan)
    assert allocated.count() == 17
    assert set(allocated.values_list("is_demo", flat=True)) == {True}
    parts = allocated.filter(indicator="new_cooperatives").values_list("value", flat=True)
    assert sum(parts) == 35
    assert not Target.objects.filter(unit=bac_kan, is_demo=True).exists()


def test_ratings_are_near_the_published_ones():
    for year in (2022, 2023):
        final = YearlyReport.objects.filter(year=year, state="final")
        ratings = Counter(final.values_list("rating", flat=True))
        rated = sum(number for rating, number in ratings.items() if rating)
        assert 0.19 < (ratings["good"] + ratings["fair"]) / rated < 0.26  # 65 of 290 in 2022
        assert 0.62 < ratings["average"] / rated < 0.72  # 198 of 290
        assert 0.09 < ratings["weak"] / rated < 0.14  # 27 of 290
        assert ratings[""] > 10  # new ones, and those that had stopped
        assert final.filter(score__range=(45, "49.99")).count() >= 5  # nearest to the next rating


# --- What it keeps to -----------------------------------------------------------------------------


def test_nothing_is_later_than_the_day_it_stands_on():
    seen = 0
    for model in record_models():
        if model in (AdministrativeUnit, Plan, BaselineFigure, RatingScale):
            continue  # official data
        for table in (model, model.history.model):
            rows = table._base_manager.all()
            if model is Target:
                rows = rows.filter(is_demo=True)
            columns = [f.name for f in table._meta.concrete_fields if isinstance(f, DateField)]
            for column in columns:
                days = {
                    value.date() if isinstance(value, datetime) else value
                    for value in rows.values_list(column, flat=True)
                    if value is not None
                }
                seen += len(days)
                assert max(days, default=DEMO_DAY) <= DEMO_DAY, (table, column)
    assert seen > 1000


def test_all_of_it_is_marked_or_belongs_to_what_is_marked():
    whole = {
        "Placement": "organisation",
        "Suspension": "organisation",
        "YearlyReport": "cooperative",
        "QuarterlyFigures": "cooperative",
        "ReturnStep": "quarterly_return",
        "Remark": "quarterly_return",
    }
    official = {"AdministrativeUnit", "Plan", "BaselineFigure", "ReportingYear", "RatingScale"}
    for model in record_models():
        name = model.__name__
        rows = model._base_manager.all()
        if name in official:
            continue
        if name == "Target":
            rows = rows.exclude(unit__code="06")
        mark = f"{whole[name]}__is_demo" if name in whole else "is_demo"
        if rows.exists():
            assert set(rows.values_list(mark, flat=True)) == {True}, name


def test_its_records_keep_the_rules_across_rows():
    organisations = Organisation.objects.prefetch_related("placements__unit", "suspensions")
    namesakes: dict[str, list[Namesake]] = {}
    for group in organisations.filter(kind="group"):
        known = Namesake.of(group, group.placements.all())
        namesakes.setdefault(group.name, []).append(known)
    for organisation in organisations.select_related("union"):
        placements = list(organisation.placements.all())
        suspensions = list(organisation.suspensions.all())
        others = namesakes.get(organisation.name, [])
        assert not organisation_problems(organisation, placements, suspensions, others)
    for quarterly_return in QuarterlyReturn.objects.select_related("unit__parent"):
        assert not return_problems(quarterly_return)


def test_every_row_is_of_a_cooperative_that_worked_in_the_returns_district():
    for quarterly_return in QuarterlyReturn.objects.select_related("unit"):
        end = quarterly_return.period.ends_on
        there = Cooperative.objects.operating_on(end).placed_in(quarterly_return.unit, end)
        rows = quarterly_return.rows.all()
        assert set(rows.values_list("cooperative", flat=True)) <= {unit.pk for unit in there}
        assert all(figures_problems(row) == [] for row in rows.select_related("cooperative"))


def test_its_fields_are_valid():
    for model in (Organisation, Suspension, YearlyReport, QuarterlyFigures, Target):
        for record in model.objects.order_by("pk")[::7]:
            record.clean_fields()
    assert not QuarterlyFigures.objects.filter(**dict.fromkeys(codes())).exists()


def test_its_numbers_are_clearly_those_of_a_demo():
    numbers = Cooperative.objects.values_list("registration_number", flat=True)
    assert all(number.startswith("DEMO-") for number in numbers)


def test_its_history_says_that_a_command_made_it():
    for model in (Organisation, QuarterlyFigures, YearlyReport, Placement, ReturnStep):
        history = model.history.all()
        assert history.count() == model.objects.count()
        assert set(history.values_list("way", "history_type").distinct()) == {("command", "+")}


def test_three_people_can_sign_in():
    people = {
        user.username: (user.role, user.unit and user.unit.code)
        for user in User.objects.all()
        if user.has_usable_password()
    }
    assert people == {
        "demo-officer": ("officer", "06"),
        "demo-district": ("district_staff", LATE),
        "demo-admin": ("admin", None),
    }
    for username in people:
        assert authenticate(username=username, password="demo").is_demo


def test_who_took_a_step_can_be_called_at_a_number_that_nobody_has():
    steps = ReturnStep.objects.select_related("by__unit", "quarterly_return__unit")
    assert steps.filter(step="submit").exists()
    for step in steps:
        assert re.fullmatch(r"0209 000 \d{3}", step.by.telephone)
        assert step.by.email.endswith("@example.invalid")
        if step.step == "submit":
            assert step.by.unit == step.quarterly_return.unit
    assert User.objects.values("full_name").distinct().count() == User.objects.count()
