"""`manage.py clear_demo` removes the demo with its history, and nothing of anybody else."""

from datetime import date

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import call_command

from cooperatives.ground.calendar import Quarter
from cooperatives.history import Way, changes_by
from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    LetterDrafted,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReportingYear,
    ReportsDone,
    ReturnOpening,
    ReturnStep,
    SentReminder,
    SheetMapping,
    Suspension,
    UnitFigures,
    UnitSuccession,
    User,
    WarningAnswer,
)
from cooperatives.returns.urging import urged_units
from targets.editions.publishing import publish
from targets.letter.asked import drafted_letter
from targets.models import Edition, EnteredIndicator, Plan
from tests.demo.commands import clear, load
from tests.factories import (
    close_year,
    make_admin,
    make_api_token,
    make_commune,
    make_cooperative,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_group,
    make_office_texts,
    make_officer,
    make_subscription,
    make_target,
    make_union,
    make_yearly_report,
    suspend,
)
from tests.tables import record_models, rows_and_history

NOON = "2024-10-20T12:00:00+07:00"


pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(bac_kan):
    return AdministrativeUnit.objects.get(code="01900")


@pytest.fixture
def real_records(plan, ba_be, commune):
    """A real record of each kind, some of them where the demo puts its own."""
    call_command("loaddata", "baseline_2023_06_30", verbosity=0)
    union = make_union(commune)
    cooperative = make_cooperative(commune, union=union)
    make_group(commune)
    suspend(cooperative, date(2020, 1, 1), date(2020, 6, 1))
    make_yearly_report(cooperative, 2023, score="61.5")
    row = make_figures(cooperative, 2024, 1, revenue=1_000_000)
    make_figures(cooperative, 2021, 4, revenue=2_000_000)
    staff = make_district_staff(ba_be)
    at = {"by": make_officer(plan.unit), "at": NOON}
    step = ReturnStep.objects.create(quarterly_return=row.quarterly_return, step="submit", **at)
    ReturnOpening.objects.create(step=step, **at)
    ReportsDone.objects.create(unit=ba_be, year=2022, by=staff, at=NOON)
    LetterDrafted.objects.create(unit=ba_be, year=2024, quarter=1, **at)
    Remark.objects.create(quarterly_return=row.quarterly_return, text="?", **at)
    WarningAnswer.objects.create(figures=row, rule="r", value=1, text="!", by=staff, at=NOON)
    make_api_token(staff)
    make_subscription(staff)
    close_year(ba_be, 2021)
    make_target(plan, "new_groups", unit=ba_be, value=9)
    make_office_texts(ba_be)
    make_entered_figure("workers")
    UnitFigures.objects.create(
        unit=ba_be, quarterly_return=row.quarterly_return, year=2024, quarter=1
    )
    EnteredIndicator.objects.create(code="all_revenue", name_vi="Tổng", rule="sum", of="revenue")
    ended = make_commune(ba_be, "99999", valid_to=date(2020, 1, 1))
    UnitSuccession.objects.create(predecessor=ended, successor=commune, on=ended.valid_to)
    make_cooperative(commune).delete()
    return cooperative


@pytest.mark.usefixtures("real_records")
def test_a_database_with_real_records_is_as_before():
    before = rows_and_history()
    assert all(before[model._meta.label] for model in record_models())
    load()
    assert User.objects.filter(is_demo=True).count() == 10
    clear()
    after = rows_and_history()
    for table, rows in before.items():
        assert after[table] == rows, table


@pytest.mark.usefixtures("small_nation", "real_records")
def test_a_nation_goes_as_it_came():
    before = rows_and_history()
    load("--scale", "nation")
    clear()
    assert rows_and_history() == before


@pytest.mark.usefixtures("real_records", "plan")
def test_what_was_published_of_the_demo_goes_and_of_real_records_stays():
    real = publish(2024, 1, "06", note="thật")
    load()
    officer = User.objects.get(username="demo-officer")
    assert publish(2024, 2, "06", reader=officer).is_demo
    assert publish(2024, 1, "06", reader=officer).number == 2
    clear()
    (left,) = Edition.objects.all()
    assert (left.number, left.sha256, left.is_demo) == (1, real.sha256, False)
    assert not User.objects.filter(username="demo-officer").exists()


@pytest.mark.usefixtures("english")
def test_without_a_demo_there_is_nothing_to_do(real_records):
    before = rows_and_history()
    assert "no demo data" in clear()
    assert rows_and_history() == before


@pytest.mark.usefixtures("real_records")
def test_what_was_changed_or_deleted_by_hand_since_goes_too():
    before = rows_and_history()
    load()
    admin = User.objects.get(username="demo-admin")
    with changes_by(admin, Way.ADMIN):
        cooperative, other = Cooperative.objects.filter(is_demo=True, dissolved_on=None)[:2]
        cooperative.name = "HTX đổi tên"
        cooperative.save()
        suspend(cooperative, date(2024, 10, 1))
        row = cooperative.quarterly_figures.first()
        WarningAnswer.objects.create(
            figures=row, rule="r", value=1, text="!", by=admin, at=NOON
        ).delete()
        WarningAnswer.objects.create(figures=row, rule="r", value=1, text="!", by=admin, at=NOON)
        filed = UnitFigures.objects.create(
            unit=row.quarterly_return.unit,
            quarterly_return=row.quarterly_return,
            year=row.year,
            quarter=row.quarter,
        )
        WarningAnswer.objects.create(
            unit_figures=filed, rule="r", value=1, text="!", by=admin, at=NOON
        )
        other.delete()
        of = QuarterlyReturn.objects.filter(quarter=2, is_demo=True).first()
        of.remarks.create(text="?", by=admin, at=NOON)
        submission = of.steps.first()
        ReturnOpening.objects.create(step=submission, by=admin, at=NOON)
        of.steps.create(step="take_back", takes_back=submission, by=admin, at=NOON)
        ReportsDone.objects.create(unit=of.unit, year=2023, by=admin, at=NOON).delete()
        ReportsDone.objects.create(unit=of.unit, year=2023, by=admin, at=NOON)
    period = Quarter(2024, 3)
    drafted_letter(urged_units(admin, of.unit.parent, period), admin)
    assert LetterDrafted.objects.filter(is_demo=True).count() > 3
    make_api_token(admin)
    LogEntry.objects.create(user=admin, object_repr="HTX", action_flag=CHANGE)
    clear()
    assert rows_and_history() == before
    assert not LogEntry.objects.exists()


