"""`manage.py load_demo`: when it loads what, and that a seed settles everything."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError

from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    User,
)
from targets.demo.bac_kan import BAC_KAN
from targets.demo.figures import make_reports
from targets.demo.registry import make_registry
from targets.demo.returns import make_returns
from targets.demo.scenario import Dice, Land
from targets.models import BaselineFigure, Plan, Target
from tests.demo.commands import load
from tests.factories import make_commune, make_district, make_officer, make_province, make_return
from tests.tables import rows_and_history

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.django_db


def test_it_loads_the_official_data_that_is_missing():
    load()
    assert AdministrativeUnit.objects.count() == 117
    assert Plan.objects.get().targets.filter(is_demo=False).count() == 8
    assert BaselineFigure.objects.count() == 4


@pytest.mark.usefixtures("english")
def test_it_says_what_it_made():
    made = dict(reversed(line.split(maxsplit=1)) for line in load().splitlines())
    assert made["quarterly returns"] == "56"
    assert made["organisations"] == "1,154"


def test_without_debug_there_are_no_accounts():
    out = load()
    assert not User.objects.exists()
    assert not Remark.objects.exists()  # nobody could have written them
    assert not QuarterlyReturn.objects.exclude(steps__by=None).exists()
    assert "demo-officer" not in out


def test_loading_twice_changes_nothing():
    load()
    before = rows_and_history()
    assert "clear_demo" in load()
    assert "clear_demo" in load("--scale", "nation")
    assert rows_and_history() == before


@pytest.mark.usefixtures("english")
def test_other_units_under_the_provinces_code_are_refused_and_nothing_is_stored():
    province = make_province("06")
    make_commune(make_district(province, "061"), "01900")
    before = rows_and_history()
    with pytest.raises(CommandError, match="two districts"):
        load()
    assert rows_and_history() == before


def test_real_records_in_its_way_are_left_alone(plan, demo_day):
    ba_be = AdministrativeUnit.objects.get(code="061")
    real_return = make_return(ba_be, 2024, 1, state="submitted")
    real_target = Target.objects.create(
        plan=plan, year=2024, indicator="new_groups", unit=ba_be, operator=">=", value=9
    )
    real_user = make_officer(plan.unit, username="demo-officer")
    load()
    for real in (real_return, real_target, real_user):
        fresh = type(real).objects.get(pk=real.pk)
        assert fresh.history.count() == 1
        assert not fresh.is_demo
    assert real_return.rows.count() > 30
    assert not real_return.steps.exists()
    assert User.objects.filter(is_demo=True).count() == 9


# --- A seed settles everything --------------------------------------------------------------------

DIGEST = """
import django; django.setup()
from tests.demo.test_load_demo_command import digest_of_demo
print(digest_of_demo())
"""


def digest_of_demo(seed: int = 532) -> str:
    """What the demo would store, made without a database."""
    rows = json.loads((ROOT / "fixtures" / "units_bac_kan.json").read_text())
    units: dict[str, AdministrativeUnit] = {}
    for key, row in enumerate(rows, start=1):
        fields = row["fields"]
        parent = units[fields["parent"][0]] if fields["parent"] else None
        units[fields["code"]] = AdministrativeUnit(
            pk=key, code=fields["code"], level=fields["level"], parent=parent
        )
    districts = [unit for unit in units.values() if unit.level == "district"]
    communes = {
        district.code: [unit for unit in units.values() if unit.parent is district]
        for district in districts
    }
    dice = Dice(seed, BAC_KAN.prefix)
    registry = make_registry(dice, BAC_KAN, Land(units["06"], districts, communes))
    reports = make_reports(dice, BAC_KAN, registry.cooperatives)
    filed = make_returns(dice, BAC_KAN, reports)
    made = [
        *(life.organisation for life in registry.lives),
        *(span for life in registry.lives for span in (*life.placements, *life.suspensions)),
        *reports.yearly,
        *(record for each in filed for record in (each.quarterly_return, *each.rows, *each.steps)),
    ]
    text = "\n".join(repr(_values(record)) for record in made)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(record) -> list:
    """A record's columns; for another record, what tells it from others."""
    values = []
    for field in record._meta.concrete_fields:
        value = getattr(record, field.name)
        if isinstance(value, Organisation):
            value = value.kind, value.name, value.registration_number, value.founded_on
        elif isinstance(value, QuarterlyReturn):
            value = value.unit.code, value.year, value.quarter
        elif isinstance(value, AdministrativeUnit):
            value = value.code
        values.append(value)
    return values


def test_a_seed_gives_the_same_records_on_any_day_and_in_any_process():
    digests = set()
    for hash_seed, today in (("1", "2024-10-20"), ("2", "2031-05-05")):
        environment = os.environ | {
            "PYTHONHASHSEED": hash_seed,
            "DJANGO_SETTINGS_MODULE": "plan_tracker.settings",
            "DEBUG": "1",
            "TODAY": today,
        }
        result = subprocess.run(  # noqa: S603
            [sys.executable, "-c", DIGEST],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(result.stdout.strip())
    assert digests == {digest_of_demo()}


def test_another_seed_gives_other_records():
    assert digest_of_demo(1) != digest_of_demo(2)


@pytest.mark.parametrize("seed", ["1", "2024"])
def test_any_seed_reproduces_the_baseline(seed):
    load("--seed", seed)
    day = date(2023, 6, 30)
    registered = Organisation.objects.registered_on(day)
    assert {
        kind: registered.filter(kind=kind).count() for kind in ("cooperative", "group", "union")
    } == {"cooperative": 371, "group": 674, "union": 2}
    new = Cooperative.objects.filter(founded_on__range=(date(2023, 1, 1), day))
    assert new.count() == 36


# --- A nation, in small ---------------------------------------------------------------------------


@pytest.mark.usefixtures("small_nation")
def test_a_nation_stands_beside_the_real_units(bac_kan, demo_day):
    before = set(AdministrativeUnit.objects.values_list("pk", flat=True))
    load("--scale", "nation")
    levels = AdministrativeUnit.objects.exclude(pk__in=before).values_list("level", "is_demo")
    assert {level: list(levels).count((level, True)) for level, _mark in levels} == {
        "country": 1,
        "province": 2,
        "district": 5,
        "commune": 13,
    }
    country = AdministrativeUnit.objects.get(code="D")
    assert AdministrativeUnit.objects.under(country).count() == 21
    kinds = Organisation.objects.values_list("kind", flat=True)
    assert list(kinds).count("cooperative") == 300
    assert list(kinds).count("group") == 500
    quarters = QuarterlyFigures.objects.values_list("year", "quarter").distinct()
    assert len(set(quarters)) == 23
    assert Plan.objects.get(is_demo=True).targets.count() == 9
    assert User.objects.get(username="demo-officer").unit == country
