"""The page of units: found by name or code, gone down to, with who took over."""

import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from cooperatives.models import UnitSuccession
from tests.factories import (
    make_admin,
    make_commune,
    make_country,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
)

REFORM = date(2024, 7, 1)


def text_of(page):
    return re.sub(r"\s+", " ", strip_tags(page.content.decode())).replace(" ,", ",")


@pytest.fixture
def country(db, demo_day):
    """Two provinces, of which one has a district with two communes, one of them ended."""
    country = make_country()
    province = make_province("06", country)
    make_province("19", country, name="Tỉnh Thái Nguyên")
    district = make_district(province, "061", name="Huyện Ba Bể")
    ended = make_commune(district, "01900", name="Xã Đồng Phúc", valid_to=REFORM)
    successor = make_commune(district, "01903", name="Xã Địa Linh")
    UnitSuccession.objects.create(predecessor=ended, successor=successor, on=REFORM)
    return country


def listed(client, user, query=""):
    client.force_login(user)
    response = client.get(f"/units/{query}")
    assert response.status_code == 200
    return [row.record.name for row in response.context["table"].rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Việt Nam"]),
        ("?under=VN", ["Tỉnh Bắc Kạn", "Tỉnh Thái Nguyên"]),
        ("?under=061", ["Xã Địa Linh"]),
        ("?under=061&state=all", ["Xã Đồng Phúc", "Xã Địa Linh"]),
        ("?q=ba+be", ["Huyện Ba Bể"]),
        ("?q=BẮC", ["Tỉnh Bắc Kạn"]),
        ("?q=06", ["Tỉnh Bắc Kạn", "Huyện Ba Bể"]),
        ("?q=dong+phuc", []),
        ("?q=dong+phuc&state=ended", ["Xã Đồng Phúc"]),
        ("?q=linh&under=19", []),
    ],
)
def test_it_is_searched_and_gone_down(client, country, query, names):
    assert listed(client, make_admin(), query) == names


def test_nobody_finds_what_is_not_theirs_to_ask_for(client, country):
    province = country.children.get(code="06")
    district = province.children.get()
    assert listed(client, make_officer(province)) == ["Tỉnh Bắc Kạn"]
    assert listed(client, make_officer(province), "?q=thai") == []
    assert listed(client, make_district_staff(district)) == ["Tỉnh Bắc Kạn"]
    assert client.get("/units/?under=19").status_code == 404
    assert client.get("/units/?state=nothing").status_code == 404


def test_who_took_over_stands_beside_who_ended(client, country):
    client.force_login(make_admin())
    text = text_of(client.get("/units/?state=ended&q=phuc"))
    assert "đã kết thúc 30/6/2024, nay thuộc xã Địa Linh" in text
    assert "tiếp nhận 1 đơn vị xã Đồng Phúc" in text_of(client.get("/units/?q=linh"))


def test_only_who_imports_is_led_to_the_reform(client, country):
    client.force_login(make_officer(country))
    assert "?kind=units" not in client.get("/units/").content.decode()
    client.force_login(make_admin())
    assert "?kind=units" in client.get("/units/").content.decode()
    assert '<option value="units" selected>' in client.get("/import/?kind=units").content.decode()


def test_where_all_units_ended_it_says_so_and_leads_to_the_reform(db, demo_day, client):
    province = make_province("06", valid_to=REFORM)
    assert listed(client, make_admin(province)) == []
    page = client.get("/units/")
    assert page.context["all_ended"] == province
    assert "/import/?kind=units" in page.content.decode().split("blank-slate")[1].split("</div>")[0]
    assert listed(client, make_officer(province), "?state=ended") == ["Tỉnh Bắc Kạn"]
    assert client.get("/units/?q=nothing").context["all_ended"] is None


@pytest.fixture
def namesakes(country):
    """The district ended with both its communes, and another bears its code since."""
    province = country.children.get(code="06")
    district = province.children.get()
    district.children.update(valid_to=REFORM)
    district.valid_to = REFORM
    district.save()
    new = make_district(province, "061", name="Huyện Mới", valid_from=REFORM)
    make_commune(new, "01906", name="Xã Mới", valid_from=REFORM)
    return district, new


def test_the_name_of_an_ended_unit_leads_to_its_own_time_and_to_what_was_below_it(
    client, namesakes
):
    client.force_login(make_admin())
    page = client.get("/units/?state=ended&q=ba+be").content.decode()
    assert "?unit=061%401997-01-01&amp;year=2024&amp;quarter=2" in page
    assert "under=061%401997-01-01" in page
    below = listed(client, make_admin(), "?under=061%401997-01-01&state=all")
    assert below == ["Xã Đồng Phúc", "Xã Địa Linh"]
    assert listed(client, make_admin(), "?under=061") == ["Xã Mới"]


def test_a_period_in_which_a_unit_was_not_there_is_not_its_own(client, namesakes):
    """Who comes from a quarter before the reform finds the new unit where it exists."""
    client.force_login(make_admin())
    page = client.get("/units/?under=06&year=2024&quarter=1&state=all").content.decode()
    assert "?unit=061%401997-01-01&amp;year=2024&amp;quarter=1" in page
    assert 'href="/?unit=061"' in page
