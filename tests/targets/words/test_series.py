"""The finding of a chart: what the line shows, in a sentence."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.reckoning.contribution import Due
from targets.reckoning.measures import Operator
from targets.words.compared import compared
from targets.words.series import finding

MILLION = 1_000_000


def found(code, value, due=None, sign=">=", quarter=3, *, end=None, is_own=True):
    """end: what is due by the year's end; of a flow twice as much unless it is the year's end."""
    indicator = BY_CODE[code]
    value = None if value is None else Fraction(value)
    end = end or (2 if indicator.is_flow and quarter < 4 else 1) * Fraction(due or 0)
    owed = None if due is None else Due(Operator(sign), Fraction(due), end)
    shown = compared(indicator, [value, owed and owed.now])
    said = finding(indicator, value, owed, quarter, shown, is_own=is_own)
    return said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ("average_profit", 54.6 * MILLION, 63.7 * MILLION),
            "Lợi nhuận tới quý III thấp hơn nhịp 9,1 triệu",
        ),
        (("new_cooperatives", 30, 26), "HTX thành lập mới tới quý III cao hơn nhịp 4"),
        (("new_cooperatives", 26, 26), "HTX thành lập mới tới quý III vừa đúng nhịp"),
        (("new_cooperatives", None, 26), "HTX thành lập mới tới quý III: chưa có số liệu"),
        (("new_cooperatives", 26), "HTX thành lập mới tới quý III: 26"),
        (
            ("weak_share", 8.7, 10, "<"),
            "Tỷ lệ HTX yếu (trên tổng số) cuối quý III thấp hơn giới hạn 1,3 điểm",
        ),
        (
            ("dissolved_cooperatives", 9, 6, "<="),
            "HTX giải thể tới quý III cao hơn mức cho phép đến lúc đó 3",
        ),
    ],
)
def test_it_says_on_which_side_and_how_far(given, said):
    assert found(*given) == said


def test_at_the_years_end_it_is_held_against_the_target():
    assert found("new_cooperatives", 30, 35, quarter=4).endswith("thấp hơn mục tiêu 5")


def test_a_unit_without_a_target_of_its_own_is_held_against_what_is_due():
    assert found("total_members", 30, 35, is_own=False).endswith("thấp hơn mức cần có 5 người")


def test_in_the_running_last_quarter_a_flow_is_held_against_the_pace():
    """24 of 35 on 20 October are 3 below the pace, not below the target."""
    assert found("new_cooperatives", 24, 27, quarter=4, end=Fraction(35)) == (
        "HTX thành lập mới tới quý IV thấp hơn nhịp 3"
    )
