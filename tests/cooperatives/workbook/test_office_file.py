"""An office's own file: understood, asked about, seen cell by cell, stored as it was seen."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.models import (
    AdministrativeUnit,
    OfficeFile,
    QuarterlyFigures,
    QuarterlyReturn,
    SheetMapping,
)
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.workbook import workbook_of
from tests.cooperatives.browsing import sent_by
from tests.cooperatives.workbook import office_books as books
from tests.cooperatives.workbook.office_books import BOOKS, NAMES, NUMBERS, PLACES, figures
from tests.cooperatives.workbook.workbooks import filled
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
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
    communes = [make_commune(unit, f"0190{n}", name=name) for n, name in enumerate(PLACES, start=1)]
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
    return client.post(page.request["PATH_INFO"], sent_by(page) | said, follow=True)


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
    """Whether there is the one button that confirms, and it can be pressed."""
    buttons = [dict(one.attributes) for one in elements(parsed(page))]
    buttons = [button for button in buttons if "data-confirm" in button]
    assert len(buttons) < 2
    return any("disabled" not in button for button in buttons)


def text_of(page):
    return text(parsed(page))


# --- The table of shapes --------------------------------------------------------------------------


def test_before_a_file_is_stored_the_page_says_that_an_undo_does_not_take_it_back(clerk):
    page = upload(clerk, BOOKS[0]())
    assert "Ctrl+Z trong bảng không hoàn tác" in text_of(page)


@pytest.mark.one_database
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


# --- What was said is kept ------------------------------------------------------------------------


def test_what_was_said_of_columns_is_offered_next_quarter(clerk):
    book = books.one_unknown_heading_is_a_figure()
    confirm(clerk, send(clerk, upload(clerk, book), **book.told))
    page = upload(clerk, book, PAGE.replace("/3/", "/4/"))
    assert "column" not in {one.kind for one in page.context["read"].questions}
    assert may_confirm(page)
    assert listed(page) == set(books.ALL)


def test_what_was_said_of_names_is_offered_next_quarter(clerk):
    book = books.another_name()
    page = upload(clerk, book)
    (key,) = {one.key for one in page.context["read"].questions if one.kind == "line"}
    confirm(clerk, send(clerk, page, **{key: NUMBERS[3]}))
    assert stored() == books.ALL
    page = upload(clerk, book, PAGE.replace("/3/", "/4/"))
    assert may_confirm(page)
    assert listed(page) == set(books.ALL)


def test_the_sheet_that_was_meant_is_offered_among_the_very_same(clerk):
    book = books.sheets_that_do_not_say()
    confirm(clerk, send(clerk, upload(clerk, book), sheet="Sheet2"))
    fourth = PAGE.replace("/3/", "/4/")
    page = upload(clerk, book, fourth)
    (question,) = [one for one in page.context["read"].questions if one.kind == "sheet"]
    assert (question.chosen, question.is_offered) == ("Sheet2", True)
    page = upload(clerk, books.three_sheets_that_do_not_say(), fourth)
    assert open_questions(page) == {"sheet"}


def test_nothing_is_kept_of_what_was_not_stored(clerk):
    book = books.one_unknown_heading_is_a_figure()
    send(clerk, upload(clerk, book), **book.told)
    assert not SheetMapping.objects.exists()
    assert not OfficeFile.objects.exists()


def test_what_one_unit_said_is_not_anothers(clerk, unit, client):
    book = books.one_unknown_heading_is_a_figure()
    confirm(clerk, send(clerk, upload(clerk, book), **book.told))
    other = AdministrativeUnit.objects.get(code="062")
    commune = make_commune(other, "01999")
    for name in NAMES[:4]:
        make_cooperative(commune, name=name, registration_number=f"P{NAMES.index(name)}")
    client.force_login(make_district_staff(other, username="pac-nam"))
    page = upload(client, book, "/returns/2024/3/062/office-file/")
    assert "column" in {one.kind for one in page.context["read"].questions}


def founded(unit, name, number):
    commune = unit.children.order_by("code").first()
    return make_cooperative(commune, name=name, registration_number=number, sector="agriculture")


def test_what_was_said_of_a_name_is_nothing_once_it_is_somebodys(clerk, unit):
    book = books.another_name()
    page = upload(clerk, book)
    (key,) = {one.key for one in page.context["read"].questions if one.kind == "line"}
    confirm(clerk, send(clerk, page, **{key: NUMBERS[3]}))
    founded(unit, "HTX Bà Mế", "Z999")
    confirm(clerk, upload(clerk, book, PAGE.replace("/3/", "/4/")))
    found = stored(quarter=4)
    assert ("Z999", "revenue") in found
    assert (NUMBERS[3], "revenue") not in found


def test_rows_that_were_exchanged_by_hand_once_are_not_exchanged_again(clerk):
    page = upload(clerk, books.plain())
    first, second = page.context["read"].understanding.lines[:2]
    page = send(clerk, page, **{first.key: NUMBERS[1], second.key: NUMBERS[0]})
    confirm(clerk, page)
    assert stored()[NUMBERS[0], "revenue"] == books.ALL[NUMBERS[1], "revenue"]
    confirm(clerk, upload(clerk, books.plain(), PAGE.replace("/3/", "/4/")))
    assert stored(quarter=4) == books.ALL


# --- A sheet of ours beside the office's ----------------------------------------------------------


def beside_ours(sheet, *entries):
    """The office's sheet, and behind it those of our workbook of a return."""
    book = load_workbook(BytesIO(filled(workbook_of(sheet), *entries)))
    books.table(book.create_sheet("Số liệu", 0))
    return books.Book(books.saved(book))


