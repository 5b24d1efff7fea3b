"""Import of targets: the plan that they belong to, and what they may ask for."""

from decimal import Decimal

import pytest

from cooperatives.models import AdministrativeUnit
from targets.models import Plan, Target
from tests.cooperatives.imports.conftest import load as load_fixture
from tests.tables import rows_and_history

KEY = "plan_number,issued_on,year,unit_code,indicator"
HEADER = "plan_number,plan_title,issued_on,year,unit_code,indicator,operator,value"
FULL = f"{HEADER},milestone_1,milestone_2,milestone_3,quote"

load = load_fixture
pytestmark = pytest.mark.usefixtures("bac_kan")


def row(indicator="new_cooperatives", operator=">=", value="35", *, unit="06", title="Kế hoạch"):
    return f"9/KH,{title},01/12/2023,2025,{unit},{indicator},{operator},{value}\n"


def only_error(run):
    ((number, column, value, message),) = run.errors
    assert run.status == 1
    return number, column, value, message


def made():
    return Plan.objects.get(number="9/KH")


def test_the_first_row_makes_the_plan_of_the_province_above_its_unit(load):
    load("targets", f"{HEADER}\n{row(unit='061')}{row('new_groups', unit='06')}")
    assert (made().unit.code, made().title) == ("06", "Kế hoạch")
    assert list(made().targets.values_list("unit__code", "indicator", "place")) == [
        ("061", "new_cooperatives", 1),
        ("06", "new_groups", 2),
    ]


def test_without_a_province_above_the_plan_is_the_roots(load):
    country = AdministrativeUnit.objects.create(
        code="VN", name="Việt Nam", level="country", valid_from="1945-09-02"
    )
    load("targets", f"{HEADER}\n{row(unit='VN')}")
    assert made().unit == country


def test_a_known_plan_gets_more_targets_after_its_own(load, plan):
    before = plan.targets.filter(year=2024).count()
    content = (
        f'{HEADER}\n532/KH-UBND,"{plan.title}",07/08/2023,2024,06,total_members,>=,9000\n'
        f'532/KH-UBND,"{plan.title}",07/08/2023,2024,06,new_cooperatives,>=,40\n'
    )
    assert load("targets", content).counts == (1, 1, 0)
    assert plan.targets.get(indicator="total_members").place == before + 1
    changed = plan.targets.get(indicator="new_cooperatives")
    assert changed.value == 40
    assert changed.quote  # an absent column keeps the clause


def test_another_day_of_issue_is_another_plan(load, plan):
    load("targets", f"{HEADER}\n532/KH-UBND,Khác,08/08/2023,2024,06,new_groups,>=,1\n", "--beside")
    assert Plan.objects.filter(number="532/KH-UBND").count() == 2


def test_another_title_renames_the_plan_at_its_first_row(load):
    load("targets", f"{HEADER}\n{row()}{row('new_groups')}")
    renamed = f"{HEADER}\n{row(title='Tên mới')}{row('new_groups', title='Tên mới')}"
    assert load("targets", renamed).counts == (0, 1, 1)
    assert made().title == "Tên mới"
    assert load("targets", renamed).counts == (0, 0, 2)


def test_a_new_plan_needs_a_title(load):
    run = load("targets", f"{KEY},operator,value\n9/KH,2023-12-01,2025,06,new_groups,>=,1\n")
    assert only_error(run)[:2] == (2, "plan_title")
    assert not Plan.objects.filter(number="9/KH").exists()


def test_a_known_target_keeps_what_is_absent(load):
    load("targets", f"{FULL}\n{row().strip()},5,15,25,từ 35 HTX\n")
    content = f"{KEY},value\n9/KH,2023-12-01,2025,06,new_cooperatives,36\n"
    assert load("targets", content).counts == (0, 1, 0)
    target = made().targets.get()
    assert (target.value, target.milestone_2, target.quote) == (36, 15, "từ 35 HTX")


@pytest.mark.parametrize(
    ("indicator", "text", "value"),
    [
        ("average_profit", "85000000", Decimal(85_000_000)),
        ("weak_share", "9.5", Decimal("9.5")),
        ("managers_higher_education", "800", Decimal(800)),
    ],
)
def test_values_are_in_the_indicators_own_unit(load, indicator, text, value):
    load("targets", f"{HEADER}\n{row(indicator, value=text)}")
    assert made().targets.get().value == value


