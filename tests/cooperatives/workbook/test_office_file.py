"""An office's own file: understood, asked about, seen cell by cell, stored as it was seen."""


import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cooperatives.models import QuarterlyFigures, QuarterlyReturn
from tests.cooperatives.browsing import sent_by
from tests.cooperatives.workbook import office_books as books
from tests.cooperatives.workbook.office_books import BOOKS, NAMES, NUMBERS, PLACES, figures
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_province,
    open_year,
)
from tests.targets.pages import elements, parsed, text

RETURN = "/returns/2024/3/061/"
PAGE = RETURN + "office-file/"


def make_office():
    """A district of twelve cooperatives in three communes, with what they reported last quarter."""
    province = make_province()
    open_year(province)
    unit = make_district(province, name="Huyện Ba Bể")
    make_district(province, "062", name="Huyện Pác Nặm")
    communes = [
        make_commune(unit, f"0190{n}", name=name) for n, name in enumerate(PLACES, start=1)
    ]
    for place, (number, name) in enumerate(zip(NUMBERS, NAMES, strict=True)):
        cooperative = make_cooperative(
            communes[place // 4], name=name, registration_number=number, sector="agriculture"
        )
        values = figures(place)
        values["revenue"] = values["revenue"] * 9 // 10
        make_figures(cooperative, 2024, 2, **values)
    return unit, make_district_staff(unit)


@pytest.fixture(scope="module")
def office(kept):
    return kept(make_office)


@pytest.fixture
def unit(office, db, demo_day):
    return office[0]


@pytest.fixture
def clerk(client, office, unit):
    client.force_login(office[1])
    return client


def upload(client, book, page=PAGE):
    return client.post(page, {"file": SimpleUploadedFile(book.name, book.content)})


def send(client, page, **said):
    """The form of a page, as it stands there but for what is said."""
    return client.post(PAGE, sent_by(page) | said, follow=True)


def confirm(client, page, **said):
    return send(client, page, confirm="yes", **said)


def stored(quarter=3):
    return {
        (row.cooperative.registration_number, field): value
        for row in QuarterlyFigures.objects.filter(quarter=quarter).select_related("cooperative")
        for field in books.FIELDS
        if (value := getattr(row, field)) is not None
    }


def listed(page):
    """The cells that the page says it will store."""
    found = [dict(one.attributes) for one in elements(parsed(page))]
    return {
        (one["data-cooperative"], one["data-field"]) for one in found if "data-cooperative" in one
    }


def open_questions(page):
    return {one.key for one in page.context["read"].questions if not one.chosen}


def may_confirm(page):
    """Whether the one button that confirms can be pressed."""
    (button,) = [one for one in elements(parsed(page)) if "data-confirm" in dict(one.attributes)]
    return "disabled" not in dict(button.attributes)


def text_of(page):
    return text(parsed(page))


# --- The table of shapes --------------------------------------------------------------------------


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_what_an_office_keeps_is_understood_asked_about_and_stored_as_it_was_seen(clerk, make):
    book = make()
    page = upload(clerk, book)
    assert page.context["read"].problem == ""
    assert open_questions(page) == set(book.asked)
    assert may_confirm(page) is not bool(book.asked)
    for said in book.says:
        assert said in text_of(page)
    if choices := book.asked | book.told:
        confirm(clerk, page) if book.asked else None
        assert stored() == {}
        page = send(clerk, page, **choices)
    assert may_confirm(page)
    assert stored() == {}
    assert not QuarterlyReturn.objects.filter(quarter=3).exists()
    seen = listed(page)
    page = confirm(clerk, page)
    assert page.redirect_chain[-1][0] == RETURN
    assert stored() == book.stored
    assert seen == set(book.stored)
    assert f"Đã lưu {len(book.stored)} số liệu" in text_of(page)
