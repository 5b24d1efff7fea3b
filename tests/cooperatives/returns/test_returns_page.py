"""The page of a person's returns: what a clerk has to do, and what an officer decides."""

from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.catalogue.figures import codes
from cooperatives.models import (
    QuarterlyReturn,
    Remark,
    ReturnStep,
    UnitSuccession,
)
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_country,
    make_district,
    make_district_staff,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
    move,
    open_year,
    seen,
)
from tests.targets.pages import attribute, find, find_all, parsed, text

FULL = dict.fromkeys(codes(), 1) | {"managers_total": 3}


@pytest.fixture
def province(db, demo_day):
    """Bắc Kạn with a plan for 2024, seen from 20 October 2024."""
    province = make_province()
    make_target(make_plan(province))
    return province


@pytest.fixture
def district(province):
    """Ba Bể with two cooperatives, which never opened a return."""
    district = make_district(province, name="Huyện Ba Bể")
    for _ in range(2):
        make_cooperative(district)
    return district


@pytest.fixture
def clerk(district):
    return make_district_staff(district)


@pytest.fixture
def officer(province):
    return make_officer(province, full_name="Nông Văn Tỉnh")


@pytest.fixture
def look(client):
    """Open the returns as somebody."""

    def looking(user, query="", status=200):
        client.force_login(user)
        response = client.get(f"/returns/{query}")
        assert response.status_code == status
        return parsed(response)

    return looking


def take(quarterly_return, step, day, by=None, reason=""):
    """Note a step of October 2024, at ten in the morning."""
    ReturnStep.objects.create(
        quarterly_return=quarterly_return,
        step=step,
        by=by,
        at=datetime(2024, 10, day, 3, tzinfo=UTC),
        reason=reason,
    )


def submitted(unit, quarter=3, day=10, state="submitted"):
    made = make_return(unit, 2024, quarter, state=state)
    take(made, "submit", day)
    return made


def tasks(page):
    return find_all(page, "article", "task")


def task(page, period):
    return find(page, "article", data_period=period)


def listed(page):
    return [
        attribute(row, "data-unit")
        for row in find_all(find(page, "table", "return-list"), "tr", data_period="2024-Q3")
    ]


# --- District staff -------------------------------------------------------------------------------


def test_what_is_late_comes_before_what_is_due_later(look, clerk):
    for quarter in (1, 2):
        make_return(clerk.unit, 2024, quarter)
    page = look(clerk)
    assert [attribute(found, "data-period") for found in tasks(page)] == ["2024-Q3", "2024-Q4"]
    assert "Trễ 5 ngày hạn 15/10/2024" in text(tasks(page)[0])
    assert "Còn 87 ngày hạn 15/1/2025" in text(tasks(page)[1])
    assert attribute(find(tasks(page)[0], "a"), "href") == "/returns/2024/3/061/"


def test_what_was_sent_back_comes_first_with_its_reason_by_whom_and_when(look, clerk, officer):
    made = submitted(clerk.unit, 4, state="returned")
    take(made, "send_back", 16, officer, "Doanh thu <gấp> 10 lần")
    first = tasks(look(clerk))[0]
    assert attribute(first, "data-period") == "2024-Q4"
    assert "trả lại" in text(first)
    assert "Nông Văn Tỉnh trả lại lúc 10:00 16/10/2024:" in text(first)
    assert "Doanh thu <gấp> 10 lần" in text(first)
    assert "Sửa số liệu" in text(first)


@pytest.mark.parametrize(
    ("language", "state", "said"),
    [
        ("vi", "mở lại", "Nông Văn Tỉnh mở lại lúc 10:00 16/10/2024:"),
        ("en", "reopened", "Reopened by Nông Văn Tỉnh, 10:00 16/10/2024:"),
    ],
)
def test_a_reopened_return_is_not_called_sent_back(
    client, look, clerk, officer, language, state, said
):
    made = submitted(clerk.unit, 3, state="returned")
    take(made, "approve", 12, officer)
    take(made, "reopen", 16, officer, "Nhầm doanh thu")
    client.cookies["django_language"] = language
    card = text(tasks(look(clerk))[0])
    assert state in card
    assert said in card
    assert "Nhầm doanh thu" in card
    assert "trả lại" not in card
    assert "sent back" not in card.lower()


