"""The letter that urges in Chromium: the file comes, and the page says by itself that it did."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

DRAFTED = re.compile(r"công văn đôn đốc (đã soạn ngày )?\d+/\d+/\d{4}", re.IGNORECASE)


@pytest.mark.parametrize(
    ("width", "address", "place"),
    [
        (1366, "/returns/2024/3/061/", ".urging"),
        (390, "/returns/?year=2024&quarter=3&unit=066", ".return-list tr[data-unit='066']"),
    ],
)
def test_the_day_stands_on_the_page_once_the_file_is_there(person, width, address, place):
    page = person("officer", width=width).new_page()
    page.goto(address)
    expect(page.locator(place)).not_to_contain_text(DRAFTED)
    with page.expect_download() as started:
        page.get_by_role("button", name="Công văn đôn đốc").click()
    assert re.match(r"cong-van-don-doc-06[16]-2024-3\.docx", started.value.suggested_filename)
    assert Path(started.value.path()).read_bytes().startswith(b"PK")
    expect(page.locator(place)).to_contain_text(DRAFTED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
