"""What moved between two editions: exactly the figures that moved, by whom, when, and what they
moved.
"""

from datetime import date

import pytest
from django.utils.timezone import localtime

from cooperatives.models import (
    AdministrativeUnit,
    Placement,
    QuarterlyFigures,
    Suspension,
    YearlyReport,
)
from targets.editions.differences import differences
from targets.editions.publishing import publish
from targets.editions.telling import told_figures, told_indicators, told_parts, told_targets
from targets.models import Edition, Plan, Target
from tests.factories import (
    make_baseline_figure,
    make_commune,
    make_cooperative,
    make_yearly_report,
)
from tests.targets.editions.conftest import UNIT, correct
from tests.targets.movements.conftest import MILLION

pytestmark = pytest.mark.usefixtures("english")


def moved(quarter=2):
    later = publish(2024, quarter, UNIT)
    before = Edition.objects.get(quarter=quarter, unit=later.unit, number=later.number - 1)
    return differences(before, later)


def test_one_correction_is_the_whole_list(land, first):
    correct(land.ba_be, 90)
    found = moved()
    (figure,) = found.figures
    cooperative = land.ba_be.cooperatives[0]
    assert (figure.name, figure.number) == (cooperative.name, cooperative.registration_number)
    assert (figure.code, figure.year, figure.quarter) == ("profit", 2024, 2)
    assert (figure.old, figure.new) == (10 * MILLION, 90 * MILLION)
    assert figure.who == str(land.officer)
    assert localtime(figure.at).date() == date(2024, 10, 20)
    assert figure.indicators == ("average_profit",)
    values = {(one.code, one.unit): (one.old, one.new) for one in found.indicators}
    assert values == {
        ("average_profit", "06"): (20 * MILLION, 40 * MILLION),
        ("average_profit", "061"): (20 * MILLION, 60 * MILLION),
    }


def test_it_is_told_as_people_read_it(land, first):
    correct(land.ba_be, 90)
    found = moved()
    (line,) = told_figures(found)
    assert (line.what, line.old, line.new) == (
        "Profit, quarter II/2024",
        "10 million VND",
        "90 million VND",
    )
    assert line.indicators == ("Profit",)
    lines = [f"{one.old} {one.new}" for one in told_indicators(found)]
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines] == [
        "20 million VND 40 million VND",
        "20 million VND 60 million VND",
    ]


def test_each_figure_moves_what_reads_it_and_nothing_else(land, first):
    row = correct(land.ba_be, 90)
    row.managers_vocational, row.member_count = 2, 40
    row.save()
    found = {one.code: one.indicators for one in moved().figures}
    assert found["profit"] == ("average_profit",)
    assert found["managers_vocational"] == ("managers_vocational",)
    assert "average_profit" not in found["member_count"]
    assert "total_members" in found["member_count"]


def test_a_figure_that_does_not_count_moved_nothing(land):
    blank = QuarterlyFigures.objects.get(
        cooperative=land.cho_don.cooperatives[0], year=2024, quarter=1
    )
    blank.profit = None
    blank.save()  # so that the year to date is not complete
    publish(2024, 2, UNIT)
    correct(land.cho_don, 90)
    correct(land.ba_be, 90)
    found = {one.key: one.indicators for one in moved().figures}
    assert found == {
        land.cho_don.cooperatives[0].pk: (),
        land.ba_be.cooperatives[0].pk: ("average_profit",),
    }


def test_a_figure_that_moved_no_value_is_listed_with_no_indicator(land, first):
    correct(land.ba_be, 11, 0)
    correct(land.ba_be, 9, 1)
    found = moved()
    assert [one.indicators for one in found.figures] == [(), ()]
    assert found.indicators == ()


def test_who_changed_it_last_before_the_edition_counts(land, first):
    correct(land.ba_be, 80)
    row = correct(land.ba_be, 90)
    row.note = "khác"
    row.save()  # by nobody, and of another field
    (figure,) = moved().figures
    assert figure.who == str(land.officer)


def test_a_return_that_was_submitted_since_tells_who_sent_it(land):
    publish(2024, 3, UNIT)
    land.ba_be.submit()
    found = moved(quarter=3)
    assert {one.old for one in found.figures} == {None}
    assert {one.key for one in found.figures} == {one.pk for one in land.ba_be.cooperatives}
    assert {one.who for one in found.figures} == {str(land.ba_be.clerk)}


