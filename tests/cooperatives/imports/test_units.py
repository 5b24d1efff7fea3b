"""Import of units: a tree whose rows hold for a time."""

from datetime import date

import pytest

from cooperatives.models import AdministrativeUnit
from tests.tables import rows_and_history

HEADER = "code,name,level,parent_code,valid_from,valid_to"


def unit(code):
    return AdministrativeUnit.objects.get(code=code, valid_to=None)


def errors(run):
    return [(row, column) for row, column, _value, _message in run.errors]


def test_a_tree_of_new_units_stands_in_any_order(load):
    run = load(
        "units",
        f"{HEADER}\n"
        "01900,Xã A,commune,061,1997-01-01,\n"
        "061,Huyện B,district,06,1997-01-01,\n"
        "06,Tỉnh C,province,VN,1997-01-01,\n"
        "VN,Việt Nam,country,,1945-09-02,\n",
    )
    assert run.counts == (4, 0, 0)
    assert unit("01900").path == "VN/06/061/01900/"
    assert unit("01900").parent == unit("061")


def test_many_units_are_more_than_one_statement_holds(load, district):
    rows = "".join(f"{n:05},Xã {n},commune,061,2000-01-01,\n" for n in range(1_200))
    assert load("units", f"{HEADER}\n{rows}").counts == (1_200, 0, 0)
    assert district.children.count() == 1_200


def test_a_new_unit_goes_below_one_that_is_there(load, province):
    load("units", f"{HEADER}\n063,Huyện Mới,district,06,2020-01-01,\n")
    assert unit("063").parent == province


def test_a_reform_closes_rows_and_makes_new_ones_in_one_file(load, commune):
    """Districts end on 1 July 2025, communes then stand below the province."""
    run = load(
        "units",
        f"{HEADER}\n"
        "061,Huyện Ba Bể,district,06,1997-01-01,2025-07-01\n"
        "01900,Xã Thượng Giáo,commune,061,1997-01-01,2025-07-01\n"
        "01900,Xã Ba Bể,commune,06,2025-07-01,\n",
    )
    assert run.counts == (1, 2, 0)
    old, new = AdministrativeUnit.objects.filter(code="01900").order_by("valid_from")
    assert (old.path, old.valid_to) == ("06/061/01900/", date(2025, 7, 1))
    assert (new.path, new.valid_to) == ("06/01900/", None)


def test_a_unit_is_closed_only_with_those_below_it(load, commune):
    run = load("units", f"{HEADER}\n061,Huyện Ba Bể,district,06,1997-01-01,2025-07-01\n")
    ((row, column, _value, message),) = run.errors
    assert (row, column) == (2, "valid_to")
    assert commune.name in message


def test_a_name_changes_and_all_below_stays(load, commune):
    assert load("units", "code,valid_from,name\n061,1997-01-01,Huyện Khác\n").counts == (0, 1, 0)
    commune.refresh_from_db()
    assert commune.parent.name == "Huyện Khác"
    assert commune.path == "06/061/01900/"


def test_a_unit_is_never_moved(load, commune, other_district):
    before = rows_and_history()
    run = load("units", "code,valid_from,parent_code\n01900,1997-01-01,062\n")
    ((row, column, value, message),) = run.errors
    assert (row, column, value) == (2, "parent_code", "062")
    assert "lập đơn vị mới" in message
    assert load("units", "code,valid_from,parent_code\n01900,1997-01-01,\n").status == 1
    assert rows_and_history() == before


def test_a_code_never_overlaps_itself(load, district):
    run = load("units", f"{HEADER}\n061,Huyện Hai,district,06,2020-01-01,\n")
    ((row, column, _value, message),) = run.errors
    assert (row, column) == (2, "code")
    assert district.name in message


def test_levels_fall_from_parent_to_child(load, district):
    run = load("units", f"{HEADER}\n070,Huyện Con,district,061,2020-01-01,\n")
    assert errors(run) == [(2, "level")]
    run = load("units", "code,valid_from,level\n061,1997-01-01,country\n")
    assert errors(run) == [(2, "level")]


def test_parents_in_a_circle_are_named(load, province):
    run = load(
        "units",
        f"{HEADER}\n070,Huyện A,district,071,2020-01-01,\n071,Huyện B,district,070,2020-01-01,\n",
    )
    assert run.status == 1
    assert {row for row, _column in errors(run)} == {2, 3}
    assert "vòng" in run.errors[0][3]


def test_a_child_lives_within_its_parents_time(load, province):
    run = load("units", f"{HEADER}\n070,Huyện A,district,06,1990-01-01,\n")
    assert errors(run) == [(2, "valid_from")]


def test_what_is_wrong_with_a_parent_is_said_once_at_the_parent(load, province):
    run = load(
        "units",
        f"{HEADER}\n070,Huyện A,district,06,mai,\n01990,Xã A,commune,070,2020-01-01,\n",
    )
    assert errors(run) == [(2, "valid_from")]


def test_a_new_unit_needs_name_and_level(load, province):
    run = load("units", "code,valid_from\n070,2020-01-01\n")
    assert errors(run) == [(2, "name"), (2, "level")]


def test_a_single_row_may_not_come_before_1945(load):
    run = load("units", f"{HEADER}\nVN,Việt Nam,country,,1945-01-01,\n")
    assert run.counts == (1, 0, 0)
    run = load("units", f"{HEADER}\nLA,Lào,country,,1944-12-31,\n")
    assert errors(run) == [(2, "valid_from")]


@pytest.mark.parametrize("level", ["commune", "COMMUNE", "Xã/Phường", "Commune or ward"])
def test_a_level_may_be_written_as_people_read_it(load, district, level):
    assert load("units", f"{HEADER}\n01999,Xã X,{level},061,2020-01-01,\n").counts == (1, 0, 0)
    assert unit("01999").level == "commune"


def test_a_contact_comes_in_columns_of_its_own(load, district):
    header = "code,valid_from,contact_name,contact_telephone,contact_mail"
    rows = f"{header}\n061,1997-01-01,Ma Thị  Lan,0209 000 051,lan@example.invalid\n"
    assert load("units", rows).counts == (0, 1, 0)
    found = unit("061")
    assert (found.contact_name, found.contact_telephone) == ("Ma Thị Lan", "0209 000 051")
    assert found.history.first().contact_mail == "lan@example.invalid"
    assert load("units", rows).counts == (0, 0, 1)
    wrong = load("units", f"{header}\n061,1997-01-01,Lan,51,lan\n")
    assert errors(wrong) == [(2, "contact_telephone"), (2, "contact_mail")]
    # A file without these columns leaves them alone.
    load("units", "code,valid_from,name\n061,1997-01-01,Huyện Khác\n")
    assert unit("061").contact_name == "Ma Thị Lan"
