"""The version of the data is another one after each commit, in whichever order writers end.

That each way to each record makes one is asked by tests/test_history.py.
"""

from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cooperatives.version import Mark, data_version
from tests.factories import make_cooperative, make_district, make_province


def rename(unit, name):
    unit.name = name
    unit.save()


def test_one_transaction_makes_one_mark(db):
    province = make_province()
    data_version()
    with CaptureQueriesContext(connection) as asked:
        rename(province, "Tỉnh A")
        rename(province, "Tỉnh B")
    assert sum("_mark" in query["sql"] for query in asked) == 1


def test_a_mark_that_was_rolled_back_is_made_again(db):
    province = make_province()
    before = data_version()
    with transaction.atomic():
        rename(province, "Tỉnh A")
        transaction.set_rollback(True)
    rename(province, "Tỉnh B")
    assert data_version() != before


def test_what_was_not_stored_is_no_version(db):
    province = make_province()
    before = data_version()
    with transaction.atomic():
        rename(province, "Tỉnh A")
        transaction.set_rollback(True)
    assert data_version() == before


def test_clearing_the_demo_makes_a_version(db):
    make_cooperative(make_province(), is_demo=True)
    before = data_version()
    call_command("clear_demo", verbosity=0)
    assert data_version() != before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_who_began_first_and_ends_last_makes_a_version_too():
    """Nor does one wait for the other, though both put a mark."""
    slow, quick = make_province(), make_district(make_province("08"), "070")
    written, may_end = Event(), Event()

    def hold():
        with transaction.atomic():
            rename(slow, "Tỉnh A")
            written.set()
            may_end.wait(30)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert written.wait(30)
    before = data_version()
    rename(quick, "Huyện B")
    between = data_version()
    may_end.set()
    thread.join()
    assert len({before, between, data_version()}) == 3
    assert Mark.objects.count() == 2
