"""Rules across rows, each by example, on records in memory where that is enough."""

from datetime import date

import pytest
from django.db import transaction

from cooperatives.figures.rules import figures_problems, yearly_report_problems
from cooperatives.ground.calendar import today
from cooperatives.models import (
    AdministrativeUnit,
    Kind,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Suspension,
    YearlyReport,
)
from cooperatives.models.locks import lock_organisations
from cooperatives.registry.rules import Namesake, groups_named, misplaced, organisation_problems
from cooperatives.returns.rules import return_problems
from cooperatives.units.rules import unit_problems

BEGIN, MOVE, END = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)
LATER = date(today().year + 1, 1, 1)


def unit(code="058", level="district", parent=None, **fields):
    made = AdministrativeUnit(
        **{"code": code, "name": f"Đơn vị {code}", "level": level, "parent": parent}
        | {"valid_from": date(1997, 1, 1)}
        | fields
    )
    # Its path is known: nothing is looked up.
    made.path = f"{made.path_above}{code}/"
    made.derive()
    return made


def cooperative(**fields):
    return Organisation(
        **{"kind": Kind.COOPERATIVE, "name": "HTX An Bình", "registration_number": "1"}
        | {"founded_on": BEGIN}
        | fields
    )


def placed(valid_from=BEGIN, valid_to=None, unit_id=1):
    return Placement(unit_id=unit_id, valid_from=valid_from, valid_to=valid_to)


def suspended(valid_from, valid_to=None):
    return Suspension(valid_from=valid_from, valid_to=valid_to)


def codes(problems):
    return [(found.field, found.error.code) for found in problems]


def of(organisation, placements=None, suspensions=(), namesakes=()):
    return codes(
        organisation_problems(
            organisation, [placed()] if placements is None else placements, suspensions, namesakes
        )
    )


def test_a_plain_cooperative_breaks_nothing():
    assert of(cooperative(dissolved_on=END), suspensions=[suspended(MOVE, END)]) == []


def test_days_may_be_equal():
    one_day = cooperative(dissolved_on=BEGIN)
    assert of(one_day, suspensions=[suspended(BEGIN)]) == []
    assert of(cooperative(founded_on=today()), [placed(today())]) == []


def test_an_open_suspension_may_stand_at_dissolution():
    assert of(cooperative(dissolved_on=END), suspensions=[suspended(MOVE)]) == []


@pytest.mark.parametrize(
    ("organisation", "suspensions", "expected"),
    [
        (cooperative(founded_on=LATER), [], [("founded_on", "in_the_future")]),
        (cooperative(dissolved_on=LATER), [], [("dissolved_on", "in_the_future")]),
        (cooperative(), [suspended(LATER)], [("valid_from", "in_the_future")]),
        (cooperative(), [suspended(BEGIN, LATER)], [("valid_to", "in_the_future")]),
        (cooperative(), [suspended(date(2019, 12, 31))], [("valid_from", "before_founding")]),
        (
            cooperative(dissolved_on=MOVE),
            [suspended(BEGIN, END)],
            [("valid_to", "after_dissolution")],
        ),
        (
            cooperative(dissolved_on=MOVE),
            [suspended(date(2021, 1, 2))],
            [("valid_from", "after_dissolution")],
        ),
        (
            cooperative(),
            [suspended(MOVE), suspended(BEGIN, END)],
            [("valid_from", "suspensions_overlap")],
        ),
    ],
)
def test_dates_stand_in_order(organisation, suspensions, expected):
    placements = [placed(organisation.founded_on)]
    assert of(organisation, placements, suspensions) == expected


def test_suspensions_may_follow_each_other_on_one_day():
    assert of(cooperative(), suspensions=[suspended(BEGIN, MOVE), suspended(MOVE, END)]) == []


@pytest.mark.parametrize(
    ("placements", "expected"),
    [
        ([], [("", "placed_nowhere")]),
        ([placed(MOVE)], [("valid_from", "placed_after_founding")]),
        ([placed(BEGIN, MOVE), placed(MOVE)], []),
        ([placed(date(2019, 1, 1))], []),
        ([placed(BEGIN), placed(MOVE)], [("valid_from", "placements_overlap")]),
        ([placed(BEGIN, END), placed(MOVE)], [("valid_from", "placements_overlap")]),
        ([placed(BEGIN, MOVE), placed(END)], [("valid_to", "placement_gap")]),
        ([placed(BEGIN, MOVE)], [("valid_to", "placement_gap")]),
    ],
)
def test_it_is_in_one_unit_on_every_day_since_its_founding(placements, expected):
    assert of(cooperative(), placements) == expected


