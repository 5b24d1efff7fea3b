"""That a unit's yearly reports are done: who says so, what is counted then, and taking it back."""

import pytest
from django.urls import reverse

from cooperatives.catalogue.figures import codes
from cooperatives.entry.saving import Entry, save_cells
from cooperatives.entry.sheet import LockedError
from cooperatives.figures.completeness import Completeness
from cooperatives.models import QuarterlyFigures, ReportsDone, YearlyReport
from cooperatives.returns.workflow import NotPossibleError
from cooperatives.yearly.closing import missing_in
from cooperatives.yearly.done import NotSeenError, say_done, take_done_back, undone
from cooperatives.yearly.finalising import candidates, make_drafts, make_final
from cooperatives.yearly.progress import report_counts
from cooperatives.yearly.starting import start_from_quarters
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_yearly_report,
    open_year,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

SHEET = [2023, "061"]
GIVEN = dict.fromkeys(codes(), 0)


@pytest.fixture
def quarters(district):
    """Two cooperatives whose four quarters of 2023 are in, and one of which nothing is."""
    commune = make_commune(district)
    made = [
        make_cooperative(commune, name=f"HTX {number}", registration_number=number)
        for number in ("A1", "B2")
    ]
    make_cooperative(district, name="HTX C3", registration_number="C3")
    figures = dict.fromkeys(codes(), 1) | {"managers_total": 5}
    for cooperative in made:
        for quarter in (1, 2, 3, 4):
            make_figures(cooperative, 2023, quarter, **figures)
    return made


def counts_of(sheet):
    found = sheet.counts(sheet.rows())
    return found.missing, found.following, found.drafts, found.final


def listed(reader):
    [found] = [one for one in report_counts(reader, [2023]) if one.unit.code == "061"]
    return found.missing, found.following, found.drafts, found.final


def is_done(sheet):
    say_done(sheet, undone(sheet, sheet.rows()).fingerprint)


# --- What is counted ------------------------------------------------------------------------------


def test_what_only_follows_the_quarters_is_given_by_nobody_until_the_unit_says_so(
    quarters, sheet_of, clerk
):
    start_from_quarters(sheet_of())
    for number in ("A1", "B2"):
        save_cells(sheet_of(), [Entry(number, "rating", "khá", "")])
    assert sheet_of().filled() == Completeness(complete=0, expected=3)
    assert not any(row.is_complete for row in sheet_of().rows())
    is_done(sheet_of())
    assert sheet_of().filled() == Completeness(complete=2, expected=3)
    assert [row.number for row in sheet_of().rows() if row.is_complete] == ["A1", "B2"]
    take_done_back(sheet_of())
    assert sheet_of().filled() == Completeness(complete=0, expected=3)


def test_the_count_does_not_grow_by_itself(quarters, sheet_of):
    QuarterlyFigures.objects.filter(quarter=4).update(member_count=None)
    start_from_quarters(sheet_of())
    before = sheet_of().filled(), counts_of(sheet_of())
    QuarterlyFigures.objects.filter(quarter=4).update(member_count=7)
    assert (sheet_of().filled(), counts_of(sheet_of())) == before


def test_drafts_that_only_follow_are_counted_apart(quarters, sheet_of, clerk):
    assert counts_of(sheet_of()) == listed(clerk) == (3, 0, 0, 0)
    start_from_quarters(sheet_of())
    assert counts_of(sheet_of()) == listed(clerk) == (1, 2, 0, 0)
    save_cells(sheet_of(), [Entry("A1", "score", "80", "")])
    assert counts_of(sheet_of()) == listed(clerk) == (1, 1, 1, 0)
    is_done(sheet_of())
    assert counts_of(sheet_of()) == listed(clerk) == (1, 0, 2, 0)


def test_a_draft_that_follows_what_is_not_there_is_counted_alike(quarters, sheet_of, clerk):
    """And of one that need not report any more."""
    start_from_quarters(sheet_of())
    QuarterlyFigures.objects.filter(cooperative=quarters[0]).delete()
    assert counts_of(sheet_of()) == listed(clerk) == (1, 2, 0, 0)
    quarters[1].dissolved_on = "2023-12-30"
    quarters[1].save()
    assert counts_of(sheet_of()) == listed(clerk) == (1, 2, 0, 0)