def test_a_blank_sheet_of_ours_beside_the_offices_is_not_meant(clerk, office):
    page = upload(clerk, beside_ours(quarterly_sheet(office[1], 2024, 3, "061")))
    assert open_questions(page) == set()
    confirm(clerk, page)
    assert stored() == books.ALL


def test_a_sheet_of_ours_of_another_quarter_beside_the_offices_is_said_and_left(clerk, office):
    book = beside_ours(quarterly_sheet(office[1], 2024, 4, "061"), (NUMBERS[0], "revenue", 150.5))
    page = upload(clerk, book)
    assert "nên không đọc" in text_of(page)
    confirm(clerk, page)
    assert stored() == books.ALL


def test_of_a_filled_sheet_of_ours_and_the_offices_it_is_asked_which_is_meant(clerk, office):
    sheet = quarterly_sheet(office[1], 2024, 3, "061")
    page = upload(clerk, beside_ours(sheet, (NUMBERS[0], "revenue", 150.5)))
    assert open_questions(page) == {"sheet"}
    assert not may_confirm(page)
    (question,) = page.context["read"].questions
    (ours,) = (title for title, _label in question.choices if title != "Số liệu")
    page = send(clerk, page, sheet=ours)
    assert listed(page) == {(NUMBERS[0], "revenue")}
    page = send(clerk, page, sheet="Số liệu")
    assert listed(page) == set(books.ALL)
    confirm(clerk, send(clerk, page, sheet=ours))
    assert stored() == {(NUMBERS[0], "revenue"): 150_500_000}


# --- Several tabs ---------------------------------------------------------------------------------


def test_files_of_two_returns_wait_beside_each_other(clerk):
    third = upload(clerk, books.plain())
    fourth = upload(clerk, books.plain(), PAGE.replace("/3/", "/4/"))
    confirm(clerk, third)
    assert stored() == books.ALL
    confirm(clerk, fourth)
    assert stored(quarter=4) == books.ALL