def test_an_unfinished_form_is_left_to_its_fields():
    assert of(cooperative(founded_on=None)) == []


def test_a_union_is_a_union():
    union = Organisation(kind=Kind.UNION, name="Liên hiệp", registration_number="9")
    assert of(cooperative(union=union)) == []
    assert of(cooperative(union=cooperative(name="HTX Khác"))) == [("union", "not_a_union")]


def group(name="THT Nuôi ong", **fields):
    return Organisation(**{"kind": Kind.GROUP, "name": name, "founded_on": BEGIN} | fields)


@pytest.mark.parametrize(
    ("other", "placements", "taken"),
    [
        (group(), [placed()], True),
        (group("tht  nuôi ONG"), [placed()], True),
        (group("THT Nuôi ống"), [placed()], False),
        (group(), [placed(unit_id=2)], False),
        (group(), [placed(BEGIN, MOVE, unit_id=2), placed(MOVE)], True),
        (group(dissolved_on=BEGIN), [placed()], False),
        (group(founded_on=END), [placed(END)], True),
    ],
)
def test_a_groups_name_is_unique_in_its_unit(other, placements, taken):
    expected = [("name", "group_name_taken")] if taken else []
    assert of(group(), namesakes=[Namesake.of(other, placements)]) == expected


def test_a_name_is_free_again_when_its_group_has_ended():
    ended = group(dissolved_on=MOVE)
    assert (
        of(group(founded_on=MOVE), [placed(MOVE)], namesakes=[Namesake.of(ended, [placed()])]) == []
    )


@pytest.mark.django_db
def test_namesakes_are_looked_up():
    home = unit()
    home.save()
    stored = group()
    stored.save()
    Placement.objects.create(organisation=stored, unit=home, valid_from=BEGIN)
    mine = [Placement(unit=home, valid_from=BEGIN)]
    assert codes(organisation_problems(group(), mine, [])) == [("name", "group_name_taken")]
    assert organisation_problems(stored, list(stored.placements.all()), []) == []
    assert [found.key for found in groups_named(["tht nuôi ong", "x"])] == [stored.pk]


PROVINCE = unit("06", "province", valid_to=date(2025, 7, 1), pk=1)


def of_unit(one, bearers=(), children=(), before=None):
    return codes(unit_problems(one, bearers, children, before, successions=()))


def test_a_unit_lies_within_its_parent():
    inside = unit(parent=PROVINCE, valid_to=date(2025, 7, 1))
    assert of_unit(inside) == []
    assert of_unit(unit(parent=PROVINCE)) == [("valid_to", "outside_parent")]
    early = unit(parent=PROVINCE, valid_from=BEGIN.replace(1990), valid_to=BEGIN)
    assert of_unit(early) == [("valid_from", "outside_parent")]
    assert of_unit(PROVINCE, children=[inside]) == []
    closed = unit("06", "province", valid_to=BEGIN, pk=1)
    assert of_unit(closed, children=[inside]) == [("valid_to", "child_outside")]


def test_levels_fall_from_the_root_down():
    end = date(2025, 7, 1)
    assert of_unit(unit(level="province", parent=PROVINCE, valid_to=end)) == [
        ("level", "not_below_parent")
    ]
    assert of_unit(unit("06", "commune", PROVINCE, valid_to=end)) == []  # the district is left out
    assert of_unit(unit("X", "country")) == []
    assert of_unit(unit("X", "district")) == [("parent", "no_parent")]
    child = unit(parent=PROVINCE, valid_to=end)
    assert of_unit(unit("06", "district", unit("VN", "country")), children=[child]) == [
        ("level", "child_not_lower")
    ]


