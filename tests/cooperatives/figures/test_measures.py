"""What each measure means where figures are held against others, or against their limits."""

from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from cooperatives.catalogue.figures import (
    LEAST_PERSONS,
    MANAGERS_TOTAL,
    Figure,
    Nature,
    Quantity,
)
from cooperatives.figures.readers import reader_of
from cooperatives.files.columns import CellError, Choice
from cooperatives.models import QuarterlyFigures
from cooperatives.models.changes import figure_in_words
from cooperatives.workbook import workbook_of
from cooperatives.yearly.sheet import yearly_sheet
from tests.cooperatives.workbook.workbooks import filled
from tests.factories import enter, make_figures, make_return, make_yearly_report

LAND = Figure("has_land", "own land", "Land", Quantity.YES_NO, Nature.LEVEL)
WORKERS = Figure("workers", "workers", "Workers", Quantity.PERSONS, Nature.LEVEL)
TRAINED = Figure("trained", "people trained", "Trained", Quantity.PERSONS, Nature.FLOW)
ASSETS = Figure("assets", "net assets", "Assets", Quantity.MONEY, Nature.LEVEL)
PART = Figure(
    "part", "a part", "Part", Quantity.PERCENT, Nature.LEVEL, limits=(500_000, 12_500_000)
)


@pytest.fixture(autouse=True)
def figures(db):
    for figure in (LAND, WORKERS, TRAINED, ASSETS, PART):
        enter(figure)


def found(district, figure, before, now):
    """What is said of a quarter's value beside the last one's."""
    cooperative = district.cooperatives[0]
    make_figures(cooperative, 2024, 2, extra={figure.code: before})
    draft = make_return(district.unit, 2024, 3, state="draft")
    make_figures(cooperative, 2024, 3, quarterly_return=draft, extra={figure.code: now})
    return [one.finding.message for one in district.sheet().rows(["A1"])[0].findings]


@pytest.mark.parametrize(("before", "now"), [(1, 0), (0, 1)])
def test_another_answer_is_no_jump(district, before, now):
    assert found(district, LAND, before, now) == []


@pytest.mark.parametrize(("now", "is_told"), [(3, False), (4, True)])
def test_one_or_two_persons_are_no_jump(district, english, now, is_told):
    messages = ["4 is over 3 times the last quarter's 1."]
    assert found(district, WORKERS, 1, now) == (messages if is_told else [])


def test_a_figure_that_declares_more_keeps_it():
    assert (WORKERS.least_jump, MANAGERS_TOTAL.least_jump) == (LEAST_PERSONS, 5)
    assert ASSETS.least_jump == 0


def test_only_profit_is_a_profit_or_a_loss(district, english):
    assert found(district, ASSETS, -3_000_000, 4_000_000) == [
        "4, and -3 last quarter: from below zero to above, or back."
    ]


@pytest.mark.parametrize(
    ("figure", "of_quarter", "of_year", "is_told"),
    [
        (LAND, 1, 0, False),
        (WORKERS, 1, 3, False),
        (WORKERS, 1, 4, True),
        (TRAINED, 1, 6, False),
        (TRAINED, 1, 7, True),
    ],
)
def test_a_year_beside_its_quarters(district, figure, of_quarter, of_year, is_told):
    cooperative = district.cooperatives[0]
    for quarter in (1, 2, 3, 4):
        make_figures(cooperative, 2023, quarter, extra={figure.code: of_quarter})
    make_yearly_report(cooperative, 2023, state="draft", extra={figure.code: of_year})
    row = yearly_sheet(district.clerk, 2023, district.unit.code).rows(["A1"])[0]
    rules = [f"quarters:{figure.code}"] if is_told else []
    assert [one.finding.rule for one in row.findings] == rules


@pytest.mark.parametrize(
    ("figure", "value", "said"),
    [
        (PART, 12_500_000, "12,5%"),
        (ASSETS, -3_500_000, "-3,5 triệu đồng"),
        (WORKERS, 1, "1"),
        (LAND, 0, "không"),
        (LAND, None, "–"),
    ],
)
def test_history_says_what_a_value_is_measured_in(figure, value, said):
    assert figure_in_words(figure, value) == said


# --- Limits that are not whole --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "is_taken"), [(0.4, False), (0.5, True), (12.5, True), (12.6, False)]
)
def test_an_import_keeps_to_limits_with_decimals(english, cell, is_taken):
    column = reader_of(PART, "part", "Part", limited=True)
    if is_taken:
        assert column.read(cell, None) == cell * 1_000_000
    else:
        with pytest.raises(CellError, match=r"at least 0\.5\.|at most 12\.5\."):
            column.read(cell, None)


def test_the_workbook_keeps_to_them_too(district):
    page = load_workbook(BytesIO(workbook_of(district.sheet()))).worksheets[0]
    checks = {one.errorTitle: one for one in page.data_validations.dataValidation}
    assert (checks["a part"].formula1, checks["a part"].formula2) == ("0.5", "12.5")
    assert "0,5 đến 12,5" in checks["a part"].error
    assert (checks["net assets"].formula1, checks["net assets"].formula2) == (
        "-100000000",
        "100000000",
    )


@pytest.mark.parametrize(
    ("stored", "said"),
    [(12_600_000, "tối đa 12,5"), *((odd, "ngoài khoảng") for odd in (1.5, True, "0"))],
)
def test_what_no_page_would_store_is_found_by_check_records(district, stored, said):
    make_figures(district.cooperatives[0], 2024, 2, extra={PART.code: stored})
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_records", stdout=out)
    assert out.getvalue().count(said) == 1


# --- Yes and no -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "stored"),
    [(True, 1), (False, 0), (1, 1), (0.0, 0), ("1", 1), ("yes", 1), ("Không", 0)],
)
def test_a_workbook_may_say_yes_and_no_in_its_own_way(client, district, cell, stored):
    client.force_login(district.clerk)
    content = filled(workbook_of(district.sheet()), ("A1", LAND.code, cell))
    page = reverse("return-upload", args=[2024, 3, "061"])
    preview = client.post(page, {"file": SimpleUploadedFile("bieu.xlsx", content)})
    assert not preview.context["errors"]
    said = {name: preview.context[name] for name in ("seen", "said")}
    client.post(page, {**said, "confirm": "yes"}, follow=True)
    assert QuarterlyFigures.objects.get().extra == {LAND.code: stored}


@pytest.mark.parametrize("cell", [2, 0.5, "ja"])
def test_anything_else_is_neither_yes_nor_no(cell):
    with pytest.raises(CellError):
        reader_of(LAND, "has_land", "Land").read(cell, None)


def test_it_is_read_as_a_number_where_another_column_reads_true_and_false():
    flags = ((True, gettext_lazy("yes")), (False, gettext_lazy("no")))
    assert Choice("is_level", "Level", choices=flags).read("yes", None) is True
    read = reader_of(LAND, "has_land", "Land").read("yes", None)
    assert (read, type(read)) == (1, int)
