"""Rules that querysets, statements and records ask for say the same, whoever asks."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from cooperatives.catalogue.figures import asked_of, figures
from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    Organisation,
    Placement,
    Suspension,
    YearlyReport,
)
from cooperatives.models.base import table_of
from cooperatives.models.organisations import (
    REPORTING_UNIT,
    Activity,
    operating_on_sql,
    registered_on_sql,
)
from cooperatives.models.reports import (
    founded_too_late,
    founded_too_late_sql,
    has_all_figures,
    is_complete,
)
from cooperatives.models.spans import holds_on_sql, holds_within_sql
from cooperatives.models.units import (
    at_or_above,
    bearer_on,
    path_starts,
    path_starts_sql,
    paths_down_to,
)
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_entered_figure,
    make_province,
    move,
)

BEGIN = date(2024, 3, 28)
DAYS = [BEGIN + timedelta(days=n) for n in range(8)]
"""Few days, the end of a quarter among them: so that beginnings, ends and the day asked about meet
in every way.
"""

pytestmark = pytest.mark.django_db


def keys_where(model, condition: str, params=()) -> set[int]:
    """The keys of a model's rows that meet a condition in SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.id FROM {table_of(model)} t WHERE {condition}", params)  # noqa: S608
        return {key for (key,) in cursor.fetchall()}


def keys(queryset) -> set[int]:
    return set(queryset.order_by().values_list("pk", flat=True))


@pytest.fixture
def organisations(db):
    """Many organisations whose few days are drawn; half of them dissolved, most of them suspended
    once or twice.
    """
    of = random.Random(1)  # noqa: S311 - drawn records, no secrets
    made = Cooperative.objects.bulk_create(
        Cooperative(
            name=f"HTX {number}",
            registration_number=f"{number:06d}",
            founded_on=(founded := of.choice(DAYS)),
            dissolved_on=of.choice([None, of.choice([day for day in DAYS if day >= founded])]),
        )
        for number in range(120)
    )
    spans = []
    for one in made:
        for begin in of.sample(DAYS[:-1], of.choice([0, 1, 1, 2])):
            end = of.choice([None, of.choice([day for day in DAYS if day > begin])])
            spans.append(Suspension(organisation=one, valid_from=begin, valid_to=end))
    Suspension.objects.bulk_create(spans)
    return list(Organisation.objects.prefetch_related("suspensions"))


@pytest.mark.parametrize("day", DAYS)
def test_who_is_registered_on_a_day(organisations, day):
    registered = {one.pk for one in organisations if one.is_registered_on(day)}
    assert keys(Organisation.objects.registered_on(day)) == registered
    assert keys_where(Organisation, registered_on_sql("t", day)) == registered
    assert keys(Organisation.objects.registered_within(day, day)) == registered


@pytest.mark.parametrize("day", DAYS)
def test_who_operates_on_a_day(organisations, day):
    operating = {one.pk for one in organisations if one.operates_on(day, one.suspensions.all())}
    assert keys(Organisation.objects.operating_on(day)) == operating
    assert keys_where(Organisation, operating_on_sql("t", day)) == operating
    shown = Organisation.objects.with_place_and_activity(day)
    assert keys(shown.filter(activity=Activity.OPERATING)) == operating


def test_the_days_drawn_tell_the_rules_apart(organisations):
    """Some operate, some are suspended and some are dissolved on the day in the middle."""
    found = Organisation.objects.with_place_and_activity(DAYS[4]).values_list("activity", flat=True)
    assert set(found) == {"", *Activity.values}


@pytest.mark.parametrize("day", DAYS)
def test_which_spans_cover_a_day(organisations, day):
    covering = {span.pk for span in Suspension.objects.all() if span.covers(day)}
    assert keys(Suspension.objects.on(day)) == covering
    assert keys_where(Suspension, holds_on_sql("t", day)) == covering
    assert keys_where(Suspension, holds_within_sql("t", day, day)) == covering


@pytest.mark.parametrize("first", DAYS[::2])
def test_which_spans_cover_a_day_of_several(organisations, first):
    days = [first, first + timedelta(days=1), first + timedelta(days=2)]
    covering = {span.pk for span in Suspension.objects.all() if any(map(span.covers, days))}
    assert keys_where(Suspension, holds_within_sql("t", days[0], days[-1])) == covering


# --- What lies where ------------------------------------------------------------------------------


@pytest.fixture
def units(db):
    """Two provinces whose codes begin alike, down to the communes; a district's ends like one."""
    for code in ("06", "060"):
        province = make_province(code)
        for district in (f"{code}1", f"{code}12"):
            made = make_district(province, district)
            make_commune(made, f"{district}01")
            make_commune(made, f"{district}011")
    make_district(province, "A06")
    return list(AdministrativeUnit.objects.all())


