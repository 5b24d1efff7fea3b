"""How many records of a table stand on a page, and which."""

import django_tables2 as tables
import pytest

from cooperatives.ground.paging import MOST_AT_ONCE
from cooperatives.pages.paged import paged


class Numbers(tables.Table):
    n = tables.Column()


@pytest.mark.parametrize(
    ("count", "asked", "shown", "fits"),
    [
        (45, "", range(20), True),
        (45, "page=3", range(40, 45), True),
        (45, "page=x", range(20), True),
        (45, "page=9", range(40, 45), True),
        (45, "sort=-n", range(44, 24, -1), True),
        (45, "rows=all", range(45), True),
        (45, "rows=some", range(20), True),
        # How many there are on a page is ours to say.
        (45, "per_page=0", range(20), True),
        (45, "per_page=40", range(20), True),
        (MOST_AT_ONCE + 1, "rows=all", range(MOST_AT_ONCE), False),
        (MOST_AT_ONCE + 1, "rows=all&page=2", [MOST_AT_ONCE], False),
    ],
)
def test_a_page_has_twenty_records_or_all_of_them(rf, count, asked, shown, fits):
    table = paged(rf.get(f"/?{asked}"), Numbers([{"n": n} for n in range(count)]))
    assert [row.record["n"] for row in table.page.object_list] == list(shown)
    assert table.fits_at_once is fits
