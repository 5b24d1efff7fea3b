"""The page of one return, its way to the province and back, its conversation and history."""

import pytest

from cooperatives import workflow
from cooperatives.entry.submission import submit
from cooperatives.models import QuarterlyReturn, Remark
from tests.factories import make_admin, make_district_staff
from tests.targets.pages import parsed, text

PAGE = "/returns/2024/3/061/"
LOCKED = " readonly></div>"


def text_of(response):
    """What a person reads on a page."""
    return text(parsed(response))


@pytest.fixture
def clerk(client, district):
    client.force_login(district.clerk)
    return client


@pytest.fixture
def officer(client, district):
    client.force_login(district.officer)
    return client


@pytest.fixture
def submitted(district):
    district.fill("A1", "B2")
    return submit(district.sheet(), "C3")


def state():
    return QuarterlyReturn.objects.get().state


def test_each_cell_names_its_cooperative_and_field(clerk, district):
    district.save(("A1", "revenue", "1635,5"))
    html = clerk.get(PAGE).content.decode()
    assert 'data-cooperative="A1" data-field="revenue" value="1.635,5"' in html
    assert html.count("data-cooperative=") == 3 * 8
    assert 'role="grid"' in html
    assert LOCKED not in html


def test_it_is_locked_for_readers(officer, submitted):
    html = officer.get(PAGE).content.decode()
    assert html.count(LOCKED) == 3 * 8
    assert "data-locked" in html


def test_an_empty_district_is_told_what_to_do(client, district):
    client.force_login(make_district_staff(district.other))
    text = text_of(client.get("/returns/2024/3/062/"))
    assert "Không có HTX nào phải báo cáo ở đây" in text


def test_the_clerk_submits_what_is_full(clerk, district):
    district.fill("A1", "B2", "C3")
    assert "3 trên 3 HTX có đủ" in text_of(clerk.get(PAGE + "submission/"))
    clerk.post(PAGE + "submission/")
    assert state() == "submitted"


def test_missing_rows_are_named_before_they_are_left_out(clerk, district):
    district.fill("A1")
    page = text_of(clerk.post(PAGE + "submission/"))
    assert "HTX Bình" in page
    assert "HTX Cường" in page
    assert state() == "draft"
    clerk.post(PAGE + "submission/", {"without": "B2 C3"})
    assert state() == "submitted"


def test_blockers_are_named_and_leave_no_button(clerk, district):
    district.fill("A1", "B2", "C3")
    district.save(("A1", "profit", "200", "10"))
    response = clerk.get(PAGE + "submission/")
    assert "Lợi nhuận 200 lớn hơn doanh thu 100" in text_of(response)
    assert 'name="without"' not in response.content.decode()


def test_the_officer_approves(officer, submitted):
    officer.post(PAGE + "approval/")
    assert state() == "approved"


def test_the_officer_sends_back_and_the_clerk_reads_why_first(officer, district, submitted):
    officer.post(PAGE + "sending-back/", {"reason": "Kiểm tra lại lợi nhuận"})
    assert state() == "returned"
    officer.force_login(district.clerk)
    html = officer.get(PAGE).content.decode()
    assert html.index("Kiểm tra lại lợi nhuận") < html.index('role="grid"')
    assert "data-locked" not in html


def test_sending_back_without_a_reason_says_so(officer, submitted):
    page = text_of(officer.post(PAGE + "sending-back/", {"reason": " "}, follow=True))
    assert "Hãy ghi lý do" in page
    assert state() == "submitted"


def test_reopening_an_approved_return(officer, district, submitted):
    workflow.approve([submitted.pk], district.officer)
    officer.post(PAGE + "reopening/", {"reason": "Sai tên"})
    assert state() == "returned"


def test_a_return_decided_meanwhile_stays_and_the_reason_is_kept(officer, district, submitted):
    workflow.approve([submitted.pk], district.officer)
    response = officer.post(PAGE + "sending-back/", {"reason": "Lý do dài đã gõ"}, follow=True)
    assert "Không trả lại được" in text_of(response)
    assert "Lý do dài đã gõ" in response.content.decode()
    assert state() == "approved"


def test_there_is_nothing_to_decide_before_anything_was_entered(officer):
    assert officer.post(PAGE + "approval/").status_code == 404


def test_what_changed_since_stands_on_the_officers_page(officer, district, submitted):
    workflow.send_back(submitted.pk, district.officer, "Xem lại")
    district.save(("A1", "revenue", "120", "100"))
    page = text_of(officer.get(PAGE))
    assert "1 số liệu đã đổi kể từ lần tỉnh nhận gần nhất" in page
    assert "HTX An Doanh thu 100 120" in page


# --- Conversation ---------------------------------------------------------------------------------


def test_a_remark_on_a_cell_is_seen_there_and_settled(officer, district, submitted):
    officer.post(PAGE + "remarks/", {"number": "A1", "field": "profit", "text": "Có nhầm không?"})
    remark = Remark.objects.get()
    assert (remark.by, remark.cooperative.name, remark.field) == (
        district.officer,
        "HTX An",
        "profit",
    )
    officer.force_login(district.clerk)
    html = officer.get(PAGE).content.decode()
    assert f'data-remarked title="{district.officer}: Có nhầm không?"' in html
    officer.post(f"{PAGE}remarks/{remark.pk}/settlement/", {"settled": "1"})
    assert "data-remarked" not in officer.get(PAGE).content.decode()
    officer.post(f"{PAGE}remarks/{remark.pk}/settlement/", {"settled": "0"})
    assert not Remark.objects.get().is_settled


def test_a_remark_may_come_before_the_first_figure(clerk):
    clerk.post(PAGE + "remarks/", {"text": "Tuần sau mới có số"})
    assert Remark.objects.get().quarterly_return.state == "draft"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x", "number": "X9"},
        {"text": "x", "number": "A1", "field": "is_demo"},
        {"text": "x", "field": "profit"},
    ],
)
def test_a_remark_about_nothing_is_refused(clerk, wrong):
    assert clerk.post(PAGE + "remarks/", wrong).status_code == 200
    assert not Remark.objects.exists()


# --- History --------------------------------------------------------------------------------------


def test_the_history_of_a_row(clerk, district):
    district.save(("A1", "revenue", "1"))
    district.save(("A1", "revenue", "2", "1"))
    page = text_of(clerk.get(PAGE + "history/?number=A1"))
    assert "1 triệu đồng → becomes 2 triệu đồng" in page or "2 triệu đồng" in page
    assert district.clerk.full_name in page
    assert "bảng nhập" in page or "nhập" in page


def test_no_history_of_another_districts_row(clerk):
    assert clerk.get(PAGE + "history/?number=X9").status_code == 404


def test_admins_do_all_of_it(client, district):
    client.force_login(make_admin())
    district.fill("A1", "B2", "C3")
    client.post(PAGE + "submission/")
    client.post(PAGE + "approval/")
    assert state() == "approved"
