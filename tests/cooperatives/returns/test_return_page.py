"""The page of one return, its way to the province and back, its conversation and history."""

import re
from dataclasses import replace

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.models import QuarterlyReturn, Remark
from cooperatives.returns import workflow
from cooperatives.returns.answering import Word, answer_warnings
from cooperatives.returns.submission import submit
from cooperatives.rights.permissions import ROLES, Permission
from tests.cooperatives.conftest import FULL
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district_staff,
    make_officer,
    make_return,
    seen,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

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


def headings_with(page, mark):
    """The fields of the grid's columns whose headings bear a mark, each with what it says."""
    heads = find_all(page, role="columnheader")
    found = [(attribute(one, "id"), dict(one.attributes)) for one in heads]
    return {name.removeprefix("c-"): marks[mark] for name, marks in found if mark in marks}


def test_the_headings_tell_the_script_and_the_stylesheet_what_their_cells_are(clerk):
    page = parsed(clerk.get(PAGE))
    money = ["revenue", "profit", "average_member_income"]
    assert list(headings_with(page, "data-zero")) == money
    assert list(headings_with(page, "data-reason")) == ["note"]
    assert "note" not in headings_with(page, "data-number")
    assert headings_with(page, "data-width") == {"note": "words"}
    cells = [one for one in find_all(page, role="gridcell") if attribute(one, "data-width")]
    assert [attribute(find(one, "input"), "data-field") for one in cells] == ["note"] * 3


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
    assert "Đã có đủ số liệu 3/3 HTX" in text_of(clerk.get(PAGE + "submission/"))
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


EARLY = "/returns/2024/4/061/"


@pytest.mark.parametrize("way", ["link", "forged"])
def test_before_the_quarters_end_a_question_comes_first(clerk, district, way):
    """Also to who sends the form of a quarter that has ended."""
    cells = [Entry(n, name, typed, "") for n in ("A1", "B2", "C3") for name, typed in FULL.items()]
    save_cells(district.sheet(quarter=4), cells)
    page = EARLY + "submission/"
    if way == "link":
        answer = clerk.get(page)
    else:
        answer = clerk.post(page, {"without": "", "early": "2024-Q3"})
    assert state() == "draft"
    question = find(parsed(answer), role="dialog", data_question="")
    assert text(find(question, "p")) == (
        "Quý IV/2024 kết thúc ngày 31/12/2024; số liệu gửi bây giờ chưa đủ quý. Vẫn gửi?"
    )
    assert attribute(find(question, "a", data_cancel=""), "href") == EARLY
    assert len(find_all(question, "button", data_confirm="")) == 1
    sent = {attribute(one, "name"): attribute(one, "value") for one in find_all(question, "input")}
    answer = clerk.post(page, sent, follow=True)
    assert state() == "submitted"
    assert answer.redirect_chain[-1][0] == EARLY


def test_the_question_stands_above_what_is_missing_which_is_folded(clerk, district):
    for n in range(12):
        number = f"D{n:02d}"
        make_cooperative(district.commune, name=f"HTX {number}", registration_number=number)
    save_cells(district.sheet(quarter=4), [Entry("A1", "revenue", "5", "")])
    page = clerk.get(EARLY + "submission/")
    missing = find(parsed(page), "div", data_missing="")
    assert page.text.index("data-question") < page.text.index("data-missing")
    folded = find(missing, "details")
    assert "và 5 HTX nữa" in text(find(folded, "summary"))
    assert (len(find_all(missing, "li")), len(find_all(folded, "li"))) == (15, 5)


def test_few_missing_rows_are_not_folded(clerk, district):
    district.fill("A1")
    missing = find(parsed(clerk.get(PAGE + "submission/")), "div", data_missing="")
    assert (len(find_all(missing, "li")), find_all(missing, "details")) == (2, [])


def test_of_a_quarter_that_has_ended_no_question_is_asked(clerk, district):
    district.fill("A1", "B2", "C3")
    assert "data-question" not in clerk.get(PAGE + "submission/").text


def decide(client, what, **data):
    """Open the return as the officer does, and decide about what is seen there."""
    data = {"seen": str(client.get(PAGE).context["seen"])} | data
    return client.post(f"{PAGE}{what}/", data, follow=True)


