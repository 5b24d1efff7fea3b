"""A unit's yearly reports as a sheet: whose rows, what stands in them, what is stored."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from cooperatives.catalogue.figures import codes
from cooperatives.entry.saving import Entry, save_cells
from cooperatives.entry.sheet import LockedError
from cooperatives.figures.completeness import Completeness
from cooperatives.models import YearlyReport
from cooperatives.yearly.finalising import candidates
from cooperatives.yearly.progress import is_blank, report_counts
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_yearly_report,
    move,
    suspend,
)

GIVEN = dict.fromkeys(codes(), 0)


def names(sheet):
    return [row.cooperative.name for row in sheet.rows()]


def corner(row, field):
    return next(cell.last for cell in row.cells if cell.column.field == field)


def text(row, field):
    return next(cell.text for cell in row.cells if cell.column.field == field)


# --- Whose rows -----------------------------------------------------------------------------------


def test_rows_are_of_all_registered_in_the_year_placed_here_at_its_end(
    district, province, sheet_of
):
    other = make_district(province, "062")
    make_cooperative(make_commune(district), name="A, in a commune")
    make_cooperative(district, name="B, of that year", founded_on=date(2023, 12, 31))
    make_cooperative(district, name="of the next", founded_on=date(2024, 1, 1))
    make_cooperative(district, name="C, gone in it", dissolved_on=date(2023, 1, 2))
    make_cooperative(district, name="gone before", dissolved_on=date(2023, 1, 1))
    make_cooperative(
        district, name="stillborn", founded_on=date(2023, 5, 1), dissolved_on=date(2023, 5, 1)
    )
    move(make_cooperative(other, name="D, came"), district, date(2023, 12, 31))
    move(make_cooperative(district, name="went"), other, date(2023, 12, 31))
    move(make_cooperative(district, name="E, went later"), other, date(2024, 1, 1))
    assert names(sheet_of()) == [
        "A, in a commune",
        "B, of that year",
        "C, gone in it",
        "D, came",
        "E, went later",
    ]


def test_a_year_that_is_not_over_is_seen_as_of_today(district, sheet_of):
    make_cooperative(district, name="Today", founded_on=date(2024, 10, 20))
    make_cooperative(district, name="Tomorrow", founded_on=date(2024, 10, 21))
    assert names(sheet_of(2024)) == ["Today"]


def test_who_does_not_operate_at_the_end_need_not_report(district, sheet_of):
    suspend(make_cooperative(district, name="Paused"), date(2023, 12, 31))
    make_cooperative(district, name="Gone", dissolved_on=date(2023, 6, 1))
    make_cooperative(district, name="Works")
    rows = {row.cooperative.name: row.is_expected for row in sheet_of().rows()}
    assert rows == {"Paused": False, "Gone": False, "Works": True}


@pytest.mark.parametrize(
    ("year", "code", "said"),
    [
        (2025, "061", "2025 chưa bắt đầu"),
        (1944, "061", "1944"),
        (2023, "062", "không thuộc phạm vi của bạn"),
        (2023, "999", "999"),
    ],
)
def test_what_cannot_be_entered_says_why(province, sheet_of, year, code, said):
    make_district(province, "062")
    with pytest.raises(Http404, match=said):
        sheet_of(year, code=code)


def test_a_commune_reports_through_its_district(district, province, sheet_of):
    make_commune(district, "01900")
    with pytest.raises(Http404, match="đơn vị cấp trên"):
        sheet_of(code="01900")


# --- What stands in them --------------------------------------------------------------------------


def test_the_quarters_and_last_years_rating_are_in_the_corners(district, sheet_of):
    cooperative = make_cooperative(district)
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, 2023, quarter, revenue=400_500_000, member_count=10 + quarter)
    make_yearly_report(cooperative, 2022, rating="weak", score=Decimal("48.5"), revenue=7_000_000)
    [row] = sheet_of().rows()
    assert corner(row, "revenue") == "1.602"
    assert corner(row, "member_count") == "14"
    assert corner(row, "profit") == ""
    assert (corner(row, "score"), corner(row, "rating")) == ("48,5", "yếu")
    assert row.is_blank


def test_complete_is_all_figures_with_a_rating_or_none_due(district, sheet_of):
    def report(name, founded=date(2015, 1, 1), **fields):
        cooperative = make_cooperative(district, name=name, founded_on=founded)
        make_yearly_report(cooperative, **{"state": "draft"} | GIVEN | fields)

    report("a rated", rating="weak")
    report("b unrated")
    report("c unrated, final", state="final")
    report("d new", founded=date(2023, 1, 1))
    report("e of the last day before", founded=date(2022, 12, 31))
    report("f one blank", rating="good", profit=None)
    report("g blank and final", rating="good", profit=None, state="final")
    suspend(make_cooperative(district, name="h need not"), date(2023, 2, 1))
    sheet = sheet_of()
    assert [row.cooperative.name[0] for row in sheet.rows() if row.is_complete] == list("acd")
    assert sheet.filled() == Completeness(complete=3, expected=7)


def test_a_blank_report_is_a_row_in_which_nothing_is_given(district, sheet_of):
    given = [{}, {"score": 0}, {"rating": "good"}, *({name: 0} for name in codes())]
    for fields in given:
        make_yearly_report(make_cooperative(district), state="draft", **fields)
    blank = {row.record.pk for row in sheet_of().rows() if row.is_blank}
    assert blank == set(YearlyReport.objects.filter(is_blank()).values_list("pk", flat=True))
    assert len(blank) == 1


def test_who_need_not_report_is_counted_once_something_is_given(district, sheet_of):
    paused = make_cooperative(district, registration_number="P")
    suspend(paused, date(2023, 12, 1))
    assert sheet_of().filled() == Completeness(complete=0, expected=0)
    save_cells(sheet_of(), [Entry("P", "score", "82", "")])
    assert sheet_of().filled() == Completeness(complete=0, expected=1)
    YearlyReport.objects.filter(cooperative=paused).update(**GIVEN)
    assert sheet_of().filled() == Completeness(complete=1, expected=1)
    # What was typed by mistake and cleared is not asked for any more.
    YearlyReport.objects.update(**dict.fromkeys(GIVEN), score=None, rating="")
    sheet = sheet_of()
    assert sheet.filled() == Completeness(complete=0, expected=0)
    rows = sheet.rows()
    assert sheet.counts(rows).all == 0
    assert candidates(sheet, rows) == []
    assert report_counts(sheet.reader, [2023]) == []


def test_findings_of_a_year_take_no_answer(district, sheet_of):
    cooperative = make_cooperative(district)
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, 2023, quarter, revenue=300, member_count=12)
    make_yearly_report(cooperative, state="draft", revenue=1601, profit=2000, member_count=10)
    [row] = sheet_of().rows()
    found = {judged.finding.rule: judged.finding for judged in row.findings}
    assert set(found) == {"quarters:revenue", "profit_above_revenue"}
    assert not any(finding.is_error or finding.value for finding in found.values())


@pytest.mark.parametrize(
    ("revenue", "is_far"), [(1600, False), (1601, True), (800, False), (799, True)]
)
def test_over_a_third_away_from_the_quarters_is_pointed_out(district, sheet_of, revenue, is_far):
    cooperative = make_cooperative(district)
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, 2023, quarter, revenue=300)
    make_yearly_report(cooperative, state="draft", revenue=revenue)
    assert bool(sheet_of().rows()[0].findings) is is_far


def test_the_number_of_statements_does_not_grow(district, sheet_of, django_assert_num_queries):
    def add(count):
        for _ in range(count):
            cooperative = make_cooperative(district)
            make_figures(cooperative, 2023, 4, revenue=1)
            make_yearly_report(cooperative, state="draft", revenue=1)
            make_yearly_report(cooperative, 2022, rating="weak")

    add(1)
    sheet = sheet_of()
    assert sheet.done is None  # asked once
    with django_assert_num_queries(8):
        assert len(sheet.rows()) == 1
    add(9)
    with django_assert_num_queries(8):
        assert len(sheet.rows()) == 10


# --- Storing --------------------------------------------------------------------------------------


@pytest.fixture
def cooperative(district):
    return make_cooperative(district, registration_number="A1")


def save(sheet, *cells):
    return save_cells(sheet, [Entry("A1", field, typed, base) for field, typed, base in cells])


def test_a_typed_cell_makes_a_draft_by_the_grid(cooperative, sheet_of, clerk):
    outcome = save(sheet_of(), ("revenue", "1.635,5", ""))
    report = YearlyReport.objects.get()
    assert (report.revenue, report.year, report.state) == (1_635_500_000, 2023, "draft")
    assert [(cell.field, cell.text) for cell in outcome.saved] == [("revenue", "1.635,5")]
    version = report.history.get()
    assert (version.history_user, version.way) == (clerk, "grid")


@pytest.mark.parametrize(
    ("score", "rating"),
    [("80", "good"), ("79,99", "fair"), ("65", "fair"), ("64,99", "average"), ("49,99", "weak")],
)
def test_the_rating_follows_from_the_score(cooperative, sheet_of, score, rating):
    outcome = save(sheet_of(), ("score", score, ""))
    report = YearlyReport.objects.get()
    assert report.rating == rating
    assert ("rating", report.get_rating_display()) in [(c.field, c.text) for c in outcome.saved]


def test_a_rating_given_before_gives_way_to_a_score_whose_writer_saw_it(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="good")
    assert not save(sheet_of(), ("score", "49", ""), ("rating", "yếu", "tốt")).refused
    assert YearlyReport.objects.get().rating == "weak"


def test_a_rating_given_before_is_not_replaced_unseen(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="good")
    [refused] = save(sheet_of(), ("score", "49", "")).refused
    assert (refused.field, set(refused.fields)) == ("score", {"score", "rating"})
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (None, "good")
    assert not save(sheet_of(), ("score", "81", "")).refused


def test_a_rating_that_somebody_else_gave_meanwhile_is_a_conflict(cooperative, sheet_of, district):
    colleague = make_district_staff(district, username="minh", full_name="Ma Văn Minh")
    save(sheet_of(reader=colleague), ("rating", "khá", ""))
    typed = (("score", "49", ""), ("rating", "yếu", ""))
    outcome = save(sheet_of(), *typed)
    [conflict] = outcome.conflicts
    assert (conflict.field, conflict.text, conflict.by) == ("rating", "khá", "Ma Văn Minh")
    assert [refused.field for refused in outcome.refused] == ["score"]
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (None, "fair")
    # Having seen both, the writer keeps theirs: now all of it is stored.
    outcome = save(sheet_of(), typed[0], ("rating", "yếu", "khá"))
    assert not outcome.conflicts
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (49, "weak")


def test_another_score_brings_its_own_rating(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="weak", score=49)
    outcome = save(sheet_of(), ("score", "82", "49"))
    assert {(cell.field, cell.text) for cell in outcome.saved} == {
        ("score", "82"),
        ("rating", "tốt"),
    }


def test_a_rating_that_disagrees_with_the_score_is_refused_with_the_laws_thresholds(
    cooperative, sheet_of
):
    make_yearly_report(cooperative, state="draft", rating="weak", score=49)
    [refused] = save(sheet_of(), ("rating", "tốt", "yếu")).refused
    assert (refused.field, set(refused.fields)) == ("rating", {"score", "rating"})
    assert "80" in refused.message
    assert YearlyReport.objects.get().rating == "weak"


def test_a_rating_typed_beside_a_score_that_disagrees_refuses_both(cooperative, sheet_of):
    outcome = save(sheet_of(), ("score", "49", ""), ("rating", "tốt", ""), ("revenue", "5", ""))
    assert {cell.field for cell in outcome.refused} == {"score", "rating"}
    report = YearlyReport.objects.get()
    assert (report.score, report.rating, report.revenue) == (None, "", 5_000_000)


def test_taking_the_score_away_takes_its_rating_along(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="weak", score=49, revenue=1)
    outcome = save(sheet_of(), ("score", "", "49"))
    assert {(cell.field, cell.text) for cell in outcome.saved} == {("score", ""), ("rating", "")}
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (None, "")


def test_taking_the_score_away_brings_the_rating_of_before_back(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="weak")
    save(sheet_of(), ("rating", "tốt", "yếu"))
    save(sheet_of(), ("score", "49", ""), ("rating", "yếu", "tốt"))
    save(sheet_of(), ("score", "60", "49"))
    outcome = save(sheet_of(), ("score", "", "60"))
    assert ("rating", "tốt") in [(cell.field, cell.text) for cell in outcome.saved]
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (None, "good")


FINED = "bị phạt"


def test_who_was_fined_is_weak_whatever_the_score_until_that_is_taken_away(cooperative, sheet_of):
    save(sheet_of(), ("score", "85", ""))
    outcome = save(sheet_of(), ("ground", FINED, ""))
    assert ("rating", "yếu") in [(cell.field, cell.text) for cell in outcome.saved]
    save(sheet_of(), ("score", "82", "85"))
    report = YearlyReport.objects.get()
    assert (report.score, report.rating, report.ground) == (82, "weak", "fined")
    [refused] = save(sheet_of(), ("rating", "tốt", "yếu")).refused
    assert refused.field == "rating"
    outcome = save(sheet_of(), ("ground", "", FINED))
    assert ("rating", "tốt") in [(cell.field, cell.text) for cell in outcome.saved]
    assert YearlyReport.objects.get().ground == ""


@pytest.mark.parametrize("year", [2023, 2026])
def test_a_rating_without_a_score_is_back_when_the_fine_is_taken_away(
    cooperative, sheet_of, settings, year
):
    """In a year without a scale (2026) too."""
    settings.TODAY = "2027-01-10"
    save(sheet_of(year), ("rating", "khá", ""))
    save(sheet_of(year), ("ground", FINED, ""))
    assert YearlyReport.objects.get().rating == "weak"
    save(sheet_of(year), ("ground", "", FINED))
    assert YearlyReport.objects.get().rating == "fair"


def test_what_is_typed_beside_the_taking_away_stands(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="good")
    save(sheet_of(), ("score", "49", ""), ("rating", "yếu", "tốt"))
    save(sheet_of(), ("score", "", "49"), ("rating", "", "yếu"))
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (None, "")


def test_a_rating_beside_a_score_cannot_be_blanked(cooperative, sheet_of):
    make_yearly_report(cooperative, state="draft", rating="weak", score=49)
    [saved] = save(sheet_of(), ("rating", "", "yếu")).saved
    assert saved.text == "yếu"


def test_a_rating_may_stand_alone_and_be_blanked(cooperative, sheet_of):
    save(sheet_of(), ("rating", "khá", ""))
    assert YearlyReport.objects.get().rating == "fair"
    save(sheet_of(), ("rating", "", "khá"))
    assert YearlyReport.objects.get().rating == ""


@pytest.mark.parametrize("score", ["100,01", "-1", "tốt", "50,123"])
def test_a_score_that_is_none_is_refused_and_the_rating_stays(cooperative, sheet_of, score):
    make_yearly_report(cooperative, state="draft", rating="good")
    [refused] = save(sheet_of(), ("score", score, "")).refused
    assert refused.field == "score"
    report = YearlyReport.objects.get()
    assert (report.score, report.rating) == (None, "good")


def test_a_final_report_is_locked_whoever_types(cooperative, sheet_of):
    make_yearly_report(cooperative, revenue=1_000_000)
    for reader in (None, make_admin()):
        sheet = sheet_of(reader=reader)
        assert sheet.rows()[0].locked
        [refused] = save(sheet, ("revenue", "2", "1")).refused
        assert "chốt" in refused.message
    assert YearlyReport.objects.get().revenue == 1_000_000


def test_a_closed_year_locks_the_sheet(cooperative, sheet_of, province):
    close_year(province, 2023)
    with pytest.raises(LockedError, match="2023"):
        save(sheet_of(), ("revenue", "2", ""))


def test_an_officer_reads_and_does_not_write(cooperative, sheet_of, officer):
    with pytest.raises(LockedError):
        save(sheet_of(reader=officer), ("revenue", "2", ""))


def test_a_cooperative_of_another_district_has_no_row_here(cooperative, sheet_of, province):
    other = make_district(province, "062")
    there = make_district_staff(other)
    [refused] = save(sheet_of(reader=there, code="062"), ("revenue", "2", "")).refused
    assert refused.number == "A1"
    assert not YearlyReport.objects.exists()
