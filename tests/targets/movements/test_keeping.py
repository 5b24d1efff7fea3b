"""What each change keeps of what it moved: values before and after, by whom, and why."""

from datetime import date
from fractions import Fraction

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from cooperatives.counting import Cause, CountedChange, counted_change
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.held import Held
from cooperatives.models import Organisation
from cooperatives.yearly.finalising import candidates, make_drafts, make_final
from cooperatives.yearly.sheet import yearly_sheet
from targets.models import Movement
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    close_year,
    make_cooperative,
    make_figures,
    make_plan,
    make_target,
    make_yearly_report,
)
from tests.targets.movements.conftest import MILLION, steps
from tests.targets.pages import find_all, parsed, text


def test_a_submission_keeps_what_it_moved_in_its_district_and_the_province(land):
    land.ba_be.submit()
    land.cho_don.submit()
    assert steps(land.ba_be.unit) == [("submission", None, Fraction(30 * MILLION))]
    assert steps(land.province) == [
        ("submission", None, Fraction(30 * MILLION)),
        ("submission", Fraction(30 * MILLION), Fraction(35 * MILLION)),
    ]
    row = Movement.objects.filter(unit_path=land.province.path).first()
    assert (row.by, row.place) == (land.cho_don.clerk, "Chợ Đồn")
    assert row.quarterly_return.period == Quarter(2024, 3)
    assert localtime(row.at).date() == date(2024, 10, 20)


def test_a_cell_of_a_draft_asks_for_no_value(land):
    def asked(**figures):
        with CaptureQueriesContext(connection) as captured:
            land.ba_be.save(land.ba_be.cooperatives[0], **figures)
        return [query["sql"] for query in captured if "cooperative_year AS" in query["sql"]]

    assert asked(profit="11") == []
    assert not Movement.objects.exists()


def test_two_tallies_and_no_statement_more_with_more_records(land):
    def asked(office):
        Held.forget_all()
        with CaptureQueriesContext(connection) as captured:
            office.submit()
        sql = [query["sql"] for query in captured]
        return len(sql), sum("cooperative_year AS" in one for one in sql)

    few = asked(land.ba_be)
    assert few[1] == 2
    filed = land.cho_don.sheet().stored
    for _ in range(5):
        made = make_cooperative(land.cho_don.unit)
        make_figures(made, 2024, 3, quarterly_return=filed, profit=MILLION)
    assert asked(land.cho_don) == few


def test_what_is_corrected_and_submitted_again_is_one_step(land):
    land.ba_be.submit()
    land.ba_be.send_back()
    land.ba_be.save(land.ba_be.cooperatives[0], profit="20")
    land.ba_be.submit()
    expected = [
        ("submission", None, Fraction(30 * MILLION)),
        ("submission", Fraction(30 * MILLION), Fraction(35 * MILLION)),
    ]
    assert steps(land.province) == steps(land.ba_be.unit) == expected


def test_corrections_of_another_return_are_a_step_of_their_own_before(land):
    land.ba_be.submit()
    land.ba_be.send_back()
    land.ba_be.save(land.ba_be.cooperatives[0], profit="20")
    land.cho_don.submit()
    assert steps(land.province) == [
        ("submission", None, Fraction(30 * MILLION)),
        ("corrections", Fraction(30 * MILLION), Fraction(35 * MILLION)),
        ("submission", Fraction(35 * MILLION), Fraction(75, 2) * MILLION),
    ]
    drift = Movement.objects.get(cause="corrections", unit_path="06/", indicator="average_profit")
    assert (drift.place, drift.by) == ("Ba Bể", None)
    assert drift.quarterly_return.unit == land.ba_be.unit
    land.ba_be.submit()  # of the province all is kept already, of the district not yet
    assert len(steps(land.province)) == 3
    assert steps(land.ba_be.unit)[-1] == (
        "submission",
        Fraction(30 * MILLION),
        Fraction(35 * MILLION),
    )


def test_what_nobody_tells_of_is_kept_as_such(land):
    land.ba_be.submit()
    row = land.ba_be.sheet().stored.rows.first()
    row.profit += MILLION
    row.save()
    land.cho_don.submit()
    assert [cause for cause, *_ in steps(land.province)] == ["submission", "other", "submission"]


def test_a_submission_taken_back_moves_it_back(land):
    land.ba_be.submit()
    land.ba_be.take_back()
    there = Fraction(30 * MILLION)
    assert steps(land.province) == [
        ("submission", None, there),
        ("submission_taken_back", there, None),
    ]


def test_yearly_reports_move_ratings_when_final_and_when_drafts_again(land):
    for cooperative in land.ba_be.cooperatives:
        make_yearly_report(cooperative, 2023, state="draft", rating="weak")

    def sheet():
        return yearly_sheet(land.officer, 2023, "061")

    shown = sheet()
    numbers = [one.mark.rsplit(" ", 1) for one in candidates(shown, shown.rows())]
    make_final(sheet(), dict(numbers))
    assert steps(land.province, "weak_share", 1) == [("reports_final", None, Fraction(50))]
    assert steps(land.ba_be.unit, "weak_share", 4) == [("reports_final", None, Fraction(100))]
    make_drafts(sheet(), dict(numbers))
    assert steps(land.province, "weak_share", 1)[-1] == ("reports_draft", Fraction(50), None)
    assert Movement.objects.first().by == land.officer