def submitted_anew(district, of):
    """The return is sent back and submitted by its district, with another figure."""
    workflow.send_back(seen(of), district.officer, "Xem lại")
    district.save(("A1", "revenue", "120", "100"))
    submit(district.sheet(), "C3")


def test_the_officer_approves(officer, submitted):
    decide(officer, "approval")
    assert state() == "approved"


def test_the_form_names_the_round_that_it_is_about(officer, submitted):
    mark = str(seen(submitted))
    forms = [form for form in find_all(parsed(officer.get(PAGE)), "form") if find_seen(form)]
    assert [attribute(find_seen(form), "value") for form in forms] == [mark, mark]


def find_seen(form):
    return next(iter(find_all(form, "input", name="seen")), None)


def test_the_scripts_texts_read_right_for_one(clerk):
    clerk.cookies["django_language"] = "en"
    texts = [text(one) for one in find_all(find(parsed(clerk.get(PAGE)), data_texts=""), "p")]
    assert len(texts) > 20
    assert [said for said in texts if re.search(r"\{[nm]\} (cells|rows|columns|are)", said)] == []


def links_to_cells(response):
    """Text and address of each link to a cell of the grid."""
    links = find_all(parsed(response), "a")
    found = [(text(link), attribute(link, "href")) for link in links]
    return [one for one in found if "#cell=" in one[1]]


def test_what_is_named_before_submission_leads_to_its_cell(clerk, district):
    district.fill("A1", "B2", "C3")
    district.save(("B2", "managers_total", "", "4"))
    assert links_to_cells(clerk.get(PAGE + "submission/")) == [
        ("HTX Bình", f"{PAGE}#cell=B2,managers_total")
    ]
    district.save(("A1", "profit", "200", "10"))
    assert links_to_cells(clerk.get(PAGE + "submission/")) == [
        ("HTX An, Lợi nhuận", f"{PAGE}#cell=A1,profit")
    ]


@pytest.mark.parametrize("what", ["approval", "sending-back"])
def test_a_round_that_was_not_seen_is_not_decided_about(officer, district, submitted, what):
    mark = str(seen(submitted))
    submitted_anew(district, submitted)
    page = decide(officer, what, seen=mark, reason="Lý do dài đã gõ")
    assert "đã được gửi lại từ khi bạn xem: hãy xem những gì đã đổi" in text_of(page)
    assert "HTX An, Doanh thu: 100 → 120" in text_of(page)
    assert state() == "submitted"
    decide(officer, what, reason="Lý do dài đã gõ")
    assert state() != "submitted"


@pytest.mark.parametrize("mark", ["", "x", "999999-1"])
def test_a_form_without_a_round_decides_nothing(officer, submitted, mark):
    decide(officer, "approval", seen=mark)
    assert state() == "submitted"


def test_a_round_of_another_return_is_not_this_ones(officer, district, submitted):
    other = make_return(district.other, quarter=3, state="submitted")
    decide(officer, "approval", seen=str(seen(other)))
    assert set(QuarterlyReturn.objects.values_list("state", flat=True)) == {"submitted"}


def test_the_officer_sends_back_and_the_clerk_reads_why_first(officer, district, submitted):
    decide(officer, "sending-back", reason="Kiểm tra lại lợi nhuận")
    assert state() == "returned"
    officer.force_login(district.clerk)
    html = officer.get(PAGE).content.decode()
    assert html.index("Kiểm tra lại lợi nhuận") < html.index('role="grid"')
    assert "data-locked" not in html
    assert not Remark.objects.exists()


@pytest.mark.parametrize("what", ["sending-back", "reopening"])
def test_the_reason_stands_on_the_cell_that_it_is_about(officer, district, submitted, what):
    if what == "reopening":
        decide(officer, "approval")
    decide(officer, what, reason="Gấp 10 lần quý II?", number="B2", field="profit")
    officer.force_login(district.clerk)
    response = officer.get(PAGE)
    html, page = response.content.decode(), parsed(response)
    notice = text(find(page, "section", aria_labelledby="sent-back"))
    assert "Gấp 10 lần quý II?" in notice
    assert "HTX Bình, lợi nhuận" in notice
    assert notice.count("Gấp 10 lần") == 1
    link = find(find(page, "section", aria_labelledby="sent-back"), "a")
    assert attribute(link, "href") == "#r2"
    assert html.count(f'data-remarked title="{district.officer}: Gấp 10 lần quý II?"') == 1
    (cell,) = [cell for row in district.sheet().rows() for cell in row.cells if cell.remarks]
    assert cell.column.field == "profit"