def test_progress_counts_cooperatives_with_all_seven_figures(look, clerk, district):
    full, partly = make_cooperative(district), make_cooperative(district)
    draft = make_return(district, 2024, 3, state="draft")
    make_figures(full, 2024, 3, quarterly_return=draft, **FULL)
    make_figures(partly, 2024, 3, quarterly_return=draft, revenue=5)
    shown = task(look(clerk), "2024-Q3")
    bar = find(shown, "progress")
    assert (attribute(bar, "value"), attribute(bar, "max")) == ("1", "4")
    assert "Đã có đủ số liệu 1/4 HTX" in text(shown)
    assert "Nhập tiếp" in text(shown)


def test_who_moved_is_asked_for_where_its_row_stands_alone(look, clerk, officer):
    other = make_district(clerk.unit.parent, "062")
    moved = make_cooperative(clerk.unit)
    draft = make_return(clerk.unit, 2024, 3, state="draft")
    make_figures(moved, 2024, 3, quarterly_return=draft, **FULL)
    move(moved, other, date(2024, 9, 10))
    assert "Đã có đủ số liệu 1/3 HTX" in text(task(look(clerk), "2024-Q3"))
    matrix = find(look(officer), "table", "return-matrix")
    third = {
        code: text(find_all(find(matrix, "tr", data_unit=code), "td")[2]) for code in ("061", "062")
    }
    assert third == {"061": "chưa gửi 1/3 HTX có đủ số liệu trễ 5 ngày", "062": "–"}
    theirs = tasks(look(make_district_staff(other)))
    assert [attribute(one, "data-period") for one in theirs] == ["2024-Q4"]


def test_earlier_returns_stand_year_by_year(look, clerk):
    submitted(clerk.unit, 3)
    make_return(clerk.unit, 2023, 2)
    page = look(clerk)
    row = find(find(page, "table", "return-matrix"), "tr", data_unit="061")
    assert [text(cell) for cell in find_all(row, "td")] == [
        "chưa nhập 0/2 HTX có đủ số liệu trễ 188 ngày",
        "chưa nhập 0/2 HTX có đủ số liệu trễ 97 ngày",
        "đã gửi 0/2 HTX có đủ số liệu gửi đúng hạn",
        "chưa nhập 0/2 HTX có đủ số liệu còn 87 ngày",
    ]
    links = find_all(find(page, "nav", "segments"), "a")
    assert [attribute(link, "href") for link in links] == ["?year=2023", "?year=2024"]
    before = find(find(look(clerk, "?year=2023"), "table", "return-matrix"), "tr", data_unit="061")
    assert [text(cell) for cell in find_all(before, "td")] == [
        "–",
        "đã duyệt 0/2 HTX có đủ số liệu không phải gửi",
        "–",
        "–",
    ]


def test_a_quarter_that_has_not_begun_says_when_it_does(look, clerk, settings):
    settings.TODAY = "2024-08-01"
    head = text(find(find(look(clerk), "table", "return-matrix"), "thead"))
    assert "Quý III hạn 15/10/2024 Quý IV từ 1/10/2024" in head


def test_other_districts_are_not_there(look, clerk, province):
    other = make_district(province, "062", name="Huyện Ngân Sơn")
    make_cooperative(other)
    assert "Ngân Sơn" not in text(look(clerk))


def test_staff_of_a_province_see_all_of_its_districts(look, province, district):
    other = make_district(province, "062", name="Huyện Ngân Sơn")
    make_cooperative(other)
    page = look(make_district_staff(province))
    assert [attribute(found, "data-unit") for found in tasks(page)][:4] == ["061", "062"] * 2
    assert "Quý I/2024: Huyện Ngân Sơn" in text(page)


def test_a_commune_that_reports_to_the_province_has_its_own(look, province):
    commune = make_commune(province)
    make_cooperative(commune)
    page = look(make_district_staff(commune))
    assert attribute(find(task(page, "2024-Q3"), "a"), "href") == "/returns/2024/3/01900/"


def test_a_commune_below_a_district_is_told_whose_return_it_is(look, district):
    commune = make_commune(district)
    make_cooperative(commune)
    page = text(look(make_district_staff(commune)))
    assert "Số liệu của các HTX trên địa bàn nằm trong biểu của huyện Ba Bể." in page