def test_what_follows_is_a_draft_when_the_year_is_closed(quarters, sheet_of, province):
    start_from_quarters(sheet_of())
    [(unit, number)] = missing_in(open_year(province, 2023)).drafts
    assert (unit.code, number) == ("061", 2)


# --- Saying it ------------------------------------------------------------------------------------


def test_what_is_missing_is_named_and_asked_about_first(quarters, sheet_of, clerk, client):
    start_from_quarters(sheet_of())
    QuarterlyFigures.objects.filter(quarter=4, cooperative=quarters[1]).update(member_count=None)
    client.force_login(clerk)
    page = reverse("yearly-report", args=SHEET)
    address = reverse("yearly-report-done", args=SHEET)
    assert address in client.get(page).text
    question = find(parsed(client.get(address)), role="dialog", data_question="")
    said = text(question)
    assert "HTX C3 – chưa có gì" in said
    assert "HTX A1: Xếp loại" in said
    assert "HTX B2: Số thành viên (theo quý III, quý IV chưa có)" in said
    assert attribute(find(question, "a", data_cancel=""), "href") == page
    assert text(find(question, "button", data_confirm="")) == "Vẫn báo xong"
    assert not ReportsDone.objects.exists()
    sent = {attribute(one, "name"): attribute(one, "value") for one in find_all(question, "input")}
    answer = client.post(address, sent, follow=True)
    done = ReportsDone.objects.get()
    assert (done.unit.code, done.year, done.by) == ("061", 2023, clerk)
    version = done.history.get()
    assert (version.history_user, version.way) == (clerk, "form")
    assert "đã báo xong báo cáo năm" in answer.text
    assert f'href="{address}"' not in answer.text


def test_with_nothing_missing_it_is_a_plain_question(district, sheet_of, clerk, client):
    make_yearly_report(make_cooperative(district), state="draft", rating="good", **GIVEN)
    client.force_login(clerk)
    page = parsed(client.get(reverse("yearly-report-done", args=SHEET)))
    assert text(find(page, "button", data_confirm="")) == "Đã xong"
    assert find_all(page, css="notice--warning") == []


def test_what_was_not_shown_is_shown_first(quarters, sheet_of, clerk, client):
    seen = undone(sheet_of(), sheet_of().rows()).fingerprint
    save_cells(sheet_of(), [Entry("A1", "revenue", "1", "")])
    with pytest.raises(NotSeenError):
        say_done(sheet_of(), seen)
    client.force_login(clerk)
    answer = client.post(reverse("yearly-report-done", args=SHEET), {"missing": seen})
    assert "HTX A1: Lợi nhuận" in text(parsed(answer))
    assert not ReportsDone.objects.exists()


def test_final_reports_lack_nothing(district, sheet_of):
    make_yearly_report(make_cooperative(district))
    assert undone(sheet_of(), sheet_of().rows()).is_nothing


def test_before_the_years_end_it_is_asked_about(district, sheet_of):
    make_yearly_report(make_cooperative(district), 2024, state="draft", rating="good", **GIVEN)
    sheet = sheet_of(year=2024)
    found = undone(sheet, sheet.rows())
    assert (found.missing, found.blank, found.waiting) == ((), (), ())
    assert not found.is_nothing
    is_done(sheet)


def test_it_is_said_once(quarters, sheet_of):
    is_done(sheet_of())
    with pytest.raises(NotPossibleError, match="báo xong rồi"):
        is_done(sheet_of())


def test_an_officer_and_a_closed_year_say_nothing(quarters, sheet_of, officer, province):
    with pytest.raises(LockedError):
        is_done(sheet_of(reader=officer))
    close_year(province, 2023)
    with pytest.raises(LockedError):
        is_done(sheet_of())


def test_nothing_is_locked_and_what_changed_since_is_told(quarters, sheet_of, officer, client):
    is_done(sheet_of())
    client.force_login(officer)
    page = reverse("yearly-report", args=SHEET)
    assert "bản nháp được sửa" not in client.get(page).text
    assert not save_cells(sheet_of(), [Entry("A1", "revenue", "1", "")]).refused
    assert "Từ đó có 1 bản nháp được sửa" in client.get(page).text


# --- Where it is read -----------------------------------------------------------------------------