def test_an_older_preview_of_a_return_leaves_the_newer_one_alone(clerk):
    book, page = books.new()
    books.table(page, scale=dict.fromkeys(books.MONEY, 2 * books.MILLION))
    older = upload(clerk, books.Book(books.saved(book)))
    newer = upload(clerk, books.plain())
    assert "Bản xem trước không còn" in text_of(confirm(clerk, older))
    assert stored() == {}
    confirm(clerk, newer)
    assert stored() == books.ALL


# --- Many rows ------------------------------------------------------------------------------------


def test_a_sheet_of_a_thousand_rows_can_be_confirmed(clerk):
    book, page = books.new()
    last = books.table(page)
    for row in range(last, last + 1_100):
        page.cell(row, 2).value = f"HTX Xa Lạ {row}"
        page.cell(row, 3).value = 7
    page = upload(clerk, books.Book(books.saved(book)))
    assert may_confirm(page)
    assert "bỏ 1.100 dòng" in text_of(page)
    assert confirm(clerk, page).redirect_chain[-1][0] == RETURN
    assert stored() == books.ALL


def test_any_cooperative_can_be_looked_up_where_they_are_too_many_to_list(clerk, unit):
    for n in range(150):
        founded(unit, f"HTX Khuổi Lùng số {n}", f"K{n}")
    book, page = books.new()
    last = books.table(page)
    for row in range(last, last + 45):
        page.cell(row, 2).value = f"Wxyz {row}"
        page.cell(row, 3).value = 7
    page = upload(clerk, books.Book(books.saved(book)))
    lines = [one.key for one in page.context["read"].questions if one.kind == "line"]
    page = send(clerk, page, **{f"sought-{lines[-1]}": "K149"})
    assert ("K149", "revenue") in listed(page)


# --- Corrections ----------------------------------------------------------------------------------


def test_a_row_can_be_given_to_another_cooperative(clerk):
    page = upload(clerk, books.plain())
    line = page.context["read"].understanding.lines[0]
    assert line.number == NUMBERS[0]
    page = send(clerk, page, **{line.key: "leave"})
    assert (NUMBERS[0], "revenue") not in listed(page)
    page = send(clerk, page, **{line.key: NUMBERS[0]})
    assert (NUMBERS[0], "revenue") in listed(page)
    assert stored() == {}


def test_another_sheet_can_be_chosen_though_only_one_fits(clerk):
    book, page = books.new()
    page.title = "Số liệu"
    books.table(page)
    book.create_sheet("Ghi chú")["A1"] = "Nghỉ Tết từ 8/2"
    page = upload(clerk, books.Book(books.saved(book)))
    assert open_questions(page) == set()
    assert may_confirm(page)
    page = send(clerk, page, sheet="Ghi chú")
    assert not may_confirm(page)
    assert may_confirm(send(clerk, page, sheet="Số liệu"))


def test_a_choice_that_nobody_offers_is_no_choice(clerk):
    page = upload(clerk, books.sheets_that_do_not_say())
    for said in ({"sheet": "Sheet9"}, {"column-2": "x"}, {"line-4": "Z9"}):
        page = send(clerk, page, **said)
        assert open_questions(page) == {"sheet"}
        assert not may_confirm(page)


@pytest.mark.parametrize("said", ["", "[", "[1]", '{"mark": 5}', json.dumps({"a" * 300: "b"})])
def test_what_no_page_of_ours_sends_is_as_if_nothing_were_said(clerk, said):
    page = send(clerk, upload(clerk, books.plain()), said=said)
    assert page.status_code == 200
    assert may_confirm(page)


def test_choices_that_were_changed_without_a_look_store_nothing(clerk):
    """Without a script a choice may be changed and confirmed at once."""
    page = upload(clerk, books.plain())
    page = confirm(clerk, page, **{"column-2": "leave"})
    assert stored() == {}
    assert "Số liệu đã thay đổi sau bản xem trước" in text_of(page)
    confirm(clerk, page)
    assert {field for _number, field in stored()} == set(books.FIELDS) - {"revenue"}


