"""Charts as pictures: PNG and SVG of the very lines and rows that the pages show."""

import io
import re
import subprocess
import sys

import pytest
from PIL import Image

from cooperatives.models import AdministrativeUnit, Organisation
from tests.factories import make_cooperative, make_figures, make_officer

PAGE = "/indicators/average_profit/"
VALUES = {1: 15_000_000, 2: 25_000_000, 3: 20_000_000}
"""Of each quarter, in VND: 15, 40 and 60 million to date."""


@pytest.fixture
def officer(bac_kan, client):
    cooperative = make_cooperative(AdministrativeUnit.objects.get(code="061"))
    for quarter, profit in VALUES.items():
        make_figures(cooperative, 2024, quarter, profit=profit)
    make_cooperative(AdministrativeUnit.objects.get(code="066"))
    officer = make_officer(bac_kan)
    client.force_login(officer)
    client.cookies["django_language"] = "vi"
    return officer


def picture(client, file):
    response = client.get(f"{PAGE}{file}?year=2024&quarter=3")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("what", ["series", "units", "tiles"])
def test_a_png_has_its_signature_and_size(officer, client, what):
    response = picture(client, f"{what}.png")
    assert response.headers["Content-Type"] == "image/png"
    assert f"average_profit-{what}-06-2024-3.png" in response.headers["Content-Disposition"]
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert Image.open(io.BytesIO(response.content)).width == 1200


def words(client, what):
    svg = picture(client, f"{what}.svg").content.decode()
    return [text.replace("\u00a0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def test_an_svg_says_the_finding_the_values_and_the_source_as_text(officer, client):
    said = words(client, "series")
    assert "Lợi nhuận tới quý III thấp hơn nhịp 3,8 triệu" in said
    assert {"15,0 triệu", "40,0 triệu", "60,0 triệu", "mục tiêu ≥ 85 triệu", "nhịp cần có"} <= {*said}
    (source,) = [text for text in said if text.startswith("Nguồn:")]
    assert source.endswith("số liệu đến 30/9/2024, lập ngày 20/10/2024")


def test_bars_name_each_unit_with_its_value_or_that_there_is_none(officer, client):
    said = [text.strip() for text in words(client, "units")]
    assert {"Ba Bể", "60,0 triệu", "Na Rì", "chưa có số liệu"} <= {*said}


def test_tiles_name_each_unit_with_its_value_and_who_is_behind(officer, client):
    said = [text.strip() for text in words(client, "tiles")]
    ba_be = said.index("Ba Bể")
    assert said[ba_be : ba_be + 3] == ["Ba Bể", "60,0", "▼ chậm tiến độ"]
    na_ri = said.index("Na Rì")
    assert said[na_ri + 1] == "chưa có số liệu"
    assert "theo vị trí, đậm hơn là cao hơn" in said[-2]


def test_there_is_no_table_by_place(officer, client):
    assert client.get(f"{PAGE}tiles.csv?year=2024&quarter=3").status_code == 404


TARGETS = "/tables/targets"


def test_all_targets_are_one_picture_in_the_order_of_the_overview(officer, client):
    answer = client.get(f"{TARGETS}.svg?year=2024&quarter=3")
    assert "targets-06-2024-3.svg" in answer.headers["Content-Disposition"]
    svg = answer.content.decode()
    said = [text.replace("\u00a0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    page = client.get("/?year=2024&quarter=3")
    names = [str(row.indicator.label) for row in page.context["rows"]]
    assert [text for text in said if text in names] == names
    profit = said.index("60,0 / 85 triệu")
    assert said[profit + 1] == "chậm tiến độ, chưa chắc"
    assert client.get(f"{TARGETS}.png?year=2024&quarter=3").content.startswith(b"\x89PNG")


def test_units_of_all_targets_are_no_picture(officer, client):
    assert client.get("/tables/units.png?year=2024&quarter=3").status_code == 404


def test_demo_figures_say_so(officer, client):
    Organisation.objects.update(is_demo=True)
    assert any(text.endswith("Số liệu minh họa") for text in words(client, "series"))


def test_where_nothing_is_to_draw_there_is_no_picture(bac_kan, client):
    client.force_login(make_officer(bac_kan))
    assert client.get(f"{PAGE}series.png?year=2024&quarter=3").status_code == 404


def test_the_library_is_read_only_where_a_picture_is_made():
    """It costs a second and fifty megabytes, which pages do not pay."""
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings';"
        "django.setup(); import targets.urls; sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
