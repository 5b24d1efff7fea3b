"""What every test may ask for; records are made by the factories in tests/factories.py."""

import datetime
import gc

import hypothesis
import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate
from django.test import override_settings
from django.test.signals import reset_template_engines, setting_changed
from django.utils import translation

from cooperatives.catalogue.figures import ENTERED
from cooperatives.catalogue.ratings import SCALES, Rating, Scale
from cooperatives.ground.held import Held
from cooperatives.models import RatingScale
from targets.indicators import ENTERED as ENTERED_INDICATORS

# A slow example is no fault: how long one takes depends on what else the machine does.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")

# Modules of tests list what is held while they are collected, before there is a database.
ENTERED.hold(())
ENTERED_INDICATORS.hold(())

LAW = Scale(
    None,
    2024,
    {Rating.GOOD: 80, Rating.FAIR: 65, Rating.AVERAGE: 50, Rating.WEAK: 0},
    "Thông tư 01/2020/TT-BKHĐT",
)
"""The scale that a migration enters."""
SCALES.hold([LAW])

DEMO_DAY = datetime.date(2024, 10, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks for the database, itself or by another fixture: pytest-django lets nothing
    else at it. What does not is the same on every database, and `make test` runs it on one.
    """
    for item in items:
        if "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish():
    """What is there by now stays until the end. To look for garbage in it again and again takes a
    tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def no_log_of_statements():
    """DEBUG, which the demo's day needs, keeps every statement, and on SQLite asks the database to
    quote its parameters: half of the time. Who captures statements still does.
    """
    with pytest.MonkeyPatch.context() as patch:
        logged = property(lambda connection: connection.force_debug_cursor)
        patch.setattr(BaseDatabaseWrapper, "queries_logged", logged)
        yield


@pytest.fixture(scope="session", autouse=True)
def templates_stay_compiled():
    """Django forgets all templates whenever DEBUG changes, as it does twice in every test on the
    demo's day. They do not depend on it.
    """
    setting_changed.disconnect(reset_template_engines)
    yield
    setting_changed.connect(reset_template_engines)


@pytest.fixture
def demo_day(settings):
    """Make today the day on which the demo stands: 20 October 2024."""
    settings.DEBUG = True
    settings.TODAY = DEMO_DAY.isoformat()
    return DEMO_DAY


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """Make records once for all tests of a module: `kept(load)` calls `load()` on the day on which
    the demo stands and returns what it does. Each test starts from them, whatever the one before
    it did; after the last one they are gone.
    """
    atomic = transaction.atomic()

    def make(load):
        with (
            django_db_blocker.unblock(),
            override_settings(DEBUG=True, TODAY=DEMO_DAY.isoformat()),
            translation.override("vi"),
        ):
            return load()

    make(atomic.__enter__)
    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def held_anew(request):
    """No test finds what is held from the one before it. Each begins without a row that is held,
    which need not be asked for, but for those that a module has kept.
    """
    ENTERED.hold(())
    ENTERED_INDICATORS.hold(())
    SCALES.hold([LAW])
    if "kept" in request.fixturenames:
        Held.forget_all()
        SCALES.hold([LAW])
    yield
    Held.forget_all()


@pytest.fixture(scope="session", autouse=True)
def the_law_stays():
    """A test that empties the database afterwards leaves the scale there that migrations enter."""

    def enter(**_):
        if not RatingScale.objects.exists():
            call_command("loaddata", "rating_scales", verbosity=0)

    post_migrate.connect(enter, dispatch_uid="the_law_stays")
    yield
    post_migrate.disconnect(dispatch_uid="the_law_stays")


@pytest.fixture(autouse=True)
def vietnamese():
    """Start each test in the default language, whatever the one before it activated."""
    with translation.override("vi"):
        yield


@pytest.fixture
def english():
    """Run the test in English."""
    with translation.override("en"):
        yield
