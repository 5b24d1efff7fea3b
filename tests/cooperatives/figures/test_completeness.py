"""How full returns are: rows with all seven figures, of those that should report."""

from datetime import date

from cooperatives.catalogue.figures import codes
from cooperatives.figures.completeness import Completeness, completeness_of
from cooperatives.ground.calendar import Quarter
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_figures,
    make_group,
    make_province,
    make_return,
    move,
    suspend,
)

FULL = dict.fromkeys(codes(), 1) | {"managers_total": 2}
THIRD = Quarter(2024, 3)


def test_drafts_count_blanks_do_not_and_who_need_not_report_is_not_asked(db, demo_day):
    province = make_province()
    district = make_district(province)
    draft = make_return(district, quarter=3, state="draft")
    full, half, _none, idle = (
        make_cooperative(make_commune(district, f"0190{n}")) for n in range(4)
    )
    make_figures(full, quarter=3, quarterly_return=draft, **FULL)
    make_figures(half, quarter=3, quarterly_return=draft, **FULL | {"managers_vocational": None})
    make_figures(idle, quarter=3, quarterly_return=draft, **FULL)
    suspend(idle, date(2024, 9, 30))
    make_group(district)
    assert completeness_of(province, [THIRD]) == {(district.pk, THIRD): Completeness(1, 3)}


def test_all_units_and_quarters_in_one_statement(db, demo_day, django_assert_num_queries):
    province = make_province()
    one, two = make_district(province), make_district(province, "062")
    make_figures(make_cooperative(one), quarter=2, **FULL)
    make_cooperative(two, founded_on=date(2024, 7, 1))
    union_town = make_cooperative(province)
    with django_assert_num_queries(1):
        found = completeness_of(province, [Quarter(2024, 2), THIRD])
    assert found == {
        (one.pk, Quarter(2024, 2)): Completeness(1, 1),
        (one.pk, THIRD): Completeness(0, 1),
        (two.pk, THIRD): Completeness(0, 1),
        (province.pk, Quarter(2024, 2)): Completeness(0, 1),
        (province.pk, THIRD): Completeness(0, 1),
    }
    assert union_town.unit_on(THIRD.ends_on) == province


def test_who_moved_counts_once_where_its_row_stands(db, demo_day):
    province = make_province()
    one, two = make_district(province), make_district(province, "062")
    full, blank, none = (make_cooperative(one) for _ in range(3))
    staying = make_cooperative(two)
    draft = make_return(one, quarter=3, state="draft")
    make_figures(full, quarter=3, quarterly_return=draft, **FULL)
    make_figures(blank, quarter=3, quarterly_return=draft)
    for moved in (full, blank, none):
        move(moved, two, date(2024, 9, 10))
    both = {(one.pk, THIRD): Completeness(1, 2), (two.pk, THIRD): Completeness(0, 2)}
    assert completeness_of(province, [THIRD]) == completeness_of(None, [THIRD]) == both
    assert completeness_of(one, [THIRD]) | completeness_of(two, [THIRD]) == both
    assert list(completeness_of(two, [THIRD])) == [(two.pk, THIRD)]
    for gone in (none, staying):
        suspend(gone, date(2024, 9, 20))
    assert completeness_of(two, [THIRD]) == {}


def test_no_quarter_asks_nothing(db):
    assert completeness_of(make_province(), []) == {}
