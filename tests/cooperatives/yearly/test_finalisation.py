"""Making yearly reports final, so that they count, and drafts again."""

import pytest
from django.urls import reverse

from cooperatives.catalogue.figures import codes
from cooperatives.models import YearlyReport
from cooperatives.returns.workflow import NotPossibleError
from cooperatives.yearly.finalising import (
    ChangedMeanwhileError,
    candidates,
    make_drafts,
    make_final,
)
from tests.factories import close_year, make_cooperative, make_district, make_yearly_report
from tests.targets.pages import attribute, find, find_all, parsed, text

GIVEN = dict.fromkeys(codes(), 0)
ADDRESS = ("yearly-report-finalisation", [2023, "061"])


@pytest.fixture
def draft(district):
    """Make a draft: `draft("A1", rating="weak")`; all figures are zero unless said."""

    def made(number, **fields):
        cooperative = make_cooperative(district, name=f"HTX {number}", registration_number=number)
        return make_yearly_report(cooperative, **{"state": "draft"} | GIVEN | fields)

    return made


@pytest.fixture
def officers_sheet(sheet_of, officer):
    return sheet_of(reader=officer)


def shown(sheet):
    """What an officer sees of all drafts: fingerprints by number."""
    return {one.row.number: one.fingerprint for one in candidates(sheet, sheet.rows())}


def states():
    return dict(YearlyReport.objects.values_list("cooperative__registration_number", "state"))


def test_chosen_drafts_become_final_with_who_and_how(draft, officers_sheet, officer, client):
    draft("A1", rating="weak")
    draft("A2", rating="good")
    client.force_login(officer)
    mark = next(
        one.mark for one in candidates(officers_sheet, officers_sheet.rows()) if "A1" in one.mark
    )
    response = client.post(reverse(*ADDRESS[:1], args=ADDRESS[1]), {"report": [mark]})
    assert response.url == reverse("yearly-report", args=[2023, "061"])
    assert states() == {"A1": "final", "A2": "draft"}
    version = YearlyReport.objects.get(state="final").history.latest()
    assert (version.history_user, version.way) == (officer, "form")


def test_what_changed_since_it_was_shown_is_not_made_final_nor_is_the_rest(draft, officers_sheet):
    report = draft("A1", rating="weak")
    draft("A2", rating="good")
    seen = shown(officers_sheet)
    report.rating = ""
    report.save()
    with pytest.raises(ChangedMeanwhileError) as caught:
        make_final(officers_sheet, seen)
    assert caught.value.names == ["HTX A1"]
    assert states() == {"A1": "draft", "A2": "draft"}


def test_the_officer_reads_what_is_unusual_with_its_figure_and_is_asked_for_no_word(
    draft, officer, client
):
    draft("A1", rating="good", revenue=1_000_000, profit=2_000_000)
    client.force_login(officer)
    page = parsed(client.get(reverse(ADDRESS[0], args=ADDRESS[1])))
    assert "Lợi nhuận: Lợi nhuận 2 lớn hơn doanh thu 1" in text(page)
    addresses = [attribute(link, "href") for link in find_all(page, "a")]
    assert "/yearly-reports/2023/061/#cell=A1,profit" in addresses
    assert "không cần giải trình" in text(page)
    assert all(attribute(one, "type") in ("checkbox", "hidden") for one in find_all(page, "input"))


def test_a_final_one_among_them_is_no_mistake(draft, officers_sheet):
    draft("A1")
    seen = shown(officers_sheet)
    assert make_final(officers_sheet, seen) == 1
    assert make_final(officers_sheet, seen) == 0
    assert YearlyReport.history.count() == 2


@pytest.mark.parametrize("number", ["A2", "B1", "nothing"])
def test_a_report_that_is_not_here_refuses_all(draft, district, province, officers_sheet, number):
    draft("A1")
    make_cooperative(district, registration_number="A2")  # without a report
    there = make_cooperative(make_district(province, "062"), registration_number="B1")
    make_yearly_report(there, state="draft")
    with pytest.raises(NotPossibleError):
        make_final(officers_sheet, shown(officers_sheet) | {number: ""})
    assert set(states().values()) == {"draft"}


def test_nothing_chosen_is_nothing_done(draft, officers_sheet):
    draft("A1")
    with pytest.raises(NotPossibleError, match="chọn"):
        make_final(officers_sheet, {})


