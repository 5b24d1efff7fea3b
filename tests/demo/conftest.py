"""What the tests of the demo share."""

import pytest
from django.core.management import call_command

from cooperatives.models import AdministrativeUnit
from targets.demo import nation
from tests.targets.conftest import ba_be, plan

__all__ = ["ba_be", "plan"]


@pytest.fixture
def bac_kan(db, demo_day):
    """The province with its plan, for one test: the others begin with an empty database."""
    call_command("loaddata", "units_bac_kan", "plan_532_2024", verbosity=0)
    return AdministrativeUnit.objects.get(code="06")


@pytest.fixture
def small_nation(monkeypatch):
    """The nation's scale with fewer of everything."""
    smaller = {"PROVINCES": 2, "DISTRICTS": 5, "COMMUNES": 13, "COOPERATIVES": 300, "GROUPS": 500}
    for name, number in smaller.items():
        monkeypatch.setattr(nation, name, number)
