"""What time a value covers: two that cover unequal times are not set side by side unsaid."""

from datetime import date

import pytest

from targets.indicators import BY_CODE
from targets.words.periods import covers

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("code", "until", "said"),
    [
        ("new_cooperatives", date(2023, 6, 30), "6 months of 2023"),
        ("new_cooperatives", date(2024, 1, 31), "1 month of 2024"),
        ("average_profit", date(2024, 10, 20), "1/1/2024 to 20/10/2024"),
        ("total_cooperatives", date(2023, 6, 30), "30/6/2023"),
    ],
)
def test_what_a_value_covers(code, until, said):
    assert covers(BY_CODE[code], until) == said