# --- What is stored already -----------------------------------------------------------------------


def save(unit, *cells, reader=None):
    reader = reader or make_district_staff(unit, username="lan", full_name="Ma Thị Lan")
    return save_cells(quarterly_sheet(reader, 2024, 3, unit.code), [Entry(*one) for one in cells])


def test_a_blank_clears_what_is_stored_which_is_shown_and_counted(clerk, unit):
    save(unit, (NUMBERS[0], "revenue", "150", ""), (NUMBERS[0], "note", "Đã hỏi", ""))
    book, page = books.new()
    books.table(page)
    page["C2"].value = None
    page = upload(clerk, books.Book(books.saved(book)))
    assert page.context["upload"].cleared == 1
    assert "1 số liệu đã lưu sẽ bị xóa" in text_of(page)
    assert (NUMBERS[0], "revenue") in listed(page)
    said = text_of(confirm(clerk, page))
    assert "Trong đó xóa trống 1 ô" in said
    assert (NUMBERS[0], "revenue") not in stored()
    # A column that the file does not have leaves what is stored.
    assert QuarterlyFigures.objects.get(quarter=3, note="Đã hỏi")


def test_the_same_file_again_has_nothing_to_do(clerk):
    confirm(clerk, upload(clerk, books.plain()))
    page = upload(clerk, books.plain())
    assert listed(page) == set()
    assert "Tất cả đã được lưu" in text_of(page)
    assert "data-confirm" not in page.text


def test_what_others_store_while_the_page_is_looked_at_is_a_conflict(clerk, unit):
    page = upload(clerk, books.plain())
    save(unit, (NUMBERS[0], "revenue", "99", ""), (NUMBERS[1], "note", "Đã hỏi", ""))
    page = confirm(clerk, page)
    assert stored() == {(NUMBERS[0], "revenue"): 99_000_000}
    (conflict,) = page.context["upload"].conflicts
    assert (conflict.stored, conflict.theirs, conflict.by) == ("99", "150", "Ma Thị Lan")
    assert (NUMBERS[0], "revenue") not in listed(page)
    kept = confirm(clerk, page)
    assert "Đã giữ 1 số liệu" in text_of(kept)
    assert stored() == books.ALL | {(NUMBERS[0], "revenue"): 99_000_000}


def test_the_files_value_can_be_chosen_over_what_others_stored(clerk, unit):
    page = upload(clerk, books.plain())
    save(unit, (NUMBERS[0], "revenue", "99", ""))
    page = send(clerk, confirm(clerk, page), **{f"revenue {NUMBERS[0]}": "file"})
    assert (NUMBERS[0], "revenue") in listed(page)
    confirm(clerk, page)
    assert stored() == books.ALL


# --- What keeps it out ----------------------------------------------------------------------------


def test_a_cell_that_cannot_be_read_keeps_all_of_it_out_and_is_named(clerk):
    book, page = books.new()
    books.table(page)
    page["C4"].value = "khoảng một trăm"
    page = upload(clerk, books.Book(books.saved(book)))
    (error,) = page.context["errors"]
    assert (error.row, error.name, error.value) == (4, NAMES[2], "khoảng một trăm")
    assert not may_confirm(page)
    confirm(clerk, page)
    assert stored() == {}
    # Who leaves the column out has said so.
    page = send(clerk, page, **{"column-2": "leave"})
    assert may_confirm(page)


def test_what_a_rule_refuses_keeps_all_of_it_out(clerk):
    book, page = books.new()
    books.table(page)
    page["H3"].value = 40
    page = upload(clerk, books.Book(books.saved(book)))
    assert {error.row for error in page.context["errors"]} == {3}
    assert not may_confirm(page)


