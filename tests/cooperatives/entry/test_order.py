"""The order of a sheet's rows: asked for in the address, and kept for the person."""

import pytest

from cooperatives.ground.calendar import now
from cooperatives.models import Cooperative, Remark, User
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_province,
    make_return,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

PAGES = {"quarterly": "/returns/2024/3/061/", "yearly": "/yearly-reports/2023/061/"}

BY_ORDER = {
    "name": ["Ánh Dương", "Đồng Lợi", "Hòa An", "Yến Lạc"],
    # Bộc Bố, Đồng Phúc, Yến Dương: đ stands after d, and before y.
    "commune": ["Yến Lạc", "Ánh Dương", "Hòa An", "Đồng Lợi"],
    # Agriculture, trade, other; of the same sector by name.
    "sector": ["Đồng Lợi", "Yến Lạc", "Hòa An", "Ánh Dương"],
    # 9, 47, 470, 4700
    "number": ["Hòa An", "Yến Lạc", "Đồng Lợi", "Ánh Dương"],
}


@pytest.fixture
def clerk(client):
    district = make_district(make_province(), "061")
    communes = {
        name: make_commune(district, f"0190{n}", name=f"Xã {name}")
        for n, name in enumerate(("Yến Dương", "Đồng Phúc", "Bộc Bố"))
    }
    for name, number, sector, commune in (
        ("Hòa An", "9", "trade", "Đồng Phúc"),
        ("Ánh Dương", "4700", "other", "Đồng Phúc"),
        ("Yến Lạc", "0047", "agriculture", "Bộc Bố"),
        ("Đồng Lợi", "470", "agriculture", "Yến Dương"),
    ):
        make_cooperative(communes[commune], name=name, registration_number=number, sector=sector)
    user = make_district_staff(district)
    client.force_login(user)
    return user


def shown(response):
    """The names of the rows, from top to bottom."""
    return [text(find(row, "a")) for row in find_all(parsed(response), "div", "grid__row")]


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
@pytest.mark.parametrize(("order", "names"), BY_ORDER.items())
def test_the_address_asks_for_an_order(client, clerk, page, order, names):
    response = client.get(page, {"order": order})
    assert shown(response) == names
    picked = [
        attribute(option, "value")
        for option in find_all(find(parsed(response), "form", "choice"), "option")
        if "selected" in dict(option.attributes)
    ]
    assert picked == [order]
    # What a phone turns the pages of, and where rows are led to, go by the same order.
    options = find_all(find(parsed(response), "nav", "sheet__pager"), "option")
    assert [text(one).partition(" · ")[2] for one in options] == names


def test_it_is_kept_for_the_person_and_for_both_kinds_of_sheets(client, clerk):
    assert shown(client.get(PAGES["quarterly"])) == BY_ORDER["name"]
    client.get(PAGES["quarterly"], {"order": "commune"})
    client.logout()
    client.force_login(clerk)
    for page in PAGES.values():
        assert shown(client.get(page)) == BY_ORDER["commune"]
    client.force_login(make_district_staff(clerk.unit))
    assert shown(client.get(PAGES["quarterly"])) == BY_ORDER["name"]
    # How somebody looks at a table is no change of the account.
    assert clerk.history.count() == 1
    assert User.objects.get(pk=clerk.pk).row_order == "commune"


@pytest.mark.parametrize("order", ["", "revenue", "name;--", "NAME"])
def test_there_is_no_other_order(client, clerk, order):
    response = client.get(PAGES["quarterly"], {"order": order})
    assert response.status_code == 404
    assert f"“{order}”" in text(parsed(response))
    assert shown(client.get(PAGES["quarterly"])) == BY_ORDER["name"]


@pytest.mark.parametrize(
    ("order", "about"),
    [
        ("name", "agriculture · Xã Bộc Bố"),
        ("sector", "agriculture · Xã Bộc Bố"),
        ("commune", "Xã Bộc Bố · agriculture"),
        ("number", "0047 · Xã Bộc Bố"),
    ],
)
def test_what_rows_are_sorted_by_stands_first_beside_their_names(client, clerk, order, about):
    client.cookies["django_language"] = "en"
    rows = find_all(parsed(client.get(PAGES["quarterly"], {"order": order})), "div", "grid__row")
    said = {text(find(row, "a")): text(find(row, "small")) for row in rows}
    assert said["Yến Lạc"] == about


@pytest.mark.parametrize(("order", "place"), [("name", 4), ("commune", 1), ("number", 2)])
def test_a_word_about_a_row_leads_to_where_it_stands(client, clerk, order, place):
    row = Cooperative.objects.get(name="Yến Lạc")
    filed = make_return(clerk.unit, 2024, 3, state="draft")
    said = {"by": clerk, "text": "Xem lại", "at": now()}
    Remark.objects.create(quarterly_return=filed, cooperative=row, **said)
    page = parsed(client.get(PAGES["quarterly"], {"order": order}))
    (link,) = [one for one in find_all(page, "a") if attribute(one, "data-spot") == "0047"]
    assert attribute(link, "href") == f"#r{place}"
    (name,) = [one for one in find_all(page, "a") if attribute(one, "id") == f"r{place}"]
    assert text(name) == "Yến Lạc"