def test_a_year_that_is_not_over_is_not_made_final(draft, sheet_of, officer, settings):
    draft("A1", year=2024)
    sheet = sheet_of(2024, reader=officer)
    settings.TODAY = "2024-12-31"
    with pytest.raises(NotPossibleError, match="1/1/2025"):
        make_final(sheet, shown(sheet))
    settings.TODAY = "2025-01-01"
    assert make_final(sheet, shown(sheet)) == 1


def test_a_closed_year_stays_as_it_is(draft, officers_sheet, district):
    draft("A1")
    draft("A2", state="final")
    seen = shown(officers_sheet)
    close_year(district, 2023)
    with pytest.raises(NotPossibleError, match="2023"):
        make_final(officers_sheet, seen)
    with pytest.raises(NotPossibleError, match="2023"):
        make_drafts(officers_sheet, ["A2"])
    assert states() == {"A1": "draft", "A2": "final"}


def test_final_ones_become_drafts_again(draft, officer, client):
    draft("A1", state="final")
    draft("A2", state="final")
    client.force_login(officer)
    client.post(reverse("yearly-report-reopening", args=[2023, "061"]), {"number": ["A1"]})
    assert states() == {"A1": "draft", "A2": "final"}
    version = YearlyReport.objects.get(state="draft").history.latest()
    assert (version.history_user, version.way) == (officer, "form")


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def page(client, officer):
    """The page as the officer sees it."""
    client.force_login(officer)
    return lambda: client.get(reverse("yearly-report-finalisation", args=[2023, "061"]))


def rows_of_drafts(response):
    table = find(find(parsed(response), "section", aria_labelledby="drafts"), "tbody")
    return {text(find(row, "th")): row for row in find_all(table, "tr")}


def test_what_is_blank_is_named_and_complete_ones_are_ticked(draft, page, district):
    draft("A1", rating="weak")
    draft("A2", profit=None, member_count=None, rating="fair")
    draft("A3")
    new = make_cooperative(district, name="HTX mới", founded_on="2023-02-01")
    make_yearly_report(new, state="draft", **GIVEN)
    rows = rows_of_drafts(page())
    ticked = {
        name for name, row in rows.items() if "checked" in dict(find(row, "input").attributes)
    }
    assert ticked == {"HTX A1", "HTX mới"}
    assert "Lợi nhuận, Số thành viên" in text(rows["HTX A2"])
    assert "sẽ được xác nhận không xếp loại" in text(rows["HTX A3"])
    assert "thành lập trong năm" in text(rows["HTX mới"])


def test_missing_reports_are_named_and_final_ones_can_be_chosen(draft, page, district):
    draft("A1", state="final")
    make_cooperative(district, name="HTX chưa nộp")
    tree = parsed(page())
    missing = find(tree, "section", aria_labelledby="missing")
    assert [text(item) for item in find_all(missing, "li")] == ["HTX chưa nộp"]
    final = find(tree, "section", aria_labelledby="final")
    assert text(find(final, "tbody")) == "HTX A1 được xác nhận không xếp loại"


def test_after_a_change_meanwhile_the_choice_is_kept_and_the_page_says_so(draft, client, officer):
    draft("A1", rating="weak")
    other = draft("A2")
    client.force_login(officer)
    address = reverse("yearly-report-finalisation", args=[2023, "061"])
    marks = [one.mark for one in client.get(address).context["drafts"]]
    other.rating = "good"
    other.save()
    response = client.post(address, {"report": marks})
    assert "HTX A2" in str(*response.context["messages"])
    rows = rows_of_drafts(response)
    assert all("checked" in dict(find(row, "input").attributes) for row in rows.values())
    assert "tốt" in text(rows["HTX A2"])
    assert set(states().values()) == {"draft"}


def test_a_number_that_is_no_text_is_nobodys(draft, officer, client):
    """PostgreSQL would refuse to look for it."""
    draft("A1", state="final", rating="weak")
    client.force_login(officer)
    for name, data in (
        ("yearly-report-reopening", {"number": ["A1\0"]}),
        ("yearly-report-finalisation", {"report": ["A1\0 x"]}),
    ):
        assert client.post(reverse(name, args=ADDRESS[1]), data).status_code in (200, 302)
    assert states() == {"A1": "final"}
