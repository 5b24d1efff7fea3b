"""Import of the registry: where organisations are, since when, and when they stopped working."""

from datetime import date

import pytest

from cooperatives.models import Cooperative, CooperativeGroup, CooperativeUnion
from tests.factories import make_group, move, suspend
from tests.tables import rows_and_history

NEW = "registration_number,name,unit_code,founded_on"


def where(organisation):
    return [
        (placement.unit.code, placement.valid_from, placement.valid_to)
        for placement in organisation.placements.order_by("valid_from")
    ]


def suspensions(organisation):
    return list(
        organisation.suspensions.order_by("valid_from").values_list("valid_from", "valid_to")
    )


def only_error(run):
    ((row, column, value, message),) = run.errors
    assert (run.status, row) == (1, 2)
    return column, value, message


FOUNDED = date(2015, 6, 1)

# --- Where it is ----------------------------------------------------------------------------------


def test_a_new_one_is_placed_from_its_founding(load, commune):
    load("cooperatives", f"{NEW}\n0610009,HTX Mới,01900,05/02/2020\n")
    assert where(Cooperative.objects.get()) == [("01900", date(2020, 2, 5), None)]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("0610009,HTX,999,01/01/2030,trade", ["founded_on", "unit_code"]),
        ("0610009,HTX,999,31/31/2020,trade", ["founded_on", "unit_code"]),
        ("0610009,HTX,999,01/01/2030,thơ", ["founded_on", "sector", "unit_code"]),
        ("0610009,,999,01/01/2030,trade", ["founded_on", "name", "unit_code"]),
    ],
)
def test_all_that_is_wrong_with_a_row_is_said_at_once(load, district, row, columns):
    run = load("cooperatives", f"{NEW},sector\n{row}\n")
    assert sorted(column for _row, column, _value, _message in run.errors) == columns


def test_the_day_of_its_founding_is_no_move(load, district):
    load("cooperatives", f"{NEW},unit_from\n0610009,HTX Mới,061,2020-02-05,2020-02-05\n")
    assert where(Cooperative.objects.get()) == [("061", date(2020, 2, 5), None)]


def test_a_new_one_cannot_have_moved_already(load, district):
    run = load("cooperatives", f"{NEW},unit_from\n0610009,HTX,061,2020-02-05,2021-01-01\n")
    column, value, message = only_error(run)
    assert (column, value) == ("unit_from", "2021-01-01")
    assert "nơi thành lập" in message


def test_another_unit_needs_the_day_of_the_move(load, cooperative, other_district):
    before = rows_and_history()
    run = load("cooperatives", "registration_number,unit_code\n0610001,062\n")
    column, value, message = only_error(run)
    assert (column, value) == ("unit_code", "062")
    assert "xã Thượng Giáo (01900)" in message
    assert "unit_from" in message
    assert rows_and_history() == before


def test_a_move_ends_one_placement_and_begins_the_next(load, cooperative, other_district):
    content = "registration_number,unit_code,unit_from\n0610001,062,01/01/2022\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    moved = [("01900", FOUNDED, date(2022, 1, 1)), ("062", date(2022, 1, 1), None)]
    assert where(cooperative) == moved
    assert load("cooperatives", content).counts == (0, 0, 1)
    assert where(cooperative) == moved


def test_where_it_is_already_since_earlier_is_no_move(load, cooperative):
    content = "registration_number,unit_code,unit_from\n0610001,01900,2020-01-01\n"
    assert load("cooperatives", content).counts == (0, 0, 1)


def test_a_move_of_the_same_day_mends_the_unit(load, cooperative, other_district):
    content = f"registration_number,unit_code,unit_from\n0610001,062,{FOUNDED}\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    assert where(cooperative) == [("062", FOUNDED, None)]


def test_a_move_before_the_last_is_mended_by_hand(load, cooperative, other_district, district):
    move(cooperative, other_district, date(2022, 1, 1))
    run = load("cooperatives", "registration_number,unit_code,unit_from\n0610001,061,2021-01-01\n")
    column, value, message = only_error(run)
    assert (column, value) == ("unit_from", "2021-01-01")
    assert "huyện Ngân Sơn" in message
    assert "1/1/2022" in message


def test_a_code_that_lost_its_zero_is_asked_back(load, cooperative):
    run = load("cooperatives", f"{NEW}\n0610009,HTX,1900,2020-01-01\n")
    column, value, message = only_error(run)
    assert (column, value) == ("unit_code", "1900")
    assert "01900" in message


