"""Tables to take along: read back, they hold what the comparison's JSON holds."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook

from cooperatives.models import AdministrativeUnit, Organisation
from targets.indicators import BY_CODE
from tests.factories import (
    make_cooperative,
    make_figures,
    make_group,
    make_officer,
    make_yearly_report,
    open_year,
)
from tests.targets.pages import attribute, find_all, parsed

ABOUT = {"plan": "Kế hoạch", "of": "Số liệu của", "up_to": "Số liệu đến"}


@pytest.fixture
def officer(bac_kan, client):
    """One district reports in odd amounts, one does not; a group is founded."""
    for code, profit in (("061", 30_123_457), ("066", -5_000_000)):
        unit = AdministrativeUnit.objects.get(code=code)
        cooperative = make_cooperative(unit)
        make_yearly_report(cooperative, 2023, rating="weak")
        make_figures(cooperative, 2024, 1, profit=profit, managers_vocational=3)
    make_cooperative(AdministrativeUnit.objects.get(code="058"))
    make_group(AdministrativeUnit.objects.get(code="061"), founded_on=date(2024, 2, 1))
    officer = make_officer(bac_kan)
    client.force_login(officer)
    client.cookies["django_language"] = "vi"
    return officer


def read(client, address, language="vi"):
    """The rows of a .csv as a spreadsheet in the reader's language reads them."""
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if language == "vi" else ","))


def sheet(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content)).active


def body(found):
    """The rows below the headings of a sheet, by heading."""
    rows = list(found.iter_rows(values_only=True))
    first = next(number for number, row in enumerate(rows) if row[0] is None) + 1
    return [dict(zip(rows[first], row, strict=True)) for row in rows[first + 1 :]]


def as_json(number, code):
    """A number of a file in the unit of the JSON."""
    if number in ("", None):
        return None
    exact = Decimal(str(number).replace(",", "."))
    return exact * 1_000_000 if BY_CODE[code].is_money else exact


def same(number, other, code):
    number = as_json(number, code)
    if number is None or other is None:
        return number is None and other is None
    # Amounts are rounded to one VND.
    return abs(number - Decimal(str(other))) <= Decimal("0.5")


COLUMNS = {"Giá trị": "value", "Mục tiêu": "target", "Mức cần có": "expected"}


