"""The evidence of entered figures against the naive computation, on random records."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.evidence import WHOLE, Reason, list_evidence, list_missing, tally_evidence
from cooperatives.models import Organisation, QuarterlyFigures, User, YearlyReport
from tests.factories import make_entered_figure
from tests.naive.entered import AskedBooks
from tests.naive.indicators import end_of
from tests.naive.worlds import YEAR, worlds

VALUES = {
    "money": (0, 3_000_000, -5_000_000, 40),
    "persons": (0, 1, 30),
    "number": (0, 2_250_000),
    "percent": (0, 54_300_000, 100_000_000),
    "yes_no": (0, 1),
}
KINDS = (
    ("money", "flow"),
    ("money", "level"),
    ("persons", "level"),
    ("number", "flow"),
    ("percent", "level"),
    ("yes_no", "level"),
)
SECTORS = ("agriculture", "trade", "credit")
YEARS_ASKED = ((None, None), (YEAR, None), (YEAR - 1, YEAR - 1), (YEAR - 1, YEAR), (YEAR + 1, None))


def enter_figures(of: random.Random) -> list:
    """A figure of each kind, asked of some sectors in some years; every second of all always."""
    return [
        make_entered_figure(
            f"{measure}_{nature}",
            measure,
            nature,
            sector=",".join(of.sample(SECTORS, of.choice((0, 0, 1, 2)))),
            from_year=years[0],
            to_year=years[1],
        )
        for measure, nature in KINDS
        for years in [of.choice((YEARS_ASKED[0], of.choice(YEARS_ASKED)))]
    ]


def report_figures(rows: list, of: random.Random) -> None:
    """Mostly whole rows, whoever is asked: what the not asked gave is to count nowhere."""
    for records in (QuarterlyFigures, YearlyReport):
        stored = list(records.objects.all())
        for record in stored:
            record.extra = {
                row.code: of.choice(VALUES[row.measure]) for row in rows if of.random() < 0.8
            }
        if stored:
            records.objects.bulk_update(stored, ["extra"])


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(world=worlds(), seed=st.integers(0, 10**6), quarter=st.sampled_from((1, 2, 3, 4)))
def test_who_is_asked_and_what_is_known_agree_with_the_naive(world, seed, quarter):
    of = random.Random(seed)  # noqa: S311 - drawn records, no secrets
    with transaction.atomic():
        units = world.store()
        for one in Organisation.objects.all():
            one.sector = of.choice(SECTORS)
            one.save()
        rows = enter_figures(of)
        report_figures(rows, of)
        books, end = AskedBooks(rows), end_of(YEAR, quarter)
        for row in rows:
            assert_evidence_agrees(books, units[0], row.code, quarter, end)
        transaction.set_rollback(True)


def assert_evidence_agrees(books, unit, code, quarter, end):
    naive = {
        one.pk: books.evidence(one, code, YEAR, quarter, end)
        for one in books.organisations
        if one.kind == "cooperative"
        and books.registered(one, end)
        and (books.path_on(one, end) or "-").startswith(unit.path)
    }
    listed = list_evidence(User(role="admin"), unit, YEAR, quarter, code)
    found = {row.organisation_id: (row.value, str(row.state)) for row in listed}
    assert found == naive
    by_pk = {one.pk: one for one in books.organisations}
    for row in listed:
        cooperative = by_pk[row.organisation_id]
        is_asked = books.asked(cooperative, code, YEAR)
        if books.operating(cooperative, end):
            assert (row.reason is Reason.NOT_ASKED) == (not is_asked)
    missing = sorted(pk for pk, (_value, state) in naive.items() if state == "missing")
    assert [one.organisation_id for one in list_missing(unit, YEAR, quarter, code)] == missing
    tally = tally_evidence(unit, YEAR, [quarter], [code]).get((WHOLE, quarter, code))
    if tally is None:
        assert naive == {}
        return
    states = [state for _value, state in naive.values()]
    values = [value for value, _state in naive.values() if value is not None]
    assert (tally.registered, tally.reported, tally.carried, tally.missing, tally.total) == (
        len(naive),
        states.count("reported"),
        states.count("carried"),
        states.count("missing"),
        sum(values),
    )