def test_another_founding_takes_the_first_placement_with_it(load, cooperative):
    content = "registration_number,founded_on\n0610001,01/07/2014\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    assert where(cooperative) == [("01900", date(2014, 7, 1), None)]
    content = "registration_number,founded_on\n0610001,2016-01-01\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    assert where(cooperative) == [("01900", date(2016, 1, 1), None)]


# --- Not working, and no longer there -------------------------------------------------------------

CEASED = "registration_number,ceased_on"


def test_stopping_work_begins_an_open_suspension_and_blank_ends_none(load, cooperative):
    content = f"{CEASED}\n0610001,01/03/2023\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    assert load("cooperatives", content).counts == (0, 0, 1)
    assert load("cooperatives", f"{CEASED}\n0610001,\n").counts == (0, 0, 1)
    assert suspensions(cooperative) == [(date(2023, 3, 1), None)]


STATUS = "registration_number,ceased_on,legal_status"


def statuses(organisation):
    spans = organisation.suspensions.order_by("valid_from")
    return list(spans.values_list("legal_status", flat=True))


def test_a_suspension_has_the_legal_status_that_the_row_names(load, cooperative):
    content = f"{STATUS}\n0610001,01/03/2023,Đang làm thủ tục phá sản\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    assert load("cooperatives", content).counts == (0, 0, 1)
    assert statuses(cooperative) == ["insolvent"]


@pytest.mark.parametrize("day", ["2023-03-01", ""])
def test_the_status_of_a_suspension_changes_by_its_day_or_while_it_is_open(load, cooperative, day):
    suspend(cooperative, date(2023, 3, 1))
    content = f"{STATUS}\n0610001,{day},tax_revoked\n"
    assert load("cooperatives", content).counts == (0, 1, 0)
    assert (statuses(cooperative), len(suspensions(cooperative))) == (["tax_revoked"], 1)
    assert load("cooperatives", content).counts == (0, 0, 1)


def test_a_blank_status_is_that_by_notice_where_the_row_names_the_suspension(load, cooperative):
    suspend(cooperative, date(2023, 3, 1), legal_status="insolvent")
    assert load("cooperatives", f"{STATUS}\n0610001,,\n").counts == (0, 0, 1)
    assert load("cooperatives", f"{CEASED}\n0610001,1/3/2023\n").counts == (0, 0, 1)
    assert load("cooperatives", f"{STATUS}\n0610001,1/3/2023,\n").counts == (0, 1, 0)
    assert statuses(cooperative) == ["by_notice"]


def test_a_status_without_a_suspension_asks_for_its_day(load, cooperative):
    suspend(cooperative, date(2020, 1, 1), date(2021, 1, 1))
    column, value, message = only_error(
        load("cooperatives", f"{STATUS}\n0610001,,not_at_address\n")
    )
    assert (column, value) == ("legal_status", "not_at_address")
    assert "ceased_on" in message
    assert statuses(cooperative) == ["by_notice"]


def test_one_that_began_again_may_stop_again(load, cooperative):
    suspend(cooperative, date(2020, 1, 1), date(2020, 7, 1))
    load("cooperatives", f"{CEASED}\n0610001,2023-03-01\n")
    assert suspensions(cooperative) == [
        (date(2020, 1, 1), date(2020, 7, 1)),
        (date(2023, 3, 1), None),
    ]


@pytest.mark.parametrize("day", ["2023-06-01", "2022-01-01"])
def test_what_has_stopped_cannot_stop_on_another_day(load, cooperative, day):
    suspend(cooperative, date(2023, 3, 1))
    column, value, message = only_error(load("cooperatives", f"{CEASED}\n0610001,{day}\n"))
    assert (column, value) == ("ceased_on", day)
    assert message
    assert suspensions(cooperative) == [(date(2023, 3, 1), None)]


def test_a_dissolution_is_entered_and_taken_back(load, cooperative):
    header = "registration_number,dissolved_on"
    load("cooperatives", f"{header}\n0610001,31/12/2023\n")
    cooperative.refresh_from_db()
    assert cooperative.dissolved_on == date(2023, 12, 31)
    assert len(where(cooperative)) == 1
    load("cooperatives", f"{header}\n0610001,\n")
    cooperative.refresh_from_db()
    assert cooperative.dissolved_on is None


# --- Unions ---------------------------------------------------------------------------------------

OF_UNION = "registration_number,union_registration_number"