def test_the_reason_stands_on_the_row_that_it_is_about(officer, district, submitted):
    decide(officer, "sending-back", reason="HTX này đã giải thể?", number="B2")
    (row,) = [row for row in district.sheet().rows() if row.remarks]
    assert row.number == "B2"
    officer.force_login(district.clerk)
    assert '<small class="grid__remark">HTX này đã giải thể?' in officer.get(PAGE).content.decode()


def test_remarks_on_other_cells_are_listed_with_the_reason(officer, district, submitted):
    officer.post(PAGE + "remarks/", {"number": "A1", "field": "profit", "text": "Thiếu số 0?"})
    decide(officer, "sending-back", reason="Hai chỗ cần xem lại")
    officer.force_login(district.clerk)
    notice = find(parsed(officer.get(PAGE)), "section", aria_labelledby="sent-back")
    assert "HTX An, lợi nhuận – Thiếu số 0?" in text(notice)
    remark = Remark.objects.get()
    officer.force_login(district.officer)
    officer.post(f"{PAGE}remarks/{remark.pk}/settlement/", {"settled": "1"})
    officer.force_login(district.clerk)
    notice = find(parsed(officer.get(PAGE)), "section", aria_labelledby="sent-back")
    assert "Thiếu số 0?" not in text(notice)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": " "}, "Hãy ghi lý do"),
        ({"reason": "Dài " * 300}, "1000 kí tự"),
        ({"reason": "Sai tên", "number": "X9"}, "Không có dòng nào"),
        ({"reason": "Sai tên", "field": "profit"}, "phải nêu HTX"),
        ({"reason": "Sai tên", "number": "A1", "field": "is_demo"}, "is_demo"),
    ],
)
def test_what_is_wrong_with_a_reason_is_said_and_the_text_kept(officer, submitted, wrong, said):
    response = decide(officer, "sending-back", **wrong)
    assert said in text(find(parsed(response), "div", "notices"))
    assert said in text(find(parsed(response), "form", id="decision"))
    assert state() == "submitted"
    assert not Remark.objects.exists()
    html = response.content.decode()
    assert f">\n{wrong['reason']}</textarea>" in html


def test_the_chosen_cell_is_kept_with_the_reason(officer, submitted):
    response = decide(officer, "sending-back", reason=" ", number="B2", field="profit")
    form = response.content.decode().split(f'action="{PAGE}sending-back/"')[1]
    assert '<option value="B2" selected>' in form
    assert '<option value="profit" selected>' in form


def test_a_long_reason_with_line_breaks_is_measured_as_it_is_stored(officer, submitted):
    decide(officer, "sending-back", reason="\r\n".join(["ba"] * 333))
    assert submitted.steps.get(step="send_back").reason == " ".join(["ba"] * 333)


def test_mending_a_reason_is_still_about_the_round_that_was_seen(officer, district, submitted):
    mark = str(seen(submitted))
    submitted_anew(district, submitted)
    response = decide(officer, "sending-back", seen=mark, reason=" ")
    assert str(response.context["seen"]) == mark
    decide(officer, "sending-back", seen=mark, reason="Sai")
    assert state() == "submitted"


def test_reopening_an_approved_return(officer, district, submitted):
    workflow.approve(seen(submitted), district.officer)
    decide(officer, "reopening", reason="Sai tên")
    assert state() == "returned"


def test_a_reason_for_sending_back_is_none_for_reopening(officer, district, submitted):
    mark = str(seen(submitted))
    workflow.approve(seen(submitted), district.officer)
    response = decide(officer, "sending-back", seen=mark, reason="Lý do dài đã gõ")
    assert "Không trả lại được" in text_of(response)
    assert "Lý do dài đã gõ" in text(find(parsed(response), "blockquote"))
    assert "Lý do dài đã gõ</textarea>" not in response.content.decode()
    assert state() == "approved"


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_reason_is_kept_where_nothing_can_be_decided_any_more(
    officer, district, submitted, is_closed
):
    mark = str(seen(submitted))
    if is_closed:
        close_year(district.province, 2024)
    else:
        workflow.send_back(seen(submitted), district.officer, "Của đồng nghiệp")
    response = decide(officer, "sending-back", seen=mark, reason="Lý do dài đã gõ")
    assert "Lý do dài đã gõ" in text_of(response)