def code_of(row):
    """Of a row in Vietnamese: files name indicators in the reader's language and have no codes."""
    with translation.override("vi"):
        return next(code for code, one in BY_CODE.items() if str(one.label) == row["Chỉ tiêu"])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_targets_are_those_of_the_json(officer, client, ending):
    asked = "?year=2024&quarter=1&unit=06"
    targets = client.get(f"/api/v1/progress{asked}").json()["targets"]
    address = f"/tables/targets.{ending}{asked}"
    rows = read(client, address) if ending == "csv" else body(sheet(client, address))
    found = {one["indicator"]: one for one in targets}
    page = parsed(client.get(f"/{asked}"))
    shown = [attribute(row, "data-indicator") for row in find_all(page, "article")]
    assert [code_of(row) for row in rows] == shown
    assert len(rows) == len(found)
    for row in rows:
        one = found[code_of(row)]
        for label, key in COLUMNS.items():
            assert same(row[label], one[key], one["indicator"]), (label, row, one)
        low, high = one["bounds"] or (None, None)
        assert same(row["Có thể từ"], low, one["indicator"])
        assert same(row["Có thể đến"], high, one["indicator"])
        assert int(row["Phải có"]) == one["coverage"]["expected"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_units_are_those_of_the_json(officer, client, ending):
    asked = "?year=2024&quarter=1&unit=06"
    units = client.get(f"/api/v1/progress{asked}").json()["units"]
    expected = {(unit["unit"], one["indicator"]): one for unit in units for one in unit["targets"]}
    address = f"/tables/units.{ending}{asked}"
    rows = read(client, address) if ending == "csv" else body(sheet(client, address))
    found = {(row["Mã đơn vị"], code_of(row)): row for row in rows if row["Mã đơn vị"] != "06"}
    assert found.keys() == expected.keys()
    for key, one in expected.items():
        assert same(found[key]["Giá trị"], one["value"], key[1])
        if BY_CODE[key[1]].averages:  # others' parts are told as whole numbers
            assert same(found[key]["Mức cần có"], one["due"], key[1])
        assert same(found[key]["Chênh lệch"], one["gap"], key[1])


def test_numbers_of_a_workbook_are_numbers_with_formats(officer, client):
    found = sheet(client, "/tables/units.xlsx?year=2024&quarter=1")
    cells = [cell for row in found for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    formats = {cell.number_format for cell in cells if cell.data_type == "n"}
    assert formats == {"0", "#,##0", "#,##0.0##"}
    codes = [row["Mã đơn vị"] for row in body(found)]
    assert "061" in codes


def test_the_head_of_a_workbook_says_what_it_is_about(officer, client):
    found = sheet(client, "/tables/targets.xlsx?year=2024&quarter=1")
    head = {row[0]: row[1] for row in found.iter_rows(max_row=6, max_col=2, values_only=True)}
    assert head["Số liệu của"] == "Tỉnh Bắc Kạn"
    assert head["Số liệu đến"].date() == date(2024, 3, 31)
    assert (head["Năm"], head["Quý"]) == (2024, 1)


def test_a_csv_has_one_line_of_headings_and_the_period_in_columns(officer, client):
    rows = read(client, "/tables/targets.csv?year=2024&quarter=1")
    assert {(row["Năm"], row["Quý"], row["Số liệu đến"]) for row in rows} == {
        ("2024", "1", "31/03/2024")
    }


@pytest.mark.parametrize(("language", "value"), [("vi", "12,561729"), ("en", "12.561729")])
def test_decimals_have_the_mark_of_the_reader_s_language(officer, client, language, value):
    rows = read(client, "/tables/targets.csv?year=2024&quarter=1", language)
    label = {"vi": "Giá trị", "en": "Value"}[language]
    name = {"vi": "Chỉ tiêu", "en": "Indicator"}[language]
    with translation.override(language):
        profit = str(BY_CODE["average_profit"].label)
    (found,) = [row[label] for row in rows if row[name] == profit]
    # (30123457 − 5000000) ÷ 2 is 12561728.5: half a VND goes up.
    assert found == value


def test_the_series_holds_all_quarters_of_all_years(officer, client):
    rows = read(client, "/indicators/average_profit/series.csv?year=2024&quarter=1")
    quarters = [(row["Năm"], row["Quý"]) for row in rows]
    assert quarters[:5] == [("2023", str(q)) for q in (1, 2, 3, 4)] + [("2024", "1")]
    assert rows[4]["Giá trị"] == "12,561729"
    assert rows[4]["Mục tiêu cả năm"] == "85"
    assert rows[4]["Kế hoạch"] == "532/KH-UBND"
    # A year without a target ended against none, one that is not over has no end.
    assert {row["Khi hết năm"] for row in rows} == {""}
    # A running quarter reaches the day on which the file is made.
    days = [row["Số liệu đến"] for row in rows]
    assert (days[4], days[-1]) == ("31/03/2024", "20/10/2024")


def test_the_series_tells_the_years_end_in_the_row_of_the_quarter_looked_at(officer, client):
    """One founding in two quarters under a target of 25: 1 to 5 by the year's end."""
    rows = read(client, "/indicators/new_groups/series.csv?year=2024&quarter=2")
    said = {(row["Năm"], row["Quý"]): row for row in rows}
    columns = ("Cuối năm, từ (80%)", "Cuối năm, đến (80%)", "Khả năng đạt mục tiêu (%)")
    low, high, chance = (said["2024", "2"][name] for name in columns)
    assert (low, high, chance) == ("1", "5", "0")
    others = [row for key, row in said.items() if key != ("2024", "2")]
    assert {row[name] for row in others for name in columns} == {""}


def test_the_units_of_one_target_stand_alone(officer, client):
    rows = read(client, "/indicators/average_profit/units.csv?year=2024&quarter=1")
    assert {code_of(row) for row in rows} == {"average_profit"}
    assert [row["Đơn vị"] for row in rows][:2] == ["Tỉnh Bắc Kạn", "Thành phố Bắc Kạn"]
    assert len(rows) == 9


def test_the_units_say_by_what_they_are_judged_and_where_their_return_stands(officer, client):
    unit = AdministrativeUnit.objects.get(code="061")
    open_year(unit.parent)
    rows = read(client, "/indicators/average_profit/units.csv?year=2024&quarter=1")
    said = {row["Mã đơn vị"]: row for row in rows}
    assert said["06"]["Biểu quý I"].startswith("2/3 đơn vị")
    assert said["061"]["Biểu quý I"] == "đã duyệt"
    assert said["058"]["Biểu quý I"] == "chưa nhập"
    assert (said["061"]["Mục tiêu"], said["061"]["Tình trạng"]) == ("85", "đúng tiến độ")
    assert said["066"]["Tình trạng"] == "chậm tiến độ"
    assert said["058"]["Tình trạng"] == "chưa có số liệu"


def test_a_share_under_a_limit_is_not_attained(officer, client):
    rows = read(client, "/tables/targets.csv?year=2024&quarter=1")
    attained = {code_of(row): row["Đạt (%)"] for row in rows}
    assert attained["weak_share"] == ""
    assert attained["average_profit"]


def test_demo_data_says_so(officer, client):
    assert "Dữ liệu" not in read(client, "/tables/targets.csv")[0]
    Organisation.objects.update(is_demo=True)
    assert read(client, "/tables/targets.csv")[0]["Dữ liệu"] == "Số liệu minh họa"


@pytest.mark.parametrize("address", ["people.csv", "targets.pdf", "units.csv?year=2030"])
def test_what_is_no_file_is_not_found(officer, client, address):
    assert client.get(f"/tables/{address}").status_code == 404


def test_the_returns_are_those_of_the_list(officer, client):
    rows = read(client, "/returns.csv?year=2024&quarter=1")
    assert ("061", "Huyện Ba Bể", "2024", "1") in [
        (row["Mã đơn vị"], row["Đơn vị"], row["Năm"], row["Quý"]) for row in rows
    ]
    assert body(sheet(client, "/returns.xlsx?year=2024&quarter=1"))