def test_a_cooperative_joins_a_union_and_leaves_it(load, cooperative, union):
    assert load("cooperatives", f"{OF_UNION}\n0610001,LH-01\n").counts == (0, 1, 0)
    assert load("cooperatives", f"{OF_UNION}\n0610001,LH-01\n").counts == (0, 0, 1)
    cooperative.refresh_from_db()
    assert cooperative.union.registration_number == "LH-01"
    load("cooperatives", "registration_number,name\n0610001,HTX Khác\n")
    cooperative.refresh_from_db()
    assert cooperative.union is not None
    assert load("cooperatives", f"{OF_UNION}\n0610001,\n").counts == (0, 1, 0)
    cooperative.refresh_from_db()
    assert cooperative.union is None


def test_a_new_cooperative_may_be_in_a_union(load, commune, union):
    header = f"{NEW},union_registration_number"
    load("cooperatives", f"{header}\n0610009,HTX Mới,01900,2020-02-05,LH-01\n")
    assert union.members.get().registration_number == "0610009"


def test_an_unknown_union_is_named(load, cooperative):
    column, value, message = only_error(load("cooperatives", f"{OF_UNION}\n0610001,LH-99\n"))
    assert (column, value) == ("union_registration_number", "LH-99")
    assert "liên hiệp" in message


def test_a_cooperative_is_no_union(load, cooperative):
    assert load("cooperatives", f"{OF_UNION}\n0610001,0610001\n").status == 1


def test_unions_and_groups_have_no_such_column(load, union):
    for kind in ("unions", "groups"):
        (error,) = load(kind, f"{OF_UNION}\nLH-01,LH-01\n").errors
        assert error[:3] == (1, "union_registration_number", "union_registration_number")


def test_kinds_are_told_apart_though_their_numbers_are_the_same(load, district):
    content = f"{NEW}\n7,Tên,061,2020-01-01\n"
    for kind in ("cooperatives", "unions", "groups"):
        assert load(kind, content).counts == (1, 0, 0)
    assert [m.objects.count() for m in (Cooperative, CooperativeUnion, CooperativeGroup)] == [
        1,
        1,
        1,
    ]


def test_a_new_one_needs_name_unit_and_founding(load, district):
    run = load("cooperatives", "registration_number\n0610009\n")
    assert [error[1] for error in run.errors] == ["name", "unit_code", "founded_on"]


def test_thousands_of_rows_go_in_chunk_by_chunk(load, district):
    rows = [f"{n:07},HTX {n},061,2020-01-02" for n in range(1_300)]
    assert load("cooperatives", "\n".join([NEW, *rows])).counts == (1_300, 0, 0)
    rows[700] = rows[700].replace("HTX 700", "HTX đổi tên")
    rows[1_250] = rows[1_250].replace("2020-01-02", "mai")
    before = rows_and_history()
    run = load("cooperatives", "\n".join([NEW, *rows]))
    assert [error[:3] for error in run.errors] == [(1_252, "founded_on", "mai")]
    assert rows_and_history() == before


# --- Groups ---------------------------------------------------------------------------------------

GROUP = "registration_number,name,unit_code,founded_on,sector"


def test_a_group_without_a_number_is_known_by_its_name_in_its_unit(load, commune, other_district):
    content = f"{GROUP}\n,THT Chăn nuôi,01900,2020-01-01,\n,THT Chăn nuôi,062,2020-01-01,\n"
    assert load("groups", content).counts == (2, 0, 0)
    again = f"{GROUP}\n,tht  chăn nuôi,01900,2020-01-01,agriculture\n"
    assert load("groups", again).counts == (0, 1, 0)
    changed = CooperativeGroup.objects.get(sector="agriculture")
    assert where(changed) == [("01900", date(2020, 1, 1), None)]
    assert CooperativeGroup.objects.count() == 2


def test_names_that_differ_by_an_accent_are_two(load, commune):
    content = f"{GROUP}\n,THT Bản Me,01900,2020-01-01,\n,THT Bản Mè,01900,2020-01-01,\n"
    assert load("groups", content).counts == (2, 0, 0)
    assert load("groups", content).counts == (0, 0, 2)


def test_a_group_that_gets_a_number_is_the_same_group(load, commune):
    group = make_group(commune, name="THT Dệt")
    content = f"{GROUP}\nTHT-9,THT Dệt,01900,2015-06-01,\n"
    assert load("groups", content).counts == (0, 1, 0)
    group.refresh_from_db()
    assert group.registration_number == "THT-9"
    assert load("groups", content).counts == (0, 0, 1)


def test_a_group_with_a_number_is_not_one_of_that_name_with_another(load, commune):
    make_group(commune, name="THT Dệt", registration_number="THT-1", dissolved_on=date(2019, 1, 1))
    load("groups", f"{GROUP}\nTHT-2,THT Dệt,01900,2020-01-01,\n")
    assert set(CooperativeGroup.objects.values_list("registration_number", flat=True)) == {
        "THT-1",
        "THT-2",
    }


