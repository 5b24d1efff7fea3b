"""A reform of units: who took over, what moves with it, and who reaches what afterwards."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cooperatives.imports.kind import KINDS
from cooperatives.imports.run import import_file
from cooperatives.imports.session import Options
from cooperatives.models import (
    AdministrativeUnit,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    UnitSuccession,
    User,
)
from cooperatives.units.rules import succession_problems, unit_problems
from cooperatives.units.years import ReportingYears
from targets.plans.checking import violations
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_province,
    move,
    open_year,
)

REFORM = date(2025, 7, 1)
HEADER = "code,name,level,parent_code,valid_from,valid_to,successor_code"
FILE = Path(settings.BASE_DIR) / "fixtures" / "reform_bac_kan_2025.csv"


def run(*rows, store=True):
    content = "\n".join([HEADER, *rows]).encode()
    return import_file(KINDS["units"], "units.csv", content, Options(), store=store)


@pytest.fixture
def after(settings):
    settings.DEBUG, settings.TODAY = True, "2025-08-01"


@pytest.fixture
def province(db):
    return make_province()


@pytest.fixture
def district(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def communes(district):
    names = ("Xã Thượng Giáo", "Xã Địa Linh", "Xã Chu Hương")
    codes = ("01900", "01903", "01906")
    return [make_commune(district, c, name=n) for c, n in zip(codes, names, strict=True)]


NEW = (
    "19,Tỉnh Thái Nguyên,province,,2025-07-01,,",
    "01906,Xã Ba Bể,commune,19,2025-07-01,,",
    "01912,Xã Chợ Rã,commune,19,2025-07-01,,",
)
ENDED = (
    "06,Tỉnh Bắc Kạn,province,,1997-01-01,2025-07-01,19",
    "061,Huyện Ba Bể,district,06,1997-01-01,2025-07-01,01906;01912",
    "01900,Xã Thượng Giáo,commune,061,1997-01-01,2025-07-01,01906",
    "01903,Xã Địa Linh,commune,061,1997-01-01,2025-07-01,01906",
    "01906,Xã Chu Hương,commune,061,1997-01-01,2025-07-01,01912;01906",
)


def place_of(organisation, day=REFORM):
    return organisation.unit_on(day).path


def reform():
    outcome = run(*NEW, *ENDED)
    assert not outcome.errors
    return outcome


# --- What moves -----------------------------------------------------------------------------------


def test_organisations_of_a_unit_that_went_whole_go_with_it(communes, after):
    here, there = make_cooperative(communes[0]), make_group(communes[1])
    ended = make_cooperative(communes[0], dissolved_on=date(2024, 5, 1))
    reform()
    assert [place_of(one) for one in (here, there, ended)] == ["19/01906/"] * 3
    assert place_of(here, date(2025, 6, 30)) == "06/061/01900/"
    stays = list(here.placements.order_by("valid_from"))
    assert [(stay.valid_from, stay.valid_to) for stay in stays] == [
        (here.founded_on, REFORM),
        (REFORM, None),
    ]
    assert not list(violations())


def test_those_of_a_unit_that_went_to_several_stay_until_somebody_says_where(communes, after):
    cooperative = make_cooperative(communes[2])
    outcome = reform()
    assert place_of(cooperative) == "06/061/01906/"
    [left] = [one for one in outcome.consequences if cooperative.name in "".join(one.lines)]
    assert "1 tổ chức" in left.sentence


@pytest.mark.parametrize("day", [REFORM, date(2025, 7, 15)])
def test_a_founding_after_the_end_recorded_in_the_ended_unit_is_put_right(communes, after, day):
    late = make_cooperative(communes[0], founded_on=day)
    reform()
    [stay] = late.placements.all()
    assert (stay.unit.path, stay.valid_from) == ("19/01906/", day)


@pytest.mark.parametrize("day", [date(2020, 1, 1), REFORM])
def test_who_left_by_the_end_does_not_come_back(communes, after, day):
    gone = make_cooperative(communes[0])
    other = make_province("19", name="Tỉnh khác", valid_to=REFORM)
    move(gone, other, day)
    reform()
    assert place_of(gone) == "19/"
    assert gone.placements.count() == 2


def test_who_left_after_the_end_goes_along_until_then(communes, after):
    gone, other, day = make_cooperative(communes[0]), make_province("08"), date(2025, 7, 20)
    move(gone, other, day)
    reform()
    assert [place_of(gone, one) for one in (date(2025, 6, 30), REFORM, day)] == [
        "06/061/01900/",
        "19/01906/",
        other.path,
    ]
    assert not list(violations())


@pytest.mark.parametrize(("closed", "is_refused"), [(2023, False), (2024, True)])
def test_of_a_later_founding_the_year_of_its_own_day_counts(communes, after, closed, is_refused):
    """What never lay in the unit in its time changes nothing of the year in which that ended."""
    make_cooperative(communes[0], founded_on=date(2024, 2, 1))
    close_year(communes[0].parent.parent, closed)
    outcome = run("01900,Xã Thượng Giáo,commune,061,1997-01-01,2023-07-01,01903")
    assert bool(outcome.errors) == is_refused


def test_on_the_very_day_all_goes_into_a_unit_that_is_there_already(communes, settings):
    settings.DEBUG, settings.TODAY = True, REFORM.isoformat()
    cooperative, staff = make_cooperative(communes[0]), make_district_staff(communes[0])
    outcome = run("01900,Xã Thượng Giáo,commune,061,1997-01-01,2025-07-01,01903")
    assert not outcome.errors
    assert place_of(cooperative) == communes[1].path
    assert User.objects.get(pk=staff.pk).unit == communes[1]


def test_groups_of_one_name_keep_their_old_communes_in_brackets(communes, after):
    one = make_group(communes[0], name="Tổ hợp tác Rau sạch")
    two = make_group(communes[1], name="tổ hợp tác  rau sạch")
    alone = make_group(communes[1], name="Tổ hợp tác Chè")
    dissolved = make_group(communes[0], name="Tổ hợp tác Chè", dissolved_on=date(2024, 1, 1))
    outcome = reform()
    names = [Organisation.objects.get(pk=group.pk).name for group in (one, two, alone, dissolved)]
    assert names == [
        "Tổ hợp tác Rau sạch (Thượng Giáo)",
        "tổ hợp tác rau sạch (Địa Linh)",
        "Tổ hợp tác Chè",
        "Tổ hợp tác Chè",
    ]
    assert any(
        "Tổ hợp tác Rau sạch → Tổ hợp tác Rau sạch (Thượng Giáo)" in one.lines
        for one in outcome.consequences
    )
    assert not list(violations())


@pytest.mark.parametrize("there", ["cooperative", "dissolved", "gone"])
def test_a_name_is_met_by_groups_that_stand_there_alone(communes, after, there):
    if there == "cooperative":
        make_cooperative(communes[1], name="Tổ A")
    elif there == "dissolved":
        make_group(communes[1], name="Tổ A", dissolved_on=date(2024, 1, 1))
    else:
        move(make_group(communes[1], name="Tổ A"), communes[2], date(2024, 1, 1))
    comes = make_group(communes[0], name="Tổ A")
    run("01900,Xã Thượng Giáo,commune,061,1997-01-01,2025-07-01,01903")
    assert Organisation.objects.get(pk=comes.pk).name == "Tổ A"


def test_cooperatives_have_numbers_and_keep_their_names(communes, after):
    same = [make_cooperative(commune, name="HTX Rau sạch") for commune in communes[:2]]
    reform()
    names = {Organisation.objects.get(pk=one.pk).name for one in same}
    assert names == {"HTX Rau sạch"}


def test_a_long_name_gives_way_to_the_brackets(communes, after):
    groups = [make_group(commune, name="Tổ " + "x" * 197) for commune in communes[:2]]
    reform()
    name = Organisation.objects.get(pk=groups[0].pk).name
    assert (len(name), name[-15:]) == (200, "x (Thượng Giáo)")
    assert not list(violations())


def test_groups_of_communes_of_one_name_keep_their_districts_too(province, after):
    groups = []
    for code, commune, name in (("061", "01900", "Ba Bể"), ("062", "02000", "Na Rì")):
        district = make_district(province, code, name=f"Huyện {name}")
        groups.append(make_group(make_commune(district, commune, name="Xã Tân Lập"), name="Tổ A"))
    outcome = run(
        "01990,Xã Mới,commune,06,2025-07-01,,",
        "01900,Xã Tân Lập,commune,061,1997-01-01,2025-07-01,01990",
        "02000,Xã Tân Lập,commune,062,1997-01-01,2025-07-01,01990",
    )
    assert not outcome.errors
    names = {Organisation.objects.get(pk=group.pk).name for group in groups}
    assert names == {"Tổ A (Tân Lập, Ba Bể)", "Tổ A (Tân Lập, Na Rì)"}


def test_a_group_that_stands_there_keeps_its_name_and_the_newcomer_does_not(communes, after):
    there = make_group(communes[1], name="Tổ A")
    comes = make_group(communes[0], name="Tổ A")
    outcome = run("01900,Xã Thượng Giáo,commune,061,1997-01-01,2025-07-01,01903")
    assert not outcome.errors
    names = [Organisation.objects.get(pk=group.pk).name for group in (there, comes)]
    assert names == ["Tổ A", "Tổ A (Thượng Giáo)"]


def test_a_preview_stores_nothing_and_tells_the_same(communes, after):
    make_group(communes[0], name="Tổ A")
    make_group(communes[1], name="Tổ A")
    preview = run(*NEW, *ENDED, store=False)
    assert not UnitSuccession.objects.exists()
    assert not AdministrativeUnit.objects.filter(code="19").exists()
    stored = run(*NEW, *ENDED)
    assert stored.consequences == preview.consequences
    assert stored.fingerprint == preview.fingerprint


def test_the_fingerprint_follows_what_moves(communes, after):
    before = run(*NEW, *ENDED, store=False)
    make_cooperative(communes[0])
    assert run(*NEW, *ENDED, store=False).fingerprint != before.fingerprint


def test_the_same_file_twice_changes_nothing(communes, after):
    make_cooperative(communes[0])
    reform()
    again = reform()
    assert (again.created, again.updated, again.unchanged) == (0, 0, 8)
    assert again.consequences == []


def test_a_closed_year_takes_no_reform(communes, after):
    make_cooperative(communes[0])
    close_year(communes[0].parent.parent, 2025)
    outcome = run(*NEW, *ENDED)
    assert [(error.row, error.column) for error in outcome.errors] == [(7, "valid_to")]
    assert not UnitSuccession.objects.exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("01900,Xã A,commune,061,1997-01-01,,01903", "successor_code"),
        ("01900,Xã A,commune,061,1997-01-01,2025-07-01,99999", "successor_code"),
        ("01900,Xã A,commune,061,1997-01-01,2025-07-01,01900", "successor_code"),
    ],
    ids=["no end", "unknown", "itself"],
)
def test_a_successor_that_cannot_be_is_an_error_at_its_cell(communes, row, column, after):
    outcome = run(row)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, column)]


def test_a_blank_takes_a_succession_back_and_an_absent_column_leaves_it(communes, after):
    row = "01900,Xã Thượng Giáo,commune,061,1997-01-01,2025-07-01,"
    run(f"{row}01903")
    header, kept = HEADER.removesuffix(",successor_code"), row.removesuffix(",")
    content = f"{header}\n{kept}".encode()
    import_file(KINDS["units"], "units.csv", content, Options(), store=True)
    assert UnitSuccession.objects.count() == 1
    run(row)
    assert not UnitSuccession.objects.exists()


def test_nobody_hands_units_and_accounts_beyond_the_own_reach(communes, after):
    """An account goes with its unit: it would carry who imports to wherever he names."""
    elsewhere = make_province("19", name="Tỉnh Thái Nguyên")
    admin = make_admin(communes[0].parent)
    row = "061,Huyện Ba Bể,district,06,1997-01-01,2025-07-01,19"
    content = f"{HEADER}\n{row}".encode()
    outcome = import_file(KINDS["units"], "units.csv", content, Options(scope=admin), store=True)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "successor_code")]
    admin.refresh_from_db()
    assert not admin.reaches(elsewhere.path)


# --- Rules ----------------------------------------------------------------------------------------


def test_a_succession_falls_on_the_end_of_the_unit_and_on_a_day_of_its_successor(communes):
    ended, successor = communes[:2]
    ended.valid_to = REFORM
    ended.save()
    right = UnitSuccession(predecessor=ended, successor=successor, on=REFORM)
    assert not list(succession_problems(right))
    other_day = UnitSuccession(predecessor=ended, successor=successor, on=date(2025, 1, 1))
    assert [found.error.code for found in succession_problems(other_day)] == ["not_its_end"]
    successor.valid_to = REFORM
    assert [found.error.code for found in succession_problems(right)] == ["no_successor_then"]
    right.save()
    assert "no_successor_then" in {found.error.code for found in unit_problems(successor)}
    ended.valid_to = None
    assert "not_its_end" in {found.error.code for found in unit_problems(ended)}


# --- Who reaches what -----------------------------------------------------------------------------


def of_unit(code):
    return AdministrativeUnit.objects.get(code=code, valid_to=None)


def test_the_new_province_reaches_all_that_the_old_one_had(communes, after):
    cooperative = make_cooperative(communes[2])
    make_figures(cooperative, revenue=5)
    reform()
    officer = make_officer(of_unit("19"))
    assert officer.reaches("06/061/01906/")
    assert QuarterlyReturn.objects.in_scope_of(officer).count() == 1
    assert Organisation.objects.in_scope_of(officer, date(2025, 6, 30)).get() == cooperative
    open_to = AdministrativeUnit.objects.aggregates_open_to(officer)
    assert {unit.path for unit in open_to} >= {"06/", "06/061/", "06/061/01906/", "19/01906/"}


def test_a_new_commune_reaches_those_that_went_there_whole_and_no_other(communes, after):
    whole, split = make_cooperative(communes[0]), make_cooperative(communes[2])
    figures = make_figures(whole, revenue=5)
    elsewhere = make_figures(split, revenue=5)
    reform()
    staff = make_district_staff(of_unit("01906"))
    assert staff.reaches("06/061/01900/")
    assert not staff.reaches("06/061/01906/")
    assert not staff.reaches("06/061/")
    # The district's return was never theirs; its rows about their own cooperatives are.
    assert not QuarterlyReturn.objects.in_scope_of(staff).exists()
    assert list(QuarterlyFigures.objects.in_scope_of(staff)) == [figures]
    split.placements.update(valid_to=REFORM)
    split.placements.create(unit=staff.unit, valid_from=REFORM)
    assert set(QuarterlyFigures.objects.in_scope_of(staff)) == {figures, elsewhere}


def test_a_unit_split_among_units_of_one_province_is_wholly_that_provinces(communes, after):
    reform()
    province = of_unit("19")
    assert province.whole_paths == ["06/"]
    commune = of_unit("01906")
    assert commune.whole_paths == ["06/061/01900/", "06/061/01903/"]
    assert commune.partly_paths == ["06/061/", "06/061/01906/"]


def test_what_took_over_twice_reaches_both(communes, after):
    run("01900,Xã Thượng Giáo,commune,061,1997-01-01,2020-01-01,01903")
    run(
        "01990,Xã Mới,commune,06,2025-07-01,,",
        "01903,Xã Địa Linh,commune,061,1997-01-01,2025-07-01,01990",
    )
    assert of_unit("01990").whole_paths == ["06/061/01900/", "06/061/01903/"]
    assert of_unit("01990").predecessor_paths == ["06/061/01900/", "06/061/01903/"]


def test_a_year_opened_for_the_old_province_is_open_for_what_took_over(communes, after):
    open_year(communes[0].parent.parent, 2025)
    reform()
    assert ReportingYears().is_open(of_unit("19"), 2025)
    assert ReportingYears().is_open(of_unit("01906"), 2025)
    close_year(AdministrativeUnit.objects.get(code="06"), 2025)
    assert not ReportingYears().is_open(of_unit("01906"), 2025)


def test_accounts_go_where_their_unit_went_once_it_has_ended(communes, settings):
    settings.DEBUG, settings.TODAY = True, "2025-06-01"
    officer = make_officer(communes[0].parent.parent)
    staff = make_district_staff(communes[0].parent)
    left = make_officer(officer.unit, is_active=False)
    outcome = run(*NEW, *ENDED)
    assert not outcome.errors
    officer.refresh_from_db()
    assert officer.unit.code == "06"
    assert any(officer.username in "".join(one.lines) for one in outcome.consequences)
    UnitSuccession.objects.all().delete()
    settings.TODAY = "2025-08-01"
    outcome = run(*ENDED)
    assert User.objects.get(pk=officer.pk).unit.code == "19"
    assert User.objects.get(pk=staff.pk).unit.code == "061"
    assert User.objects.get(pk=left.pk).unit.code == "06"
    assert any(staff.username in "".join(one.lines) for one in outcome.consequences)


# --- A code used again under the same unit --------------------------------------------------------


@pytest.fixture
def reused(province, settings):
    """A commune divided into one that bears its code and another: the old one, the new one, and of
    each a cooperative whose first quarter was reported in the old one.
    """
    settings.DEBUG, settings.TODAY = True, "2026-04-10"
    old = make_commune(province, "05001", name="Xã Cũ")
    here, there = make_cooperative(old), make_cooperative(old)
    for cooperative in (here, there):
        make_figures(cooperative, 2025, 1, revenue=5)
    open_year(province, 2026)
    outcome = run(
        "05001,Xã Mới,commune,06,2025-07-01,,",
        "05002,Xã Khác,commune,06,2025-07-01,,",
        "05001,Xã Cũ,commune,06,1997-01-01,2025-07-01,05001;05002",
    )
    assert not outcome.errors
    old.refresh_from_db()
    new = of_unit("05001")
    move(here, new, REFORM)
    move(there, of_unit("05002"), REFORM)
    return old, new, here, there


def test_who_is_of_the_ended_unit_reaches_nothing_of_its_namesake(client, reused):
    old, new, here, _there = reused
    assert (old.path, new.path) == ("06/05001/", "06/05001~2/")
    clerk, page = make_district_staff(old), "/returns/2026/1/05001/"
    assert not clerk.reaches(new.path)
    client.force_login(clerk)
    number, name = here.registration_number, here.name
    assert name not in client.get(page).content.decode()  # of the own unit, after its end
    cell = {"number": number, "field": "revenue", "text": "5", "base": ""}
    client.post(
        f"{page}cells/",
        json.dumps({"cells": [cell]}),
        content_type="application/json",
        headers={"X-Typed-By": str(clerk.pk)},
    )
    assert not QuarterlyFigures.objects.filter(year=2026).exists()
    client.force_login(make_district_staff(new))
    answer = client.get(page)
    assert answer.status_code == 200
    assert name in answer.content.decode()


def test_its_namesake_sees_of_a_divided_unit_only_what_lies_in_it_now(client, reused):
    _old, new, here, there = reused
    assert (new.whole_paths, new.partly_paths) == ([], ["06/05001/"])
    clerk = make_district_staff(new)
    assert not QuarterlyReturn.objects.in_scope_of(clerk).exists()
    assert [row.cooperative_id for row in QuarterlyFigures.objects.in_scope_of(clerk)] == [here.pk]
    client.force_login(clerk)
    assert there.name not in client.get("/returns/2025/1/05001/").content.decode()
    assert client.get(f"/organisations/{here.pk}/").status_code == 200
    assert client.get(f"/organisations/{there.pk}/").status_code in (403, 404)


def test_a_namesake_that_took_over_all_reaches_all(communes, after):
    whole = make_cooperative(communes[0])
    figures = make_figures(whole, revenue=5)
    outcome = run(
        "061,Huyện Ba Bể mới,district,06,2025-07-01,,",
        "01900,Xã Thượng Giáo,commune,061,2025-07-01,,",
        "061,Huyện Ba Bể,district,06,1997-01-01,2025-07-01,061",
        *(f"{one.code},{one.name},commune,061,1997-01-01,2025-07-01,01900" for one in communes),
    )
    assert not outcome.errors
    assert place_of(whole) == "06/061~2/01900/"
    staff = make_district_staff(of_unit("061"))
    assert staff.unit.whole_paths == ["06/061/"]
    assert list(QuarterlyReturn.objects.in_scope_of(staff)) == [figures.quarterly_return]
    assert of_unit("01900").whole_paths == [f"06/061/{one.code}/" for one in communes]
    assert not list(violations())


def test_a_file_does_not_bring_a_namesake_of_the_own_ended_unit(reused):
    """It lies beside the own unit, not in it."""
    old, new, *_organisations = reused
    AdministrativeUnit.objects.filter(pk=new.pk).update(valid_to=date(2026, 1, 1))
    content = f"{HEADER}\n05001,Xã Nữa,commune,06,2026-01-01,,".encode()
    options = Options(scope=make_admin(old))
    outcome = import_file(KINDS["units"], "units.csv", content, options, store=True)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "code")]


# --- Bắc Kạn --------------------------------------------------------------------------------------


def test_bac_kan_becomes_a_part_of_thai_nguyen(client, db, after):
    """108 communes into 37, eight districts ended, all codes reused: what there was is all there,
    and who took over sees what those before them had.
    """
    call_command("loaddata", "units_bac_kan", verbosity=0)
    day = date(2025, 6, 30)
    communes = (
        AdministrativeUnit.objects.filter(level="commune").order_by("path").select_related("parent")
    )
    cooperatives = [make_cooperative(commune) for commune in communes]
    old = AdministrativeUnit.objects.get(code="06")
    officer, staff = make_officer(old), make_district_staff(communes[0])
    outcome = import_file(KINDS["units"], FILE.name, FILE.read_bytes(), Options(), store=True)
    assert not outcome.errors
    assert (outcome.created, outcome.updated) == (38, 117)
    places = [place_of(one) for one in cooperatives]
    assert len(set(places)) == 37
    assert all(path.startswith("19/") for path in places)
    assert of_unit("19").whole_paths == ["06/"]
    assert AdministrativeUnit.objects.on(day).filter(code="01840").get().path == "06/058/01840/"
    assert not list(violations())
    for person in (officer, staff):
        person.refresh_from_db()
        assert person.reaches(communes[0].path)
    assert (officer.unit, staff.unit) == (of_unit("19"), of_unit("01840"))
    assert staff.role_in_words == "cán bộ xã"
    client.force_login(officer)

    def shown(query):
        """How many cooperatives there were in all, and in each of the units compared."""
        progress = client.get(f"/{query}&all=1").context["progress"]
        counts = [
            int(part.standing("total_cooperatives").assessment.measure.value)
            for part in (progress.whole, *progress.units)
        ]
        return counts[0], counts[1:]

    before, now = shown("?unit=06&year=2024&quarter=3"), shown("?unit=19&year=2025&quarter=3")
    in_todays = shown("?unit=06&year=2024&quarter=3&units=now")
    of_districts = Counter(commune.parent.code for commune in communes)
    assert before == (108, [of_districts[code] for code in sorted(of_districts)])
    assert len(of_districts) == 8
    assert (now[0], len(now[1]), sum(now[1])) == (108, 37, 108)
    assert in_todays == now
