"""Figures of a year that follow the quarters: until somebody types in them, whatever the way."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.figures.following import follow_quarters
from cooperatives.figures.values import value_of
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, YearlyReport
from cooperatives.returns import workflow
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.submission import submit
from cooperatives.returns.taking_back import newest_step, take_back_submission
from cooperatives.returns.workflow import NotPossibleError, Seen
from cooperatives.yearly.finalising import candidates, make_drafts, make_final
from cooperatives.yearly.sheet import yearly_sheet
from cooperatives.yearly.starting import start_from_quarters
from tests.cooperatives.browsing import sent_by
from tests.cooperatives.imports.files import Importer
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_yearly_report,
    move,
    suspend,
)
from tests.reading import evidence_of
from tests.targets.pages import attribute, find, find_all, parsed, text

MILLION = 1_000_000
MEMBERS = {1: 40, 2: 41, 3: 42}
PAGE = ["yearly-report", [2024, "061"]]


@pytest.fixture
def cooperative(district):
    """Three quarters of 2024 are approved: revenue 1, 2 and 3 million, members 40 to 42."""
    found = make_cooperative(district, name="HTX An", registration_number="A1")
    for quarter, members in MEMBERS.items():
        make_figures(
            found, 2024, quarter, revenue=quarter * MILLION, member_count=members, managers_total=9
        )
    return found


@pytest.fixture
def sheet(sheet_of):
    """The sheet of 2024, made anew each time."""
    return lambda **options: sheet_of(year=2024, **options)


@pytest.fixture
def taken(cooperative, sheet):
    """The figures of the year are taken from the quarters before the fourth is in."""
    start_from_quarters(sheet())
    return YearlyReport.objects.get()


@pytest.fixture
def over(settings):
    """The year is over."""
    settings.TODAY = "2025-01-10"


def cell_of(sheet, field="member_count"):
    [row] = sheet.rows()
    return next(cell for cell in row.cells if cell.column.field == field)


def shows(sheet, field="member_count"):
    cell = cell_of(sheet, field)
    return cell.text, cell.follows.text if cell.follows else ""


def of_quarter_4(cooperative, state="submitted", **figures):
    of, _made = QuarterlyReturn.objects.get_or_create(
        unit=cooperative.placements.get(valid_to=None).unit, year=2024, quarter=4
    )
    of.state = state
    of.save()
    figures = {"revenue": 4 * MILLION, "member_count": 50, "managers_total": 9} | figures
    return make_figures(cooperative, 2024, 4, quarterly_return=of, **figures)


def save(sheet, *cells):
    return save_cells(sheet, [Entry("A1", field, typed, base) for field, typed, base in cells])


# --- What it shows --------------------------------------------------------------------------------


def test_persons_taken_from_the_third_quarter_are_the_fourths_once_that_is_in(
    taken, cooperative, sheet, over
):
    assert shows(sheet()) == ("42", "theo quý III, quý IV chưa có")
    of_quarter_4(cooperative)
    assert shows(sheet()) == ("50", "theo quý IV")


def test_money_is_taken_once_all_quarters_are_in_and_says_which(taken, cooperative, sheet, over):
    assert shows(sheet(), "revenue") == ("", "")  # three quarters are no year
    of_quarter_4(cooperative)
    assert shows(sheet(), "revenue") == ("", "")  # nobody has taken it
    start_from_quarters(sheet())
    assert shows(sheet(), "revenue") == ("10", "từ các quý I–IV")


def test_of_one_that_stopped_the_quarters_are_named_in_which_it_worked(
    cooperative, sheet, district, over
):
    suspend(cooperative, date(2024, 10, 5), date(2024, 12, 31))
    suspend(cooperative, date(2024, 6, 5), date(2024, 9, 1))
    QuarterlyFigures.objects.filter(quarter=2).delete()
    of_quarter_4(cooperative, revenue=None, member_count=None)
    start_from_quarters(sheet())
    # It works again on the year's last day, which the fourth quarter is waited for.
    assert shows(sheet()) == ("42", "theo quý III, quý IV chưa có")
    QuarterlyFigures.objects.filter(quarter=4).update(revenue=0)
    start_from_quarters(sheet())
    assert shows(sheet(), "revenue") == ("4", "từ các quý I, III, IV")


def test_the_cell_is_marked_and_described(taken, cooperative, clerk, client):
    client.force_login(clerk)
    page = parsed(client.get(reverse(PAGE[0], args=PAGE[1])))
    box = next(
        one
        for one in find_all(page, role="gridcell")
        if find_all(one, "input", data_field="member_count")
    )
    assert "data-follows" in dict(box.attributes)
    assert text(find(box, "small", data_source="")) == "tạm theo quý III"
    source = find(box, "span")
    assert text(source) == "theo quý III, quý IV chưa có"
    assert attribute(find(box, "input"), "aria-describedby") == attribute(source, "id")
    assert "Số in nghiêng" in text(page)
    boxes = find_all(page, role="gridcell")
    assert sum("data-follows" in dict(one.attributes) for one in boxes) == 2


def test_without_anything_to_take_the_button_is_not_there(taken, clerk, client):
    client.force_login(clerk)
    page = client.get(reverse(PAGE[0], args=PAGE[1])).text
    assert reverse("yearly-report-start", args=PAGE[1]) not in page
    assert "Lấy số liệu từ các quý" not in page


def test_the_button_says_what_it_does(cooperative, clerk, client):
    client.force_login(clerk)
    assert "Lấy số liệu từ các quý" in client.get(reverse(PAGE[0], args=PAGE[1])).text
    answer = client.post(reverse("yearly-report-start", args=PAGE[1]), follow=True)
    assert "Đã lấy 2 số liệu từ các quý" in str(*answer.context["messages"])


# --- What is followed, by whatever way it changes -------------------------------------------------


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.setattr("django.core.management.base.connections", SimpleNamespace(close_all=int))
    return Importer(tmp_path)


def typed_in_the_grid(cooperative, load, clerk, client):
    of_quarter_4(cooperative, "draft", member_count=51)
    workflow.record(workflow.Step.SUBMIT, [QuarterlyReturn.objects.get(quarter=4)], clerk)
    return "51"


def imported(cooperative, load, clerk, client):
    text = "registration_number,year,quarter,member_count\nA1,2024,4,52\n"
    assert load("quarterly_figures", text, "--approve").status == 0
    return "52"


def typed_by_an_admin(cooperative, load, clerk, client):
    row = of_quarter_4(cooperative, "returned")
    client.force_login(make_admin())
    page = reverse("admin:cooperatives_quarterlyfigures_change", args=[row.pk])
    sent = sent_by(client.get(page)) | {"member_count": "53"}
    assert client.post(page, sent).status_code == 302
    return "53"


def in_bulk(cooperative, load, clerk, client):
    of_quarter_4(cooperative)
    QuarterlyFigures.objects.filter(quarter=4).update(member_count=54)
    return "54"


def deleted(cooperative, load, clerk, client):
    of_quarter_4(cooperative)
    QuarterlyFigures.objects.filter(quarter__in=(3, 4)).delete()
    return "41"


def taken_back(cooperative, load, clerk, client):
    of_quarter_4(cooperative, "draft")
    submit(quarterly_sheet(clerk, 2024, 4, "061"), "A1")
    of = QuarterlyReturn.objects.get(quarter=4)
    take_back_submission(Seen.of(of.pk, newest_step(of)), clerk)
    return "42"


def stopped(cooperative, load, clerk, client):
    suspend(cooperative, date(2024, 12, 5))
    return "42"


@pytest.mark.parametrize(
    "change",
    [
        typed_in_the_grid,
        imported,
        typed_by_an_admin,
        in_bulk,
        deleted,
        taken_back,
        stopped,
    ],
)
def test_whatever_changes_a_quarter_is_followed(
    taken, cooperative, sheet, over, load, clerk, client, change
):
    expected = change(cooperative, load, clerk, client)
    assert shows(sheet())[0] == expected


def test_who_stopped_is_not_waited_for(taken, cooperative, sheet, over):
    suspend(cooperative, date(2024, 12, 5))
    assert shows(sheet()) == ("42", "theo quý III")


def test_of_one_that_moved_the_quarters_elsewhere_are_not_read(
    taken, cooperative, sheet, province, over
):
    """They are not the new unit's to read, and the report stands among its reports."""
    other = make_district(province, "062")
    move(cooperative, other, date(2024, 11, 1))
    there = sheet(reader=make_district_staff(other), code="062")
    assert shows(there) == ("", "theo các quý, chưa có số liệu")
    save(there, ("member_count", "44", ""))
    assert shows(there) == ("44", "")


