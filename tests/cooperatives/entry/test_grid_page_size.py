"""The grid's page at the sizes that the issue names: what goes over the line, and its numbers."""

import gzip
import re
from dataclasses import replace

import pytest

from cooperatives.entry.columns import figure_columns
from cooperatives.models import Cooperative, Placement, QuarterlyFigures, User
from cooperatives.pages.pasted import ListedCell, ListedRow
from cooperatives.templatetags.grid import cells_to_store
from tests.factories import (
    LONG_AGO,
    PASSWORD,
    make_district,
    make_province,
    make_return,
)

pytestmark = pytest.mark.django_db


def page_of(client, rows):
    """The page of a district with so many cooperatives, all figures filled, as it was before."""
    district = make_district(make_province())
    # Numbers of four digits must not be written as text: the script compares them.
    clerk = User.objects.create_user(
        pk=1234, username="clerk", password=PASSWORD, role="district_staff", unit=district
    )
    cooperatives = Cooperative.objects.bulk_create(
        Cooperative(
            kind="cooperative",
            name=f"HTX nông nghiệp Thắng Lợi {n}",
            registration_number=f"4700{n:06d}",
            sector="agriculture",
            founded_on=LONG_AGO,
        )
        for n in range(rows)
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, unit=district, valid_from=LONG_AGO) for one in cooperatives
    )
    for quarter in (2, 3):
        quarterly_return = make_return(district, 2024, quarter, state="draft")
        QuarterlyFigures.objects.bulk_create(
            QuarterlyFigures(
                cooperative=one,
                quarterly_return=quarterly_return,
                year=2024,
                quarter=quarter,
                revenue=(1000 + n * 7919 % 5003) * 137_500,
                profit=(100 + n * 104_729 % 1009) * 112_500,
                average_member_income=(50 + n * 7907 % 211) * 61_250,
                member_count=7 + n * 31 % 97,
                managers_total=3 + n % 5,
                managers_higher_education=n % 3,
                managers_vocational=n % 2,
                note="Số liệu tạm tính" if n % 5 == 0 else "",
            )
            for n, one in enumerate(cooperatives)
        )
    client.force_login(clerk)
    return client.get(f"/returns/2024/3/{district.code}/", headers={"accept-encoding": "gzip"})


@pytest.mark.parametrize(("rows", "kilobytes"), [(50, 150), (1500, 600)])
def test_it_is_small_on_the_line(client, demo_day, rows, kilobytes):
    response = page_of(client, rows)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) <= kilobytes * 1000


def test_numbers_for_the_script_are_no_text(client, demo_day):
    html = gzip.decompress(page_of(client, 1100).content).decode()
    assert 'data-user="1234"' in html
    assert html.count('data-user="1234"') == html.count("data-user=")
    assert 'aria-rowcount="1101"' in html
    assert re.findall(r'aria-rowindex="([^"]*)"', html) == [str(n) for n in range(1, 1102)]
    assert 'max="1100"' in html
    assert '<option value="1099">' in html


def test_a_cell_that_is_asked_about_costs_few_bytes():
    """A block of 400 rows was answered with 650 kB, most of it the blanks of a template."""
    column = figure_columns(2024)[0]
    row = ListedRow("0610001", "HTX An", tuple(ListedCell(column, "1", "2") for _n in range(50)))
    assert len(cells_to_store(row)) < 50 * 170
    cell = cells_to_store(replace(row, cells=row.cells[:1]))
    assert cell.startswith('<td class="number" data-cooperative="0610001" data-field="revenue">')
    cleared = cells_to_store(replace(row, cells=(ListedCell(column, "1", ""),)))
    same = cells_to_store(replace(row, cells=(ListedCell(column, "<1>", "<1>"),)))
    assert "preview__cleared" in cleared
    assert "data-cooperative" not in same
    assert "&lt;1&gt;" in same