def test_long_work_comes_in_pages(look, province):
    for n in range(6):
        make_cooperative(make_district(province, f"{100 + n}"))
    staff = make_district_staff(province)
    assert len(tasks(look(staff))) == 20
    assert len(tasks(look(staff, "?tasks=2"))) == 4


def test_nothing_to_do_is_said(look, clerk):
    for quarter in (1, 2, 3, 4):
        submitted(clerk.unit, quarter)
    page = look(clerk)
    assert tasks(page) == []
    assert "Hiện không còn việc phải làm" in text(page)


def test_a_closed_year_is_no_work(look, clerk, province):
    close_year(province, 2024)
    assert tasks(look(clerk)) == []


def test_without_an_open_year_the_clerk_is_told_whom_to_ask(look, db, demo_day):
    clerk = make_district_staff(make_district(make_province()))
    page = text(look(clerk))
    assert "Chưa phải gửi biểu nào" in page
    assert "Hãy đề nghị quản trị viên của tỉnh mở năm báo cáo." in page


def test_without_cooperatives_the_clerk_is_told_so(look, province):
    page = text(look(make_district_staff(make_district(province))))
    assert "Đơn vị của bạn chưa có HTX nào phải báo cáo." in page


@pytest.mark.parametrize("year", ["1999", "x", "2024x", "²"])
def test_a_year_that_is_not_there_is_not_found(look, clerk, year):
    said = text(look(clerk, f"?year={quote(year)}", status=404))
    assert f"Không có biểu nào cho năm “{year}”." in said


# --- Officers -------------------------------------------------------------------------------------


@pytest.fixture
def returns(province, district):
    """Ba Bể is late, Bạch Thông approved, Chợ Đồn waits, Na Rì came late and was sent back."""
    made = {}
    for code, name, state, day in (
        ("063", "Huyện Bạch Thông", "approved", 10),
        ("064", "Huyện Chợ Đồn", "submitted", 15),
        ("066", "Huyện Na Rì", "returned", 18),
    ):
        unit = make_district(province, code, name=name)
        make_cooperative(unit)
        made[code] = submitted(unit, day=day, state=state)
    return made


def test_an_officer_sees_the_quarter_that_is_due_in_a_sentence(look, officer, returns):
    """It names units where the list does not show all; else the list does."""
    page = look(officer)
    assert text(find(page, "p", "where-returns-stand")) == "Quý III/2024: 3/4 đơn vị đã báo cáo."
    some = look(officer, "?state=approved")
    assert text(find(some, "p", "where-returns-stand")) == (
        "Quý III/2024: 3/4 đơn vị đã báo cáo: Bạch Thông, Chợ Đồn, Na Rì."
        " Trễ hạn: Ba Bể (5 ngày). Chờ duyệt: Chợ Đồn. Bị trả lại: Na Rì."
    )
    assert listed(page) == ["061", "064", "066", "063"]


def test_the_list_tells_state_completeness_timeliness_and_the_last_step(look, officer, returns):
    take(returns["066"], "send_back", 19, officer, "Thiếu thu nhập")
    row = find(find(look(officer), "table", "return-list"), "tr", data_unit="066")
    assert text(row) == (
        "Na Rì Quý III/2024 bị trả lại Đã có đủ số liệu 0/1 HTX gửi trễ 3 ngày"
        " chưa đổi số nào từ khi trả lại"
        " trả lại 10:00 19/10/2024, Nông Văn Tỉnh Thiếu thu nhập"
    )


def test_the_matrix_leads_to_each_return(look, officer, returns):
    row = find(find(look(officer), "table", "return-matrix"), "tr", data_unit="064")
    assert [attribute(link, "href") for link in find_all(row, "a")] == [
        f"/returns/2024/{quarter}/064/" for quarter in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?quarter=3&state=submitted", ["064"]),
        ("?quarter=3&state=none", ["061"]),
        ("?quarter=3&timeliness=overdue", ["061"]),
        ("?quarter=3&timeliness=late", ["066"]),
        ("?quarter=3&state=returned&timeliness=late", ["066"]),
        ("?unit=063", ["063"]),
        ("?quarter=all&state=approved", ["063"]),
    ],
)
def test_the_list_is_filtered_by_the_address(look, officer, returns, query, codes):
    assert listed(look(officer, query)) == codes


