"""Sentences about values, each made once for page, terminal and mail: in both languages."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.utils import translation

from targets.indicators import BY_CODE
from targets.reckoning.assessment import Moment, assess
from targets.reckoning.measures import Coverage
from targets.words import aims, distance, doubts, headline, pace, reported
from targets.words.bullet import bullet_in_words
from targets.words.calculation import calculation
from targets.words.compared import compared_in
from targets.words.emphasis import emphasised, joined, plain
from tests.targets.comparisons import PLAN, PROVINCE, goal, measure, progress, standing

PROFIT, WEAK = BY_CODE["average_profit"], BY_CODE["weak_share"]
MANAGERS, FOUNDED = BY_CODE["managers_vocational"], BY_CODE["new_cooperatives"]
INCOME = BY_CODE["average_member_income"]
RUNNING_OUT = Moment(3)
OVER = Moment(4, is_over=True)
OF_UNITS = SimpleNamespace(counts_units=True)
MILLION = 1_000_000


def said(say, language):
    """A sentence in a language, as plain text with blanks for no-break spaces."""
    with translation.override(language):
        return plain(say()).replace("\u00a0", " ")


def check(say, english, vietnamese):
    assert said(say, "en") == english
    assert said(say, "vi") == vietnamese


# --- Emphasis -------------------------------------------------------------------------------------


def test_values_are_escaped_on_a_page_and_plain_elsewhere():
    sentence = joined([emphasised("<strong>%(one)s</strong>", one="A & <B>"), "x < y"])
    assert sentence == "<strong>A &amp; &lt;B&gt;</strong>; x &lt; y"
    assert plain(sentence) == "A & <B>; x < y"


def test_what_is_plain_already_stays_as_it_is():
    assert plain("set by 5 &lt; <6>") == "set by 5 &lt; <6>"


# --- Who has reported -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "coverage", "ratings_of", "english", "vietnamese"),
    [
        (PROFIT, (0, 0, 1), None, "0 of 1 cooperative reported", "đã có số liệu 0/1 HTX"),
        (
            PROFIT,
            (98, 0, 1112),
            None,
            "98 of 1,112 cooperatives reported",
            "đã có số liệu 98/1.112 HTX",
        ),
        (
            MANAGERS,
            (8, 1, 12),
            None,
            "8 of 12 cooperatives reported, 1 with an earlier figure",
            "đã có số liệu 8/12 HTX, 1 dùng số kỳ trước",
        ),
        (
            WEAK,
            (8, 2, 12),
            2023,
            "8 of 12 cooperatives rated, by the ratings of 2023, 2 with earlier figures",
            "đã có xếp loại 8/12 HTX, theo xếp loại năm 2023, 2 dùng số kỳ trước",
        ),
        (PROFIT, (0, 0, 0), None, "no cooperative has to report", "không HTX nào phải báo cáo"),
        (FOUNDED, (0, 0, 0), None, "counted in the registry", "tính từ danh sách HTX, THT"),
    ],
)
def test_what_a_value_rests_on(indicator, coverage, ratings_of, english, vietnamese):
    check(
        lambda: reported.behind_value(indicator, Coverage(*coverage), ratings_of),
        english,
        vietnamese,
    )


@pytest.mark.parametrize(
    ("indicator", "coverage", "english", "vietnamese"),
    [
        (PROFIT, (1_000, 5, 1_112), "107 of 1,112 cooperatives missing", "thiếu 107/1.112 HTX"),
        (PROFIT, (0, 0, 1), "1 of 1 cooperative missing", "thiếu 1/1 HTX"),
        (OF_UNITS, (8, 0, 12), "4 of 12 units missing", "thiếu 4/12 đơn vị"),
    ],
)
def test_how_many_are_missing_says_of_what(indicator, coverage, english, vietnamese):
    check(lambda: reported.who_is_missing(indicator, Coverage(*coverage)), english, vietnamese)


def test_the_counts_of_a_coverage_without_earlier_figures_where_there_are_none():
    check(
        lambda: reported.coverage_in_full(Coverage(8, 0, 12)),
        "8 reported, 4 missing, of 12",
        "8/12 HTX, còn thiếu 4",
    )
    check(
        lambda: reported.coverage_in_full(Coverage(8, 1, 12)),
        "8 reported, 1 with earlier figures, 3 missing, of 12",
        "8/12 HTX, 1 dùng số kỳ trước, còn thiếu 3",
    )


# --- How far from the target ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "value", "aim", "moment", "english", "vietnamese"),
    [
        (
            PROFIT,
            50 * MILLION,
            goal(">=", 80 * MILLION),
            RUNNING_OUT,
            "30 million VND needed in the last quarter",
            "Cần 30 triệu đồng trong quý còn lại",
        ),
        (
            PROFIT,
            20 * MILLION,
            goal(">=", 80 * MILLION),
            Moment(1),
            "20 million VND needed in each of the 3 quarters left",
            "Cần 20 triệu đồng mỗi quý trong 3 quý còn lại",
        ),
        (
            PROFIT,
            90 * MILLION,
            goal(">=", 80 * MILLION),
            RUNNING_OUT,
            "Holds already; it must stay so to the year's end",
            None,
        ),
        (
            MANAGERS,
            197,
            goal(">=", 210),
            OVER,
            "13 persons short of the target",
            "Còn thiếu 13 người so với kế hoạch",
        ),
        (
            MANAGERS,
            209,
            goal(">=", 210),
            OVER,
            "1 person short of the target",
            "Còn thiếu 1 người so với kế hoạch",
        ),
        (
            WEAK,
            Fraction("11.1"),
            goal("<", 10),
            OVER,
            "1.1 percentage points above the limit",
            "Cao hơn giới hạn 1,1 điểm",
        ),
        (
            WEAK,
            10,
            goal("<", 10),
            OVER,
            "Exactly on the limit",
            "Đúng mức giới hạn",
        ),
        (FOUNDED, 37, goal(">=", 35), OVER, "2 over the target", "Vượt kế hoạch 2"),
        (
            WEAK,
            Fraction("8.7"),
            goal("<", 10),
            OVER,
            "1.3 percentage points below the limit",
            "Thấp hơn giới hạn 1,3 điểm",
        ),
        (MANAGERS, 210, goal(">=", 210), OVER, "Exactly on the target", "Vừa đúng kế hoạch"),
        (MANAGERS, None, goal(">=", 210), OVER, "", ""),
        (MANAGERS, 210, None, OVER, "", ""),
    ],
)
def test_how_far_a_value_is_from_its_target(indicator, value, aim, moment, english, vietnamese):
    found = assess(indicator, measure(value), aim, moment)

    def say():
        return distance.from_target(indicator, found, moment.quarters_left)

    assert said(say, "en") == english
    if vietnamese is not None:
        assert said(say, "vi") == vietnamese


def test_how_far_is_what_is_emphasised(english):
    found = assess(MANAGERS, measure(197), goal(">=", 210), OVER)
    assert distance.from_target(MANAGERS, found, 0).startswith("<strong>13\u00a0persons</strong>")


# --- What is due, and the pace --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_due_today", "english", "vietnamese"),
    [
        (False, "Due by the end of quarter IV", "Cần có đến hết quý IV"),
        (True, "Due by 20/10/2024", "Cần có đến ngày 20/10/2024"),
    ],
)
def test_when_something_is_due(is_due_today, english, vietnamese):
    day = date(2024, 10, 20)
    check(lambda: pace.due_by(4, day, is_due_today=is_due_today), english, vietnamese)


@pytest.mark.parametrize(
    ("due", "projection", "english", "vietnamese"),
    [
        (60 * MILLION, None, "60 million VND due by now", "Đến nay cần có 60 triệu đồng"),
        (
            None,
            66 * MILLION,
            "At this pace 66 million VND in the year (figures up to 30/9/2024)",
            "Ước cả năm 66 triệu đồng (theo nhịp hiện tại, số liệu đến 30/9/2024)",
        ),
        (
            60 * MILLION,
            66 * MILLION,
            "60 million VND due by now; at this pace 66 million VND in the year"
            " (figures up to 30/9/2024)",
            "Đến nay cần có 60 triệu đồng; ước cả năm 66 triệu đồng"
            " (theo nhịp hiện tại, số liệu đến 30/9/2024)",
        ),
        (None, None, "", ""),
    ],
)
def test_what_is_due_and_where_the_year_ends(due, projection, english, vietnamese):
    found = assess(PROFIT, measure(50 * MILLION), goal(">=", 80 * MILLION), RUNNING_OUT)
    shown = compared_in(PROFIT, found, found.goal, due, projection)
    check(lambda: pace.pace(due, projection, shown, date(2024, 9, 30)), english, vietnamese)


# --- Doubts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "measured", "aim", "moment", "english", "vietnamese"),
    [
        (
            WEAK,
            measure(8, bounds=(7, 9)),
            goal("<", 10),
            RUNNING_OUT,
            "Not sure yet: by the ratings of 2023, those of 2024 are made when the year is over",
            "Chưa chắc chắn: theo xếp loại năm 2023, xếp loại năm 2024 chỉ có khi hết năm",
        ),
        (
            WEAK,
            measure(8, bounds=(7, 11), coverage=(9, 1, 10)),
            goal("<", 10),
            OVER,
            "Not sure yet: 1 rating is last year's; between 7% and 11% is possible",
            "Chưa chắc chắn: 1 HTX dùng xếp loại năm trước; có thể từ 7% đến 11%",
        ),
        (
            WEAK,
            measure(8, bounds=(7, 11), coverage=(8, 0, 10)),
            goal("<", 10),
            OVER,
            "Not sure yet: 2 cooperatives have no rating; between 7% and 11% is possible",
            "Chưa chắc chắn: 2 HTX chưa có xếp loại; có thể từ 7% đến 11%",
        ),
        (
            PROFIT,
            measure(62 * MILLION, bounds=(50 * MILLION, 75 * MILLION), coverage=(8, 1, 10)),
            goal(">=", 80 * MILLION),
            RUNNING_OUT,
            "Not sure yet: 1 cooperative lacks figures; between 50 and 75 million VND is possible",
            "Chưa chắc chắn: 1 HTX còn thiếu số liệu; có thể từ 50 đến 75 triệu đồng",
        ),
        (
            PROFIT,
            measure(62 * MILLION, bounds=(50 * MILLION, 75 * MILLION), coverage=(3, 1, 12)),
            goal(">=", 80 * MILLION),
            RUNNING_OUT,
            "Not sure yet: only 4 of 12 cooperatives have a figure;"
            " between 50 and 75 million VND is possible",
            "Chưa chắc chắn: mới có số liệu 4/12 HTX; có thể từ 50 đến 75 triệu đồng",
        ),
        (PROFIT, measure(90 * MILLION), goal(">=", 80 * MILLION), RUNNING_OUT, "", ""),
    ],
)
def test_why_a_status_is_not_certain(indicator, measured, aim, moment, english, vietnamese):
    found = assess(indicator, measured, aim, moment)
    shown = compared_in(indicator, found, found.goal)
    check(
        lambda: doubts.why_not_certain(indicator, found, shown, year=2024, ratings_of=2023),
        english,
        vietnamese,
    )


@pytest.mark.parametrize(
    ("bounds", "english", "vietnamese"),
    [
        ((7, 9), "7% to 9%", "7% đến 9%"),
        ((8, 8), "none: nothing is missing", None),
    ],
)
def test_the_possible_range_as_a_fact(bounds, english, vietnamese):
    measured = measure(8, bounds=bounds)
    found = assess(WEAK, measured, goal("<", 10), OVER)
    shown = compared_in(WEAK, found, found.goal)
    assert said(lambda: doubts.possible_range(measured, shown), "en") == english
    if vietnamese:
        assert said(lambda: doubts.possible_range(measured, shown), "vi") == vietnamese


def test_without_a_value_nothing_is_possible():
    found = assess(WEAK, measure(None), goal("<", 10), OVER)
    assert doubts.possible_range(found.measure, compared_in(WEAK, found, found.goal)) == "–"


# --- Aims and decisions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "aim", "english", "vietnamese"),
    [
        (MANAGERS, goal(">=", 210), "proportional share ≥ 210", None),
        (WEAK, goal("<", 10), "Tỉnh Bắc Kạn: < 10%", "Tỉnh Bắc Kạn: < 10%"),
        (WEAK, None, "no target", "không có mục tiêu"),
    ],
)
def test_what_a_unit_without_a_target_is_held_against(indicator, aim, english, vietnamese):
    found = assess(indicator, measure(8), None, RUNNING_OUT)
    shown = compared_in(indicator, found, aim)

    def say():
        return aims.part_of_target(indicator, aim, PROVINCE, shown)

    assert said(say, "en") == english
    if vietnamese:
        assert said(say, "vi") == vietnamese


def test_how_much_of_a_target_is_attained():
    found = assess(MANAGERS, measure(126), goal(">=", 210), RUNNING_OUT)
    check(lambda: aims.part_attained(found), "60% of the target", "đạt 60% kế hoạch")
    whole = assess(MANAGERS, measure(210), goal(">=", 210), OVER)
    check(lambda: aims.part_attained(whole), "100% of the target", "đạt 100% kế hoạch")
    over = assess(MANAGERS, measure(221), goal(">=", 210), OVER)
    check(lambda: aims.part_attained(over), "5% over the target", "vượt 5%")
    without = assess(MANAGERS, measure(126), None, RUNNING_OUT)
    assert aims.part_attained(without) == ""


def test_nobody_reads_that_a_limit_was_reached():
    found = assess(WEAK, measure(8), goal("<", 10), OVER)
    assert found.attainment == Fraction(5, 4)
    assert aims.told_attainment(found) is None
    assert aims.part_attained(found) == ""


def test_which_decision_set_a_target():
    plan = replace(PLAN, number="532/KH", issued_on=date(2023, 12, 5))
    check(
        lambda: aims.decided(plan, plan),
        "Plan 532/KH of 5/12/2023",
        "Kế hoạch 532/KH ngày 5/12/2023",
    )
    later = replace(
        PLAN, pk=2, number="7/QĐ", issued_on=date(2024, 6, 1), adjusts_id=1, source="Công báo"
    )
    check(
        lambda: aims.decided(later, plan),
        "Set by 7/QĐ of 1/6/2024, which adjusts 532/KH. Source: Công báo",
        "Theo 7/QĐ ngày 1/6/2024, điều chỉnh 532/KH. Nguồn: Công báo",
    )
    check(lambda: aims.set_by(later), "set by 7/QĐ", "theo 7/QĐ")


# --- Calculation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "english", "vietnamese"),
    [
        (
            PROFIT,
            1_500 * MILLION,
            1,
            "1,500 million VND ÷ 1 cooperative with all its quarters",
            "1.500 triệu đồng ÷ 1 HTX có đủ số liệu các quý",
        ),
        (
            INCOME,
            90 * MILLION,
            30,
            "90 million VND ÷ 30 members",
            "90 triệu đồng ÷ 30 thành viên",
        ),
        (WEAK, 27, 325, "27 of 325 cooperatives", "27 trên 325 HTX"),
        (
            FOUNDED,
            8,
            None,
            "counted in the registry of organisations",
            "tính từ danh sách HTX, THT",
        ),
        (
            MANAGERS,
            8,
            None,
            "added up over the operating cooperatives",
            "cộng theo các HTX đang hoạt động",
        ),
    ],
)
def test_how_a_value_came_about(indicator, numerator, denominator, english, vietnamese):
    measured = measure(8, numerator=numerator, denominator=denominator)
    check(lambda: calculation(indicator, measured), english, vietnamese)
    assert calculation(indicator, measure(None)) == ""


# --- The headline ---------------------------------------------------------------------------------


def test_whose_plan_a_comparison_is_about():
    subject = progress(standing("new_unions", measure(1))).selection
    followed = replace(subject, plan=replace(subject.plan, number="532/KH"))
    check(
        lambda: headline.title(followed),
        "Tỉnh Bắc Kạn, plan 532/KH for 2024",
        "Tỉnh Bắc Kạn, Kế hoạch 532/KH năm 2024",
    )
    without = said(lambda: headline.title(replace(subject, plan=None, year=2021)), "en")
    assert without == "Tỉnh Bắc Kạn, 2021, no plan"


def test_how_far_and_how_completely_the_figures_reach():
    check(
        lambda: headline.figures_from(2024, date(2024, 9, 30)),
        "Figures from 1/1/2024 to 30/9/2024",
        "Số liệu từ 1/1/2024 đến 30/9/2024",
    )
    check(
        lambda: headline.is_running(4, date(2024, 12, 31)),
        "quarter IV runs until 31/12/2024",
        "quý IV đến 31/12/2024 mới hết",
    )
    check(
        lambda: headline.have_submitted(7, 8),
        "7/8 units have submitted",
        "7/8 đơn vị đã báo cáo",
    )
    thin = standing("average_profit", measure(70, coverage=(263, 0, 383)), goal(">=", 80))
    check(
        lambda: headline.have_figures(thin),
        "figures of 263/383 cooperatives (fewest: Profit)",
        "Lợi nhuận có ở 263/383 HTX",
    )


# --- The drawing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "bounds", "due", "english", "vietnamese"),
    [
        (
            50 * MILLION,
            (40 * MILLION, 60 * MILLION),
            60 * MILLION,
            "Value 50 million VND; target ≥ 80 million VND; due by now 60 million VND;"
            " possible from 40 to 60 million VND",
            "Giá trị 50 triệu đồng; mục tiêu ≥ 80 triệu đồng; đến nay cần có 60 triệu đồng;"
            " có thể từ 40 đến 60 triệu đồng",
        ),
        (
            50 * MILLION,
            None,
            80 * MILLION,
            "Value 50 million VND; target ≥ 80 million VND",
            "Giá trị 50 triệu đồng; mục tiêu ≥ 80 triệu đồng",
        ),
        (None, None, None, "No data; target ≥ 80 million VND", None),
    ],
)
def test_what_the_drawing_says(value, bounds, due, english, vietnamese):
    measured = measure(value, bounds=bounds)
    found = assess(PROFIT, measured, goal(">=", 80 * MILLION), RUNNING_OUT)
    shown = compared_in(PROFIT, found, found.goal, due)

    def say():
        return bullet_in_words(measured, found.goal, due, shown)

    assert said(say, "en") == english
    if vietnamese:
        assert said(say, "vi") == vietnamese
