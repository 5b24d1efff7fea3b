"""Taking a year's figures from what its quarters add up to."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.catalogue.figures import codes
from cooperatives.figures.values import value_of
from cooperatives.models import YearlyReport
from cooperatives.yearly.starting import start_from_quarters
from tests.factories import close_year, make_cooperative, make_figures, make_yearly_report, suspend
from tests.targets.pages import attribute, find_all, parsed

MILLION = 1_000_000


@pytest.fixture
def cooperative(district):
    """Four reported quarters: money 1, 2, 3 and 4 million, people 5 to 8."""
    found = make_cooperative(district)
    for quarter in (1, 2, 3, 4):
        money = dict.fromkeys(codes()[:3], quarter * MILLION)
        people = {"member_count": 4 + quarter, "managers_total": 3, "managers_vocational": 2}
        make_figures(found, 2023, quarter, **money, **people)
    return found


def shown(sheet_of):
    """The figures of the only row, as they are read."""
    [row] = sheet_of().rows()
    return [value_of(row.record, name) for name in codes()]


def test_a_missing_report_becomes_a_draft_of_the_sums(cooperative, sheet_of, clerk):
    start_from_quarters(sheet_of())
    report = YearlyReport.objects.get()
    assert report.state == "draft"
    assert shown(sheet_of) == [10 * MILLION] * 3 + [8, 3, None, 2]
    assert (report.score, report.rating) == (None, "")
    version = report.history.get()
    assert (version.history_user, version.way) == (clerk, "form")


def test_an_incomplete_sum_stays_blank(district, sheet_of):
    cooperative = make_cooperative(district)
    make_figures(cooperative, 2023, 4, revenue=5, member_count=9)
    start_from_quarters(sheet_of())
    assert shown(sheet_of)[0] is None
    assert shown(sheet_of)[3] == 9


def test_figures_that_are_there_stay_and_blank_ones_are_filled(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", revenue=0, rating="good")
    outcome = start_from_quarters(sheet_of())
    assert shown(sheet_of)[:2] == [0, 10 * MILLION]
    assert YearlyReport.objects.get().rating == "good"
    assert len(outcome.saved) == 5


def test_what_contradicts_a_figure_that_is_there_is_left_out(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", managers_total=1, managers_higher_education=1)
    outcome = start_from_quarters(sheet_of())
    assert [cell.field for cell in outcome.refused] == ["managers_vocational"]
    assert (shown(sheet_of)[-1], shown(sheet_of)[0]) == (None, 10 * MILLION)
    assert "managers_vocational" not in YearlyReport.objects.get().follows


def test_final_reports_and_those_without_duty_are_left_alone(cooperative, district, sheet_of):
    make_yearly_report(cooperative)
    paused = make_cooperative(district)
    make_figures(paused, 2023, 1, revenue=7, member_count=7)
    suspend(paused, date(2023, 6, 1))
    make_cooperative(district)  # nothing reported: no empty draft
    outcome = start_from_quarters(sheet_of())
    assert (outcome.saved, outcome.refused) == ([], [])
    assert YearlyReport.objects.get().revenue is None


def test_twice_changes_nothing_more(cooperative, sheet_of):
    start_from_quarters(sheet_of())
    start_from_quarters(sheet_of())
    assert YearlyReport.history.count() == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_by_the_button_in_either_language_to_the_last_dong(cooperative, clerk, client, language):
    row = cooperative.quarterly_figures.get(quarter=1)
    row.revenue = 1_234_567_891
    row.save()
    client.force_login(clerk)
    client.cookies["django_language"] = language
    page = reverse("yearly-report", args=[2023, "061"])
    start = reverse("yearly-report-start", args=[2023, "061"])
    assert start in client.get(page).text
    response = client.post(start, follow=True)
    assert response.redirect_chain[-1][0] == page
    assert "6" in str(*response.context["messages"])
    [revenue] = find_all(parsed(response), "input", data_field="revenue")
    mark = "," if language == "vi" else "."
    group = "." if language == "vi" else ","
    assert attribute(revenue, "value") == f"1{group}243{mark}567891"
    assert start not in response.text


def test_a_closed_year_is_not_started(cooperative, clerk, client, province):
    close_year(province, 2023)
    client.force_login(clerk)
    response = client.post(reverse("yearly-report-start", args=[2023, "061"]), follow=True)
    assert "2023" in str(*response.context["messages"])
    assert not YearlyReport.objects.exists()
