"""Two who publish at once make two numbers, and each edition is of one moment (PostgreSQL)."""

import json
from threading import Thread

import pytest
from django.db import connection

from targets.editions import publishing
from targets.editions.publishing import NotPublishedError, publish
from targets.models import Edition
from tests.cooperatives.returns.test_at_once import one_after_the_other
from tests.targets.editions.conftest import UNIT, correct
from tests.targets.movements.conftest import MILLION, make_land

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def land(transactional_db, demo_day):
    """A province that other connections see."""
    return make_land()


def published():
    """The number of a new edition, or why there is none."""
    try:
        return publish(2024, 2, UNIT).number
    except NotPublishedError as refused:
        return refused


def test_the_second_counts_on_from_the_first_and_holds_what_that_stored(land):
    def first():
        publish(2024, 2, UNIT)
        correct(land.ba_be, 90)

    assert one_after_the_other(first, published) == 2
    first_profit, second_profit = (
        [
            one["value"]
            for one in json.loads(edition.content)["progress"]["targets"]
            if one["indicator"] == "average_profit"
        ]
        for edition in Edition.objects.order_by("number")
    )
    assert (first_profit, second_profit) == ([20 * MILLION], [40 * MILLION])


def test_the_second_of_the_same_figures_is_refused(land):
    refused = one_after_the_other(lambda: publish(2024, 2, UNIT), published)
    assert isinstance(refused, NotPublishedError)
    assert Edition.objects.count() == 1


def test_what_is_stored_meanwhile_is_not_half_in_it(land, monkeypatch):
    read = publishing.records_of

    def correct_elsewhere():
        correct(land.ba_be, 90)
        connection.close()

    def read_after_a_correction(*args):
        thread = Thread(target=correct_elsewhere)
        thread.start()
        thread.join()
        return read(*args)

    monkeypatch.setattr(publishing, "records_of", read_after_a_correction)
    made = publish(2024, 2, UNIT)
    assert "90000000" not in made.records
    monkeypatch.undo()
    assert "90000000" in publish(2024, 2, UNIT).records
