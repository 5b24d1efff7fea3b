"""The official data that ships with the product: units, baseline and plan of Bắc Kạn."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from cooperatives.models import AdministrativeUnit, Level
from targets.models import BaselineFigure, Plan, Target
from tests.tables import rows_and_history

UNITS, BASELINE, PLAN = "units_bac_kan", "baseline_2023_06_30", "plan_532_2024"

pytestmark = pytest.mark.django_db


def load(*names: str) -> None:
    call_command("loaddata", *names, verbosity=0)


def test_the_province_has_its_districts_and_communes():
    load(UNITS)
    counts = {level: AdministrativeUnit.objects.filter(level=level).count() for level in Level}
    assert counts == {"country": 0, "province": 1, "district": 8, "commune": 108}
    districts = AdministrativeUnit.objects.filter(level=Level.DISTRICT).order_by("code")
    assert {unit.code: unit.children.count() for unit in districts} == {
        "058": 8,
        "060": 10,
        "061": 15,
        "062": 10,
        "063": 14,
        "064": 20,
        "065": 14,
        "066": 17,
    }
    commune = AdministrativeUnit.objects.get(code="01909")
    assert (commune.name, commune.path) == ("Xã Nam Mẫu", "06/061/01909/")
    assert (commune.valid_from, commune.valid_to) == (date(1997, 1, 1), date(2025, 7, 1))
    province = AdministrativeUnit.objects.get(code="06")
    assert AdministrativeUnit.objects.under(province).count() == 117


def test_the_plan_has_its_eight_targets_in_its_order():
    load(UNITS, PLAN)
    plan = Plan.objects.get()
    assert (plan.number, plan.issued_on) == ("532/KH-UBND", date(2023, 8, 7))
    targets = plan.targets.order_by("place")
    assert [(t.indicator, t.operator, t.value, t.year) for t in targets] == [
        ("new_unions", ">=", 1, 2024),
        ("new_cooperatives", ">=", 35, 2024),
        ("weak_share", "<", 10, 2024),
        ("average_profit", ">=", 85_000_000, 2024),
        ("average_member_income", ">=", 60_000_000, 2024),
        ("managers_higher_education", ">=", 180, 2024),
        ("managers_vocational", ">=", 210, 2024),
        ("new_groups", ">=", 25, 2024),
    ]
    assert {t.unit for t in targets} == {plan.unit}
    assert all(t.quote for t in targets)
    assert list(plan.targets.all()) == list(targets)


def test_the_baseline_gives_its_four_figures_with_their_sentences():
    load(UNITS, BASELINE)
    figures = BaselineFigure.objects.all()
    assert {f.indicator: f.value for f in figures} == {
        "total_groups": Decimal(674),
        "total_cooperatives": Decimal(371),
        "total_unions": Decimal(2),
        "new_cooperatives": Decimal(36),
    }
    for figure in figures:
        assert figure.date == date(2023, 6, 30)
        assert f"{figure.value:.0f}".zfill(2) in figure.quote
        assert figure.source


@pytest.mark.parametrize("names", [[UNITS, BASELINE, PLAN], [UNITS, PLAN, BASELINE]])
def test_loading_twice_changes_nothing_and_leaves_no_history(names):
    for name in names:
        load(name)
    before = rows_and_history()
    for name in names:
        load(name)
    assert rows_and_history() == before
    assert (Plan.objects.count(), Target.objects.count()) == (1, 8)
    assert BaselineFigure.objects.count() == 4
    assert len(before["cooperatives.HistoricalAdministrativeUnit"]) == 117
    assert set(Target.history.values_list("way", flat=True)) == {"fixture"}
