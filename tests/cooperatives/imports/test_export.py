"""The registry as files in the import's own columns: imported again, they change nothing."""

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from cooperatives.files.formulas import marked, marked_in_workbook, unmarked
from cooperatives.imports import KINDS
from cooperatives.models import Organisation
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district_staff,
    make_group,
    make_officer,
    make_union,
    move,
    suspend,
)
from tests.tables import rows_and_history

REGISTRY = ("units", "cooperatives", "unions", "groups")
ENDINGS = ("csv", "xlsx")
ALL = {"state": "all"}
LIKE_FORMULAS = ("=1+1", "+84 hợp tác", "-HTX", "@HTX", "'=HTX", "''=HTX", "'HTX'")


@pytest.fixture
def registry(province, district, commune, other_district, union, cooperative):
    """Whatever may happen to an organisation."""
    cooperative.union = union
    cooperative.save()
    suspend(cooperative, date(2020, 1, 1), date(2020, 7, 1))
    suspend(cooperative, date(2023, 3, 1), legal_status="tax_revoked")
    notified = make_cooperative(commune, registration_number="0610009")
    suspend(notified, date(2023, 2, 1), renewed_on=date(2024, 2, 1))
    moved = make_cooperative(commune, registration_number="0610002", sector="trade")
    move(moved, other_district, date(2021, 1, 1))
    move(moved, district, date(2021, 7, 1))
    move(moved, other_district, date(2022, 1, 1))
    make_cooperative(commune, registration_number="0610003", dissolved_on=date(2021, 5, 6))
    for number, name in enumerate(LIKE_FORMULAS):
        make_cooperative(district, name=name, registration_number=f"-{number}")
        make_group(commune, name=name)
    make_group(commune, name="THT Dệt", dissolved_on=date(2019, 1, 1))
    make_group(commune, name="THT Dệt", founded_on=date(2020, 1, 1))
    make_group(other_district, name="THT Dệt", registration_number="007")
    move(make_group(commune, name="THT Đan lát"), other_district, date(2023, 1, 1))
    coming = make_commune(district, "02000", valid_from=date(2025, 7, 1))
    move(make_group(commune, name="THT Sắp chuyển"), coming, coming.valid_from)
    make_union(province, registration_number="LH-02", name="Liên hiệp tỉnh")
    return province


def download(client, kind, ending="csv", **query):
    response = client.get(f"/organisations/{kind}.{ending}", query)
    assert response.status_code == 200
    assert f'filename="{kind}-' in response["Content-Disposition"]
    return response.content


def rows_of(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def column(content: bytes, kind: str, code: str) -> list[str]:
    header, *rows = rows_of(content)
    label = next(str(one.label) for one in KINDS[kind].columns if one.code == code)
    return [row[header.index(label)] for row in rows]


# --- Round trip -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", REGISTRY)
def test_an_export_imported_again_changes_nothing(load, client, registry, kind, ending):
    client.force_login(make_admin())
    content = download(client, kind, ending, **ALL)
    before = rows_and_history()
    run = load(kind, content, name=f"tệp.{ending}")
    assert (run.status, run.errors) == (0, [])
    created, updated, unchanged = run.counts
    assert (created, updated) == (0, 0)
    assert unchanged > 1
    assert rows_and_history() == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_all_of_the_demo_comes_back_unchanged(load, client, ending, settings):
    call_command("loaddata", "units_bac_kan", verbosity=0)
    call_command("load_demo", verbosity=0)
    client.force_login(make_admin())
    before = rows_and_history()
    seen = 0
    for kind in REGISTRY:
        run = load(kind, download(client, kind, ending, **ALL), name=f"tệp.{ending}")
        assert (run.errors, run.counts[:2]) == ([], (0, 0))
        seen += run.counts[2] if kind != "units" else 0
    assert seen == Organisation.objects.count()
    assert rows_and_history() == before


def told(organisation):
    """What a file says of an organisation."""
    ceased = organisation.suspensions.filter(valid_to=None).first()
    return (
        organisation.kind,
        organisation.registration_number,
        organisation.name,
        organisation.sector,
        organisation.founded_on,
        organisation.dissolved_on,
        organisation.union and organisation.union.registration_number,
        tuple(
            organisation.placements.order_by("valid_from").values_list(
                "unit", "valid_from", "valid_to"
            )
        ),
        ceased and (ceased.valid_from, ceased.legal_status, ceased.renewed_on),
    )


def all_told():
    return sorted(map(told, Organisation.objects.all()), key=repr)


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_fills_an_empty_registry_moves_included(load, client, registry, ending):
    client.force_login(make_admin())
    kinds = ("unions", "cooperatives", "groups")
    files = {kind: download(client, kind, ending, **ALL) for kind in kinds}
    before = all_told()
    assert any(len(one[7]) > 1 for one in before)
    for kind in ("cooperative", "group", "union"):  # members before their union
        Organisation.objects.filter(kind=kind).delete()
    for kind, content in files.items():
        run = load(kind, content, name=f"tệp.{ending}")
        assert (run.status, run.errors) == (0, [])
    assert all_told() == before


def test_it_says_what_it_leaves_out(client, registry):
    client.force_login(make_admin())
    page = client.get("/organisations/", {"kind": "group", "state": "all"}).text
    assert "tạm ngừng đã kết thúc" in page


# --- What is in it --------------------------------------------------------------------------------


def test_a_text_that_a_spreadsheet_would_reckon_is_marked_as_text(load, client, registry):
    client.force_login(make_admin())
    names = column(download(client, "groups", **ALL), "groups", "name")
    assert not [name for name in names if name.startswith(("=", "+", "-", "@"))]
    assert {"'=1+1", "''=HTX", "'HTX'"} <= set(names)
    book = load_workbook(io.BytesIO(download(client, "groups", "xlsx", **ALL)))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "d"}
    assert "=1+1" in [cell.value for cell in cells]


