"""Bắc Kạn with its units and its plan, as the fixtures of the product hold them."""

import pytest
from django.core.management import call_command

from cooperatives.models import AdministrativeUnit
from targets.models import Plan


@pytest.fixture(scope="module")
def units_and_plan(kept):
    kept(lambda: call_command("loaddata", "units_bac_kan", "plan_532_2024", verbosity=0))


@pytest.fixture
def bac_kan(units_and_plan, db, demo_day):
    """The province, seen from 20 October 2024. In its module no test has an empty database."""
    return AdministrativeUnit.objects.get(code="06")


@pytest.fixture
def ba_be(bac_kan):
    return AdministrativeUnit.objects.get(code="061")


@pytest.fixture
def plan(bac_kan):
    return Plan.objects.get(number="532/KH-UBND")