def test_two_groups_of_a_name_in_a_unit_follow_each_other(load, commune):
    make_group(commune, name="THT Dệt", dissolved_on=date(2019, 1, 1))
    content = f"{GROUP}\n,THT Dệt,01900,2020-01-01,\n"
    assert load("groups", content).counts == (1, 0, 0)
    assert load("groups", content).counts == (0, 0, 1)
    column, value, message = only_error(
        load("groups", "registration_number,name,unit_code\n,THT Dệt,01900\n")
    )
    assert (column, value) == ("name", "THT Dệt")
    assert "thành lập" in message


def test_a_number_does_not_make_a_second_group_of_a_name_right(load, commune):
    make_group(commune, name="THT Dệt", registration_number="THT-1")
    column, value, message = only_error(
        load("groups", f"{GROUP}\nTHT-2,THT Dệt,01900,2020-01-01,\n")
    )
    assert (column, value) == ("name", "THT Dệt") or column == "registration_number"
    assert "THT Dệt" in message


def test_the_same_group_by_number_and_by_name_is_one_record_twice(load, commune):
    make_group(commune, name="THT Dệt", registration_number="THT-1")
    run = load("groups", f"{GROUP}\nTHT-1,THT Dệt,01900,2015-06-01,\n,THT Dệt,01900,2015-06-01,\n")
    ((row, column, _value, message),) = run.errors
    assert (row, column) == (3, "name")
    assert "Dòng 2" in message


def test_a_group_without_number_needs_name_and_unit(load, commune):
    run = load("groups", "registration_number,name\n,THT Dệt\n")
    assert [error[:2] for error in run.errors] == [(2, "unit_code")]
    run = load("groups", "registration_number,unit_code\n,01900\n")
    assert [error[:2] for error in run.errors] == [(2, "name")]


def test_hundreds_of_groups_without_numbers(load, commune):
    rows = [f",THT số {n},01900,2020-01-01," for n in range(674)]
    content = "\n".join([GROUP, *rows])
    assert load("groups", content).counts == (674, 0, 0)
    assert load("groups", content).counts == (0, 0, 674)


# --- Units before, new notices --------------------------------------------------------------------

MOVED = "registration_number,name,unit_code,sector,founded_on,unit_from,units_before"


@pytest.mark.parametrize(
    "before",
    ["01900", "01900 2015-13-01", "01900 2020-01-01; 062 2019-01-01", "01900 2016-01-01"],
)
def test_units_before_begin_with_the_founding_and_follow_each_other(
    load, commune, other_district, before
):
    row = f"0610077,HTX Mới,062,trade,2015-06-01,2022-01-01,{before}"
    run = load("cooperatives", f"{MOVED}\n{row}\n")
    assert [column for _row, column, *_rest in run.errors] == ["units_before"]


def test_where_somebody_was_before_is_not_changed_by_a_file(load, cooperative, other_district):
    header = MOVED.replace(",name", "").replace(",sector,founded_on", "")
    run = load("cooperatives", f"{header}\n0610001,062,2022-01-01,01900 2010-01-01\n")
    assert [column for _row, column, *_rest in run.errors] == ["units_before"]
    began = cooperative.founded_on.isoformat()
    run = load("cooperatives", f"{header}\n0610001,062,2022-01-01,01900 {began}\n")
    assert run.counts == (0, 1, 0)


def test_a_row_names_the_newest_notice_of_a_suspension(load, cooperative):
    suspend(cooperative, date(2023, 3, 1))
    header = "registration_number,ceased_on,renewed_on"

    def renewed_on():
        return cooperative.suspensions.get().renewed_on

    assert load("cooperatives", f"{header}\n0610001,,2024-03-01\n").counts == (0, 1, 0)
    assert renewed_on() == date(2024, 3, 1)
    assert load("cooperatives", f"{header}\n0610001,,\n").counts == (0, 0, 1)
    assert load("cooperatives", f"{header}\n0610001,2023-03-01,\n").counts == (0, 1, 0)
    assert renewed_on() is None
    run = load("cooperatives", f"{header}\n0610001,,2022-01-01\n")
    assert run.status == 1


def test_a_new_notice_needs_a_suspension(load, cooperative):
    run = load("cooperatives", "registration_number,renewed_on\n0610001,2024-03-01\n")
    assert [column for _row, column, *_rest in run.errors] == ["renewed_on"]