@pytest.mark.parametrize("text", ["", "'", "HTX", "'HTX", "=1", "'=1", "''=1", "-", "+84"])
def test_marks_come_off_again(text):
    assert unmarked(marked(text)) == text
    assert unmarked(marked_in_workbook(text)) == text


def test_codes_keep_their_zeros_and_days_are_days(load, client, registry):
    client.force_login(make_admin())
    book = load_workbook(io.BytesIO(download(client, "cooperatives", "xlsx", **ALL)))
    header, *rows = book.active.iter_rows(values_only=True)
    row = next(row for row in rows if row[0] == "0610001")
    cells = dict(zip(header, row, strict=True))
    assert cells["Mã đơn vị"] == "01900"
    assert cells["Ngày thành lập"].date() == date(2015, 6, 1)
    assert cells["Tình trạng pháp lý"] == "bị thu hồi do cưỡng chế về quản lý thuế"


def test_it_holds_what_the_list_shows(load, client, registry, other_district):
    client.force_login(make_admin())

    def numbers(**query):
        return set(
            column(download(client, "cooperatives", **query), "cooperatives", "registration_number")
        )

    assert "0610003" not in numbers()
    assert numbers(state="dissolved") == {"0610003"}
    assert numbers(unit="062") == {"0610002"}
    assert numbers(sector="trade", state="all") == {"0610002"}
    assert numbers(q="bi xanh") == {"0610001"}
    assert column(download(client, "units", unit="062"), "units", "code") == ["062"]


def test_the_list_offers_the_kinds_that_it_shows(load, client, registry):
    client.force_login(make_admin())
    page = client.get("/organisations/", {"kind": "group", "state": "all"}).content.decode()
    assert "/organisations/groups.xlsx?kind=group&amp;state=all" in page
    assert "/organisations/cooperatives." not in page
    assert "/organisations/units.csv" in page


# --- Whose ----------------------------------------------------------------------------------------


def test_it_holds_the_reader_s_own_unit_alone(load, client, registry, district, other_district):
    client.force_login(make_district_staff(other_district))
    assert column(
        download(client, "cooperatives", **ALL), "cooperatives", "registration_number"
    ) == ["0610002"]
    assert column(download(client, "units"), "units", "code") == ["062"]
    client.force_login(make_officer(registry))
    assert len(rows_of(download(client, "cooperatives", **ALL))) == 4 + len(LIKE_FORMULAS) + 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_union_out_of_reach_is_not_named_and_not_left(
    load, client, registry, commune, cooperative, ending
):
    """The column is not there, so that the import leaves it as it is."""
    client.force_login(make_district_staff(commune))
    content = download(client, "cooperatives", ending, **ALL)
    assert b"LH-01" not in content
    assert load("cooperatives", content, name=f"tệp.{ending}").counts[:2] == (0, 0)
    cooperative.refresh_from_db()
    assert cooperative.union is not None


@pytest.mark.parametrize(
    "address", ["people.csv", "groups.pdf", "groups.csv?kind=x", "targets.csv"]
)
def test_what_is_no_file_of_the_registry_is_not_found(load, client, province, address):
    client.force_login(make_admin())
    assert client.get(f"/organisations/{address}").status_code == 404