def test_the_page_of_the_cooperative_shows_it_to_who_reads_that_unit(
    taken, cooperative, clerk, client, province
):
    page = reverse("organisation", args=[cooperative.pk])

    def members(user):
        client.force_login(user)
        section = find(parsed(client.get(page)), "section", aria_labelledby="reports")
        row = find(find(section, "tbody"), "tr")
        return [text(cell) for cell in find_all(row, "td")]

    assert "42" in members(clerk)
    assert "một phần theo các quý" in members(clerk)[-1]
    other = make_district(province, "062")
    stay = cooperative.placements.get()
    stay.valid_to = "2024-10-19"  # since yesterday it is elsewhere, where quarters are not read
    stay.save()
    cooperative.placements.create(unit=other, valid_from="2024-10-19")
    assert "42" not in members(make_district_staff(other))


# --- Until somebody types in it -------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "value"), [("45", 45), ("42", 42), ("", None)])
def test_what_is_typed_stays_though_it_be_the_same_or_blank(
    taken, cooperative, sheet, over, typed, value
):
    outcome = save(sheet(), ("member_count", typed, "42"))
    assert [(cell.field, cell.text) for cell in outcome.saved] == [("member_count", typed)]
    of_quarter_4(cooperative)
    assert shows(sheet()) == (typed, "")
    report = YearlyReport.objects.get()
    assert (report.member_count, report.follows) == (value, ["managers_total"])
    assert shows(sheet(), "managers_total") == ("9", "theo quý IV")


