"""Publishing in Chromium: from the overview to an edition, whose file has the hash of its page."""

import hashlib
import re
from pathlib import Path

import pytest

WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize(("width", "quarter", "name"), [(1366, 1, "I"), (390, 2, "II")])
def test_an_officer_publishes_and_anyone_checks_it(person, width, quarter, name):
    page = person("officer", width=width).new_page()
    page.goto(f"/?year=2024&quarter={quarter}&unit=06")
    page.get_by_role("link", name=f"Công bố số liệu quý {name}", exact=True).click()
    assert page.evaluate(WIDTH) <= width
    page.get_by_label("Ghi chú").fill("Công bố lần đầu")
    page.get_by_role("button", name="Công bố bản số 1").click()
    page.wait_for_url(re.compile(rf"/editions/2024/{quarter}/06/1/$"))
    mark = page.locator("[data-published]").inner_text()
    assert re.match(r"Số liệu công bố ngày \d+/\d+/\d{4}, bản số 1\b", mark)
    assert page.locator("article[data-indicator]").count() == 8
    assert page.evaluate(WIDTH) <= width
    with page.expect_download() as started:
        page.get_by_role("link", name="số liệu (JSON)", exact=True).click()
    content = Path(started.value.path()).read_bytes()
    assert started.value.suggested_filename == f"figures-06-2024Q{quarter}-1.json"
    assert hashlib.sha256(content).hexdigest() == page.locator("#sha256").inner_text()
    page.goto("/editions/")
    page.get_by_role("link", name=f"Quý {name}/2024, bản số 1", exact=True).click()
    assert "Công bố lần đầu" in page.locator(".edition").inner_text()