def test_the_officer_reads_it_in_the_list_and_before_reports_are_final(
    quarters, sheet_of, clerk, officer, client
):
    client.force_login(officer)

    def row():
        return text(find(find(parsed(client.get(reverse("yearly-reports"))), "tbody"), "tr"))

    def before_final():
        return client.get(reverse("yearly-report-finalisation", args=SHEET)).text

    assert "chưa báo xong" in before_final()
    assert clerk.full_name not in row()
    is_done(sheet_of())
    assert clerk.full_name in row()
    assert "đã báo xong, chưa chốt" in row()
    assert "chưa báo xong" not in before_final()
    assert "đã báo xong báo cáo năm lúc" in " ".join(before_final().split())


def test_what_the_district_has_confirmed_is_ticked(quarters, sheet_of, officer, client):
    start_from_quarters(sheet_of())
    for number in ("A1", "B2"):
        save_cells(sheet_of(), [Entry(number, "rating", "khá", "")])
    client.force_login(officer)

    def ticked():
        page = parsed(client.get(reverse("yearly-report-finalisation", args=SHEET)))
        boxes = find_all(find(page, "tbody"), "input")
        return sum("checked" in dict(one.attributes) for one in boxes)

    assert ticked() == 0
    is_done(sheet_of())
    assert ticked() == 2


# --- Taking it back -------------------------------------------------------------------------------


def finally_made(sheet, *numbers):
    shown = {one.row.number: one.fingerprint for one in candidates(sheet, sheet.rows())}
    make_final(sheet, {number: shown[number] for number in numbers})


def test_the_district_takes_it_back_and_history_knows(quarters, sheet_of, clerk, client):
    is_done(sheet_of())
    client.force_login(clerk)
    page = client.get(reverse("yearly-report", args=SHEET))
    address = reverse("yearly-report-done-taking-back", args=SHEET)
    assert address in page.text
    answer = client.post(address, follow=True)
    assert "Đã lấy lại" in str(*answer.context["messages"])
    assert not ReportsDone.objects.exists()
    kinds = list(ReportsDone.history.order_by("history_id").values_list("history_type", flat=True))
    assert kinds == ["+", "-"]


def test_not_once_a_report_was_made_final_since(quarters, sheet_of, officer, clerk, client):
    start_from_quarters(sheet_of())
    is_done(sheet_of())
    finally_made(sheet_of(reader=officer), "A1")
    client.force_login(clerk)
    address = reverse("yearly-report-done-taking-back", args=SHEET)
    assert address not in client.get(reverse("yearly-report", args=SHEET)).text
    answer = client.post(address, follow=True)
    assert "đã chốt báo cáo" in str(*answer.context["messages"])
    assert ReportsDone.objects.exists()


def test_what_was_final_before_hinders_nobody(quarters, sheet_of):
    make_yearly_report(quarters[0])
    is_done(sheet_of())
    take_done_back(sheet_of())
    assert not ReportsDone.objects.exists()


def test_what_nobody_said_is_not_taken_back(quarters, sheet_of):
    with pytest.raises(NotPossibleError, match="Chưa ai báo xong"):
        take_done_back(sheet_of())


def on_the_page(sheet, client, report):
    make_drafts(sheet, [report.cooperative.registration_number])


def by_an_admin(sheet, client, report):
    client.force_login(make_admin())
    data = {"action": "make_draft", "_selected_action": [report.pk]}
    client.post(reverse("admin:cooperatives_yearlyreport_changelist"), data)


@pytest.mark.parametrize("way", [on_the_page, by_an_admin])
def test_a_draft_again_ends_it_so_that_the_district_says_it_anew(
    quarters, sheet_of, officer, client, way
):
    start_from_quarters(sheet_of())
    is_done(sheet_of())
    finally_made(sheet_of(reader=officer), "A1")
    way(sheet_of(reader=officer), client, YearlyReport.objects.get(state="final"))
    assert not ReportsDone.objects.exists()
    is_done(sheet_of())


def test_another_units_word_stays(quarters, sheet_of, officer, province):
    other = make_district(province, "062")
    is_done(sheet_of(reader=make_district_staff(other), code="062"))
    make_yearly_report(quarters[0])
    is_done(sheet_of())
    make_drafts(sheet_of(reader=officer), ["A1"])
    assert [one.unit.code for one in ReportsDone.objects.all()] == ["062"]
