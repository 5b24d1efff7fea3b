"""Files whose letters are not in Unicode say so, with the remedy."""

import pytest

from cooperatives.models import Organisation
from tests.spreadsheets import xlsx

HEADER = ("registration_number", "name", "unit_code", "founded_on")
CSV = ",".join(HEADER) + "\n0610002,{},061,2020-01-02\n"


@pytest.fixture(autouse=True)
def unit(district):
    return district


def only_error(run):
    (error,) = run.errors
    assert not Organisation.objects.exists()
    return error


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("HTX MiÕn dong", "TCVN3"),
        ("HTX Mieán dong", "VNI"),
        ("HTX Miáº¿n dong", "mã hóa hai lần"),
    ],
)
def test_a_cell_that_is_no_unicode_is_named(load, name, said):
    content = xlsx([HEADER, ("0610002", name, "061", "2020-01-02")])
    row, column, value, message = only_error(load("cooperatives", content, name="htx.xlsx"))
    assert (row, column, value) == (2, "name", name)
    assert said in message
    assert "“HTX Miến dong”" in message


def test_a_header_that_is_no_unicode_is_named(load):
    header = ("Sè ®¨ng ký", "Tªn", *HEADER[2:])
    errors = load("cooperatives", xlsx([header, ()]), name="htx.xlsx").errors
    assert errors[0][:3] == (1, "Sè ®¨ng ký", "Sè ®¨ng ký")
    assert "“Số đăng ký”" in errors[0][3]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CSV.format("HTX MiÕn dong").encode("latin-1"), "TCVN3"),
        (CSV.format("HTX Mieán dong").encode("latin-1"), "VNI"),
        (CSV.format("HTX Miê\u0301n dong").encode("cp1258"), "Windows-1258"),
    ],
)
def test_the_encoding_of_a_csv_is_named(load, content, said):
    row, _column, value, message = only_error(load("cooperatives", content))
    assert row == 2
    assert value.startswith("0610002,HTX Mi")
    assert said in message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(load, encoding):
    row, _column, _value, message = only_error(load("cooperatives", CSV.encode(encoding)))
    assert row == 1
    assert "UTF-16" in message