def test_a_return_with_real_figures_stays_without_its_mark(commune):
    load()
    cooperative = make_cooperative(commune)
    row = make_figures(cooperative, 2024, 2, revenue=5_000_000)
    kept = row.quarterly_return
    assert kept.is_demo
    steps = kept.steps.count()
    assert "Huyện Ba Bể" in clear()
    kept.refresh_from_db()
    assert not kept.is_demo
    assert list(kept.rows.all()) == [row]
    assert kept.steps.count() == steps > 0
    assert list(QuarterlyReturn.objects.all()) == [kept]
    assert kept.history.first().way == Way.COMMAND


def test_who_acted_on_real_records_is_kept_but_cannot_sign_in(real_records):
    load()
    staff = User.objects.get(username="demo-district")
    officer = User.objects.get(username="demo-officer")
    with changes_by(staff, Way.GRID):
        row = real_records.quarterly_figures.get(year=2024)
        row.revenue = 7_000_000
        row.save()
    real_return = row.quarterly_return
    real_return.remarks.create(text="Kiểm tra lại", by=officer, at=NOON)
    clear()
    assert row.history.first().history_user == staff
    kept = User.objects.filter(is_demo=True)
    assert {user.username for user in kept} == {"demo-district", "demo-officer"}
    assert not any(user.is_active or user.has_usable_password() for user in kept)

    load()  # opens them again
    assert User.objects.filter(is_demo=True, is_active=True).count() == 10
    assert User.objects.get(username="demo-officer").check_password("demo")


def test_a_group_that_a_real_cooperative_was_stays_without_its_mark(real_records):
    load()
    group = CooperativeGroup.objects.filter(is_demo=True, dissolved_on=None).first()
    real_records.predecessor = Organisation.objects.get(pk=group.pk)
    real_records.save()
    clear()
    group.refresh_from_db()
    assert not group.is_demo
    assert group.placements.count() == 1


def test_what_a_demo_group_became_goes_with_it(real_records):
    load()
    group = Organisation.objects.filter(kind="group", is_demo=True, dissolved_on=None).first()
    made = make_cooperative(group.placements.get().unit, predecessor=group, is_demo=True)
    clear()
    assert not Organisation.objects.filter(pk__in=[group.pk, made.pk]).exists()


def test_a_union_of_real_cooperatives_stays_without_its_mark(real_records):
    load()
    union = CooperativeUnion.objects.filter(is_demo=True).first()
    real_records.union = union
    real_records.save()
    clear()
    union.refresh_from_db()
    assert not union.is_demo
    assert union.placements.count() == 1
    assert union.history.count() == 2
    assert not Organisation.objects.filter(is_demo=True).exists()


@pytest.mark.usefixtures("small_nation")
def test_units_and_plans_that_real_records_rest_on_stay(demo_day):
    load("--scale", "nation")
    commune = AdministrativeUnit.objects.filter(level="commune").last()
    real = make_cooperative(commune)
    target = make_target(Plan.objects.get(is_demo=True), "total_groups", value=100)
    clear()
    assert list(Organisation.objects.all()) == [real]
    assert list(Plan.objects.get(is_demo=False).targets.all()) == [target]
    left = AdministrativeUnit.objects.all()
    assert {unit.path for unit in left} == {
        "D/",
        commune.parent.parent.path,
        commune.parent.path,
        commune.path,
    }
    assert not left.filter(is_demo=True).exists()
    assert not Suspension.objects.exists()
    assert not QuarterlyFigures.objects.exists()


@pytest.mark.usefixtures("small_nation")
def test_what_real_people_were_told_of_demo_units_goes_with_these(demo_day):
    load("--scale", "nation")
    district = AdministrativeUnit.objects.filter(level="district").first()
    SentReminder.objects.create(
        user=make_admin(),
        unit=district,
        year=2024,
        quarter=3,
        kind="late",
        occasion=NOON,
        begun_at=NOON,
    )
    SheetMapping.objects.create(unit=district, digest="1")
    clear()
    assert not SentReminder.objects.exists()
    assert not SheetMapping.objects.exists()
    assert not AdministrativeUnit.objects.filter(pk=district.pk).exists()


@pytest.mark.usefixtures("small_nation")
def test_the_years_of_demo_units_go_with_these(demo_day):
    load("--scale", "nation")
    country = ReportingYear.objects.get().unit
    assert (country.level, country.is_demo) == ("country", True)
    close_year(AdministrativeUnit.objects.filter(level="district").first(), 2023)
    clear()
    assert not ReportingYear.objects.exists()
    assert not ReportingYear.history.exists()
    assert not AdministrativeUnit.objects.filter(pk=country.pk).exists()