def test_there_is_nothing_to_decide_before_anything_was_entered(officer):
    assert officer.post(PAGE + "approval/").status_code == 404


def test_what_changed_since_stands_on_the_officers_page(officer, district, submitted):
    workflow.send_back(seen(submitted), district.officer, "Xem lại")
    district.save(("A1", "revenue", "120", "100"))
    page = text_of(officer.get(PAGE))
    assert "1 số liệu đã đổi kể từ lần tỉnh nhận gần nhất" in page
    assert "HTX An Doanh thu 100 120" in page


def test_the_officer_sees_first_what_changed_what_was_asked_and_what_is_blank(officer, district):
    district.fill("A1", "B2")
    made = submit(district.sheet(), "C3")
    workflow.send_back(seen(made), district.officer, "Xem lại")
    district.save(("B2", "revenue", "0", FULL["revenue"]), ("B2", "profit", "5", FULL["profit"]))
    officer.force_login(district.clerk)
    row = next(one for one in district.sheet().rows() if one.number == "B2")
    for judged in row.warnings_to_answer:
        answer_warnings(district.sheet(), [Word("B2", judged.finding.rule, "Mất mùa")])
    submit(district.sheet(), "C3")
    officer.force_login(district.officer)
    page = parsed(officer.get(PAGE))
    panel = find(page, "section", "weigh")
    changed, asked, blank = find_all(panel, "section")
    assert "Doanh thu" in text(changed)
    assert "“Mất mùa”" in text(asked)
    assert "chưa có số liệu nào" in text(blank)
    spots = [find(part, "a") for part in (changed, asked, blank)]
    assert [attribute(spot, "data-spot") for spot in spots] == ["B2", "B2", "C3"]
    html = officer.get(PAGE).content.decode()
    assert html.index('id="weigh"') < html.index('role="grid"')
    assert find(find(page, "div", "sheet__bar"), "form", id="decision")
    officer.force_login(district.clerk)
    page = parsed(officer.get(PAGE))
    assert not find_all(page, "section", "weigh")
    assert not find_all(page, "form", id="decision")


def test_an_own_open_remark_is_asked_about_before_approving(officer, district, submitted):
    officer.post(PAGE + "remarks/", {"number": "A1", "field": "profit", "text": "Thiếu số 0?"})
    page = parsed(decide(officer, "approval"))
    assert "Thiếu số 0?" in text(find(page, "section", data_own_remarks=""))
    assert find_all(page, "a", href=f"{PAGE}#cell=A1,profit")
    assert state() == "submitted"
    decide(officer, "approval", despite="1")
    assert state() == "approved"


def test_a_remark_of_somebody_else_is_not_asked_about(officer, district, submitted):
    other = make_officer(district.officer.unit)
    Remark.objects.create(quarterly_return=submitted, by=other, at=timezone.now(), text="?")
    decide(officer, "approval")
    assert state() == "approved"


def test_words_beside_the_grid_are_left_as_a_remark_on_the_cell(officer, district, submitted):
    sent = {"number": "A1", "field": "profit", "reason": "Thiếu số 0?"}
    answer = officer.post(PAGE + "remarks/", sent)
    assert answer.url == f"{PAGE}#cell=A1,profit"
    remark = Remark.objects.get()
    assert (remark.cooperative.registration_number, remark.field) == ("A1", "profit")
    assert state() == "submitted"


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
    officer.force_login(district.officer)
    officer.post(f"{PAGE}remarks/{remark.pk}/settlement/", {"settled": "1"})
    assert "data-remarked" not in officer.get(PAGE).content.decode()
    officer.post(f"{PAGE}remarks/{remark.pk}/settlement/", {"settled": "0"})
    assert not Remark.objects.get().is_settled


