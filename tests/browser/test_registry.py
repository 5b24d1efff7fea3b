"""A clerk on a phone: a founding that may be a duplicate, a dissolution; the dashboard moves."""

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = 390
YEAR_END = "/?year=2024&quarter=4&unit=06"


@pytest.fixture
def phone(person) -> Page:
    return person("district_staff", width=PHONE).new_page()


def new_cooperatives(page: Page) -> int:
    """The cooperatives newly founded in the year, as the dashboard says."""
    page.goto(YEAR_END)
    return int(page.locator("[data-indicator=new_cooperatives] data").first.get_attribute("value"))


def all_cooperatives(page: Page) -> int:
    """All cooperatives registered at the year's end, as the dashboard says beside the baseline."""
    page.goto(YEAR_END)
    shown = page.locator("[data-baseline=total_cooperatives] b").inner_text()
    return int(shown.replace(".", ""))


def open_a_cooperative(page: Page) -> None:
    page.goto("/organisations/?kind=cooperative")
    page.locator("td a").first.click()


def fits(page: Page) -> bool:
    """Whether nothing but what scrolls by itself is wider than the phone."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_founding_that_may_be_a_duplicate_is_compared_and_counted(phone):
    before = new_cooperatives(phone)
    open_a_cooperative(phone)
    known = re.sub(r"\s+minh họa$", "", phone.locator("h1").inner_text())
    where = phone.get_by_role("region", name="Địa điểm và thời gian").locator("dd").first
    # The units of Bắc Kạn ended before today, so that the list says until when each was there.
    unit = where.inner_text().partition(",")[0] + " (đến 30/6/2025)"

    phone.get_by_role("link", name="Danh sách HTX, THT", exact=True).first.click()
    phone.get_by_role("link", name="Ghi thành lập mới").click()
    phone.get_by_label("Tên").fill(known.upper().replace("HTX", "Hợp tác xã"))
    phone.get_by_label("Số đăng ký").fill("TD-2024-01")
    phone.get_by_label("Ngành").select_option(label="nông nghiệp")
    phone.get_by_label("Ngày thành lập").fill("5/11/2024")
    phone.get_by_label("Đơn vị").select_option(label=unit)
    phone.get_by_role("button", name="Lưu việc thành lập").click()

    expect(phone.get_by_role("link", name=f"Mở {known}")).to_be_visible()
    expect(phone.get_by_label("Ngày thành lập")).to_have_value("5/11/2024")
    assert fits(phone)
    assert new_cooperatives(phone) == before
    phone.go_back()
    phone.get_by_role("button", name="Đây là tổ chức khác: vẫn ghi nhận").click()
    expect(phone.get_by_role("status")).to_contain_text("Đã ghi")
    assert fits(phone)
    made = phone.url
    assert new_cooperatives(phone) == before + 1

    phone.goto(made)
    phone.get_by_role("link", name="Ghi nhầm?").click()
    phone.get_by_role("button", name="Ghi nhầm: hủy ghi nhận này").click()
    expect(phone.get_by_role("status")).to_contain_text("Đã hủy ghi nhận thành lập")
    assert new_cooperatives(phone) == before


def test_a_dissolution_moves_the_count_and_its_taking_back_moves_it_back(phone):
    before = all_cooperatives(phone)
    open_a_cooperative(phone)
    one = phone.url
    phone.get_by_role("link", name="Ghi giải thể").click()
    phone.get_by_label("Ngày giải thể").fill("30/2/2024")
    phone.get_by_role("button", name="Lưu việc giải thể").click()
    expect(phone.get_by_text("“30/2/2024” không phải là ngày")).to_be_visible()
    phone.get_by_label("Ngày giải thể").fill("5/12/2024")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("giải thể ngày 5/12/2024")
    assert all_cooperatives(phone) == before - 1

    phone.goto(one)
    phone.get_by_role("link", name="Đính chính việc giải thể").click()
    assert fits(phone)
    phone.get_by_role("button", name="Không giải thể: hủy ghi nhận này").click()
    expect(phone.get_by_role("status")).to_contain_text("không giải thể")
    assert all_cooperatives(phone) == before


def test_a_group_becomes_a_cooperative_and_is_a_group_again(phone):
    before = new_cooperatives(phone)
    phone.goto("/organisations/?kind=group")
    phone.locator("td a").first.click()
    group, name = phone.url, re.sub(r"\s+minh họa$", "", phone.locator("h1").inner_text())
    phone.get_by_role("link", name="Chuyển thành HTX").click()
    expect(phone.locator("main")).to_contain_text("được tính là thành lập mới")
    assert fits(phone)
    phone.get_by_label("Ngày thành hợp tác xã").fill("5/11/2024")
    phone.get_by_label("Tên").fill(name.replace("THT", "HTX"))
    phone.get_by_label("Số đăng ký").fill("TD-2024-77")
    phone.get_by_role("button", name="Lưu việc chuyển thành HTX").click()
    expect(phone.get_by_role("status")).to_contain_text(f"{name} kết thúc ngày 5/11/2024")
    made = phone.url
    phone.get_by_role("link", name=name).click()
    assert phone.url == group
    phone.get_by_role("region", name="Đăng ký").get_by_role("link").first.click()
    assert phone.url == made
    assert fits(phone)
    assert new_cooperatives(phone) == before + 1
    phone.goto(made)
    phone.get_by_role("link", name="Ghi nhầm?").click()
    phone.get_by_role("button", name="Ghi nhầm: hủy ghi nhận này").click()
    expect(phone.get_by_role("status")).to_contain_text("không kết thúc")
    assert new_cooperatives(phone) == before


def test_the_registry_is_downloaded_as_the_list_is_filtered(phone):
    phone.goto("/organisations/?kind=group&state=all")
    phone.get_by_text("Tải danh sách về máy").click()
    assert fits(phone)
    with phone.expect_download() as got:
        phone.get_by_role("link", name="Excel").first.click()
    assert got.value.suggested_filename.startswith("groups-")
    assert got.value.suggested_filename.endswith(".xlsx")


def test_only_a_cooperative_is_asked_for_its_union(browser, site, person):
    """The field goes with the kind, without a script, and comes back with what was chosen."""
    admin = person("admin", width=PHONE).new_page()
    admin.goto("/organisations/founding/?unit=06")  # there may be other provinces
    union = admin.locator("[name=union]")
    expect(union).to_be_visible()
    union.select_option(index=1)
    admin.get_by_label("Tổ hợp tác", exact=True).check()
    expect(union).to_be_hidden()
    admin.get_by_label("Hợp tác xã", exact=True).check()
    expect(union).to_be_visible()
    assert union.input_value()
