"""Import of indicators, and their file: rules across rows, key, the same file twice."""

from types import SimpleNamespace

import pytest

from targets.catalogue.export import indicators_table
from targets.indicators import ENTERED, indicator_named, indicators
from targets.models import EnteredIndicator
from tests.cooperatives.imports.conftest import load as load_fixture
from tests.factories import make_entered_figure, make_plan, make_province, make_target

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


@pytest.fixture
def entered(db):
    """Figures of each kind that rules tell apart."""
    for code, measure, nature, reported_by in (
        ("export", "money", "flow", "cooperative"),
        ("stock", "money", "level", "cooperative"),
        ("hours", "number", "flow", "cooperative"),
        ("quality", "percent", "level", "cooperative"),
        ("ocop", "yes_no", "level", "cooperative"),
        ("trained", "yes_no", "level", "cooperative"),
        ("paid", "money", "flow", "unit"),
        ("ready", "yes_no", "level", "unit"),
    ):
        make_entered_figure(code, measure, nature, reported_by=reported_by)


def row_of(rule, of, **columns):
    """A file of one indicator, with a header for what is said of it."""
    told = {"code": "x", "name_vi": "X", "rule": rule, "of": of} | columns
    return ",".join(told), ",".join(f'"{one}"' for one in told.values())


@pytest.mark.parametrize(
    ("rule", "of", "columns", "column"),
    [
        ("sum", "profit", {"per": "revenue"}, "per"),
        ("sum", "profit", {"base_year": "2020"}, "base_year"),
        ("share", "ocop", {"unit_vi": "HTX"}, "unit_vi"),
        ("quotient", "new_groups", {"per": "total_groups", "only_new": "1"}, "only_new"),
        ("growth", "new_groups", {"per_month": "1"}, "per_month"),
        ("growth", "average_profit", {"among": "good"}, "among"),
        ("share_above", "profit", {"threshold": "5", "per_month": "1"}, "per_month"),
        ("ratio", "profit", {"per": "revenue", "per_month": "1"}, "per_month"),
        ("sum", "profit", {"among": "member_count"}, "among"),
        ("sum", "profit", {"among": "nothing"}, "among"),
        ("sum", "profit", {"among": "good,nothing"}, "among"),
        ("sum", "export+stock", {}, "of"),
        ("sum", "export+hours", {}, "of"),
        ("sum", "export+paid", {}, "of"),
        ("count", "member_count", {}, "of"),
        ("count", "ocop+trained", {}, "of"),
        ("sum", "ocop", {}, "of"),
        ("sum", "quality", {}, "of"),
        ("ratio", "export", {"per": "paid"}, "per"),
        ("sum", "paid", {"sector": "trade"}, "sector"),
        ("sum", "paid", {"only_new": "1"}, "only_new"),
        ("sum", "paid", {"among": "good"}, "among"),
        ("sum", "paid", {"among": "ocop"}, "among"),
        ("sum", "export", {"among": "ready"}, "among"),
        ("quotient", "nothing", {"per": "total_groups"}, "of"),
        ("same", "total_members", {"per_month": "1"}, "per_month"),
        ("same", "new_cooperatives", {"per_month": "1"}, "per_month"),
        ("same", "new_cooperatives", {"sector": "trade", "unit_vi": "%"}, "unit_vi"),
        ("same", "weak_share", {"sector": "trade", "unit_vi": "HTX"}, "unit_vi"),
    ],
)
def test_what_does_not_go_with_its_rule_is_an_error_at_its_column(
    imported, entered, rule, of, columns, column
):
    outcome = imported(*row_of(rule, of, **columns))
    assert {(error.row, error.column) for error in outcome.errors} == {(2, column)}


@pytest.mark.parametrize(
    ("rule", "of", "columns"),
    [
        ("sum", "export+revenue", {"sector": "trade", "among": "ocop"}),
        ("sum", "paid", {"among": "ready"}),
        ("mean", "quality", {"unit_vi": "%"}),
        ("growth", "average_profit", {"base_year": "2020", "unit_vi": "%"}),
        ("ratio", "export", {"per": "member_count", "per_month": "1"}),
        ("same", "weak_share", {"sector": "trade", "unit_vi": "%"}),
    ],
)
def test_what_goes_with_its_rule_is_taken(imported, entered, rule, of, columns):
    outcome = imported(*row_of(rule, of, **columns))
    assert (outcome.created, outcome.errors) == (1, [])


@pytest.mark.parametrize("column", ["sector", "only_new"])
def test_what_is_made_of_figures_of_units_is_narrowed_by_nothing(imported, entered, column):
    narrowed = {"sector": "trade,", "only_new": ",1"}[column]
    rows = "a,A,sum,paid,,", f"b,B,same,a,{narrowed}"
    outcome = imported("code,name_vi,rule,of,sector,only_new", *rows)
    assert [(error.row, error.column) for error in outcome.errors] == [(3, column)]


def test_a_circle_through_several_rows_is_an_error_of_each(imported):
    outcome = imported(
        HEAD,
        "a,A,quotient,b,total_groups,,,,,",
        "b,B,quotient,c,total_groups,,,,,",
        "c,C,quotient,a,total_groups,,,,,",
        "d,D,quotient,a,total_groups,,,,,",
    )
    assert [error.row for error in outcome.errors] == [2, 3, 4, 5]
    *of_itself, of_those = [error.message for error in outcome.errors]
    assert all("dẫn về chính nó" in message for message in of_itself)
    assert "Không có chỉ tiêu" in of_those


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
