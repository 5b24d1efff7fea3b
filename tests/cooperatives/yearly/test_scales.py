"""Rating scales: which score gives which rating, in which years, and what may stand beside it."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse

from cooperatives.catalogue.ratings import SCALES, Rating, scale_of
from cooperatives.ground.constraints import own_errors
from cooperatives.models import RatingScale, YearlyReport
from cooperatives.yearly.scales import rating_scale_problems, removal_problems
from targets.plans.checking import violations
from tests.conftest import LAW
from tests.factories import make_admin, make_cooperative, make_district, make_province

RATINGS = ["", *Rating.values]
TODAY = date(2024, 10, 20)


@pytest.fixture
def held(db):
    """The scales as they are stored."""
    SCALES.forget()


@pytest.fixture
def cooperative(held):
    return make_cooperative(make_district(make_province(), "061"))


def make_scale(**fields):
    return RatingScale(
        **{"from_year": 2025, "good": 90, "fair": 70, "average": 40, "source": "TT 9/2025"} | fields
    )


def naive_rating(rows, year, score, ground):
    """None where nothing says it."""
    if ground:
        return "weak"
    for first, last, good, fair, average in rows:
        if (first is None or first <= year) and (last is None or year <= last):
            if score >= good:
                return "good"
            if score >= fair:
                return "fair"
            return "average" if score >= average else "weak"
    return None


def test_a_migration_enters_the_law_and_the_fixture_is_the_same(held):
    assert SCALES.rows() == (LAW,)
    (row,) = RatingScale.objects.all()
    assert row.history.count() == 1
    call_command("loaddata", "rating_scales", verbosity=0)
    assert SCALES.rows() == (LAW,)
    assert RatingScale.objects.get().pk == row.pk
    entered = MigrationLoader(None).get_migration("cooperatives", "0031_scale_of_the_law")
    assert entered.dependencies


@pytest.mark.parametrize("seed", range(3))
def test_scores_and_ratings_agree_as_by_hand(cooperative, seed):
    drawn = random.Random(seed)  # noqa: S311
    RatingScale.objects.all().delete()
    rows = []
    for first, last in ((None, 2015), (2016, 2019), (2022, None)):
        average, fair, good = sorted(drawn.sample(range(1, 101), 3))
        rows.append((first, last, good, fair, average))
        make_scale(from_year=first, to_year=last, good=good, fair=fair, average=average).save()
    for _ in range(200):
        year, score = drawn.randrange(2010, 2025), Decimal(drawn.randrange(0, 10001)) / 100
        if drawn.random() < 0.5:
            score = Decimal(drawn.choice(drawn.choice(rows)[2:]))
        ground, rating = drawn.choice(["", "", "fined"]), drawn.choice(RATINGS)
        report = YearlyReport(
            cooperative=cooperative, year=year, score=score, rating=rating, ground=ground
        )
        given = naive_rating(rows, year, score, ground)
        report.derive()
        assert report.rating == (rating or given or "")
        may_stand = report.rating == given or (given is None and not ground)
        assert (not list(own_errors(report))) is may_stand


def test_no_year_has_two_scales_and_nothing_that_was_rated_changes_its_meaning(cooperative):
    (law,) = RatingScale.objects.all()
    assert not list(rating_scale_problems(law))
    assert not list(rating_scale_problems(make_scale()))
    for years in ({"from_year": 2024}, {"from_year": None}, {"from_year": 1999, "to_year": 2001}):
        (found,) = rating_scale_problems(make_scale(**years))
        assert found.error.code == "scales_overlap"
    assert not list(removal_problems(law))
    YearlyReport.objects.create(cooperative=cooperative, year=2023, score=70)
    YearlyReport.objects.create(cooperative=cooperative, year=2022, score=70, ground="fined")
    assert [one.error.code for one in removal_problems(law)] == ["has_scores"]
    law.fair = 71
    (found,) = rating_scale_problems(law)
    assert (found.error.code, found.error.params["year"]) == ("contradicts", "2023")
    law.fair = 69
    assert not list(rating_scale_problems(law))


@pytest.mark.parametrize(
    ("first", "last", "is_of_it"),
    [
        (2023, 2023, True),
        (None, 2023, True),
        (2023, None, True),
        (2024, None, False),
        (None, 2022, False),
    ],
)
def test_reports_of_the_years_of_a_scale_count_its_first_and_its_last(
    cooperative, first, last, is_of_it
):
    for score, one in ((70, cooperative), (68, make_cooperative(cooperative.unit_on(TODAY)))):
        YearlyReport.objects.create(cooperative=one, year=2023, score=score)
    RatingScale.objects.all().delete()
    scale = make_scale(from_year=first, to_year=last, good=90, fair=71)
    scale.save()
    assert bool(list(removal_problems(scale))) is is_of_it
    found = [one.error.params for one in rating_scale_problems(scale)]
    assert found == ([{"count": "2", "year": "2023"}] if is_of_it else [])


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (2020, 2024, False),
        (2020, 2025, True),
        (2027, 2030, True),
        (2028, 2030, False),
        (None, 2024, False),
        (2028, None, False),
        (None, None, True),
    ],
)
def test_scales_meet_in_a_year_of_both(held, first, last, meets):
    RatingScale.objects.all().delete()
    make_scale(from_year=2025, to_year=2027).save()
    assert bool(list(rating_scale_problems(make_scale(from_year=first, to_year=last)))) is meets
    RatingScale.objects.update(to_year=None)
    is_after = last is None or last >= 2025
    assert bool(list(rating_scale_problems(make_scale(from_year=first, to_year=last)))) is is_after


def test_scripts_read_floors_without_zeros_behind(held):
    assert [str(floor) for floor in SCALES.rows()[0].floors.values()] == ["80", "65", "50", "0"]


def test_with_a_ground_no_rating_but_weak_agrees():
    assert LAW.agrees(Decimal(70), Rating.WEAK, "fined")
    assert not LAW.agrees(Decimal(70), Rating.FAIR, "fined")


def test_a_year_without_a_scale_takes_a_rating_in_the_same_words(cooperative):
    assert scale_of(2025) is None
    report = YearlyReport.objects.create(cooperative=cooperative, year=2025, score=79)
    assert report.rating == ""
    report.rating = "good"
    report.full_clean()
    report.save()
    make_scale().save()
    with pytest.raises(ValidationError, match="TT 9/2025"):
        report.full_clean()
    assert any(record == report for record, _message in violations())


def test_a_ground_makes_weak_whatever_the_score(cooperative):
    report = YearlyReport.objects.create(
        cooperative=cooperative, year=2023, score=70, ground="fined"
    )
    assert report.rating == "weak"
    report.full_clean()
    report.ground = ""
    with pytest.raises(ValidationError, match="01/2020"):
        report.full_clean()


def test_an_admin_enters_and_ends_scales(cooperative, client):
    client.force_login(make_admin())
    fields = {"from_year": "2025", "to_year": "", "good": "85", "fair": "60", "average": "40"}
    added = reverse("admin:cooperatives_ratingscale_add")
    page = client.post(added, fields | {"source": "Thông tư mới"})
    assert page.status_code == 302
    page = client.post(added, fields | {"from_year": "2020", "source": "Thêm"})
    assert "Thông tư 01/2020/TT-BKHĐT" in page.content.decode()
    assert RatingScale.objects.count() == 2
    assert (
        "Thông tư mới"
        in client.get(reverse("admin:cooperatives_ratingscale_changelist")).content.decode()
    )
    report = YearlyReport.objects.create(cooperative=cooperative, year=2026, score=62)
    assert report.rating == "fair"
