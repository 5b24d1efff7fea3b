"""Bulk operations derive columns and leave the same history as one save after the other."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cooperatives.history import Way, changes_by
from cooperatives.models import Cooperative, Organisation, User, YearlyReport

pytestmark = pytest.mark.django_db

BEGIN = date(2020, 1, 1)


def cooperative(number, **fields):
    return Cooperative(
        **{"name": f"HTX {number}", "registration_number": str(number), "founded_on": BEGIN}
        | fields
    )


def version(record):
    """The newest version without what tells one version from another."""
    row = record.history.values().first()
    return {key: value for key, value in row.items() if key not in ("history_id", "history_date")}


def test_bulk_creation_leaves_what_single_saves_leave():
    user = User.objects.create_user("admin", role="admin", full_name="Quản trị")
    with changes_by(user, Way.IMPORT):
        one, two = Organisation.objects.bulk_create([cooperative(1), cooperative(2)])
        single = cooperative(3)
        single.save()
    assert (one.kind, one.search_key) == ("cooperative", "htx 1 1")
    assert (version(one)["way"], version(one)["history_user_id"]) == ("import", user.pk)
    changed = {"id", "name", "name_key", "search_key", "registration_number"}
    assert {key for key in version(one) if version(one)[key] != version(single)[key]} == changed
    assert one.history.count() == two.history.count() == 1


def test_bulk_update_stores_and_records_the_values_of_every_type():
    cooperatives = Organisation.objects.bulk_create([cooperative(n) for n in range(700)])
    reports = YearlyReport.objects.bulk_create(
        [YearlyReport(cooperative=one, year=2023, extra={"x": 1}) for one in cooperatives]
    )
    for number, one in enumerate(cooperatives):
        one.name, one.dissolved_on = f"HTX  Đổi {number}", date(2024, 1, 1) if number % 2 else None
    for number, report in enumerate(reports):
        report.score, report.profit = Decimal("70.25"), -number if number % 2 else None
        report.extra = {"trained": number}
    with changes_by(None, Way.GRID):
        fields = ["name", "dissolved_on"]
        assert Organisation.objects.bulk_update(cooperatives, fields, batch_size=100) == 700
        assert YearlyReport.objects.bulk_update(reports, ["score", "profit", "extra"]) == 700
    for number in (0, 1, 699):
        stored = Organisation.objects.get(pk=cooperatives[number].pk)
        expected = date(2024, 1, 1) if number % 2 else None
        assert (stored.name, stored.dissolved_on) == (f"HTX Đổi {number}", expected)
        assert stored.search_key == f"htx doi {number} {number}"
        report = YearlyReport.objects.get(pk=reports[number].pk)
        assert (report.rating, report.score, report.extra) == (
            "fair",
            Decimal("70.25"),
            {"trained": number},
        )
        assert report.profit == (-number if number % 2 else None)
        newest = version(report)
        assert (newest["way"], newest["history_type"], newest["profit"]) == (
            "grid",
            "~",
            report.profit,
        )
        assert newest["extra"] == {"trained": number}
        assert report.history.count() == 2


def test_a_version_may_tell_another_moment():
    one, two = cooperative(1), cooperative(2)
    one._history_date = datetime(2023, 6, 30, tzinfo=UTC)
    Organisation.objects.bulk_create([one, two])
    assert one.history.get().history_date == one._history_date
    assert two.history.get().history_date > one._history_date


def test_update_records_each_row():
    Organisation.objects.bulk_create([cooperative(n) for n in range(3)])
    assert Organisation.objects.filter(registration_number__gt="0").update(sector="trade") == 2
    assert [one.history.count() for one in Organisation.objects.order_by("pk")] == [1, 2, 2]
    assert Organisation.objects.last().history.first().sector == "trade"


def test_bulk_updates_of_nothing_do_nothing():
    assert Organisation.objects.bulk_update([], ["name"]) == 0