def test_foundings_and_suspensions_are_figures_of_the_registry(land, first):
    made = make_cooperative(land.ba_be.unit, founded_on=date(2024, 5, 1))
    stopped = land.cho_don.cooperatives[0]
    Suspension.objects.create(organisation=stopped, valid_from=date(2024, 6, 1))
    found = {(one.key, one.code): one for one in moved().figures}
    assert found[made.pk, "founded_on"].new == "2024-05-01"
    assert "new_cooperatives" in found[made.pk, "founded_on"].indicators
    assert found[stopped.pk, "suspensions"].new == [["2024-06-01", None]]
    assert "operating_cooperatives" in found[stopped.pk, "suspensions"].indicators
    assert {key for key, _code in found} == {made.pk, stopped.pk}


def test_a_rating_that_was_made_final_moves_its_shares(land, first):
    cooperative = land.ba_be.cooperatives[0]
    make_yearly_report(cooperative, 2023, rating="weak", state=YearlyReport.State.FINAL)
    found = {one.code: one for one in moved().figures}
    assert found["rating"].new == "weak"
    assert "weak_share" in found["rating"].indicators
    assert told_figures(differences(*Edition.objects.order_by("number")))


def test_nobody_reads_what_lies_outside_the_own_unit(land, first):
    correct(land.ba_be, 90)
    found = moved()
    assert len(found.within(land.ba_be.clerk).figures) == 1
    assert found.within(land.cho_don.clerk).figures == ()
    assert len(found.within(land.cho_don.clerk).indicators) == 2


def test_a_submission_that_was_taken_back_tells_who_took_it(land):
    land.ba_be.submit()
    publish(2024, 3, UNIT)
    land.ba_be.take_back()
    found = moved(quarter=3)
    assert {one.new for one in found.figures} == {None}
    assert {one.who for one in found.figures} == {str(land.ba_be.clerk)}


def test_a_cooperative_that_was_moved_moves_the_indicators_of_both_districts(land, first):
    correct(land.ba_be, 90, 0)
    publish(2024, 2, UNIT)
    placed = Placement.objects.get(organisation=land.ba_be.cooperatives[0])
    placed.unit = Placement.objects.get(organisation=land.cho_don.cooperatives[0]).unit
    placed.save()
    found = moved()
    (figure,) = found.figures
    assert (figure.code, figure.key) == ("unit", land.ba_be.cooperatives[0].pk)
    assert {one.unit for one in found.indicators if one.code == "average_profit"} == {"061", "064"}
    assert set(figure.indicators) == {one.code for one in found.indicators}


def test_who_was_moved_did_not_move_what_it_does_not_count_in(land, first):
    placed = Placement.objects.get(organisation=land.ba_be.cooperatives[0])
    placed.unit = make_commune(land.ba_be.unit, "06109")
    placed.save()
    correct(land.ba_be, 90, 1)
    found = {one.code: one.indicators for one in moved().figures}
    assert found == {"unit": (), "profit": ("average_profit",)}


def test_a_changed_target_is_told_beside_figures_that_moved(land, first):
    correct(land.ba_be, 90)
    target = Target.objects.get(indicator="average_profit")
    target.value = 60 * MILLION
    target.save()
    found = moved()
    assert found.figures
    (line,) = (one for one in told_targets(found) if one.moved.unit == UNIT)
    assert (line.name, line.moved.decision) == ("Average profit per cooperative", land.plan.number)
    assert "60" in line.new.replace("\N{NO-BREAK SPACE}", " ")
    assert "60" not in line.old
    assert told_parts(found.parts) == []


def test_what_no_figure_explains_is_told_beside_figures_that_moved(land, first):
    correct(land.ba_be, 90)
    Plan.objects.update(title="Tên khác")
    make_baseline_figure(land.province, "average_profit", value=4)
    assert told_parts(moved().parts) == ["official figures", "decisions of the plan"]


def test_an_official_figure_is_not_otherwise_for_the_value_beside_it(land):
    make_baseline_figure(land.province, "average_profit", value=4)
    publish(2024, 2, UNIT)
    correct(land.ba_be, 90)
    assert told_parts(moved().parts) == []


def test_a_unit_that_was_renamed_moved_no_figure(land, first):
    commune = AdministrativeUnit.objects.get(code="06101")
    commune.name = "Xã khác"
    commune.save()
    correct(land.ba_be, 90)
    assert [one.code for one in moved().figures] == ["profit"]
