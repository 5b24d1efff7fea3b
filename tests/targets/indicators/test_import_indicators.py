"""Import of indicators, and their file: rules across rows, key, the same file twice."""

from types import SimpleNamespace

import pytest

from targets.catalogue.export import indicators_table
from targets.indicators import ENTERED, indicator_named, indicators
from targets.models import EnteredIndicator
from tests.cooperatives.imports.conftest import load as load_fixture
from tests.factories import make_plan, make_province, make_target

load = load_fixture

HEAD = "code,name_vi,rule,of,per,threshold,sector,only_new,per_month,unit_vi"


@pytest.fixture
def imported(load):
    def importing(*lines: str) -> SimpleNamespace:
        found = load("indicators", "\n".join(lines)).json
        errors = [SimpleNamespace(**error) for error in found.pop("errors")]
        return SimpleNamespace(**found, errors=errors)

    return importing


def test_rows_may_be_made_of_each_other_in_any_order(imported):
    outcome = imported(
        HEAD,
        "part,Tỷ trọng,quotient,new_in_farming,total_cooperatives,,,,,%",
        "new_in_farming,HTX nông nghiệp mới,same,new_cooperatives,,,agriculture,0,không,",
        "growth_of_part,Tăng tỷ trọng,growth,part,,,,,,%",
    )
    assert (outcome.created, outcome.errors) == (3, [])
    assert [one.code for one in indicators()[-3:]] == ["growth_of_part", "new_in_farming", "part"]
    assert indicator_named("new_in_farming").is_event_count


def test_the_same_file_twice_changes_nothing(imported):
    rows = [HEAD, "two,Cán bộ,sum,managers_vocational + managers_higher_education,,,,,,người"]
    assert imported(*rows).created == 1
    assert imported(*rows).unchanged == 1


def test_its_own_file_changes_nothing_when_it_is_imported(imported):
    imported(HEAD, "rich,HTX lãi khá,share_above,profit,,100000000,,1,,%")
    header, rows = indicators_table()
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    outcome = imported(",".join(header), *lines)
    assert (outcome.unchanged, outcome.errors) == (1, [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x,X,sum,profits,,,,,,", "of"),
        ("x,X,ratio,profit,,,,,,", "per"),
        ("x,X,share_above,profit,,,,,,", "threshold"),
        ("x,X,sum,profit,,5,,,,", "threshold"),
        ("x,X,growth,average_profit,,,trade,,,", "sector"),
        ("x,X,sum,member_count,,,,,1,", "per_month"),
        ("x,X,sum,profit,,,fishing,,,", "sector"),
        ("x,X,sum,profit+member_count,,,,,,", "of"),
        ("x,X,quotient,x,total_groups,,,,,", "of"),
        ("x,X,same,average_profit,,,,,,", "sector"),
        ("x,X,mean,profit,,,,,,%", "unit_vi"),
        ("weak_share,X,sum,profit,,,,,,", "code"),
        ("X,X,sum,profit,,,,,,", "code"),
    ],
)
def test_what_means_nothing_is_an_error_at_its_column(imported, row, column):
    outcome = imported(HEAD, row)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, column)]
    assert not EnteredIndicator.objects.exists()


def test_a_circle_through_several_rows_is_an_error_of_each(imported):
    outcome = imported(
        HEAD,
        "a,A,quotient,b,total_groups,,,,,",
        "b,B,quotient,c,total_groups,,,,,",
        "c,C,quotient,a,total_groups,,,,,",
    )
    assert [error.row for error in outcome.errors] == [2, 3, 4]


def test_growth_of_growth_is_refused(imported):
    outcome = imported(HEAD, "a,A,growth,average_profit,,,,,,", "b,B,growth,a,,,,,,")
    assert [(error.row, error.column) for error in outcome.errors] == [(3, "of")]


def test_one_with_targets_keeps_all_but_names_and_units(imported):
    imported(HEAD, "a,A,mean,profit,,,,,,")
    make_target(make_plan(make_province()), "a", value=5)
    assert imported(HEAD, "a,Tên mới,mean,profit,,,,,,triệu đồng/HTX").updated == 1
    outcome = imported(HEAD, "a,Tên mới,mean,revenue,,,,,,triệu đồng/HTX")
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "of")]


def test_percent_neither_comes_nor_goes_once_there_are_targets(imported):
    imported(HEAD, "a,A,ratio,profit,revenue,,,,,%")
    make_target(make_plan(make_province()), "a", value=5)
    outcome = imported(HEAD, "a,A,ratio,profit,revenue,,,,,lần")
    assert [error.column for error in outcome.errors] == ["unit_vi"]


def test_what_was_only_planned_is_held_by_nobody(imported):
    imported(HEAD, "a,A,sum,nothing,,,,,,")
    assert indicator_named("a") is None
    assert ENTERED.rows() == ()
