"""Closing a year: what it lacks is shown first, on the admin's page and by the command."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cooperatives.management.commands.reporting_year import lines_of
from cooperatives.models import EnteredFigure, ReportingYear, UnitFigures
from cooperatives.yearly.closing import missing_in
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_province,
    make_return,
    make_yearly_report,
    open_year,
    suspend,
)
from tests.targets.pages import parsed, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january(settings):
    """The day after the end of 2024."""
    settings.DEBUG, settings.TODAY = True, "2025-01-20"


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def district(province):
    district = make_district(province, "061", name="Huyện Ba Bể")
    make_cooperative(district, name="HTX Đồng Lợi", registration_number="0611")
    return district


@pytest.fixture
def year(province, district):
    """2024, with a return of each state: the fourth was never opened."""
    for quarter, state in ((1, "approved"), (2, "submitted"), (3, "returned")):
        make_return(district, 2024, quarter, state=state)
    return open_year(province, 2024)


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    return client


def missing(year):
    found = missing_in(year)
    return (
        [str(one.period) for one in found.not_submitted],
        [str(one.period) for one in found.sent_back],
        [str(one.period) for one in found.waiting],
        [(unit.code, number) for unit, number in found.drafts],
        [(unit.code, number) for unit, number in found.unrated],
    )


# --- What is missing ------------------------------------------------------------------------------


def test_returns_and_ratings_are_missing(year):
    assert missing(year) == (["2024-Q4"], ["2024-Q3"], ["2024-Q2"], [], [("061", 1)])


def test_a_return_that_is_not_due_yet_is_missing_too(year, settings):
    settings.TODAY = "2025-01-02"
    assert missing(year)[0] == ["2024-Q4"]


def test_a_draft_is_no_rating_and_a_final_report_is_one(year, district):
    cooperative = district.placements.get().organisation
    report = make_yearly_report(cooperative, 2024, state="draft", rating="good")
    assert missing(year)[3:] == ([("061", 1)], [("061", 1)])
    report.state = "final"
    report.save()
    assert missing(year)[3:] == ([], [])


def test_who_is_declared_not_rated_lacks_nothing(year, district):
    make_yearly_report(district.placements.get().organisation, 2024)
    assert missing(year)[4] == []


def test_who_was_founded_in_the_year_or_stopped_lacks_no_rating(year, district):
    make_cooperative(district, founded_on=date(2024, 1, 1))
    suspend(make_cooperative(district), date(2024, 12, 31))
    assert missing(year)[4] == [("061", 1)]
    make_cooperative(district, founded_on=date(2023, 12, 31))
    assert missing(year)[4] == [("061", 2)]


def test_blank_figures_of_the_province_are_missing_and_named(year, province, admin):
    for code in ("households", "roads"):
        EnteredFigure.objects.create(
            code=code,
            name_vi=f"số {code}",
            measure="persons",
            nature="level",
            reported_by="plan_unit",
            from_year=2024,
        )
    for quarter, figures in ((1, {"households": 0, "roads": 4}), (2, {"roads": 1})):
        UnitFigures.objects.create(unit=province, year=2024, quarter=quarter, extra=figures)
    other = make_province("20", name="Tỉnh Lạng Sơn")
    blank = missing_in(year).blank
    assert [(unit.code, period.number, number) for unit, period, number in blank] == [
        ("06", 2, 1),
        ("06", 3, 2),
        ("06", 4, 2),
    ]
    seen = missing_in(year).mark
    page = admin.get(reverse("admin:cooperatives_reportingyear_closing", args=[year.pk]))
    assert "Tỉnh Bắc Kạn, quý II/2024</a>: 1" in page.content.decode()
    assert "Số liệu của tỉnh còn trống: Tỉnh Bắc Kạn, quý II/2024: 1" in lines_of(missing_in(year))
    agenda = admin.get("/years/2024/?unit=06").content.decode()
    assert "5 số liệu của tỉnh còn trống" in agenda
    assert "/plan-units/2024/2/06/" in agenda
    UnitFigures.objects.filter(quarter=2).update(extra={"households": 0, "roads": 1})
    assert missing_in(year).mark != seen
    for quarter in (3, 4):
        figures = {"households": 1, "roads": 0}
        UnitFigures.objects.create(unit=province, year=2024, quarter=quarter, extra=figures)
    assert missing_in(year).blank == []
    assert missing_in(year, other).blank != []


def test_what_lies_elsewhere_is_not_missing_here(year, province):
    other = make_district(make_province("20", name="Tỉnh Lạng Sơn"), "200")
    make_yearly_report(make_cooperative(other), 2024, state="draft", rating="good")
    assert missing(year) == (["2024-Q4"], ["2024-Q3"], ["2024-Q2"], [], [("061", 1)])


def test_what_is_closed_below_is_not_missing(year, district):
    close_year(district, 2024)
    assert missing(year)[:3] == ([], [], [])


def complete(district):
    for quarter in (1, 2, 3, 4):
        district.returns.update_or_create(
            year=2024, quarter=quarter, defaults={"state": "approved"}
        )
    make_yearly_report(district.placements.get().organisation, 2024, rating="good")


# --- The page -------------------------------------------------------------------------------------


def page_of(year, name="closing"):
    return reverse(f"admin:cooperatives_reportingyear_{name}", args=[year.pk])


def is_closed(year):
    return ReportingYear.objects.get(pk=year.pk).is_closed


def test_it_shows_what_is_missing_and_closes_once_that_is_confirmed(admin, year):
    opened = admin.get(page_of(year))
    shown = text(parsed(opened))
    for told in ("Chưa gửi (1)", "Bị trả lại (1)", "Chờ duyệt (1)", "Huyện Ba Bể: 1"):
        assert told in shown, told
    assert not is_closed(year)
    sent = {"seen": opened.context["missing"].mark, "reason": "đã tổng kết"}
    assert admin.post(page_of(year), sent).status_code == 302
    year.refresh_from_db()
    assert (year.closed, year.reason) == (date(2025, 1, 20), "đã tổng kết")
    assert year.history.first().way == "admin"


def test_what_came_to_be_missing_meanwhile_is_shown_first(admin, year, district):
    sent = {"seen": admin.get(page_of(year)).context["missing"].mark}
    make_cooperative(district)
    again = admin.post(page_of(year), sent)
    assert "Danh sách còn thiếu đã thay đổi" in text(parsed(again))
    assert not is_closed(year)
    assert admin.post(page_of(year), {"seen": again.context["missing"].mark}).status_code == 302
    assert is_closed(year)


def test_a_page_that_was_never_looked_at_closes_nothing(admin, year):
    admin.post(page_of(year), {"reason": "x"})
    assert not is_closed(year)


def test_before_its_end_it_does_not_ask(admin, year, settings):
    settings.TODAY = "2024-12-31"
    opened = admin.get(page_of(year))
    assert "chỉ khóa sổ được từ ngày 1/1/2025" in text(parsed(opened))
    assert b'name="seen"' not in opened.content
    admin.post(page_of(year), {"seen": opened.context["missing"].mark})
    assert not is_closed(year)


def test_it_is_reopened_with_a_reason(admin, year, province):
    close_year(province, 2024)
    refused = admin.post(page_of(year, "reopening"), {"reason": ""})
    assert "Hãy nêu lý do mở lại năm này." in text(parsed(refused))
    assert is_closed(year)
    assert admin.post(page_of(year, "reopening"), {"reason": "nhầm"}).status_code == 302
    year.refresh_from_db()
    assert (year.closed, year.reason) == (None, "nhầm")


def test_the_page_of_a_year_leads_to_both(admin, year, province):
    page = reverse("admin:cooperatives_reportingyear_change", args=[year.pk])
    assert page_of(year) in admin.get(page).content.decode()
    close_year(province, 2024)
    assert page_of(year, "reopening") in admin.get(page).content.decode()


def test_a_closed_year_keeps_its_due_days_and_is_not_deleted(admin, year, province):
    close_year(province, 2024)
    page = reverse("admin:cooperatives_reportingyear_change", args=[year.pk])
    due = {f"due_on_{n}": f"20/{month}/2025" for n, month in enumerate((4, 7, 10, 12), start=1)}
    assert admin.post(page, due).status_code == 403
    gone = reverse("admin:cooperatives_reportingyear_delete", args=[year.pk])
    assert admin.post(gone, {"post": "yes"}).status_code == 403
    assert is_closed(year)


def test_a_year_opened_by_mistake_is_taken_back_until_something_is_filed(admin, province, district):
    year = open_year(province, 2025)
    gone = reverse("admin:cooperatives_reportingyear_delete", args=[year.pk])
    filed = make_return(district, 2025, 1, state="draft")
    assert admin.post(gone, {"post": "yes"}).status_code == 403
    filed.delete()
    assert admin.post(gone, {"post": "yes"}).status_code == 302
    assert not ReportingYear.objects.exists()


# --- The command ----------------------------------------------------------------------------------


def run(*args, **options):
    out = StringIO()
    call_command("reporting_year", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_a_year_is_opened_for_the_root(province):
    assert run("open", 2023) == "Đã mở năm báo cáo 2023 cho tỉnh Bắc Kạn.\n"
    year = ReportingYear.objects.get()
    assert (year.unit, year.opened, year.closed) == (province, date(2025, 1, 20), None)


def test_a_year_is_opened_for_a_unit_once(district):
    run("open", 2024, unit="061", reason="thí điểm")
    assert ReportingYear.objects.get(unit=district, year=2024).reason == "thí điểm"
    with pytest.raises(CommandError, match="Năm này đã mở cho đơn vị này rồi"):
        run("open", 2024, unit="061")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("open", 1990), "chưa tồn tại năm 1990|nêu đơn vị"),
        (("open", 3000), "không phải là năm từ 1945 đến 2200"),
        (("open", 2024, "--unit", "999"), "mã 999"),
        (("close", 2023), "chưa từng mở"),
        (("close", 2025), "chưa từng mở"),
        (("reopen", 2024), "lý do"),
    ],
)
def test_what_it_refuses(province, args, said):
    close_year(province, 2024)
    with pytest.raises(CommandError, match=said):
        run(*args)
    assert ReportingYear.objects.count() == 1


def test_it_lists_what_is_missing_and_needs_a_yes(year):
    out = StringIO()
    with pytest.raises(CommandError, match="--yes"):
        call_command("reporting_year", "close", "2024", stdout=out)
    for told in ("Chưa gửi: Huyện Ba Bể, quý IV/2024", "Huyện Ba Bể: 1 HTX chưa xếp loại."):
        assert told in out.getvalue()
    assert not is_closed(year)
    assert "Đã khóa sổ năm 2024" in run("close", 2024, yes=True)
    assert is_closed(year)


@pytest.mark.parametrize(("typed", "closes"), [("y", True), ("c", True), ("n", False), ("", False)])
def test_on_a_terminal_it_asks(year, monkeypatch, typed, closes):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: typed)
    if closes:
        run("close", 2024)
    else:
        with pytest.raises(CommandError):
            run("close", 2024)
    assert is_closed(year) == closes


def test_where_nothing_is_missing_it_asks_nothing(year, district):
    complete(district)
    assert run("close", 2024).startswith("Không thiếu gì.\n")
    assert is_closed(year)


def test_it_reopens_with_a_reason(year, province):
    close_year(province, 2024)
    run("reopen", 2024, reason="sửa số liệu")
    year.refresh_from_db()
    assert (year.closed, year.reason) == (None, "sửa số liệu")
