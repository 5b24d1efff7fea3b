"""A province whose officer has an address, and whose districts send their returns."""

from copy import deepcopy
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from targets.subscriptions.following import follow
from tests.targets.movements.conftest import make_land


@pytest.fixture(scope="module")
def land_of_module(kept):
    return kept(make_land)


@pytest.fixture
def land(land_of_module, db, demo_day, settings):
    """A copy of its own for each test, on Thursday 17 October 2024."""
    settings.SITE_URL = "https://kehoach.example"
    settings.TODAY = "2024-10-17"
    land = deepcopy(land_of_module)
    land.officer.email, land.officer.full_name = "officer@example.com", "Nông Văn Tỉnh"
    land.officer.save()
    return land


@pytest.fixture
def followed(land):
    """What the officer follows: the province, each week and at each edition."""
    follow(land.officer, land.province, ["weekly", "editions"], "vi")
    return {one.kind: one for one in land.officer.subscriptions.all()}


@pytest.fixture
def on(settings):
    """Run the command on a day of 2024 and return the mails of that run."""

    def running(month, day):
        settings.TODAY = f"2024-{month:02}-{day:02}"
        mail.outbox.clear()
        call_command("send_digests", stdout=StringIO())
        return list(mail.outbox)

    return running
