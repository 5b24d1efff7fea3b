"""What the tests of the demo share."""

import pytest

from targets.demo import nation
from tests.targets.conftest import ba_be, bac_kan, plan

__all__ = ["ba_be", "bac_kan", "plan"]


@pytest.fixture
def small_nation(monkeypatch):
    """The nation's scale with fewer of everything."""
    smaller = {"PROVINCES": 2, "DISTRICTS": 5, "COMMUNES": 13, "COOPERATIVES": 300, "GROUPS": 500}
    for name, number in smaller.items():
        monkeypatch.setattr(nation, name, number)