def post(client, path, **typed):
    response = client.post(path, {**sent_by(client.get(path)), **typed})
    assert response.status_code == 302, response.text
    return response


def test_the_registry_keeps_foundings_and_their_removal_under_the_name(land, client):
    client.force_login(land.ba_be.clerk)
    unit = land.ba_be.cooperatives[0].placements.get().unit
    founded = {
        "kind": "cooperative",
        "name": "HTX Đại Thành",
        "registration_number": "N1",
        "sector": "agriculture",
        "founded_on": "1/8/2024",
        "unit": unit.pk,
    }
    post(client, "/organisations/founding/", **founded)
    made = Organisation.objects.get(registration_number="N1")
    assert steps(land.province, "new_cooperatives") == [("founding", 0, 1)]
    assert steps(land.province, "new_cooperatives", 2) == []
    row = Movement.objects.filter(cause="founding").first()
    assert (row.organisation, row.place) == (made, "Ba Bể")
    post(client, f"/organisations/{made.pk}/founding/", taking_back="1")
    assert steps(land.province, "new_cooperatives")[-1] == ("removal", 1, 0)
    names = Movement.objects.exclude(organisation_name="").values_list(
        "organisation", "organisation_name"
    )
    assert set(names) == {(None, "HTX Đại Thành")}


def test_what_is_counted_over_a_period_has_a_chain_of_its_own(land, client):
    """A founding of the year before moves a count since 2021, and not that of the year."""
    programme = make_plan(land.province, number="5 năm")
    make_target(programme, "new_cooperatives", value=20, from_year=2021)
    client.force_login(land.ba_be.clerk)
    founded = {
        "kind": "cooperative",
        "name": "HTX Đại Thành",
        "registration_number": "N1",
        "sector": "agriculture",
        "founded_on": "1/8/2023",
        "unit": land.ba_be.cooperatives[0].placements.get().unit_id,
    }
    post(client, "/organisations/founding/", **founded)
    moved = Movement.objects.filter(cause="founding", quarter=3, unit_path=land.province.path)
    assert [(row.counted, row.before, row.after) for row in moved] == [
        (("new_cooperatives", 2021), 0, 1)
    ]
    client.force_login(land.officer)
    for plan, said in ((programme, "(2021–2024) 0 → 1"), (land.plan, "")):
        page = client.get(f"/?year=2024&quarter=3&unit=06&plan={plan.pk}")
        (line,) = find_all(parsed(page), "li", data_moved="new_cooperatives") or [None]
        assert said in text(line) if said else line is None
    assert "(2021–2024) 0 → 1" in text(parsed(client.get("/movements/?year=2024&quarter=3")))


def test_a_ceasing_and_a_resumption_move_what_operates(land, client):
    land.ba_be.submit()
    client.force_login(land.ba_be.clerk)
    ceased = land.ba_be.cooperatives[0]
    path = f"/organisations/{ceased.pk}"
    touched = "quý III/2024"  # with figures, which the page asks about
    post(client, f"{path}/suspension/", valid_from="1/9/2024", reason="Sửa kho", touched=touched)
    assert steps(land.province, "managers_vocational")[-1] == ("suspension", 2 + 2, 1 + 2)
    post(client, f"{path}/resumption/", valid_to="2/9/2024")
    assert steps(land.province, "managers_vocational")[-1] == ("resumption", 1 + 2, 2 + 2)


def test_a_new_name_moves_nothing_and_measures_nothing(land, client):
    client.force_login(land.ba_be.clerk)
    path = f"/organisations/{land.ba_be.cooperatives[0].pk}/correction/"
    with CaptureQueriesContext(connection) as captured:
        post(client, path, name="HTX Tên Mới")
    assert not [query for query in captured if "cooperative_year AS" in query["sql"]]


def test_what_is_refused_has_moved_nothing(land):
    change = CountedChange(Cause.FOUNDING, (land.ba_be.unit,), since=Quarter(2024, 3))
    with transaction.atomic(), counted_change(change):
        make_cooperative(land.ba_be.unit, founded_on=date(2024, 8, 1))
        transaction.set_rollback(True)
    assert not Movement.objects.exists()


def test_a_closed_year_and_one_without_a_plan_keep_nothing(land):
    close_year(land.province, 2024)
    change = CountedChange(Cause.FOUNDING, (land.ba_be.unit,), since=Quarter(2022, 1))
    with transaction.atomic(), counted_change(change):
        make_cooperative(land.ba_be.unit, founded_on=date(2024, 8, 1))
    assert not Movement.objects.exists()


def test_a_quarter_that_has_not_begun_is_not_looked_at(land, settings):
    settings.TODAY = "2024-09-30"
    land.ba_be.submit()
    assert set(Movement.objects.values_list("quarter", flat=True)) == {3}
