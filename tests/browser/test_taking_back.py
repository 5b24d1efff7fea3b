"""A return that goes out early, and what is taken back: in Chromium, with and without scripts."""

from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cooperatives.ground.calendar import Quarter

from .districts import District
from .grid import GOOD_ROW, Grid, block

NOW = Quarter.of(timezone.localdate())


@dataclass(frozen=True)
class Running(District):
    """A district's return of the quarter that is running."""

    @property
    def path(self) -> str:
        return f"/returns/{NOW.year}/{NOW.number}/{self.code}/"


def submit(grid):
    grid.page.locator("[data-submit]").click()
    grid.page.locator("[data-submits]").click()
    grid.page.wait_for_url(f"**{grid.district.path}")


@pytest.fixture
def submitted(grid):
    """The clerk's page of the return, just submitted."""
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    submit(grid)
    return grid


# --- Early ----------------------------------------------------------------------------------------


def test_a_quarter_that_has_not_ended_goes_out_only_after_a_question(sit_down, district):
    of = Running(**vars(district))
    grid = Grid(sit_down().new_page(), of).open()
    grid.paste(0, "revenue", block(*[GOOD_ROW] * 6))
    grid.is_saved()
    grid.page.locator("[data-submit]").click()
    question = grid.page.locator("[role=dialog][data-question]")
    expect(question).to_contain_text("chưa đủ quý. Vẫn gửi?")
    expect(question).to_have_accessible_name(f"{question.locator('p').inner_text()}")
    question.locator("[data-cancel]").click()
    grid.page.wait_for_url(f"**{of.path}")
    expect(grid.cell(0, "revenue")).to_be_editable()
    grid.page.locator("[data-submit]").click()
    question.locator("[data-confirm]").click()
    grid.page.wait_for_url(f"**{of.path}")
    expect(grid.cell(0, "revenue")).not_to_be_editable()


# --- A submission ---------------------------------------------------------------------------------


def test_the_district_takes_it_back_corrects_it_and_submits_anew(submitted):
    page = submitted.page
    page.locator("[data-take-back]").click()
    expect(page.get_by_role("status").first).to_contain_text("như chưa gửi")
    submitted.enter(0, "revenue", "130")
    submitted.is_saved()
    submit(submitted)
    rounds = page.locator("[aria-labelledby=rounds] .change")
    expect(rounds).to_have_count(3)
    expect(rounds.last).to_contain_text("đã lấy lại")


def test_once_an_officer_has_opened_it_the_district_is_told_who_and_when(submitted, sit_down):
    Grid(sit_down("officer").new_page(), submitted.district).open()
    page = submitted.page
    page.locator("[data-take-back]").click()  # on the page from before
    expect(page.get_by_role("alert").first).to_contain_text("Nông Thị Tỉnh")
    expect(page.locator("[data-take-back]")).to_have_count(0)
    expect(page.locator("[data-submission]")).to_contain_text("đã mở xem")
    expect(submitted.cell(0, "revenue")).not_to_be_editable()


def test_the_officer_who_comes_too_late_sees_a_draft(submitted, sit_down):
    officer = sit_down("officer").new_page()
    submitted.page.locator("[data-take-back]").click()
    expect(submitted.cell(0, "revenue")).to_be_editable()
    officer.goto(submitted.district.path)
    expect(officer.get_by_role("button", name="Duyệt")).to_have_count(0)
    expect(officer.locator(".heading")).to_contain_text("chưa gửi")


# --- A decision -----------------------------------------------------------------------------------


@pytest.fixture
def officer(submitted, sit_down):
    return Grid(sit_down("officer").new_page(), submitted.district).open()


def test_who_approved_takes_it_back_on_the_spot(officer):
    page = officer.page
    page.get_by_role("button", name="Duyệt").click()
    offer = page.locator("[data-undo]")
    expect(offer).to_contain_text("Bạn vừa quyết định")
    offer.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã hoàn tác")
    expect(page.get_by_role("button", name="Duyệt")).to_be_visible()
    expect(offer).to_have_count(0)


def test_the_offer_goes_when_its_time_is_over(officer, submitted):
    page = officer.page
    page.get_by_role("button", name="Duyệt").click()
    expect(page.locator("[data-undo]")).to_be_visible()
    submitted.district.site.run(
        "from datetime import timedelta\n"
        "from django.db.models import F\n"
        "from cooperatives.models import ReturnStep\n"
        "ReturnStep.objects.update(at=F('at') - timedelta(seconds=55))"
    )
    page.reload()
    expect(page.locator("[data-undo]")).to_be_visible()
    expect(page.locator("[data-undo]")).to_have_count(0)


def test_without_scripts_all_of_it_works_too(submitted, browser):
    district = submitted.district

    def without_scripts(who):
        context = browser.new_context(base_url=district.site.url, java_script_enabled=False)
        cookie = {"name": "sessionid", "value": district.sessions[who], "url": district.site.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(district.path)
        return page

    clerk = without_scripts("clerk")
    clerk.get_by_role("button", name="Lấy lại để sửa").click()
    clerk.get_by_role("link", name="Gửi biểu lên tỉnh").click()
    clerk.get_by_role("button", name="Gửi").click()
    officer = without_scripts("officer")
    officer.get_by_label("Cần sửa gì").fill("Nhầm")
    officer.get_by_role("button", name="Trả lại").click()
    officer.get_by_role("button", name="Hoàn tác").click()
    expect(officer.get_by_role("button", name="Duyệt")).to_be_visible()
    for page in (clerk, officer):
        page.context.close()
