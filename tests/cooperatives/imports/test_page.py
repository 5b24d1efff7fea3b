"""The import page: what a file would change is seen first, and only that is stored."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cooperatives.imports import KINDS
from cooperatives.models import Organisation, QuarterlyReturn
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_district_staff,
    make_officer,
    make_province,
)

HEADER = "registration_number,name,unit_code,sector,founded_on"
INCOME, INCOME_CODE = "Thu nhập bình quân thành viên (triệu đồng)", "average_member_income_million"
CODES = f"registration_number,year,{INCOME_CODE}"
TWO = f"""{HEADER}
061001,HTX Bí xanh,061,agriculture,01/02/2020
061002,HTX Miến,061,trade,2021-05-06
"""


@pytest.fixture
def district(db):
    return make_district(make_province())


@pytest.fixture
def admin(client, district):
    client.force_login(make_admin())
    return client


def upload(client, text, kind="cooperatives", name="htx.csv", **options):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import"), {"kind": kind, "file": file, **options})


def confirm(client, preview):
    seen = preview.context["seen"]
    return client.post(reverse("import-confirmation"), {"seen": seen}, follow=True)


def test_a_preview_stores_nothing(admin):
    page = upload(admin, TWO)
    assert page.context["outcome"].created == 2
    assert "HTX Bí xanh" in page.text
    assert Organisation.objects.count() == 0


def test_what_is_confirmed_is_stored_as_an_import_of_that_person(admin):
    page = confirm(admin, upload(admin, TWO))
    assert "Đã lưu" in page.text
    made = Organisation.objects.get(registration_number="061001")
    version = made.history.get()
    assert (version.way, version.history_user.role) == ("import", "admin")


def test_the_same_file_again_has_nothing_to_confirm(admin):
    confirm(admin, upload(admin, TWO))
    page = upload(admin, TWO)
    assert page.context["outcome"].unchanged == 2
    assert page.context["seen"] is None
    assert "Tất cả đã được lưu" in page.text


def test_a_file_without_rows_says_so(admin):
    page = upload(admin, f"{HEADER}\n,,,,\n")
    assert page.context["seen"] is None
    assert "Tệp không có dòng nào" in page.text


def test_a_change_shows_old_and_new(admin):
    confirm(admin, upload(admin, TWO))
    page = upload(admin, TWO.replace("HTX Miến", "HTX Miến dong"))
    assert "<del>HTX Miến</del>" in page.text
    assert "<ins>HTX Miến dong</ins>" in page.text


def test_errors_name_row_column_value_and_remedy_and_nothing_can_be_confirmed(admin):
    page = upload(admin, TWO.replace("2021-05-06", "31/02/2021"))
    (error,) = page.context["errors"]
    assert (error.row, error.column, error.value) == (3, "founded_on", "31/02/2021")
    assert "30/6/2023" in error.message
    assert page.context["seen"] is None
    assert Organisation.objects.count() == 0


def columns_named(page):
    return re.findall(r'data-label="Cột">([^<]*)<', page.text)


def test_errors_name_the_column_in_the_readers_words_and_as_the_file_does(admin, district):
    make_cooperative(district, registration_number="A1")
    figures = "A1,2023,mười"
    page = upload(admin, f"{CODES}\n{figures}", kind="yearly_reports")
    assert columns_named(page) == [f"{INCOME} (average_member_income_million)"]
    # A heading in the reader's own words needs no second name.
    page = upload(admin, f"{CODES.replace(INCOME_CODE, INCOME)}\n{figures}", kind="yearly_reports")
    assert columns_named(page) == [INCOME]
    # Nor is a column called by its code alone that the file lacks, or does not know.
    page = upload(admin, f"year,{INCOME_CODE},màu sắc\n2023,5,đỏ", kind="yearly_reports")
    assert columns_named(page) == ["màu sắc", "Số đăng ký (registration_number)"]
    assert f"{INCOME} (average_member_income_million)" in page.context["errors"][0].message


def test_unusual_values_name_it_so_too(admin, district):
    make_cooperative(district, registration_number="A1", founded_on="2020-01-01")
    header = "registration_number,year,quarter,revenue_million,profit_million"
    page = upload(admin, f"{header}\nA1,2024,1,5,9", kind="quarterly_figures")
    assert "<td>Lợi nhuận (triệu đồng) (profit_million)</td>" in page.text


def test_records_changed_since_the_preview_are_shown_again_and_nothing_is_stored(admin, district):
    preview = upload(admin, TWO)
    make_cooperative(district, registration_number="061002", name="HTX Khác")
    page = confirm(admin, preview)
    assert page.context["outcome"].updated == 1
    assert not Organisation.objects.filter(registration_number="061001").exists()
    confirm(admin, page)
    assert Organisation.objects.get(registration_number="061002").name == "HTX Miến"


def test_a_confirmation_of_another_file_than_was_seen_is_refused(admin):
    first = upload(admin, TWO)
    upload(admin, TWO.replace("061001", "061009"))
    page = confirm(admin, first)
    assert "nạp lại tệp" in page.text
    assert Organisation.objects.count() == 0


def test_a_confirmation_without_a_preview_is_refused(admin):
    page = admin.post(reverse("import-confirmation"), {"seen": "x"}, follow=True)
    assert "nạp lại tệp" in page.text


def test_confirming_twice_stores_once(admin):
    preview = upload(admin, TWO)
    confirm(admin, preview)
    again = confirm(admin, preview)
    assert "nạp lại tệp" in again.text
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x00\x01\x02", "htx.xlsx"),
        ("tên,mã\n".encode("utf-16"), "htx.csv"),
        (b"", "htx.pdf"),
        ("registration_number,colour\n1,red\n", "htx.csv"),
    ],
)
def test_a_wrong_file_is_explained(admin, content, name):
    page = upload(admin, content or b"x", name=name)
    assert page.status_code == 200
    assert page.context["errors"][0].message
    assert page.context["seen"] is None


def test_too_many_rows_name_the_command(admin):
    rows = "\n".join(f"{n},HTX {n},061,trade,2020-01-01" for n in range(5001))
    page = upload(admin, f"{HEADER}\n{rows}\n", name="lon.csv")
    assert "manage.py import_data cooperatives lon.csv --user" in page.text
    assert page.context.get("seen") is None


def test_an_admin_of_a_unit_imports_only_into_it(client, district):
    other = make_district(district.parent, "062")
    client.force_login(make_admin(district))
    page = upload(client, TWO.replace(",061,", f",{other.code},"))
    assert page.context["outcome"].error_count
    assert upload(client, TWO).context["seen"]


def test_returns_are_submitted_only_with_quarterly_figures(admin):
    page = upload(admin, TWO, then="submit")
    assert page.context["form"].non_field_errors()


@pytest.mark.parametrize("make", [make_officer, make_district_staff])
def test_others_than_admins_may_not_import(client, district, make):
    client.force_login(make(district))
    assert client.get(reverse("import")).status_code == 403
    assert upload(client, TWO).status_code == 403
    assert client.post(reverse("import-confirmation")).status_code == 403
    assert client.get(reverse("import-template", args=["units"])).status_code == 403


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_file_of_each_kind_is_understood_when_it_comes_back(admin, kind):
    response = admin.get(reverse("import-template", args=[kind]))
    page = upload(admin, response.content, kind=kind, name=f"{kind}.csv")
    assert page.context["outcome"].error_count == 0
    assert page.context["outcome"].changes_nothing


def test_an_unknown_kind_is_not_found(admin):
    assert admin.get("/import/tractors.csv").status_code == 404


def test_the_page_speaks_english(admin):
    admin.cookies["django_language"] = "en"
    assert "Upload a file" in admin.get(reverse("import")).text


def test_a_quarter_that_has_not_ended_is_submitted_only_where_it_is_ticked(
    admin, district, demo_day
):
    make_cooperative(district, registration_number="0610001")
    text = "registration_number,year,quarter,profit_million\n0610001,2024,4,5\n"
    page = upload(admin, text, "quarterly_figures", then="submit")
    assert "31/12/2024" in page.text
    assert page.context["seen"] is None
    page = upload(admin, text, "quarterly_figures", then="submit", early="on")
    confirm(admin, page)
    assert QuarterlyReturn.objects.get().state == "submitted"


def test_what_is_not_submitted_is_not_early(admin, district, demo_day):
    page = upload(admin, "x", "quarterly_figures", early="on")
    assert "Chỉ gửi biểu mới có thể sớm" in page.text
