"""Which cooperatives lack which figures in returns, by name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.catalogue.figures import codes
from cooperatives.figures.blanks import blanks_of
from cooperatives.figures.completeness import completeness_of
from cooperatives.ground.calendar import Quarter
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_figures,
    make_province,
    make_return,
)

FULL = dict.fromkeys(codes(), 1) | {"managers_total": 3}
THIRD = Quarter(2024, 3)

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def filed(db):
    """A return of a district with a full row, one that lacks two figures, a blank one, and a
    cooperative of a commune without a row; beside it another district.
    """
    province = make_province()
    district, other = make_district(province, "064"), make_district(province, "061")
    made = make_return(district, 2024, 3, state="submitted")
    figures = [FULL, FULL | {"profit": None, "revenue": None}, {}]
    for name, given in zip(("Đủ", "Thiếu", "Trống"), figures, strict=True):
        make_figures(make_cooperative(district, name=name), 2024, 3, quarterly_return=made, **given)
    make_cooperative(make_commune(district), name="Chưa có dòng")
    make_cooperative(other, name="Nơi khác")
    return made


def test_each_cooperative_is_named_with_what_it_lacks(filed):
    found = blanks_of([filed])
    assert [(one.cooperative.name, one.in_words) for one in found[filed.pk]] == [
        ("Chưa có dòng", "nothing is given"),
        ("Thiếu", "Revenue, Profit"),
        ("Trống", "nothing is given"),
    ]


def test_there_are_as_many_as_the_list_counts(filed):
    counted = completeness_of(filed.unit, [THIRD])[filed.unit_id, THIRD]
    assert len(blanks_of([filed])[filed.pk]) == counted.expected - counted.complete == 3


def test_one_that_does_not_operate_lacks_nothing(filed):
    filed.rows.get(cooperative__name="Trống").cooperative.suspensions.create(
        valid_from="2024-09-30"
    )
    assert "Trống" not in [one.cooperative.name for one in blanks_of([filed])[filed.pk]]


def test_the_statements_do_not_grow_with_returns(filed):
    def asked(returns):
        with CaptureQueriesContext(connection) as captured:
            blanks_of(returns)
        return len(captured)

    other = make_return(make_district(filed.unit.parent, "062"), 2024, 3, state="submitted")
    make_cooperative(other.unit)
    assert asked([filed, other]) == asked([filed]) == 2
