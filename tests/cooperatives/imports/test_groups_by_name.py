"""Groups without a number: which one a row means, where it moved, and whether its number goes."""

from datetime import date

import pytest

from cooperatives.imports import GroupsKind, Options, import_file
from cooperatives.models import CooperativeGroup, Organisation
from tests.cooperatives.imports.test_organisations import FOUNDED, only_error, where
from tests.factories import make_admin, make_commune, make_group
from tests.tables import rows_and_history

MOVE = "registration_number,name,unit_code,unit_from"
MOVE_OF = "registration_number,name,unit_code,founded_on,unit_from"
REFORM = date(2024, 7, 1)


@pytest.fixture
def group(commune):
    return make_group(commune, name="THT Chăn nuôi bò")


@pytest.fixture
def elsewhere(other_district):
    return make_commune(other_district, "02000", name="Xã Vân Tùng")


# --- Moves ----------------------------------------------------------------------------------------


def test_a_group_without_number_moves_where_the_row_says_since_when(load, group, elsewhere):
    content = f"{MOVE}\n,tht chăn  nuôi bò,02000,01/07/2024\n"
    assert load("groups", content).counts == (0, 1, 0)
    assert where(group) == [("01900", FOUNDED, REFORM), ("02000", REFORM, None)]
    assert load("groups", content).counts == (0, 0, 1)
    assert CooperativeGroup.objects.count() == 1


def test_a_whole_reform_of_groups_moves_and_makes_no_second_one(load, district, commune):
    """Hundreds of rows, names borne in several communes told apart by their founding, ended groups
    among them, into communes that begin on that day, which is still to come.
    """
    reform = date(2025, 7, 1)
    old = [commune, make_commune(district, "01901"), make_commune(district, "01902")]
    new = [make_commune(district, f"0200{n}", valid_from=reform) for n in range(3)]
    rows = []
    for n in range(700):
        founded = date(2010, 1, 1 + n % 28)
        ended = date(2020, 1, 1) if n % 10 == 0 else None
        name = f"THT số {n // 2}"  # each name twice, in different communes
        make_group(old[n % 3], name=name, founded_on=founded, dissolved_on=ended)
        rows.append(f",{name},{new[n % 3].code},{founded},{ended or ''},2025-07-01")
    header = "registration_number,name,unit_code,founded_on,dissolved_on,unit_from"
    content = "\n".join([header, *rows])
    assert load("groups", content).counts == (0, 700, 0)
    assert CooperativeGroup.objects.count() == 700
    assert {unit.code for unit in new} == {
        group.placements.get(valid_from=reform).unit.code
        for group in CooperativeGroup.objects.all()
    }
    assert load("groups", content).counts == (0, 0, 700)


def test_one_that_gets_its_number_with_the_move_is_the_same(load, group, elsewhere):
    assert load("groups", f"{MOVE}\nT-1,THT Chăn nuôi bò,02000,01/07/2024\n").counts == (0, 1, 0)
    group.refresh_from_db()
    assert group.registration_number == "T-1"
    assert where(group)[-1] == ("02000", REFORM, None)


def test_one_that_bears_another_number_does_not_move_for_it(load, group, elsewhere):
    group.registration_number = "T-2"
    group.save()
    _column, _value, message = only_error(
        load("groups", f"{MOVE_OF}\nT-1,THT Chăn nuôi bò,02000,{FOUNDED},01/07/2024\n")
    )
    assert "số đăng ký" in message
    assert len(where(group)) == 1


def test_of_several_the_day_of_founding_tells_which_moved(load, group, district, elsewhere):
    other = make_group(
        make_commune(district, "01901"), name=group.name, founded_on=date(2018, 3, 5)
    )
    before = rows_and_history()
    column, _value, message = only_error(load("groups", f"{MOVE}\n,{group.name},02000,1/7/2024\n"))
    assert (column, "founded_on" in message, "2 tổ hợp tác" in message) == ("name", True, True)
    assert "xã Thượng Giáo" in message
    assert rows_and_history() == before
    load("groups", f"{MOVE_OF}\n,{group.name},02000,5/3/2018,1/7/2024\n")
    assert where(other)[-1][0] == "02000"
    assert len(where(group)) == 1


def test_two_founded_on_one_day_are_not_guessed_between(load, group, district, elsewhere):
    make_group(make_commune(district, "01901"), name=group.name)
    row = f",{group.name},02000,{FOUNDED},1/7/2024"
    column, _value, message = only_error(load("groups", f"{MOVE_OF}\n{row}\n"))
    assert (column, "số đăng ký cho từng tổ" in message) == ("name", True)


def test_one_that_has_ended_does_not_stand_in_the_way_of_one_that_moves(
    load, group, district, elsewhere
):
    make_group(make_commune(district, "01901"), name=group.name, dissolved_on=date(2020, 1, 1))
    assert load("groups", f"{MOVE}\n,{group.name},02000,1/7/2024\n").counts == (0, 1, 0)
    assert where(group)[-1][0] == "02000"


def test_one_there_of_another_founding_is_not_taken_for_the_one_that_comes(load, group, elsewhere):
    ended = make_group(
        elsewhere, name=group.name, founded_on=date(2000, 1, 1), dissolved_on=date(2010, 1, 1)
    )
    load("groups", f"{MOVE_OF}\n,{group.name},02000,{FOUNDED},1/7/2024\n")
    assert where(group)[-1] == ("02000", REFORM, None)
    assert where(ended) == [("02000", date(2000, 1, 1), None)]