def test_a_code_means_one_unit_at_a_time():
    old = unit("06", "province", valid_to=BEGIN, pk=1)
    new = unit("06", "province", valid_from=BEGIN)
    assert of_unit(new, bearers=[old]) == []
    assert of_unit(unit("06", "province", valid_from=date(2019, 1, 1)), bearers=[old]) == [
        ("code", "code_taken")
    ]
    assert of_unit(unit("06", "province", valid_from=date(1900, 1, 1), valid_to=MOVE)) == [
        ("valid_from", "too_early")
    ]


def test_a_unit_is_never_moved():
    other = unit("07", "province", valid_to=date(2025, 7, 1), pk=2)
    before = unit(parent=PROVINCE, valid_to=date(2025, 7, 1), pk=3)
    after = unit(parent=other, valid_to=date(2025, 7, 1), pk=3)
    assert of_unit(after, before=before) == [("parent", "moved")]
    child = unit("01", "commune", before, valid_to=date(2025, 7, 1))
    renamed = unit("059", parent=PROVINCE, valid_to=date(2025, 7, 1), pk=3)
    assert of_unit(renamed, children=[child], before=before) == [("code", "code_in_use")]
    assert of_unit(renamed, before=before) == []


@pytest.mark.django_db
def test_other_units_are_looked_up():
    stored = unit("06", "province", valid_to=BEGIN)
    stored.save()
    assert codes(unit_problems(unit("06", "province"))) == [("code", "code_taken")]
    assert codes(unit_problems(stored)) == []
    unit("058", "district", stored, valid_to=BEGIN).save()
    stored.valid_to = date(2019, 1, 1)
    assert codes(unit_problems(stored)) == [("valid_to", "child_outside")]


def test_placements_outside_their_units_time_are_known():
    closed = unit(valid_to=MOVE)
    inside = Placement(unit=closed, valid_from=BEGIN, valid_to=MOVE)
    outside = Placement(unit=closed, valid_from=BEGIN)
    assert misplaced([inside, outside]) == [outside]


def test_only_cooperatives_report():
    report = YearlyReport(cooperative=group(), year=2023)
    assert codes(yearly_report_problems(report)) == [("cooperative", "not_a_cooperative")]
    assert yearly_report_problems(YearlyReport(cooperative=cooperative(), year=2023)) == []


def test_no_report_before_its_year():
    report = YearlyReport(cooperative=cooperative(), year=today().year + 1)
    assert codes(yearly_report_problems(report)) == [("year", "in_the_future")]


def test_figures_stand_in_the_return_of_their_quarter_and_unit():
    district = unit(parent=PROVINCE, pk=2)
    of_district = QuarterlyReturn(unit=district, year=2024, quarter=1)
    row = QuarterlyFigures(
        cooperative=cooperative(), quarterly_return=of_district, year=2024, quarter=1
    )
    assert figures_problems(row) == []
    assert figures_problems(row, district) == []
    assert codes(figures_problems(row, PROVINCE)) == [("quarterly_return", "other_unit")]
    row.quarter = 2
    assert codes(figures_problems(row)) == [("quarter", "other_quarter")]


def test_returns_are_those_of_reporting_units():
    district = unit(parent=PROVINCE)
    commune = unit("00001", "commune", district)
    under_province = unit("00002", "commune", PROVINCE)
    assert commune.reporting_unit is district
    for one in (district, under_province, PROVINCE):
        assert one.reporting_unit is one
    assert codes(return_problems(QuarterlyReturn(unit=commune, year=2024, quarter=1))) == [
        ("unit", "not_reporting")
    ]
    assert return_problems(QuarterlyReturn(unit=under_province, year=2024, quarter=1)) == []
    future = QuarterlyReturn(unit=district, year=today().year + 1, quarter=1)
    assert codes(return_problems(future)) == [("quarter", "in_the_future")]


def test_messages_write_dates_as_the_language_does():
    (problem,) = organisation_problems(cooperative(), [placed(date(2021, 6, 30))], [])
    assert "30/6/2021" in problem.message


@pytest.mark.django_db
def test_locking_returns_the_organisations_by_key():
    one, two = cooperative(), cooperative(registration_number="2")
    Organisation.objects.bulk_create([one, two])
    with transaction.atomic():
        assert lock_organisations([two.pk, one.pk, one.pk]) == {one.pk: one, two.pk: two}