def test_another_cell_of_the_row_leaves_it_alone(taken, cooperative, sheet, over):
    save(sheet(), ("revenue", "7", ""))
    report = YearlyReport.objects.get()
    assert (report.revenue, report.member_count) == (7 * MILLION, None)
    of_quarter_4(cooperative)
    assert shows(sheet())[0] == "50"


def test_rows_that_are_stored_together_keep_what_each_follows(taken, district, sheet, over):
    other = make_cooperative(district, registration_number="B2")
    make_figures(other, 2024, 3, member_count=7)
    start_from_quarters(sheet())
    entries = [Entry("A1", "member_count", "45", "42"), Entry("B2", "revenue", "1", "")]
    save_cells(sheet(), entries)
    numbers = "cooperative__registration_number", "member_count"
    assert dict(YearlyReport.objects.values_list(*numbers)) == {"A1": 45, "B2": None}
    assert YearlyReport.objects.get(cooperative=other).follows == ["member_count"]


def test_what_is_refused_follows_on(taken, cooperative, sheet, over):
    assert save(sheet(), ("member_count", "x", "42")).refused
    assert save(sheet(), ("managers_higher_education", "10", "")).refused  # of 9 managers
    of_quarter_4(cooperative)
    assert shows(sheet()) == ("50", "theo quý IV")


def test_what_changed_meanwhile_is_a_conflict_with_the_quarters(taken, cooperative, sheet, over):
    of_quarter_4(cooperative)
    [conflict] = save(sheet(), ("member_count", "45", "42")).conflicts
    assert (conflict.text, conflict.by) == ("50", "theo các quý")
    assert shows(sheet()) == ("50", "theo quý IV")
    save(sheet(), ("member_count", "45", "50"))  # having seen both
    assert shows(sheet()) == ("45", "")