@pytest.mark.parametrize("written", ["weak_share", "WEAK_SHARE"])
@pytest.mark.parametrize(
    ("operator", "stored"), [("<", "<"), ("<=", "<="), ("≤", "<="), (">", ">"), ("≥", ">=")]
)
def test_operators_may_be_written_as_people_write_them(load, written, operator, stored):
    load("targets", f"{HEADER}\n{row(written, operator, '9.5')}")
    assert made().targets.get().operator == stored


@pytest.mark.parametrize("column", ["value", "milestone_1"])
def test_counts_and_persons_are_whole(load, column):
    values = {"value": "35", "milestone_1": "5"} | {column: "5.5"}
    content = (
        f"{HEADER},milestone_1\n{row(value=values['value']).strip()},{values['milestone_1']}\n"
    )
    assert only_error(load("targets", content))[:3] == (2, column, "5.5")


def test_an_open_decimal_mark_must_be_told(load):
    content = f"{HEADER}\n{row('average_profit', value='85.000')}"
    number, column, value, message = only_error(load("targets", content))
    assert (number, column, value) == (2, "value", "85.000")
    assert "--decimal" in message
    assert load("targets", content, "--decimal", "comma").status == 0
    assert made().targets.get().value == 85_000


def test_a_unit_outside_the_plan_is_refused(load):
    AdministrativeUnit.objects.create(
        code="19", name="Tỉnh Thái Nguyên", level="province", valid_from="1997-01-01"
    )
    number, column, value, message = only_error(
        load("targets", f"{HEADER}\n{row()}{row(unit='19')}")
    )
    assert (number, column, value) == (3, "unit_code", "19")
    assert "Thái Nguyên" in message


def test_what_is_wrong_with_the_plan_is_said_once(load):
    content = f"{HEADER}\n{row()}{row('new_groups')}".replace("01/12/2023", "01/12/2030")
    assert only_error(load("targets", content))[:3] == (2, "issued_on", "01/12/2030")


def test_two_titles_for_one_plan_contradict_each_other(load):
    before = rows_and_history()
    run = load("targets", f"{HEADER}\n{row()}{row('new_groups', title='Khác')}")
    number, column, value, message = only_error(run)
    assert (number, column, value) == (3, "plan_title", "Khác")
    assert "Dòng 2" in message
    assert rows_and_history() == before


def test_the_plan_of_the_fixture_is_what_its_file_would_make(load, plan):
    """Eight targets, exported by hand and read again, are unchanged."""
    rows = "".join(
        f'{plan.number},"{plan.title}",{plan.issued_on},{target.year},06,{target.indicator},'
        f'{target.operator},{target.value.normalize():f},"{target.quote}"\n'
        for target in Target.objects.filter(plan=plan)
    )
    assert load("targets", f"{HEADER},quote\n{rows}").counts == (0, 0, 8)


# --- Ranges, periods, sense -----------------------------------------------------------------------

MORE = f"{HEADER},value_to,from_year"


def more(indicator="new_groups", operator=">=", value=40, value_to="", from_year=""):
    cells = (
        "9/KH",
        "KH",
        "01/12/2023",
        2025,
        "06",
        indicator,
        operator,
        value,
        value_to,
        from_year,
    )
    return f"{MORE}\n{','.join(map(str, cells))}\n"


def test_ranges_and_periods_are_read(load):
    assert load("targets", more(value_to=45, from_year=2021)).counts == (1, 0, 0)
    stored = made().targets.get()
    assert (stored.value, stored.value_to, stored.from_year) == (40, 45, 2021)
    assert load("targets", more(value_to=45, from_year=2021)).counts == (0, 0, 1)
    assert load("targets", more()).counts == (0, 1, 0)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"value_to": 39}, "value_to"),
        ({"operator": "<=", "value_to": 45}, "value_to"),
        ({"from_year": 2026}, "from_year"),
        ({"indicator": "total_groups", "from_year": 2021}, "from_year"),
        ({"value": -1}, "value"),
        ({"indicator": "average_profit", "value": 10**12}, "value"),
    ],
)
def test_what_makes_no_sense_is_an_error_at_its_row(load, given, column):
    run = load("targets", more(**given))
    assert [(error[0], error[1]) for error in run.errors] == [(2, column)]
    assert not Plan.objects.filter(number="9/KH").exists()


def test_a_few_vnd_are_a_question_until_they_are_said_to_be_meant(load):
    content = more("average_profit", value=85)
    ((number, column, value, message),) = load("targets", content).errors
    assert (number, column, value) == (2, "value", "85")
    assert "--as-written" in message
    assert load("targets", content, "--as-written").counts == (1, 0, 0)
    assert made().targets.get().value == 85
    # What is stored so is asked about no more.
    assert load("targets", content).counts == (0, 0, 1)