def test_without_the_day_of_the_move_it_is_asked_for_and_no_second_one_made(load, group, elsewhere):
    for header, row in (
        ("registration_number,name,unit_code", f",{group.name},02000"),
        ("registration_number,name,unit_code,founded_on", f",{group.name},02000,{FOUNDED}"),
        (MOVE_OF, f",{group.name},02000,{FOUNDED},"),
        # On the day of its founding nothing moves.
        (MOVE_OF, f",{group.name},02000,{FOUNDED},{FOUNDED}"),
        (MOVE_OF, f"T-1,{group.name},02000,{FOUNDED},"),
    ):
        column, value, message = only_error(load("groups", f"{header}\n{row}\n"))
        assert (column, value) == ("unit_code", "02000")
        assert "unit_from" in message
        assert "xã Thượng Giáo (01900)" in message
    assert CooperativeGroup.objects.count() == 1
    assert len(where(group)) == 1


def test_one_of_another_founding_is_another_group(load, group, elsewhere):
    content = f"{MOVE_OF}\n,{group.name},02000,2020-01-01,\n"
    assert load("groups", content).counts == (1, 0, 0)
    assert load("groups", content).counts == (0, 0, 1)


def test_two_of_a_name_and_day_go_in_together_however_far_apart(load, commune, elsewhere):
    """What the file itself has made by then is no group that may have moved."""
    others = [f",THT số {n},01900,{FOUNDED}," for n in range(600)]
    rows = [f",THT Dệt,01900,{FOUNDED},", *others, f",THT Dệt,02000,{FOUNDED},"]
    content = "\n".join([MOVE_OF, *rows])
    assert load("groups", content).counts == (602, 0, 0)
    assert load("groups", content).counts == (0, 0, 602)


def test_the_advice_to_who_moves_nobody_makes_no_second_one(load, group, elsewhere):
    """It leads to the name or day as it is stored, before it speaks of a new group."""
    for row, word in (
        (f",THT Chăn nuôi Bo,02000,{FOUNDED},1/7/2024", "đúng như đã lưu"),
        (f",{group.name},02000,2015-06-02,1/7/2024", "1/6/2015"),
    ):
        column, _value, message = only_error(load("groups", f"{MOVE_OF}\n{row}\n"))
        assert (column, word in message) == ("unit_from", True)


def test_a_move_reaches_no_group_outside_the_admin_s_unit(load, group, elsewhere, other_district):
    """Nor is it named: to an admin of the other district there is no such group."""
    admin = make_admin(other_district)
    content = f"{MOVE_OF}\n,{group.name},02000,{FOUNDED},1/7/2024\n".encode()
    options = Options(user=admin, scope=admin)
    outcome = import_file(GroupsKind, "tệp.csv", content, options, store=True)
    (error,) = outcome.errors
    assert (error.column, "Thượng Giáo" in error.message) == ("unit_from", False)
    assert len(where(group)) == 1


@pytest.mark.parametrize("kind", ["cooperatives", "groups"])
def test_a_move_of_the_future_leads_into_a_unit_that_begins_that_day(
    load, cooperative, group, district, kind
):
    known = cooperative if kind == "cooperatives" else group
    make_commune(district, "02001", valid_from=date(2025, 7, 1), name="Xã Ba Bể")
    make_commune(district, "02002", name="Xã Có Sẵn")
    key = f"{known.registration_number},{known.name}"
    for code, day in (("02001", "2025-07-02"), ("02002", "2025-07-01")):
        column, value, message = only_error(load(kind, f"{MOVE}\n{key},{code},{day}\n"))
        assert (column, value) == ("unit_from", day)
        assert "chưa đến" in message
    assert load(kind, f"{MOVE}\n{key},02001,2025-07-01\n").counts == (0, 1, 0)
    assert where(known)[-1] == ("02001", date(2025, 7, 1), None)


# --- Numbers --------------------------------------------------------------------------------------

NUMBER = "registration_number,name,unit_code"


def test_a_blank_number_clears_that_of_a_group_known_by_name(load, commune):
    group = make_group(commune, name="THT Dệt", registration_number="T-1")
    content = f"{NUMBER}\n,THT Dệt,01900\n"
    assert load("groups", content).counts == (0, 1, 0)
    group.refresh_from_db()
    assert group.registration_number == ""
    assert Organisation.objects.matching("T-1").count() == 0
    assert load("groups", content).counts == (0, 0, 1)


def test_a_number_cleared_may_be_given_to_another(load, commune):
    first = make_group(commune, name="THT Dệt", registration_number="T-1")
    second = make_group(commune, name="THT Thêu")
    load("groups", f"{NUMBER}\n,THT Dệt,01900\n")
    load("groups", f"{NUMBER}\nT-1,THT Thêu,01900\n")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.registration_number, second.registration_number) == ("", "T-1")


@pytest.mark.parametrize("kind", ["cooperatives", "unions"])
def test_cooperatives_and_unions_keep_theirs(load, cooperative, union, kind):
    before = rows_and_history()
    column, _value, message = only_error(load(kind, f"{NUMBER}\n,HTX Bí xanh,01900\n"))
    assert (column, "không được để trống" in message) == ("registration_number", True)
    assert rows_and_history() == before