def test_once_cleared_it_can_be_taken_again(taken, sheet):
    save(sheet(), ("member_count", "", "42"))
    assert shows(sheet()) == ("", "")
    start_from_quarters(sheet())
    assert shows(sheet())[0] == "42"
    assert set(YearlyReport.objects.get().follows) == {"member_count", "managers_total"}


def test_a_gesture_that_is_taken_back_follows_again(taken, cooperative, clerk, client, over):
    client.force_login(clerk)

    def send(typed, base, **more):
        cell = {"number": "A1", "field": "member_count", "text": typed, "base": base} | more
        return client.post(
            reverse("yearly-report-cells", args=PAGE[1]),
            json.dumps({"cells": [cell]}),
            content_type="application/json",
            headers={"X-Typed-By": str(clerk.pk)},
        ).json()["rows"]["A1"]["follows"]

    said = ["theo quý III, quý IV chưa có", "tạm theo quý III"]
    others, mine = {"managers_total": ["9", *said]}, {"member_count": ["42", *said]}
    assert send("45", "42") == others
    assert send("42", "45", follows=True) == others | mine
    assert send("42", "42") == others
    assert send("42", "42", follows=True) == others | mine
    of_quarter_4(cooperative)
    assert yearly_sheet(clerk, 2024, "061").rows()[0].record.member_count == 50


def test_only_figures_follow(taken, sheet):
    save_cells(sheet(), [Entry("A1", "score", "80", "", follows=True)])
    report = YearlyReport.objects.get()
    assert report.score == 80
    assert "score" not in report.follows


HEADER = "registration_number,year"


@pytest.mark.parametrize(("cell", "value"), [("45", 45), ("42", 42), ("", None)])
def test_what_is_imported_stays(taken, cooperative, sheet, load, over, cell, value):
    text = f"{HEADER},member_count\nA1,2024,{cell}\n"
    assert load("yearly_reports", text).counts == (0, 1, 0)
    assert load("yearly_reports", text).counts == (0, 0, 1)  # the same file changes nothing
    of_quarter_4(cooperative)
    assert shows(sheet()) == (cell, "")
    assert YearlyReport.objects.get().member_count == value


def test_what_an_import_has_no_column_for_follows_on(taken, cooperative, sheet, load, over):
    assert load("yearly_reports", f"{HEADER},profit_million\nA1,2024,5\n").counts == (0, 1, 0)
    assert load("yearly_reports", f"{HEADER},profit_million\nA1,2024,5\n").counts == (0, 0, 1)
    of_quarter_4(cooperative)
    assert shows(sheet()) == ("50", "theo quý IV")


def test_what_an_import_gives_is_held_against_what_follows(taken, load):
    text = f"{HEADER},managers_vocational\nA1,2024,10\n"  # of 9 managers
    [(row, *_others)] = load("yearly_reports", text).errors
    assert row == 2
    assert YearlyReport.objects.get().managers_vocational is None


@pytest.fixture
def on_the_admins_page(client):
    """Change a report on its page in the administration, as if these fields were filled in."""
    client.force_login(make_admin())

    def change(**typed):
        report = YearlyReport.objects.get()
        address = reverse("admin:cooperatives_yearlyreport_change", args=[report.pk])
        return client.post(address, sent_by(client.get(address)) | typed)

    return change


def test_what_an_admin_types_stays(taken, cooperative, sheet, on_the_admins_page, over):
    assert on_the_admins_page(member_count="42").status_code == 302
    of_quarter_4(cooperative)
    assert shows(sheet()) == ("42", "")
    assert shows(sheet(), "managers_total") == ("9", "theo quý IV")


def test_what_an_admin_leaves_alone_follows_on(
    taken, cooperative, sheet, on_the_admins_page, client, over
):
    page = client.get(reverse("admin:cooperatives_yearlyreport_change", args=[taken.pk]))
    assert "Theo các quý: 42" in page.text
    assert on_the_admins_page(revenue="7000000").status_code == 302
    of_quarter_4(cooperative)
    assert shows(sheet()) == ("50", "theo quý IV")


