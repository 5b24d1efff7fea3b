"""A unit's value is computed from what lies in its subtree on the quarter's last day."""

from datetime import date

import pytest

from cooperatives.evidence import DIRECTLY_UNDER, WHOLE, tally_evidence
from cooperatives.models import AdministrativeUnit
from tests.factories import (
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_figures,
    make_province,
    make_union,
    move,
)
from tests.reading import evidence_of, tally_of

REFORM = date(2024, 7, 1)


@pytest.fixture
def other(province):
    return make_district(province, "064", name="Huyện Chợ Đồn")


def cooperatives_in(unit, quarter):
    tally = tally_of(unit, "total_cooperatives", quarter)
    return tally.total if tally else 0


def by_group(unit, figure, quarter, sub_units):
    """The totals of all groups of a tally that have any."""
    tallies = tally_evidence(unit, 2024, [quarter], [figure], sub_units)
    return {group: tally.total for (group, *_rest), tally in tallies.items()}


# --- Moves ----------------------------------------------------------------------------------------


def test_on_the_day_of_its_move_it_is_in_the_new_unit(cooperative, district, other):
    move(cooperative, other, on=date(2024, 3, 31))
    assert (cooperatives_in(district, 1), cooperatives_in(other, 1)) == (0, 1)


def test_on_the_day_before_it_is_still_in_the_old_one(cooperative, district, other):
    move(cooperative, other, on=date(2024, 4, 1))
    assert (cooperatives_in(district, 1), cooperatives_in(other, 1)) == (1, 0)
    assert (cooperatives_in(district, 2), cooperatives_in(other, 2)) == (0, 1)


def test_the_whole_year_goes_along_though_the_rows_stay_in_their_return(
    cooperative, district, other
):
    make_figures(cooperative, quarter=1, profit=10)
    move(cooperative, other, on=date(2024, 5, 1))
    make_figures(cooperative, quarter=2, profit=20)
    assert {row.quarterly_return.unit for row in cooperative.quarterly_figures.all()} == {
        district,
        other,
    }
    assert tally_of(district, "profit", 2) is None
    assert tally_of(other, "profit", 2).total == 30
    assert tally_of(district, "profit", 1).total == 10


def test_a_founding_counts_where_the_cooperative_lies_now(district, other):
    young = make_cooperative(district, founded_on=date(2024, 2, 1))
    move(young, other, on=date(2024, 5, 1))
    found = [by_group(district.parent, "new_cooperatives", n, [district, other]) for n in (1, 2)]
    assert found == [{WHOLE: 1, "061": 1}, {WHOLE: 1, "064": 1}]


def test_dissolution_does_not_end_the_placement(district):
    make_cooperative(district, dissolved_on=date(2024, 2, 1))
    assert tally_of(district, "dissolved_cooperatives", 4).total == 1


def test_the_record_names_the_unit_where_it_is_placed(cooperative, other):
    commune = make_commune(other, "02020", name="Xã Bằng Lãng")
    move(cooperative, commune, on=REFORM)
    row = evidence_of(cooperative, "total_cooperatives", 3)
    assert (row.unit_name, row.unit_path.split("/")[-2]) == ("Xã Bằng Lãng", "02020")


# --- The tree -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_lies_in_a_commune_lies_in_all_units_above_it():
    country = make_country()
    province = make_province(parent=country)
    district = make_district(province)
    commune = make_commune(district)
    make_cooperative(commune)
    assert [cooperatives_in(u, 1) for u in (country, province, district, commune)] == [1] * 4


def test_a_code_that_begins_alike_is_another_unit(province):
    neighbour = make_province("061")  # as a district of Bắc Kạn, but a province
    make_cooperative(make_district(neighbour, "06101"))
    assert cooperatives_in(province, 1) == 0


def test_groups_are_the_whole_the_sub_units_and_what_lies_directly_under(district, other):
    province = district.parent
    make_cooperative(make_commune(district, "01900"))
    make_cooperative(district)
    make_cooperative(other)
    make_cooperative(province)
    make_union(province)
    found = by_group(province, "total_cooperatives", 1, [district, other])
    assert found == {WHOLE: 4, "061": 2, "064": 1, DIRECTLY_UNDER: 1}
    assert by_group(province, "total_unions", 1, [district, other]) == {WHOLE: 1, DIRECTLY_UNDER: 1}


def test_without_sub_units_all_lies_directly_under(cooperative, province):
    assert by_group(province, "total_cooperatives", 1, []) == {WHOLE: 1, DIRECTLY_UNDER: 1}


# --- Closed units ---------------------------------------------------------------------------------


def test_what_lies_in_a_closed_commune_stays_in_its_district(district):
    closed = make_commune(district, "01903", valid_to=REFORM)
    make_cooperative(closed)
    assert [cooperatives_in(district, quarter) for quarter in (2, 3)] == [1, 1]


def test_what_lies_in_a_closed_district_lies_directly_under_the_province(province, district):
    closed = make_district(province, "062", valid_to=REFORM)
    make_cooperative(closed)
    make_cooperative(district)
    valid = AdministrativeUnit.objects.below_each([province.path], date(2024, 9, 30))
    assert list(valid) == [district]
    found = by_group(province, "total_cooperatives", 3, valid)
    assert found == {WHOLE: 2, "061": 1, DIRECTLY_UNDER: 1}


def test_a_unit_made_anew_under_its_code_is_another_one(province):
    before = make_district(province, "062", valid_to=REFORM)
    after = make_district(province, "062", valid_from=REFORM)
    make_cooperative(before)
    make_cooperative(after, founded_on=REFORM)
    found = by_group(province, "total_cooperatives", 3, [after])
    assert found == {WHOLE: 2, "062": 1, DIRECTLY_UNDER: 1}


def test_a_commune_that_changed_its_district_counts_in_each_at_its_time(province, district, other):
    before = make_commune(district, "01903", valid_to=REFORM)
    after = make_commune(other, "01903", valid_from=REFORM)
    move(make_cooperative(before), after, on=REFORM)
    subs = [district, other]
    assert by_group(province, "total_cooperatives", 2, subs) == {WHOLE: 1, "061": 1}
    assert by_group(province, "total_cooperatives", 3, subs) == {WHOLE: 1, "064": 1}
