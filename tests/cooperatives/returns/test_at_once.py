"""Two who do something to one return at once: one of them comes first, without a half state."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from cooperatives.models import QuarterlyReturn, ReturnOpening, ReturnStep
from cooperatives.returns.submission import submit
from cooperatives.returns.taking_back import (
    newest_step,
    note_opening,
    take_back_decision,
    take_back_submission,
)
from cooperatives.returns.workflow import NotPossibleError, Seen, approve, send_back
from tests.cooperatives.conftest import make_whole_district

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite locks no rows: its writers wait in line"
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def district(transactional_db, demo_day):
    """A district that other connections see."""
    return make_whole_district()


@pytest.fixture
def submitted(district):
    district.fill("A1", "B2")
    return submit(district.sheet(), "C3")


def seen_now(of):
    return Seen.of(of.pk, newest_step(of))


def state():
    return QuarterlyReturn.objects.get().state


def somebody_waits():
    with connection.cursor() as cursor:
        for _try in range(200):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT pg_sleep(0.05)")
    return False


def one_after_the_other(first, second):
    """Do one thing, and the other while the first has not ended yet; what became of the second."""
    ready, answers = Event(), []

    def run():
        try:
            ready.wait()
            answers.append(second())
        except NotPossibleError as error:
            answers.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    with transaction.atomic():
        first()
        ready.set()
        waited = somebody_waits()
    thread.join()
    assert waited
    return answers[0]


def test_the_officer_opens_first(submitted, district):
    mark = seen_now(submitted)
    refused = one_after_the_other(
        lambda: note_opening(submitted, district.officer),
        lambda: take_back_submission(mark, district.clerk),
    )
    assert isinstance(refused, NotPossibleError)
    assert (state(), ReturnOpening.objects.count()) == ("submitted", 1)
    assert ReturnStep.objects.count() == 1


def test_the_district_takes_it_back_first(submitted, district):
    mark = seen_now(submitted)
    read_anew = one_after_the_other(
        lambda: take_back_submission(mark, district.clerk),
        lambda: note_opening(submitted, district.officer),
    )
    assert read_anew is True
    assert (state(), ReturnOpening.objects.count()) == ("draft", 0)


def test_the_officer_approves_what_is_being_taken_back(submitted, district):
    mark = seen_now(submitted)
    refused = one_after_the_other(
        lambda: take_back_submission(mark, district.clerk), lambda: approve(mark, district.officer)
    )
    assert isinstance(refused, NotPossibleError)
    assert list(ReturnStep.objects.values_list("step", flat=True)) == ["submit", "take_back"]


def test_the_district_corrects_what_is_being_undone(submitted, district):
    send_back(seen_now(submitted), district.officer, "Nhầm")
    mark = seen_now(submitted)
    refused = one_after_the_other(
        lambda: district.save(("A1", "revenue", "120", "100")),
        lambda: take_back_decision(mark, district.officer),
    )
    assert isinstance(refused, NotPossibleError)
    assert state() == "returned"
