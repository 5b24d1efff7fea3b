"""Fields of forms over an ended sign-in: the person is back where he was, and they are as he left
them, in Chromium.
"""

import pytest
from playwright.sync_api import Page, expect

from .deployment import PASSWORD
from .test_grid_people import sign_in
from .test_kept_words import sign_in_again

FOUNDING = "/organisations/founding/"
NAME = "HTX Nông nghiệp Nà Phặc"


@pytest.fixture
def page(sit_down) -> Page:
    """The clerk of a district of the test's own."""
    return sit_down().new_page()


@pytest.fixture
def founding(page, district) -> Page:
    """The form of a founding, filled in but for one field."""
    page.goto(FOUNDING)
    fill(page, district)
    return page


def fill(page, district):
    page.get_by_label("Tổ hợp tác", exact=True).check()
    page.get_by_label("Tên").fill(NAME)
    page.get_by_label("Ngành").select_option("agriculture")
    page.get_by_label("Ngày thành lập").fill("5/10/2024")
    page.get_by_label("Đơn vị").select_option(index=1)


def is_as_left(page) -> None:
    expect(page.get_by_label("Tên")).to_have_value(NAME)
    expect(page.get_by_label("Tổ hợp tác", exact=True)).to_be_checked()
    expect(page.get_by_label("Ngành")).to_have_value("agriculture")
    expect(page.get_by_label("Ngày thành lập")).to_have_value("5/10/2024")
    assert page.get_by_label("Đơn vị").input_value()


def note(page):
    return page.locator("[data-fields-note]")


def end_session(page, district) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": "ended", "url": district.site.url, "sameSite": "Lax"}]
    )


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def store(page) -> None:
    page.get_by_role("button", name="Lưu việc thành lập").click()


def test_after_a_new_sign_in_the_founding_is_as_it_was_left(founding, district):
    end_session(founding, district)
    store(founding)
    expect(founding.locator("main")).to_contain_text("chưa đến nơi")
    sign_in_again(founding, district.usernames["clerk"])
    assert founding.url.endswith(FOUNDING)
    is_as_left(founding)
    expect(note(founding)).to_contain_text("chưa lưu")
    store(founding)
    expect(founding.get_by_role("status").first).to_contain_text(NAME)
    assert kept(founding) == []
    founding.goto(FOUNDING)
    expect(founding.get_by_label("Tên")).to_have_value("")
    expect(note(founding)).to_be_hidden()


def test_also_where_the_person_only_went_elsewhere_or_closed_the_page(founding, district):
    end_session(founding, district)
    founding.reload()
    sign_in_again(founding, district.usernames["clerk"])
    is_as_left(founding)
    context = founding.context
    founding.close()
    again = context.new_page()
    again.goto(FOUNDING)
    is_as_left(again)


def test_nobody_else_at_the_machine_sees_them(founding, district):
    sign_in(founding, district.usernames["other"])
    founding.goto(FOUNDING)
    expect(founding.get_by_label("Tên")).to_have_value("")
    sign_in(founding, district.usernames["clerk"])
    founding.goto(FOUNDING)
    is_as_left(founding)


def test_a_form_given_back_is_as_it_was_sent_and_kept_as_that(founding, district):
    founding.get_by_label("Ngày thành lập").fill("30/2/2024")
    store(founding)
    expect(founding.get_by_text("không phải là ngày")).to_be_visible()
    expect(note(founding)).to_be_hidden()
    founding.get_by_label("Ngày thành lập").fill("5/10/2024")
    end_session(founding, district)
    store(founding)
    sign_in_again(founding, district.usernames["clerk"])
    is_as_left(founding)


def test_what_is_discarded_or_given_up_is_gone(founding, district):
    founding.reload()
    note(founding).get_by_role("button", name="Bỏ và nhập lại từ đầu").click()
    expect(founding.get_by_label("Tên")).to_have_value("")
    assert kept(founding) == []
    fill(founding, district)
    assert len(kept(founding)) == 1
    founding.get_by_role("link", name="Hủy").click()
    founding.wait_for_url("**/organisations/")
    assert kept(founding) == []