def test_a_settled_remark_says_by_whom_and_when(officer, district, submitted):
    officer.post(PAGE + "remarks/", {"text": "Có nhầm không?"})
    address = f"{PAGE}remarks/{Remark.objects.get().pk}/settlement/"
    officer.post(address, {"settled": "1"})
    officer.post(address, {"settled": "0"})
    conversation = text(find(parsed(officer.get(PAGE)), "section", id="conversation"))
    assert "Đã giải quyết" not in conversation
    colleague = make_officer(district.province)
    officer.force_login(colleague)
    officer.post(address, {"settled": "1"})
    settled = Remark.history.first()
    officer.force_login(district.officer)
    conversation = text(find(parsed(officer.get(PAGE)), "section", id="conversation"))
    at = date_format(timezone.localtime(settled.history_date), "SHORT_DATETIME_FORMAT")
    assert f"Đã giải quyết: {colleague.full_name}, {at}" in conversation


def test_others_do_not(client, district, submitted, monkeypatch):
    """No role of today reads a return and is not concerned; one of tomorrow might."""
    remark = submitted.remarks.create(text="?", by=district.officer, at=timezone.now())
    rest = ROLES["officer"].permissions - {Permission.REMARK_SETTLE}
    monkeypatch.setitem(ROLES, "officer", replace(ROLES["officer"], permissions=rest))
    client.force_login(district.officer)
    assert "Đánh dấu đã giải quyết" not in text_of(client.get(PAGE))
    address = f"{PAGE}remarks/{remark.pk}/settlement/"
    assert client.post(address, {"settled": "1"}).status_code == 403
    assert not Remark.objects.get().is_settled


def test_a_refused_remark_keeps_its_text_its_row_and_its_figure(clerk, district):
    response = clerk.post(
        PAGE + "remarks/", {"text": "Dài " * 300, "number": "B2", "field": "profit"}
    )
    form = response.content.decode().split('id="conversation"')[1]
    assert '<option value="B2" selected>' in form
    assert '<option value="profit" selected>' in form
    assert "Dài Dài" in form
    assert "1000 kí tự" in text(find(parsed(response), "div", "notices"))


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


def test_nothing_is_said_or_settled_in_a_closed_year(clerk, district, submitted):
    clerk.post(PAGE + "remarks/", {"text": "Đã kiểm tra"})
    said = Remark.objects.get()
    close_year(district.unit, 2024)
    page = parsed(clerk.get(PAGE))
    assert find_all(page, "form", action=f"{PAGE}remarks/") == []
    refused = clerk.post(PAGE + "remarks/", {"text": "Còn một việc"})
    assert "Năm 2024 đã khóa sổ" in text(find(parsed(refused), "div", "notices"))
    assert "Còn một việc" in refused.content.decode()
    clerk.post(f"{PAGE}remarks/{said.pk}/settlement/", {"settled": "1"})
    assert [remark.is_settled for remark in Remark.objects.all()] == [False]


@pytest.mark.parametrize("page", ["/returns/1950/3/061/", "/returns/2024/3/062/"])
def test_a_remark_begins_no_return_where_nobody_has_to_report(client, district, page):
    """1950 would stand in everybody's list of years from then on."""
    client.force_login(make_admin())
    said = client.post(page + "remarks/", {"text": "Có ai không?"})
    assert "Không có HTX nào phải báo cáo" in text(find(parsed(said), "div", "notices"))
    assert not QuarterlyReturn.objects.exists()


# --- History --------------------------------------------------------------------------------------


def test_the_history_of_a_row(clerk, district):
    district.save(("A1", "revenue", "1"))
    district.save(("A1", "revenue", "2", "1"))
    page = text_of(clerk.get(PAGE + "history/?number=A1"))
    assert "1 triệu đồng" in page
    assert "2 triệu đồng" in page
    assert district.clerk.full_name in page
    assert "nhập" in page


def test_the_keys_of_a_row_are_no_figures_in_its_history(clerk, district):
    district.save(("A1", "revenue", "1"))
    response = clerk.get(PAGE + "history/?number=A1")
    assert [text(name) for name in find_all(parsed(response), "dt")] == ["Doanh thu"]


def test_no_history_of_another_districts_row(clerk):
    assert clerk.get(PAGE + "history/?number=X9").status_code == 404


def test_admins_do_all_of_it(client, district):
    client.force_login(make_admin())
    district.fill("A1", "B2", "C3")
    client.post(PAGE + "submission/")
    decide(client, "approval")
    assert state() == "approved"