def test_a_filter_without_a_match_says_so(look, officer, returns):
    assert "Không có biểu nào khớp với lựa chọn này." in text(look(officer, "?state=draft"))


@pytest.mark.parametrize(
    "query",
    ["?year=1999", "?year=x", "?quarter=5", "?state=x", "?timeliness=x", "?unit=99", "?unit=01"],
)
def test_an_unknown_choice_is_not_found(look, officer, returns, query):
    make_province("01")
    look(officer, query, status=404)


def test_an_admin_of_everything_sees_every_province(look, returns):
    other = make_district(make_province("01"), "001")
    make_cooperative(other)
    make_target(make_plan(other.parent))
    assert listed(look(make_admin())) == ["001", "061", "064", "066", "063"]


def test_an_officer_of_a_district_sees_that_alone(look, returns, district):
    assert listed(look(make_officer(district))) == ["061"]


def test_without_a_plan_officers_are_told_what_is_missing(look, db, demo_day):
    assert "Chưa phải gửi biểu nào" in text(look(make_officer(make_province())))
    page = look(make_admin())
    assert find_all(page, "a", href="/import/")


def test_many_units_come_in_pages(look, province, officer):
    for n in range(51):
        make_cooperative(make_district(province, f"{100 + n}"))
    page = look(officer)
    assert len(find_all(find(page, "table", "return-matrix"), "tr")) == 1 + 50
    assert len(listed(page)) == 20
    assert len(listed(look(officer, "?page=3"))) == 11
    second = find(look(officer, "?units=2"), "table", "return-matrix")
    assert len(find_all(second, "tr")) == 1 + 1


def test_what_changed_since_the_province_had_it_is_counted_and_linked(look, district, officer):
    made = make_return(district, quarter=3, state="submitted")
    row = make_figures(make_cooperative(district), quarter=3, quarterly_return=made, **FULL)
    take(made, "submit", 10)
    row.history.update(history_date=datetime(2024, 10, 9, tzinfo=UTC))
    assert find_all(look(officer), "a", href="/returns/2024/3/061/#changed") == []
    take(made, "send_back", 12, officer, "sai")
    assert "chưa đổi số nào từ khi trả lại" in text(look(officer))
    row.revenue = 2
    row.save()
    link = find(look(officer), "a", href="/returns/2024/3/061/#changed")
    assert text(link) == "1 ô đã đổi"


def test_the_statements_grow_with_neither_units_nor_quarters(client, province, officer, returns):
    client.force_login(officer)

    def statements():
        client.get("/returns/")  # what is held is read anew once anything has changed
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/returns/").status_code == 200
        return len(captured)

    client.get("/returns/")
    before = statements()
    for code in ("071", "072", "073"):
        unit = make_district(province, code)
        make_cooperative(unit)
        for quarter in (1, 2, 3, 4):
            submitted(unit, quarter)
    assert statements() == before


def test_the_clerks_statements_do_not_grow_either(client, province, clerk):
    staff = make_district_staff(province)
    client.force_login(staff)

    def statements():
        client.get("/returns/")  # what is held is read anew once anything has changed
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/returns/").status_code == 200
        return len(captured)

    made = submitted(clerk.unit, 2, state="returned")
    take(made, "send_back", 12, reason="sai")
    client.get("/returns/")
    before = statements()
    for code in ("071", "072", "073"):
        unit = make_district(province, code)
        make_cooperative(unit)
        take(submitted(unit, 3, state="returned"), "send_back", 12, reason="sai")
    assert statements() == before


def test_a_country_works_too(look, db, demo_day):
    country = make_country()
    make_target(make_plan(country))
    for code in ("01", "02"):
        make_cooperative(make_district(make_province(code, country), f"{code}1"))
    assert listed(look(make_officer(country))) == ["011", "021"]
    assert listed(look(make_officer(country), "?unit=02")) == ["021"]


# --- Approving several ----------------------------------------------------------------------------