def test_what_an_admin_types_is_held_against_what_follows(taken, on_the_admins_page):
    answer = on_the_admins_page(managers_vocational="10")
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert YearlyReport.objects.get().managers_vocational is None


# --- Final ----------------------------------------------------------------------------------------


def finally_made(sheet):
    shown = {one.row.number: one.fingerprint for one in candidates(sheet, sheet.rows())}
    return make_final(sheet, shown)


def by_the_officer(sheet, officer, client, load):
    finally_made(sheet(reader=officer))


def by_an_import(sheet, officer, client, load):
    assert load("yearly_reports", f"{HEADER},state\nA1,2024,final\n").status == 0


def by_an_admins_action(sheet, officer, client, load):
    client.force_login(make_admin())
    data = {"action": "make_final", "_selected_action": [YearlyReport.objects.get().pk]}
    client.post(reverse("admin:cooperatives_yearlyreport_changelist"), data)


def on_an_admins_page(sheet, officer, client, load):
    client.force_login(make_admin())
    report = YearlyReport.objects.get()
    address = reverse("admin:cooperatives_yearlyreport_change", args=[report.pk])
    client.post(address, sent_by(client.get(address)) | {"state": "final"})


WAYS_TO_FINAL = [by_the_officer, by_an_import, by_an_admins_action, on_an_admins_page]


@pytest.mark.parametrize("make", WAYS_TO_FINAL)
def test_a_final_report_holds_what_it_had_and_follows_no_more(
    taken, cooperative, sheet, officer, client, load, over, make
):
    of_quarter_4(cooperative, "returned")
    make(sheet, officer, client, load)
    report = YearlyReport.objects.get()
    assert (report.state, report.member_count, report.managers_total) == ("final", 50, 9)
    QuarterlyFigures.objects.filter(quarter=4).update(member_count=60)
    assert shows(sheet()) == ("50", "")
    found = evidence_of(cooperative, "member_count", 4)
    assert (found.value, found.state, found.source) == (50, "reported", 2024)


def test_a_draft_is_no_evidence_whatever_it_follows(taken, cooperative, over):
    found = evidence_of(cooperative, "member_count", 4)
    assert (found.value, found.state) == (42, "carried")  # of the third quarter


def through_the_page(sheet, officer, client, load):
    make_drafts(sheet(reader=officer), ["A1"])


def by_an_admins_other_action(sheet, officer, client, load):
    client.force_login(make_admin())
    data = {"action": "make_draft", "_selected_action": [YearlyReport.objects.get().pk]}
    client.post(reverse("admin:cooperatives_yearlyreport_changelist"), data)


def on_an_admins_page_again(sheet, officer, client, load):
    client.force_login(make_admin())
    report = YearlyReport.objects.get()
    address = reverse("admin:cooperatives_yearlyreport_change", args=[report.pk])
    client.post(address, sent_by(client.get(address)) | {"state": "draft"})


@pytest.mark.parametrize(
    "make", [through_the_page, by_an_admins_other_action, on_an_admins_page_again]
)
def test_a_draft_again_follows_again(taken, cooperative, sheet, officer, client, load, over, make):
    """Made final by mistake before the fourth quarter was in, it does not keep the third's."""
    finally_made(sheet(reader=officer))
    assert YearlyReport.objects.get().member_count == 42
    make(sheet, officer, client, load)
    of_quarter_4(cooperative)
    assert shows(sheet()) == ("50", "theo quý IV")
    assert YearlyReport.objects.get().member_count is None


def test_what_follows_quarters_that_are_not_in_is_named_before_it_is_final(
    taken, sheet, officer, client, over
):
    client.force_login(officer)
    page = parsed(client.get(reverse("yearly-report-finalisation", args=PAGE[1])))
    [row] = find_all(find(find(page, "section", aria_labelledby="drafts"), "tbody"), "tr")
    assert "Số thành viên: theo quý III, quý IV chưa có" in text(row)


def test_what_is_in_is_not_named(taken, cooperative, sheet, over):
    of_quarter_4(cooperative)
    [draft] = candidates(sheet(), sheet().rows())
    assert draft.to_look_at == ()


