"""What the import page has to ask: once, with the file kept meanwhile, and nothing stored."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from cooperatives.models import Organisation, WaitingFile, YearlyReport
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_plan,
    make_province,
    make_target,
)
from tests.spreadsheets import xlsx

HEADER = ["registration_number", "name", "unit_code", "sector", "founded_on"]
REPORT = "registration_number,year,revenue_million\nA1,2023,1.635\n"


def table(number):
    return [HEADER, [number, f"HTX {number}", "061", "trade", "01/02/2020"]]


SHEETS = xlsx(Một=table("061001"), Hai=table("061002"), Ba=[["ghi chú"]])


@pytest.fixture
def district(db):
    return make_district(make_province())


@pytest.fixture
def admin(client, district):
    client.force_login(make_admin())
    return client


def upload(client, content, name="htx.xlsx", kind="cooperatives", **options):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import"), {"kind": kind, "file": file, **options})


def answer(client, page, **chosen):
    return client.post(
        reverse("import-answer"), {"seen": page.context["seen"], **chosen}, follow=True
    )


def confirm(client, page):
    return client.post(reverse("import-confirmation"), {"seen": page.context["seen"]}, follow=True)


def asked(page):
    """The option that is asked for, and what can be chosen."""
    question = page.context["question"]
    assert 'role="dialog" data-question' in page.text
    for choice in question.choices:
        assert f'name="{question.option}" value="{choice.value}"' in page.text
    return question.option, [choice.value for choice in question.choices]


# --- Which sheet ----------------------------------------------------------------------------------


def test_several_sheets_are_asked_about(admin):
    page = upload(admin, SHEETS)
    assert asked(page) == ("sheet", ["Một", "Hai"])
    assert "1 dòng" in page.text
    assert Organisation.objects.count() == 0


def test_a_hidden_one_is_named_so(admin):
    sheets = xlsx(Một=table("061001"), Hai=table("061002"))
    book = load_workbook(BytesIO(sheets))
    book["Hai"].sheet_state = "hidden"
    book.save(file := BytesIO())
    page = upload(admin, file.getvalue())
    assert [choice.hint for choice in page.context["question"].choices] == ["1 dòng", "1 dòng, ẩn"]


def test_the_chosen_sheet_is_read_and_stored(admin):
    preview = answer(admin, upload(admin, SHEETS), sheet="Hai")
    assert preview.context["outcome"].created == 1
    assert "Đang đọc trang tính “Hai”" in preview.text
    confirm(admin, preview)
    assert Organisation.objects.get().registration_number == "061002"


def test_cancelled_nothing_is_stored_and_the_file_is_forgotten(admin):
    page = answer(admin, upload(admin, SHEETS), cancel="yes")
    assert "Chưa lưu gì" in page.text
    assert not WaitingFile.objects.exists()
    assert Organisation.objects.count() == 0


def test_a_question_is_no_preview_to_confirm(admin):
    page = confirm(admin, upload(admin, SHEETS))
    assert asked(page)[0] == "sheet"
    assert Organisation.objects.count() == 0


def test_an_answer_to_another_file_is_refused(admin):
    first = upload(admin, SHEETS)
    upload(admin, xlsx(Một=table("061007"), Hai=table("061008")))
    page = answer(admin, first, sheet="Hai")
    assert "nạp lại tệp" in page.text
    assert Organisation.objects.count() == 0


def test_a_sheet_that_is_not_there_is_said(admin):
    page = answer(admin, upload(admin, SHEETS), sheet="Bốn")
    assert "“Một”, “Hai”, “Ba”" in page.context["errors"][0].message


# --- The decimal mark -----------------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "vnd"), [("point", 1_635_000), ("comma", 1_635_000_000)])
def test_the_decimal_mark_is_asked_for_with_what_it_makes_of_the_number(admin, district, mark, vnd):
    make_cooperative(district, registration_number="A1")
    page = upload(admin, REPORT.encode(), "bc.csv", "yearly_reports")
    assert asked(page) == ("decimal", ["comma", "point"])
    assert "“1.635” thành 1.635" in page.text
    assert "“1.635” thành 1,635" in page.text
    confirm(admin, answer(admin, page, decimal=mark))
    assert YearlyReport.objects.get().revenue == vnd


def test_what_must_be_mended_first_is_not_asked_about(admin, district):
    make_cooperative(district, registration_number="A1")
    page = upload(admin, f"{REPORT}A1,2022,mười\n".encode(), "bc.csv", "yearly_reports")
    assert page.context["question"] is None
    assert len(page.context["errors"]) == 2


def test_one_question_comes_after_the_other(admin, district):
    make_cooperative(district, registration_number="A1")
    rows = [line.split(",") for line in REPORT.split()]
    page = upload(admin, xlsx(Một=rows, Hai=rows), kind="yearly_reports")
    assert asked(page)[0] == "sheet"
    page = answer(admin, page, sheet="Hai")
    assert asked(page)[0] == "decimal"
    page = answer(admin, page, decimal="comma")
    assert page.context["outcome"].created == 1
    assert "“Hai”" in page.text


@pytest.mark.parametrize("wrong", [{"decimal": "semicolon"}, {"plans": "both"}])
def test_an_answer_that_was_not_offered_is_no_answer(admin, district, wrong):
    make_cooperative(district, registration_number="A1")
    page = upload(admin, REPORT.encode(), "bc.csv", "yearly_reports")
    assert answer(admin, page, **wrong).status_code == 400


# --- How plans stand to each other ----------------------------------------------------------------

TARGETS = (
    "plan_number,plan_title,issued_on,year,unit_code,indicator,operator,value\n"
    "9/KH,Kế hoạch mới,2024-01-02,2024,06,new_cooperatives,>=,9\n"
)


def test_how_plans_stand_is_asked_for_once(admin, district):
    make_target(make_plan(district.parent))
    page = upload(admin, TARGETS.encode(), "kh.csv", "targets")
    assert asked(page) == ("plans", ["replace", "beside"])
    preview = answer(admin, page, plans="beside")
    assert preview.context["outcome"].created == 1
    assert "Đã lưu" in confirm(admin, preview).text