def test_what_is_open_in_those_ticked_is_shown_before_they_are_approved(client, officer, returns):
    made = returns["064"]
    at = datetime(2024, 10, 11, tzinfo=UTC)
    for by, said in ((officer, "Của tôi"), (make_officer(officer.unit), "Của người khác")):
        Remark.objects.create(quarterly_return=made, by=by, at=at, text=said)
    other = submitted(make_district(officer.unit, "062", name="Huyện Ngân Sơn"))
    client.force_login(officer)
    sent = {"returns": [str(seen(made)), str(seen(other))], "next": "/returns/?state=submitted"}
    page = parsed(client.post("/returns/approvals/", sent))
    assert [state_of(one) for one in (made, other)] == ["submitted", "submitted"]
    asked = find(page, "li", data_unit="064")
    assert "2 ý kiến chưa xong" in text(asked)
    (lacking,) = made.unit.placements.values_list("organisation__name", flat=True)
    assert text(find(asked, "details")) == f"1 HTX thiếu số liệu {lacking}: chưa có số liệu nào"
    assert "Của tôi" in text(asked)
    assert "Của người khác" in text(asked)
    # An own open remark is asked about: the return is approved only if it is ticked again.
    ticked = [
        one for one in find_all(page, "input", name="returns") if "checked" in dict(one.attributes)
    ]
    assert [attribute(one, "value") for one in ticked] == [str(seen(other))]
    back = find(page, "a", "button")
    assert attribute(back, "href") == "/returns/?state=submitted"
    answer = client.post("/returns/approvals/", {**sent, "seen": "1"})
    assert answer.url == "/returns/?state=submitted"
    assert [state_of(one) for one in (made, other)] == ["approved", "approved"]


def test_what_was_submitted_anew_while_it_was_weighed_is_not_approved(client, officer, returns):
    client.force_login(officer)
    mark = str(seen(returns["064"]))
    take(returns["064"], "send_back", 16, officer, "Xem lại")
    take(returns["064"], "submit", 17)
    page = parsed(client.post("/returns/approvals/", {"returns": [mark]}))
    assert attribute(find(page, "input", name="returns"), "value") == mark
    client.post("/returns/approvals/", {"returns": [mark], "seen": "1"})
    assert state_of(returns["064"]) == "submitted"


@pytest.fixture
def approve(client):
    def approving(user, *keys, **data):
        client.force_login(user)
        sent = {"returns": [*map(str, keys)], "seen": "1", **data}
        response = client.post("/returns/approvals/", sent)
        assert response.status_code == 302
        page = client.get(response.url)
        return response.url, text(find(parsed(page), "div", "notices"))

    return approving


def state_of(quarterly_return):
    return QuarterlyReturn.objects.get(pk=quarterly_return.pk).state


def test_only_submitted_returns_can_be_ticked(look, officer, returns):
    boxes = find_all(look(officer), "input", name="returns")
    assert [attribute(box, "value") for box in boxes] == [str(seen(returns["064"]))]
    assert attribute(boxes[0], "aria-label") == "Duyệt huyện Chợ Đồn, quý III/2024"


def test_several_are_approved_at_once_with_who_and_when(approve, officer, returns, district):
    other = submitted(district)
    back, said = approve(officer, seen(other), seen(returns["064"]))
    assert back == "/returns/"
    assert said == "Đã duyệt 2 biểu: Huyện Chợ Đồn, Huyện Ba Bể."
    for made in (other, returns["064"]):
        assert state_of(made) == "approved"
        assert made.steps.filter(step="approve", by=officer).count() == 1


def test_what_cannot_be_approved_is_named_and_the_others_go_through(
    approve, officer, returns, district
):
    marks = [seen(returns["064"]), seen(returns["066"])]
    other = submitted(district)
    marks.append(seen(other))
    take(other, "send_back", 16, officer, "Xem lại")
    take(other, "submit", 17)
    _back, said = approve(officer, *marks)
    assert said == (
        "Đã duyệt 1 biểu: Huyện Chợ Đồn. Không duyệt được biểu của huyện Na Rì, quý III/2024: biểu"
        " đang ở trạng thái “bị trả lại”. Biểu của huyện Ba Bể, quý III/2024 đã được gửi lại từ khi"
        " bạn xem: hãy xem những gì đã đổi rồi quyết định."
    )
    assert [state_of(made) for made in (returns["064"], returns["066"], other)] == [
        "approved",
        "returned",
        "submitted",
    ]


def test_where_nothing_is_left_to_approve_it_says_so(approve, officer, returns):
    _back, said = approve(officer, seen(returns["066"]))
    assert said.startswith("Chưa duyệt biểu nào. Không duyệt được biểu của huyện Na Rì")