def test_what_lies_at_or_under_a_unit(units):
    for unit in units:
        below = {one.pk for one in units if unit.path in paths_down_to(one.path)}
        assert keys(AdministrativeUnit.objects.filter(path_starts(unit.path))) == below
        condition = path_starts_sql("%s", "t.path")
        assert keys_where(AdministrativeUnit, condition, [unit.path, unit.path]) == below


def test_what_lies_at_or_above_a_unit_the_nearest_first(units):
    for unit in units:
        above, parent = [], unit
        while parent is not None:
            above.append(parent.pk)
            parent = parent.parent
        assert [one.pk for one in AdministrativeUnit.objects.above(unit)] == above
        assert keys(AdministrativeUnit.objects.filter(at_or_above(unit.path))) == set(above)
        assert AdministrativeUnit.objects.province_of(unit).pk == above[-1]


@pytest.mark.parametrize("day", DAYS)
def test_which_bearer_of_a_code_is_meant_on_a_day(db, day):
    bearers = [
        make_province(valid_from=DAYS[1], valid_to=DAYS[3]),
        make_province(valid_from=DAYS[5]),
    ]
    found = AdministrativeUnit.objects.with_code("06", day)
    assert bearer_on(reversed(bearers), day) == found == bearers[day >= DAYS[5]]
    assert bearer_on([], day) is AdministrativeUnit.objects.with_code("07", day) is None


@pytest.mark.parametrize("day", DAYS)
def test_where_an_organisation_is_on_a_day(units, day):
    cooperative = make_cooperative(units[0], founded_on=DAYS[1])
    move(cooperative, units[1], DAYS[4])
    for unit in units[:2]:
        is_there = keys(Organisation.objects.reporting_through(unit, day)) == {cooperative.pk}
        assert is_there is (cooperative.unit_on(day) == unit)
    expected = None if day < DAYS[1] else units[0] if day < DAYS[4] else units[1]
    assert cooperative.unit_on(day) == expected
    shown = Organisation.objects.with_place_and_activity(day).get()
    assert shown.unit_path == (expected and expected.path)


def test_through_which_unit_each_one_reports(units):
    """Communes of a district through it; a ward right below its province by itself."""
    make_commune(units[0], "06999")
    placed = list(AdministrativeUnit.objects.all())
    for unit in placed:
        make_cooperative(unit, founded_on=DAYS[0])
    reporters = {
        stay.organisation_id: stay.unit.reporting_unit.pk
        for stay in Placement.objects.select_related("unit__parent")
    }
    found = Placement.objects.values_list("organisation", REPORTING_UNIT)
    assert dict(found) == reporters
    for unit in filter(lambda one: one.reports_itself, placed):
        through = keys(Organisation.objects.reporting_through(unit, DAYS[0]))
        assert through == {key for key, reporter in reporters.items() if reporter == unit.pk}
    assert len(set(reporters.values())) < len(placed)


def test_a_path_gives_those_of_all_units_above():
    assert paths_down_to("06/058/01837/") == ["06/", "06/058/", "06/058/01837/"]
    assert paths_down_to("") == []


# --- What is reported -----------------------------------------------------------------------------


@pytest.fixture
def reports(units):
    """Yearly reports of every state and rating, of cooperatives founded before, in and after their
    year; most have all figures, the others lack one, of which a zero is none. One is asked of
    trade alone, one no more.
    """
    make_entered_figure("of_trade", sector="trade")
    make_entered_figure("ended", to_year=2022)
    of = random.Random(2)  # noqa: S311 - drawn records, no secrets
    made = []
    for founded_on in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)):
        for state in YearlyReport.State.values:
            for rating in ("", "good", "weak"):
                for lacking in (None, None, of.choice(figures(2023))):
                    sector = of.choice(("trade", "credit"))
                    cooperative = make_cooperative(units[0], founded_on=founded_on, sector=sector)
                    report = YearlyReport(
                        cooperative=cooperative, year=2023, state=state, rating=rating
                    )
                    for figure in asked_of(sector, 2023):
                        figure.write(report, None if figure is lacking else 0)
                    made.append(report)
    YearlyReport.objects.bulk_create(made)
    return list(YearlyReport.objects.select_related("cooperative"))


def test_which_rows_have_all_figures(reports):
    full = {one.pk for one in reports if one.has_all_figures(one.cooperative.sector)}
    assert keys(YearlyReport.objects.filter(has_all_figures(2023))) == full
    assert 2 * len(reports) / 3 <= len(full) < len(reports)


def test_which_yearly_reports_are_complete(reports):
    complete = {one.pk for one in reports if one.is_complete}
    assert keys(YearlyReport.objects.filter(is_complete(2023))) == complete
    assert 0 < len(complete) < sum(one.has_all_figures(one.cooperative.sector) for one in reports)


def test_who_is_too_young_to_be_rated(reports):
    for year in (2022, 2023, 2024):
        young = {
            one.cooperative_id
            for one in reports
            if founded_too_late(one.cooperative.founded_on, year)
        }
        assert keys_where(Organisation, founded_too_late_sql(year)) == young