def test_figures_in_a_hidden_sheet_are_named_with_the_remedy(clerk):
    book, page = books.new()
    page.title = "Số liệu"
    books.table(page)
    page.sheet_state = "hidden"
    book.create_sheet("Bìa")["A1"] = "Báo cáo"
    book.active = 1
    page = upload(clerk, books.Book(books.saved(book)))
    assert "“Số liệu” đang ẩn" in text_of(page)
    assert not may_confirm(page)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"not a workbook", "a.xlsx", "không phải"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (b"x", "a.docx", "Word"),
    ],
)
def test_another_kind_of_file_is_explained(clerk, content, name, said):
    page = upload(clerk, books.Book(content, name=name))
    assert said in text_of(page)
    assert "Chưa lưu gì" in text_of(page)


def test_a_blank_file_is_said_to_be_blank(clerk):
    book, _page = books.new()
    assert "Tệp trống" in text_of(upload(clerk, books.Book(books.saved(book))))


def test_our_own_workbook_is_taken_here_too(clerk, office):
    sheet = quarterly_sheet(office[1], 2024, 3, "061")
    content = filled(workbook_of(sheet), (NUMBERS[0], "revenue", 150.5))
    page = upload(clerk, books.Book(content))
    assert listed(page) == {(NUMBERS[0], "revenue")}
    confirm(clerk, page)
    assert stored() == {(NUMBERS[0], "revenue"): 150_500_000}


def test_an_offices_file_at_the_page_of_our_own_is_led_here(clerk):
    page = upload(clerk, books.plain(), RETURN + "upload/")
    assert "không phải tải về từ đây" in text_of(page)
    assert f'href="{PAGE}"' in page.text


# --- Who may, and when ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_return_that_is_sent_takes_no_file(clerk, unit, state):
    page = upload(clerk, books.plain())
    save(unit, (NUMBERS[0], "revenue", "99", ""))
    QuarterlyReturn.objects.filter(quarter=3).update(state=state)
    for answer in (clerk.get(PAGE, follow=True), confirm(clerk, page)):
        assert answer.redirect_chain[-1][0] == RETURN
        assert "Không nạp được tệp" in text_of(answer)
    assert stored() == {(NUMBERS[0], "revenue"): 99_000_000}


def test_the_return_leads_there_while_it_is_open(clerk, unit, client):
    assert f'href="{PAGE}"' in clerk.get(RETURN).text
    client.force_login(make_officer(unit.parent))
    assert f'href="{PAGE}"' not in client.get(RETURN).text
    assert client.get(PAGE).status_code == 403


def test_an_admin_comes_from_the_import_to_the_page_of_a_district_and_quarter(client, unit):
    client.force_login(make_admin())
    page = client.get("/import/")
    assert "Tệp số liệu riêng của đơn vị" in text_of(page)
    asked = {"unit": unit.parent.code, "period": "2024-3"}
    page = client.get("/import/office-file/", asked)
    assert "Hãy chọn một đơn vị trực thuộc" in text_of(page)
    assert '<option value="061"' in page.text
    answer = client.get("/import/office-file/", asked | {"unit": "061"})
    assert answer["Location"] == PAGE
    confirm(client, upload(client, books.plain()))
    assert stored() == books.ALL


@pytest.mark.parametrize("asked", [{}, {"unit": "x", "period": "y"}, {"unit": "061"}])
def test_without_a_district_and_a_quarter_the_import_asks(client, unit, asked):
    client.force_login(make_admin())
    assert client.get("/import/office-file/", asked).status_code == 200


def test_it_costs_no_statement_for_a_row(clerk, unit, django_assert_max_num_queries):
    for number in range(30):
        make_cooperative(
            unit.children.first(), name=f"HTX Số {number}", registration_number=f"N{number}"
        )
    with django_assert_max_num_queries(60):
        assert upload(clerk, books.plain()).status_code == 200


def test_the_page_speaks_english(clerk):
    clerk.cookies["django_language"] = "en"
    assert "Upload a file of your office" in text_of(clerk.get(PAGE))
    assert "as it was understood" in text_of(upload(clerk, books.plain()))