def test_what_lies_outside_the_scope_is_not_there(approve, returns):
    stranger = make_officer(make_province("01"))
    _back, said = approve(stranger, seen(returns["064"]))
    assert "Có biểu không còn nữa, hoặc không thuộc phạm vi của bạn." in said
    assert state_of(returns["064"]) == "submitted"


@pytest.mark.parametrize("key", ["x", "", "-1", "9" * 30, "²", "1-"])
def test_a_key_that_is_none_is_refused(approve, officer, returns, key):
    _back, said = approve(officer, key)
    assert said.startswith("Chưa duyệt biểu nào.")


def test_nothing_ticked_is_said(approve, officer, returns):
    assert approve(officer)[1] == "Chưa duyệt biểu nào: hãy chọn các biểu trước."


def test_one_is_led_back_to_the_list_as_it_was_filtered(approve, officer, returns):
    asked = "/returns/?year=2024&quarter=3&state=approved"
    assert approve(officer, seen(returns["064"]), next=asked)[0] == asked


@pytest.mark.parametrize("asked", ["https://example.com/returns/", "//example.com", "/plans/"])
def test_one_is_led_to_no_other_page(approve, officer, returns, asked):
    assert approve(officer, seen(returns["064"]), next=asked)[0] == "/returns/"


def test_a_clerk_approves_nothing(client, clerk):
    made = submitted(clerk.unit)
    client.force_login(clerk)
    assert client.post("/returns/approvals/", {"returns": [str(seen(made))]}).status_code == 403
    assert state_of(made) == "submitted"


def test_a_closed_years_return_offers_no_box(look, officer, returns, province):
    close_year(province, 2024)
    assert find_all(look(officer), "input", name="returns") == []


# --- Units that ended -----------------------------------------------------------------------------


@pytest.fixture
def reformed(province, district):
    """The district ended, and another of its name bears its code since."""
    first = date(2024, 7, 1)
    district.valid_to = first
    district.save()
    new = make_district(province, name="Huyện Ba Bể", valid_from=first)
    UnitSuccession.objects.create(predecessor=district, successor=new, on=first)
    open_year(province, 2024)
    make_return(district, 2024, 1)
    make_return(new, 2024, 3)
    return district, new


@pytest.mark.parametrize(("asked", "number"), [("061@1997-01-01", 1), ("061", 2)])
def test_returns_of_an_ended_unit_are_found_by_it(client, reformed, officer, asked, number):
    """Those of who took it over whole are its own and the ended one's."""
    client.force_login(officer)
    page = client.get("/returns/", {"year": 2024, "quarter": "all", "unit": asked})
    assert {row.owed.unit for row in page.context["rows"]} == {*reformed[:number]}
    *_today, (group, ended) = page.context["choice"].fields["unit"].choices
    assert group == "Các đơn vị đã kết thúc"
    assert ended == [("061@1997-01-01", "Huyện Ba Bể, đến 30/6/2024")]
    assert f'value="{asked}" selected' in page.text


def test_of_an_ended_unit_without_a_namesake_the_code_is_enough(client, reformed, officer):
    reformed[1].code = "069"
    reformed[1].save()
    client.force_login(officer)
    page = client.get("/returns/", {"year": 2024, "quarter": "1", "unit": "061"})
    assert {row.owed.unit for row in page.context["rows"]} == {reformed[0]}
    assert client.get("/returns/", {"unit": "061@2000-01-01"}).status_code == 404
    assert client.get("/returns/", {"unit": "061@soon"}).status_code == 404


def test_what_ended_elsewhere_or_had_no_returns_is_not_offered(client, reformed, province):
    other = make_province("20", name="Tỉnh Lạng Sơn")
    make_district(other, "201", valid_to=date(2024, 7, 1))
    make_commune(reformed[0], valid_to=date(2024, 7, 1))
    client.force_login(make_officer(other))
    offered = client.get("/returns/").context["choice"].fields["unit"].choices
    assert [key for key, _units in offered] == ["", "20", "Các đơn vị đã kết thúc"]
    assert [key for key, _label in offered[-1][1]] == ["201@1997-01-01"]
    client.force_login(make_officer(province))
    offered = client.get("/returns/", {"unit": "061@1997-01-01"}).context["choice"]
    assert [key for key, _label in offered.fields["unit"].choices[-1][1]] == ["061@1997-01-01"]
