"""A district of 45 cooperatives and one of 400, as the clerk meets them."""

import dataclasses
import json

import pytest
from playwright.sync_api import expect

from .grid import GOOD_ROW, Grid, block

ADD = """
import json
from cooperatives.models import AdministrativeUnit, Cooperative, Placement
from tests.factories import LONG_AGO
district = AdministrativeUnit.objects.get(code={code!r})
more = Cooperative.objects.bulk_create(
    Cooperative(
        kind="cooperative", founded_on=LONG_AGO, sector="agriculture",
        name=f"HTX Thêm {{n}}", registration_number=f"8{code}{{n:04d}}",
    )
    for n in range({count})
)
Placement.objects.bulk_create(
    Placement(organisation=one, unit=district, valid_from=LONG_AGO) for one in more
)
print(json.dumps([one.registration_number for one in more]))
"""

HEADER = (
    "Mã số",
    "Doanh thu",
    "Lợi nhuận",
    "Thu nhập BQ thành viên",
    "Số thành viên",
    "Cán bộ quản lý",
    "Trình độ CĐ, ĐH",
    "Trình độ SC, TC",
)


@pytest.fixture
def large(district, sit_down):
    """The grid of a district with so many cooperatives."""

    def made(size):
        known = district.numbers
        added = json.loads(
            district.site.run(ADD.format(code=district.code, count=size - len(known)))
        )
        grown = dataclasses.replace(district, numbers=(*known, *added))
        return Grid(sit_down().new_page(), grown).open()

    return made


def test_a_quarter_of_45_cooperatives_from_a_spreadsheet_to_submitted(large):
    """By keys alone, from the first cell to the page that says what was submitted."""
    grid = large(45)
    lines = [(number, *GOOD_ROW) for number in reversed(grid.district.numbers)]
    grid.paste(0, "revenue", block(HEADER, *lines, newline="\r\n"))
    grid.is_saved()
    expect(grid.report).to_contain_text("Đã dán 315 ô")
    expect(grid.report.locator("li")).to_have_count(0)
    expect(grid.page.locator("[data-complete-text]")).to_have_text("45/45")
    expect(grid.findings).to_have_count(0)
    grid.press("F6", "Enter")
    grid.page.wait_for_url("**/submission/")
    grid.page.locator("[data-submits]").press("Enter")
    grid.page.wait_for_url(f"**{grid.district.path}")
    expect(grid.root).to_have_attribute("aria-readonly", "true")
    assert {tuple(row[:7]) for row in grid.stored()} == {GOOD_ROW}


def test_a_paste_of_more_cells_than_one_request_takes_is_taken_back_by_one_key(large):
    grid = large(400)
    sizes = []

    def sent(request):
        if "/cells/" in request.url:
            sizes.append(len(request.post_data_json["cells"]))

    grid.page.on("request", sent)
    lines = [(number, *GOOD_ROW) for number in grid.district.numbers]
    grid.paste(0, "revenue", block(HEADER, *lines))
    grid.is_saved()
    assert sum(sizes) == 2800
    assert len(sizes) > 1
    assert all(size % 7 == 0 for size in sizes)  # rows are never parted
    assert {tuple(row[:7]) for row in grid.stored()} == {GOOD_ROW}
    grid.press("Control+z")
    grid.is_saved()
    assert {tuple(row[:7]) for row in grid.stored()} == {("",) * 7}
