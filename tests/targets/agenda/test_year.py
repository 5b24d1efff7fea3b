"""The admin's year: each step says where it stands, and leads to where it is done."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import Remark, ReportingYear, UnitSuccession
from cooperatives.yearly.closing import missing_at_closing
from targets.agenda.steps import years_to_show
from targets.models import Plan
from targets.plans.inherited import inherited_plans
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
    make_yearly_report,
    move,
    open_year,
)

STEPS = ("opening", "plan", "allocations", "due_days", "accounts", "reports", "closing")


class Province:
    """On 20 October 2024: a plan with two counts, one shared out and one short by 2."""

    def __init__(self):
        self.unit = make_province()
        self.district = make_district(self.unit, "061", name="Huyện Ba Bể")
        self.cooperative = make_cooperative(self.district)
        self.plan = make_plan(self.unit)
        for indicator, here in (("new_cooperatives", 35), ("new_groups", 10)):
            make_target(self.plan, indicator, value=here)
            make_target(self.plan, indicator, value=here - 2 * (here == 10), unit=self.district)
        open_year(self.unit, 2024)
        self.staff = make_district_staff(self.district, telephone="0209 387 1234")
        self.admin = make_admin(self.unit)


@pytest.fixture
def world(db, demo_day):
    return Province()


@pytest.fixture
def look(client, world):
    """The agenda of a year as somebody sees it, the admin unless said otherwise."""

    def looking(year=2024, by=None):
        client.force_login(by or world.admin)
        answer = client.get(reverse("year", args=[year]))
        assert answer.status_code == 200
        return answer.context["agenda"]

    return looking


def states(agenda):
    return {name: str(getattr(agenda, f"{name}_state")) for name in STEPS}


def test_a_running_year(look, world):
    make_yearly_report(world.cooperative, 2024, state="draft", profit=5)
    agenda = look()
    assert states(agenda) == {
        "opening": "done",
        "plan": "done",
        "allocations": "to_do",
        "due_days": "done",
        "accounts": "to_do",
        "reports": "to_do",
        "closing": "not_yet",
    }
    (amiss,) = agenda.allocations.amiss
    assert (amiss.indicator.code, amiss.difference) == ("new_groups", -2)
    (block,) = agenda.blocking.units
    assert (block.unit, block.contact.telephone) == (world.district, "0209 387 1234")
    assert [one.period.number for one in block.returns] == [1, 2, 3]
    assert agenda.blocking.later == 1
    assert (block.drafts, block.unrated) == (0, 0)  # yearly reports come after the year's end


def test_what_is_done_and_approved_blocks_nothing_but_a_doubt_does(look, world):
    for quarter in (1, 2, 3):
        filed = make_return(world.district, 2024, quarter, state="approved")
    assert states(look())["reports"] == "done"
    at, side = "2024-10-01T00:00Z", Remark.Side.OFFICER
    Remark.objects.create(quarterly_return=filed, text="xem lại", by=world.admin, side=side, at=at)
    agenda = look()
    assert (agenda.blocking.returns, agenda.blocking.remarked) == (0, 1)
    assert states(agenda)["reports"] == "to_do"


def test_counts_are_shared_out_once_any_is_and_means_never(look, world):
    shared = world.plan.targets.filter(unit=world.district)
    shared.delete()
    make_target(world.plan, "average_profit", value=85_000_000)
    make_target(world.plan, "new_unions", value=1, unit=world.district)
    agenda = look()
    assert [one.code for one in agenda.allocations.without] == ["new_cooperatives", "new_groups"]
    assert states(agenda)["allocations"] == "to_do"
    make_target(world.plan, "new_cooperatives", value=35, unit=world.district)
    agenda = look()
    assert [one.code for one in agenda.allocations.without] == ["new_groups"]
    assert states(agenda)["allocations"] == "done"
    world.plan.targets.filter(unit=world.unit).exclude(indicator="average_profit").delete()
    assert states(look())["allocations"] == "done"


def test_openings_below_are_named_and_who_does_not_reach_the_own_one_changes_nothing(look, world):
    below = open_year(world.district, 2024)
    assert look().others == [below]
    below.delete()
    agenda = look(by=make_admin(world.district))
    assert (agenda.row.unit, agenda.may_write) == (world.unit, False)


def test_the_years_to_go_to_are_those_opened_this_and_the_next(world, merged):
    assert years_to_show(world.unit, 2022) == [2027, 2026, 2024, 2022]
    merged.refresh_from_db()
    assert years_to_show(merged, 2026) == [2027, 2026, 2024]


def test_what_was_sent_back_or_waits_for_approval_blocks_once(look, world):
    for quarter, state in enumerate(("returned", "submitted", "approved"), start=1):
        make_return(world.district, 2024, quarter, state=state)
    (block,) = look().blocking.units
    assert [(one.period.number, str(one.state)) for one in block.returns] == [
        (1, "returned"),
        (2, "submitted"),
    ]


def test_a_year_that_is_over_lacks_yearly_reports_and_may_be_closed(look, world, settings):
    settings.TODAY = "2025-01-02"
    make_yearly_report(world.cooperative, 2024, state="draft", profit=5)
    agenda = look()
    assert agenda.blocking.drafts == 1
    assert (agenda.blocking.units[0].unrated, states(agenda)["closing"]) == (1, "to_do")
    assert agenda.may_plan
    close_year(world.unit, 2024)
    agenda = look()
    assert not agenda.may_plan
    assert not agenda.blocking.units
    assert set(states(agenda).values()) == {"done"}
    assert agenda.accounts is None


def test_the_next_year_is_opened_and_the_plan_copied(client, look, world):
    agenda = look(2025)
    assert states(agenda) == {
        "opening": "to_do",
        "plan": "to_do",
        "allocations": "not_yet",
        "due_days": "not_yet",
        "accounts": "to_do",
        "reports": "not_yet",
        "closing": "not_yet",
    }
    page = client.get(reverse("year", args=[2025])).text
    copy = f"{reverse('plan-new')}?from={world.plan.pk}&amp;year=2025"
    assert copy in page
    assert client.get(copy.replace("&amp;", "&")).status_code == 200
    assert client.post(reverse("year-opening", args=[2025])).status_code == 302
    opened = ReportingYear.objects.get(year=2025)
    assert (opened.unit, opened.opened) == (world.unit, date(2024, 10, 20))
    client.post(reverse("year-opening", args=[2025]))  # again it changes nothing
    assert ReportingYear.objects.filter(year=2025).count() == 1
    found = states(look(2025))
    assert (found["opening"], found["reports"]) == ("done", "not_yet")


def test_the_year_after_next_waits(look):
    found = states(look(2026))
    assert (found["opening"], found["plan"]) == ("not_yet", "not_yet")


@pytest.fixture
def merged(world, settings):
    """From 1 July 2025 on Thái Nguyên has what was Bắc Kạn; 2024 was opened for that alone."""
    settings.TODAY = "2026-01-20"
    successor = make_province("19", name="Tỉnh Thái Nguyên")
    make_cooperative(make_district(successor, "191", name="Huyện Phú Lương"))
    for ended in (world.unit, world.district):
        ended.valid_to = date(2025, 7, 1)
        ended.save()
    UnitSuccession.objects.create(
        predecessor=world.unit, successor=successor, on=world.unit.valid_to
    )
    return successor


def test_closing_asks_about_all_that_the_year_lacks_of_units_that_took_over(client, look, merged):
    agenda = look(by=make_admin(merged))
    assert [one.unit.code for one in agenda.blocking.units] == ["061", "191"]
    page = client.get(reverse("admin:cooperatives_reportingyear_closing", args=[agenda.row.pk]))
    missing = page.context["missing"]
    assert [unit.code for unit, _number in missing.unrated] == ["061", "191"]
    asked = {one.unit.code for one in missing.not_submitted}
    assert asked == {one.unit.code for one in agenda.blocking.units if one.returns}
    open_year(merged, 2024)  # known by itself from now on: it is closed by itself
    page = client.get(reverse("admin:cooperatives_reportingyear_closing", args=[agenda.row.pk]))
    assert [unit.code for unit, _number in page.context["missing"].unrated] == ["061"]


def test_where_several_took_over_all_of_them_block(client, look, merged, world):
    other = make_province("20", name="Tỉnh Lạng Sơn")
    make_cooperative(make_district(other, "201"))
    UnitSuccession.objects.create(predecessor=world.unit, successor=other, on=world.unit.valid_to)
    client.force_login(make_admin())
    agenda = client.get(reverse("year", args=[2024]), {"unit": "19"}).context["agenda"]
    assert [one.unit.code for one in agenda.blocking.units] == ["061", "191", "201"]


def test_a_commune_that_took_over_is_told_what_itself_lacks_too(look, merged, world):
    commune = make_commune(merged, "01906")
    make_cooperative(commune)
    UnitSuccession.objects.create(
        predecessor=world.district, successor=commune, on=world.unit.valid_to
    )
    agenda = look(by=make_admin(commune))
    assert [one.unit.code for one in agenda.blocking.units] == ["061", "01906"]


@pytest.mark.parametrize("heirs", [2, 0])
def test_organisations_that_a_reform_left_without_a_place_are_a_step_and_stand_in_the_way(
    client, look, world, settings, heirs
):
    settings.TODAY = "2024-11-01"
    world.district.valid_to = date(2024, 7, 1)
    world.district.save()
    for code in ("062", "063")[:heirs]:
        successor = make_district(world.unit, code)
        UnitSuccession.objects.create(
            predecessor=world.district, successor=successor, on=world.district.valid_to
        )
    assert look(2023).unplaced.count() == 0  # before the reform nobody waited
    agenda = look()
    assert [(one.pk, one.waiting) for one in agenda.unplaced] == [(world.district.pk, 1)]
    assert (states(agenda)["reports"], agenda.blocking.unplaced) == ("to_do", 1)
    there = [reverse("unit-reform"), reverse("unit-placing", args=[world.district.pk])][heirs > 0]
    page = client.get(reverse("year", args=[2024])).text
    assert f'<a href="{there}"' in page
    assert 'data-step="places" data-state="to_do"' in page
    closing = reverse("admin:cooperatives_reportingyear_closing", args=[agenda.row.pk])
    page = client.get(closing)
    assert page.context["missing"].unplaced == [(world.district, 1)]
    assert f'<a href="{there}"' in page.text
    client.force_login(make_officer(world.unit))  # who may not place them
    assert f'<a href="{there}"' not in client.get(reverse("year", args=[2024])).text


@pytest.mark.parametrize(("day", "waiting"), [(1, 1), (2, 2)])
def test_what_was_dissolved_up_to_a_units_end_waits_for_no_place(look, world, day, waiting):
    make_cooperative(world.district, dissolved_on=date(2024, 7, day))
    world.district.valid_to = date(2024, 7, 1)
    world.district.save()
    agenda = look()
    assert (agenda.waiting, agenda.blocking.unplaced) == (waiting, waiting)


def test_once_a_reform_took_all_along_no_step_is_about_places(client, look, world):
    assert look().unplaced.count() == 0
    assert 'data-step="places"' not in client.get(reverse("year", args=[2024])).text


def test_what_waits_is_told_once_where_a_year_is_closed_for_several_units(look, merged, world):
    """The year was opened for the old province; the new one reaches what lies in both."""
    world.district.valid_to = date(2024, 12, 1)
    world.district.save()
    row = ReportingYear.objects.get(unit=world.unit)
    assert missing_at_closing(row).unplaced == [(world.district, 1)]
    assert [one.pk for one in look(by=make_admin(merged)).unplaced] == [world.district.pk]


def test_what_waits_for_a_place_elsewhere_is_no_step_here(client, look, merged, world):
    """Two took over: what lies in the old province is the step of neither of them."""
    other = make_province("20", name="Tỉnh Lạng Sơn")
    UnitSuccession.objects.create(predecessor=world.unit, successor=other, on=world.unit.valid_to)
    world.district.valid_to = date(2024, 12, 1)
    world.district.save()
    client.force_login(make_admin())
    page = client.get(reverse("year", args=[2024]), {"unit": "19"})
    assert (page.context["agenda"].waiting, page.context["agenda"].blocking.unplaced) == (0, 1)
    assert 'href="#places"' not in page.text
    page = client.get(reverse("year", args=[2024]), {"unit": "06"})
    assert 'href="#places"' in page.text
    assert 'id="places"' in page.text
    assert look(by=make_admin(merged)).blocking.unplaced == 0  # it lies outside of that one's scope


def test_yearly_reports_are_missed_where_a_cooperative_lies_at_the_years_end(look, merged, world):
    """Of 2025, in whose middle it went over; the ended district can report no more."""
    row = open_year(world.unit, 2025)
    (cooperative,) = (one.organisation for one in world.district.placements.all())
    new = make_district(merged, "192", valid_from=world.unit.valid_to)
    move(cooperative, new, world.unit.valid_to)
    assert [unit.code for unit, _number in missing_at_closing(row).unrated] == ["191", "192"]
    blocked = look(2025, by=make_admin(merged)).blocking
    assert [one.unit.code for one in blocked.units if one.unrated] == ["191", "192"]


def test_the_first_plan_after_a_merger_starts_from_that_of_a_unit_taken_over(
    client, look, merged, world
):
    make_target(world.plan, "new_cooperatives", value=40, year=2025)
    make_target(world.plan, "new_cooperatives", value=4, year=2025, unit=world.district)
    admin = make_admin(merged)
    assert look(2026, by=admin).inherited == [world.plan]
    assert look(2027, by=admin).inherited == []  # too long ago
    copy = f"{reverse('plan-new')}?from={world.plan.pk}&amp;unit=19&amp;year=2026"
    assert copy in client.get(reverse("year", args=[2026])).text
    assert copy in client.get(reverse("plan-new"), {"year": 2026}).text
    page = client.get(copy.replace("&amp;", "&"))
    assert page.context["plan"].unit == merged
    (row,) = [row for row in page.context["sheet"].rows if row.target]
    sent = {field.html_name: field.value() or "" for field in row}
    facts = {"number": "1/KH", "issued_on": "15/1/2026", "title": "Kế hoạch 2026", "year": "2026"}
    client.post(copy.replace("&amp;", "&"), sent | facts)
    stored = Plan.objects.get(unit=merged).targets.get()
    assert (stored.unit, stored.year, stored.value) == (merged, 2026, 40)
    assert look(2026, by=admin).inherited == []


def test_who_has_a_part_of_the_ended_unit_inherits_its_plan_as_far_as_he_reaches_it(
    look, merged, world
):
    make_target(world.plan, "new_cooperatives", value=40, year=2025)
    other = make_province("20", name="Tỉnh Lạng Sơn")
    UnitSuccession.objects.create(predecessor=world.unit, successor=other, on=world.unit.valid_to)
    merged.refresh_from_db()
    assert inherited_plans(merged, 2026, make_admin()) == [world.plan]
    # One of each ended unit: that of the year itself where there is one.
    later = make_plan(world.unit, number="1/KH", issued_on=date(2024, 12, 1))
    make_target(later, value=40, year=2025)
    make_target(later, value=45, year=2026)
    assert inherited_plans(merged, 2026, make_admin()) == [later]
    world.plan.targets.filter(year=2025).delete()
    make_target(world.plan, value=50, year=2026)
    assert inherited_plans(merged, 2027, make_admin()) == [later]
    assert inherited_plans(merged, 2024, make_admin()) == [world.plan]
    assert inherited_plans(merged, 2026, make_admin(merged)) == []


def test_a_plan_is_not_copied_to_a_unit_that_did_not_take_over(client, look, merged, world):
    client.force_login(make_admin())
    other = make_province("20", name="Tỉnh Lạng Sơn")
    asked = {"from": world.plan.pk, "unit": other.code}
    assert client.get(reverse("plan-new"), asked).status_code == 404


def test_a_past_year_that_nobody_opened_needs_nothing(look):
    found = states(look(2022))
    assert found.pop("accounts") == "done"
    assert set(found.values()) == {"optional"}


def test_a_past_year_without_a_plan_wants_one_until_it_is_closed(look, world):
    open_year(world.unit, 2022)
    assert states(look(2022))["plan"] == "to_do"
    close_year(world.unit, 2022)
    assert states(look(2022))["plan"] == "done"


def test_officers_read_it_without_accounts_and_change_nothing(client, look, world):
    officer = make_officer(world.unit)
    agenda = look(by=officer)
    assert (agenda.accounts, agenda.may_write) == (None, False)
    page = client.get(reverse("year", args=[2024])).text
    for name in ("due-days", "plan-targets", "plan-shares", "accounts"):
        args = {"due-days": [2024], "accounts": []}.get(name, [world.plan.pk, 2024])
        args += ["new_groups"] * (name == "plan-shares")
        assert f'"{reverse(name, args=args)}' not in page
    client.force_login(world.staff)
    assert client.get(reverse("year", args=[2024])).status_code == 403


def test_its_statements_grow_with_nothing(client, look, world, django_assert_max_num_queries):
    look()
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("year", args=[2024]))
    before = len(few)
    for code in ("062", "063", "064"):
        unit = make_district(world.unit, code)
        make_cooperative(unit)
        make_return(unit, 2024, 3, state="returned")
        make_target(world.plan, "new_groups", value=1, unit=unit)
    with django_assert_max_num_queries(before):
        client.get(reverse("year", args=[2024]))
    assert Plan.objects.count() == 1