def test_what_came_in_since_it_was_shown_is_looked_at_again(
    taken, cooperative, sheet, officer, over
):
    shown = {one.row.number: one.fingerprint for one in candidates(sheet(), sheet().rows())}
    of_quarter_4(cooperative)
    with pytest.raises(Exception, match="HTX An"):
        make_final(sheet(reader=officer), shown)
    assert YearlyReport.objects.get().state == "draft"


def test_what_has_come_to_contradict_a_typed_figure_is_an_error_and_not_made_final(
    taken, cooperative, sheet, officer, over
):
    of_quarter_4(cooperative)
    save(sheet(), ("managers_vocational", "8", ""))
    QuarterlyFigures.objects.filter(quarter=4).update(managers_total=5)
    [row] = sheet().rows()
    assert [one.finding.is_error for one in row.findings] == [True]
    with pytest.raises(NotPossibleError, match="HTX An"):
        finally_made(sheet(reader=officer))
    # It stands in nobody's way: other cells are stored, and it can be mended.
    assert not save(sheet(), ("revenue", "9", "")).refused
    assert not save(sheet(), ("managers_vocational", "5", "8")).refused
    assert finally_made(sheet(reader=officer)) == 1


def test_an_admins_action_names_what_contradicts(taken, cooperative, sheet, client, over):
    of_quarter_4(cooperative)
    save(sheet(), ("managers_vocational", "8", ""))
    QuarterlyFigures.objects.filter(quarter=4).update(managers_total=5)
    by_an_admins_action(sheet, None, client, None)
    assert YearlyReport.objects.get().state == "draft"


def test_nothing_is_taken_in_a_closed_year_and_what_was_taken_stays(
    taken, cooperative, sheet, province, clerk, client, over
):
    of_quarter_4(cooperative)
    close_year(province, 2024)
    assert shows(sheet()) == ("50", "theo quý IV")
    client.force_login(clerk)
    client.post(reverse("yearly-report-start", args=PAGE[1]))
    assert YearlyReport.history.count() == 1


# --- History --------------------------------------------------------------------------------------


def test_history_says_what_followed_the_quarters(taken, cooperative, sheet, officer, clerk, client):
    save(sheet(), ("member_count", "45", "42"))
    client.force_login(clerk)
    address = reverse("yearly-report-row-history", args=PAGE[1])
    page = parsed(client.get(address, {"number": "A1"}))
    changes = [text(one) for one in find_all(page, "dd")]
    assert any("theo các quý" in one and "45" in one for one in changes)
    assert "follows" not in text(page)
    assert all("theo các quý" not in text(one) for one in find_all(page, "dt"))


def test_history_of_a_final_one_says_its_values(taken, cooperative, sheet, officer, client, over):
    finally_made(sheet(reader=officer))
    client.force_login(officer)
    address = reverse("yearly-report-row-history", args=PAGE[1])
    said = text(parsed(client.get(address, {"number": "A1"})))
    assert "theo các quý" in said
    assert "42" in said


# --- Many -----------------------------------------------------------------------------------------


def test_reports_of_several_units_and_years_are_read_with_a_few_statements(
    province, district, django_assert_max_num_queries, over
):
    other = make_district(province, "062")
    made = []
    for unit in (district, other):
        for _ in range(3):
            cooperative = make_cooperative(unit)
            for year in (2023, 2024):
                make_figures(cooperative, year, 4, member_count=year - 2000)
                made.append(
                    make_yearly_report(cooperative, year, state="draft", follows=["member_count"])
                )
    reports = list(YearlyReport.objects.all())
    with django_assert_max_num_queries(20):
        follow_quarters(reports)
    assert {report.member_count for report in reports} == {23, 24}
    assert all(value_of(report, "member_count") == report.year - 2000 for report in reports)


def test_what_follows_is_stored_nowhere_whatever_the_way(taken):
    report = YearlyReport.objects.get()
    report.member_count = 5
    report.save()
    YearlyReport.objects.bulk_update([report], ["member_count"])
    report.refresh_from_db()
    assert report.member_count is None