def test_what_is_as_it_was_opened_is_not_kept(page):
    page.goto(FOUNDING)
    page.get_by_label("Tên").fill("x")
    assert len(kept(page)) == 1
    page.get_by_label("Tên").fill("")
    assert kept(page) == []


def open_correction(page) -> str:
    page.goto("/organisations/?kind=cooperative")
    page.locator("td a").first.click()
    page.get_by_role("link", name="Đính chính", exact=True).click()
    return page.url


def test_a_correction_is_kept_with_what_it_was_opened_on(page, sit_down, district):
    """What somebody else changed meanwhile is still told."""
    address = open_correction(page)
    page.get_by_label("Tên").fill("HTX Tên mới")
    colleague = sit_down("other").new_page()
    colleague.goto(address)
    colleague.get_by_label("Ngành").select_option("trade")
    colleague.get_by_role("button", name="Lưu đính chính").click()
    expect(colleague.get_by_role("status").first).to_contain_text("Đã đính chính")
    end_session(page, district)
    page.get_by_role("button", name="Lưu đính chính").click()
    sign_in_again(page, district.usernames["clerk"])
    assert page.url == address
    expect(page.get_by_label("Tên")).to_have_value("HTX Tên mới")
    page.get_by_role("button", name="Lưu đính chính").click()
    expect(page.get_by_role("heading", name="Trong lúc đó đã có người khác sửa")).to_be_visible()
    expect(page.get_by_label("Tên")).to_have_value("HTX Tên mới")
    expect(page.get_by_label("Ngành")).to_have_value("trade")
    page.get_by_role("button", name="Lưu đính chính").click()
    expect(page.get_by_role("status").first).to_contain_text("HTX Tên mới")
    assert kept(page) == []


def test_they_are_asked_about_at_sign_out(founding, district):
    founding.locator("details.account summary").click()
    founding.get_by_role("button", name="Đăng xuất").click()
    dialog = founding.get_by_role("dialog")
    assert f"Tên: {NAME}" in dialog.locator("textarea").input_value()
    dialog.get_by_role("button", name="Bỏ").click()
    founding.wait_for_url("**/sign-in/**")
    assert kept(founding) == []


def test_passwords_files_and_tokens_are_never_kept(founding, page):
    text = founding.evaluate("JSON.stringify(localStorage)")
    assert "csrfmiddlewaretoken" not in text
    founding.goto("/password/")
    founding.locator("[name=old_password]").fill(PASSWORD)
    assert PASSWORD not in founding.evaluate("JSON.stringify(localStorage)")


def test_what_is_old_is_forgotten_whosever_it_is(founding):
    founding.evaluate(
        """() => {
            const [key] = Object.keys(localStorage);
            const at = Date.now() - 8 * 24 * 3600 * 1000;
            const old = { ...JSON.parse(localStorage.getItem(key)), at };
            localStorage.setItem(key.replace(/\\|\\d+\\|/, "|0|"), JSON.stringify(old));
            localStorage.setItem("plan_tracker.cells|0|x", JSON.stringify(old));
        }"""
    )
    founding.goto("/organisations/")
    keys = kept(founding)
    assert [key for key in keys if "|0|" in key] == ["plan_tracker.cells|0|x"]
    assert len(keys) == 2


def test_a_remark_given_back_leads_to_its_return_after_a_new_sign_in(grid, district):
    """Its own address takes nothing but the remark."""
    page = grid.page
    page.locator("#remark_text").fill(" ")
    page.evaluate("document.querySelector('#remark_text').form.submit()")
    page.wait_for_url("**/remarks/")
    page.locator("#remark_text").fill("Xem lại ô này")
    end_session(page, district)
    page.get_by_role("button", name="Ghi ý kiến").click()
    sign_in_again(page, district.usernames["clerk"])
    page.wait_for_url(f"**{district.path}")
    expect(page.locator("#remark_text")).to_have_value("Xem lại ô này")
