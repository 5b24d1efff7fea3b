"""What counts in which unit of today, against a naive computation, over random reforms."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.evidence import (
    DIRECTLY_UNDER,
    WHOLE,
    Asked,
    TodaysUnits,
    list_evidence,
    tally_each,
)
from cooperatives.models import AdministrativeUnit, UnitSuccession, User
from cooperatives.units.time import taken_over, todays_parts
from tests.factories import make_commune, make_cooperative, make_district, make_province, move
from tests.naive.indicators import Books, end_of
from tests.naive.todays import Heirs

FIRST, SECOND, LATER = date(2025, 7, 1), date(2025, 10, 1), date(2025, 12, 1)
TODAY = date(2026, 2, 1)
COUNT = "total_cooperatives"

on_random_reforms = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def went(ended, heirs, on):
    return [UnitSuccession(predecessor=ended, successor=heir, on=on) for heir in heirs]


@st.composite
def reforms(draw):
    """For each of four old communes to which of three new ones it went, for the last of these to
    which of the first two, and of a fourth that bears its code, in a second reform; for
    organisations their commune, where they were placed and whether they moved on of themselves; and
    the new province's code, which may be the old one's.
    """
    heirs = [draw(st.sets(st.integers(0, 2), min_size=1, max_size=2)) for _ in range(4)]
    again = draw(st.sets(st.sampled_from([0, 1, 3]), max_size=2))
    life = st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([None, None, 0, 1]))
    lives = draw(st.lists(life, min_size=1, max_size=5))
    return heirs, again, lives, draw(st.sampled_from(["19", "06"]))


def store(heirs, again, lives, code):
    old = make_province("06", valid_to=FIRST)
    districts = [make_district(old, code, valid_to=FIRST) for code in ("061", "062")]
    communes = [make_commune(districts[n // 2], f"0190{n}", valid_to=FIRST) for n in range(4)]
    new = make_province(code, valid_from=FIRST)
    neighbour = make_province("20", valid_from=FIRST)
    end = SECOND if again else None
    fresh = [
        make_commune(new, "01900", valid_from=FIRST),
        make_commune(neighbour, "01901", valid_from=FIRST),
        make_commune(new, "01902", valid_from=FIRST, valid_to=end),
    ]
    if again:
        fresh.append(make_commune(new, "01902", valid_from=end))
    rows = went(old, [new, neighbour], FIRST)
    for commune, to in zip(communes, heirs, strict=True):
        rows += went(commune, [fresh[n] for n in sorted(to)], FIRST)
    for n, district in enumerate(districts):
        rows += went(district, [fresh[to] for to in heirs[2 * n] | heirs[2 * n + 1]], FIRST)
    rows += went(fresh[2], [fresh[n] for n in sorted(again)], SECOND)
    UnitSuccession.objects.bulk_create(rows)
    for place, choice, later in lives:
        cooperative, to = make_cooperative(communes[place]), sorted(heirs[place])
        if len(to) > 1 and choice == 3:
            continue  # nobody said where it went
        there = to[choice % len(to)]
        move(cooperative, fresh[there], FIRST)
        if there == 2 and len(again) == 1:
            move(cooperative, fresh[min(again)], SECOND)
        elif there == 2 and again:
            continue
        if later is not None:
            move(cooperative, fresh[later], LATER)
    return old, districts[0], new


@pytest.mark.django_db
@on_random_reforms
@given(reform=reforms(), quarter=st.integers(1, 4))
def test_parts_agree_with_the_naive_ones(reform, quarter):
    with transaction.atomic():
        for unit in store(*reform):
            unit.refresh_from_db()
            assert_it_agrees(unit, quarter)
        transaction.set_rollback(True)


def assert_it_agrees(unit: AdministrativeUnit, quarter: int):
    books, heirs = Books(), Heirs()
    parts = {part.path: part.code for part in todays_parts(unit, TODAY)}
    expected = Counter()
    for organisation in books.organisations:
        then, now = (books.path_on(organisation, day) for day in (end_of(2025, quarter), TODAY))
        if unit.valid_to:  # an ended one is what it was
            is_in = then.startswith(unit.path)
        else:
            is_in = heirs.lies_in(then, now, unit.path)
        if is_in:
            path = heirs.part(then, now, parts)
            expected[WHOLE] += 1
            expected[parts.get(path, DIRECTLY_UNDER)] += 1
    rows = AdministrativeUnit.objects.filter(path__in=parts, valid_to=None)
    todays = TodaysUnits.of(unit, rows, taken_over(unit, TODAY), TODAY)
    [found] = tally_each([Asked(unit, 2025, [quarter], [COUNT], todays=todays)])
    assert {group: tally.total for (group, *_rest), tally in found.items()} == expected
    listed = list_evidence(User(role="admin"), unit, 2025, quarter, COUNT, todays=todays)
    in_parts = Counter(row.part for row in listed) + Counter({WHOLE: len(listed)})
    assert in_parts == expected
