"""What the grid's script asks about a pasted block, and what it is answered."""

import json
import re

import pytest
from django.test import Client

from cooperatives.models import QuarterlyFigures, QuarterlyReturn, YearlyReport
from cooperatives.views import pasting
from tests.factories import (
    close_year,
    make_admin,
    make_district_staff,
    make_return,
    make_yearly_report,
)

PASTE = "/returns/2024/3/061/paste/"
YEARLY = "/yearly-reports/2023/061/paste/"

HEADED = [["Tên", "Giá trị", "Doanh thu"], ["HTX An", "500", "107"], ["HTX Bình", "600", "108"]]
"""A column of it holds nothing that is asked for: it is asked about."""
STRANGER = [["Tên", "Doanh thu"], ["HTX An", "107"], ["HTX Xa Lạ", "108"]]


def body(block, *, said=None, confirmed=None, start=("A1", "revenue"), **more):
    return {
        "block": block,
        "order": ["A1", "B2", "C3"],
        "start": list(start),
        "said": said or {},
        "confirmed": confirmed,
    } | more


@pytest.fixture
def post(client, district):
    """Post a body to an address, as the district's clerk unless told otherwise."""
    client.force_login(district.clerk)

    def posted(content, address=PASTE, user=None, **headers):
        user = user or district.clerk
        return client.post(
            address,
            content if isinstance(content, str) else json.dumps(content),
            content_type="application/json",
            headers={"Accept": "application/json", "X-Typed-By": str(user.pk)} | headers,
        )

    return posted


@pytest.fixture
def ask(post):
    """What is answered about a block."""

    def asked(block, **more):
        answer = post(body(block, **more))
        assert answer.status_code == 200, answer.content
        return answer.json()

    return asked


def listed(html):
    """The cells that the dialog lists: number and field."""
    return re.findall(r'data-cooperative="([^"]*)"\s+data-field="([^"]*)"', html)


def confirm_is_disabled(html):
    (button,) = re.findall(r"<button[^>]*data-confirm[^>]*>", html)
    return "disabled" in button


# --- What needs no question -----------------------------------------------------------------------


def test_a_block_that_says_all_is_answered_with_its_cells(ask):
    answer = ask([["Tên", "Doanh thu"], ["htx binh", "108"], ["HTX An", "1.635,5"]])
    assert (answer["question"], answer["open"], answer["problem"]) == (None, 0, "")
    assert sorted(answer["changes"]) == [["A1", "revenue", "1.635,5"], ["B2", "revenue", "108"]]
    assert answer["said_of_it"]["stored"] == 2


def test_nothing_is_stored_by_asking(ask):
    ask([["Tên", "Doanh thu"], ["HTX An", "107"]])
    ask(HEADED)
    assert not QuarterlyReturn.objects.exists()
    assert not QuarterlyFigures.objects.exists()


def test_a_bare_block_lies_below_the_cell_in_the_order_that_the_person_sees(ask):
    order = ["C3", "A1", "B2"]
    answer = ask([["107"], ["108"]], order=order, start=("C3", "profit"))
    assert answer["changes"] == [["C3", "profit", "107"], ["A1", "profit", "108"]]


def test_it_says_what_is_stored_cleared_and_so_already(ask, district):
    district.save(("A1", "revenue", "5"), ("B2", "revenue", "106"))
    answer = ask([["Tên", "Doanh thu"], ["HTX An", ""], ["HTX Bình", "106"], ["HTX Cường", "109"]])
    said = answer["said_of_it"]
    assert (said["stored"], said["cleared"], said["same"]) == (1, 1, 1)
    assert ["A1", "revenue", ""] in answer["changes"]


def test_what_cannot_be_read_goes_along_as_it_was_written(ask):
    answer = ask([["Tên", "Doanh thu"], ["HTX An", "mười hai"], ["HTX Bình", "108"]])
    assert answer["question"] is None
    assert sorted(answer["changes"]) == [["A1", "revenue", "mười hai"], ["B2", "revenue", "108"]]
    assert (answer["said_of_it"]["stored"], answer["said_of_it"]["unreadable"]) == (1, 1)


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.635"), ("en", "1,635"), ("xx", "1,635")])
def test_the_page_that_shows_the_answer_decides_its_marks(post, client, language, shown):
    client.cookies["django_language"] = "en"
    answer = post(body([["1635"]]), **{"X-Page-Language": language})
    assert answer.json()["changes"] == [["A1", "revenue", shown]]


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.635"), ("en", "1,635")])
def test_the_page_that_it_was_pasted_into_decides_how_it_is_read(post, language, shown):
    """The block was kept on a broken line, and the person has changed the language since."""
    other = {"vi": "en", "en": "vi"}[language]
    text = {"vi": "1.635", "en": "1,635"}[other]
    answer = post(body([[text]], language=other), **{"X-Page-Language": language})
    assert answer.json()["changes"] == [["A1", "revenue", shown]]


# --- The question ---------------------------------------------------------------------------------


def test_what_the_block_does_not_say_is_asked_with_every_cell_in_sight(ask, district):
    district.save(("B2", "revenue", "6"))
    answer = ask(HEADED)
    html = answer["question"]
    assert answer["changes"] == []
    assert 'name="column-1"' in html
    assert sorted(listed(html)) == [("A1", "revenue"), ("B2", "revenue")]
    assert "<del>6</del>" in html
    assert "<ins>108</ins>" in html


def test_a_column_is_chosen(ask):
    answer = ask(HEADED, said={"column-1": "profit:million"})
    html = answer["question"]
    assert sorted(listed(html)) == [
        ("A1", "profit"),
        ("A1", "revenue"),
        ("B2", "profit"),
        ("B2", "revenue"),
    ]


def test_only_what_was_seen_is_handed_out(ask, district):
    seen = ask(HEADED)
    answer = ask(HEADED, confirmed=seen["fingerprint"])
    assert answer["question"] is None
    assert sorted(answer["changes"]) == [["A1", "revenue", "107"], ["B2", "revenue", "108"]]


def test_what_has_changed_since_is_shown_anew(ask, district):
    seen = ask(HEADED)
    district.save(("A1", "revenue", "5"), reader=make_district_staff(district.unit))
    answer = ask(HEADED, confirmed=seen["fingerprint"])
    assert answer["changes"] == []
    assert "đã thay đổi" in answer["question"]
    assert "<del>5</del>" in answer["question"]
    assert ask(HEADED, confirmed=answer["fingerprint"])["question"] is None


@pytest.mark.parametrize("confirmed", ["", "x"])
def test_a_mark_of_nothing_that_was_seen_confirms_nothing(ask, confirmed):
    answer = ask(HEADED, confirmed=confirmed)
    assert (answer["changes"], bool(answer["question"])) == ([], True)


def test_a_choice_is_confirmed_by_the_person_even_where_nothing_else_is_asked(ask):
    """The dialog is open: what is chosen in it is never stored by the choice itself."""
    block = [["Tên", "Doanh thu"], ["HTX An", "107"]]
    assert ask(block)["question"] is None
    assert ask(block, said={"column-1": "profit:million"})["question"]


def test_what_was_confirmed_is_not_asked_about_again(ask, district, post):
    seen = ask(HEADED, said={"column-1": "profit:million"})
    ask(HEADED, said={"column-1": "profit:million"}, confirmed=seen["fingerprint"])
    again = ask([HEADED[0], ["HTX Cường", "3", "109"]])
    assert again["question"] is None
    assert sorted(again["changes"]) == [["C3", "profit", "3"], ["C3", "revenue", "109"]]


def test_another_person_is_asked(ask, district, client, post):
    seen = ask(HEADED)
    ask(HEADED, confirmed=seen["fingerprint"])
    assert ask(HEADED)["question"] is None
    other = make_district_staff(district.unit)
    client.force_login(other)
    assert post(body(HEADED), user=other).json()["question"]


def test_what_was_remembered_stays_when_something_else_is_asked(ask):
    """A stranger among the lines is asked about, the column is not."""
    said = {"column-1": "profit:million"}
    ask(HEADED, said=said, confirmed=ask(HEADED, said=said)["fingerprint"])
    with_stranger = [*HEADED, ["HTX Xa Lạ", "1", "101"]]
    seen = ask(with_stranger)
    assert sum(cell[1] == "profit" for cell in listed(seen["question"])) == 2
    ask(with_stranger, confirmed=seen["fingerprint"])
    assert ask(HEADED)["question"] is None


def test_what_was_chosen_without_being_confirmed_is_forgotten(ask):
    ask(HEADED, said={"column-1": "profit:million"})
    assert ask(HEADED)["question"]
    assert sorted(listed(ask(HEADED)["question"])) == [("A1", "revenue"), ("B2", "revenue")]


def test_a_cooperative_that_the_table_lacks_is_told_to_be_founded_first(ask):
    answer = ask(STRANGER)
    html = answer["question"]
    assert 'name="line-2"' in html
    assert 'href="/organisations/founding/"' in html
    assert listed(html) == [("A1", "revenue")]
    answer = ask(STRANGER, confirmed=answer["fingerprint"])
    assert answer["changes"] == [["A1", "revenue", "107"]]
    assert answer["said_of_it"]["unknown"] is True
    assert answer["said_of_it"]["no_name_fits"] is True
    (left,) = answer["said_of_it"]["left"]
    assert "HTX Xa Lạ" in left


def test_a_line_is_given_to_the_cooperative_that_is_chosen(ask):
    answer = ask(STRANGER, said={"line-2": "C3"})
    assert sorted(listed(answer["question"])) == [("A1", "revenue"), ("C3", "revenue")]
    assert answer["said_of_it"]["unknown"] is False
    answer = ask(STRANGER, said={"line-2": "C3"}, confirmed=answer["fingerprint"])
    assert ["C3", "revenue", "108"] in answer["changes"]


def test_cells_that_a_rule_refuses_are_named_and_not_listed(ask):
    header = ["Tên", "Giá trị", "Cán bộ quản lý", "CĐ, ĐH", "SC, TC"]
    block = [header, ["HTX An", "500", "3", "4", "0"], ["HTX Bình", "500", "x", "1", "0"]]
    html = ask(block)["question"]
    assert listed(html) == [("B2", "managers_higher_education"), ("B2", "managers_vocational")]
    assert "“x”" in html
    assert "“4”" in html


def test_cleared_cells_are_marked_and_counted(ask, district):
    district.save(("A1", "revenue", "5"), ("B2", "revenue", "6"))
    html = ask([HEADED[0], ["HTX An", "500", ""], ["HTX Bình", "600", ""]])["question"]
    assert sorted(listed(html)) == [("A1", "revenue"), ("B2", "revenue")]
    assert html.count('<strong class="preview__cleared">') == 2
    assert "2 ô" in html


def test_with_an_open_choice_nothing_can_be_confirmed(ask):
    """Two columns under one heading: whose figures are the revenue?"""
    block = [
        ["Tên", "Doanh thu", "Doanh thu"],
        ["HTX An", "107", "108"],
        ["HTX Bình", "109", "110"],
    ]
    answer = ask(block)
    assert answer["open"] > 0
    assert confirm_is_disabled(answer["question"])
    answer = ask(block, confirmed=answer["fingerprint"])
    assert answer["changes"] == []
    assert answer["question"]


def test_what_the_block_says_is_escaped(ask):
    block = [["Tên", "<i>Vốn</i>", "Doanh thu"], ["HTX <b>Lạ</b>", '"><script>', "107"]]
    html = ask([*block, ["HTX An", "1", "2"]])["question"]
    assert not re.search(r"<(i|b|script)>", html)
    assert "HTX &lt;b&gt;Lạ&lt;/b&gt;" in html


# --- Yearly reports -------------------------------------------------------------------------------


@pytest.fixture
def year(district):
    """The reports of 2023 are open, and one of them is final."""
    make_yearly_report(district.cooperatives[2], 2023, state="final", revenue=5)
    return district


def test_yearly_reports_are_pasted_by_the_same_rule(post, year):
    block = [["Tên", "Giá trị", "Điểm", "Doanh thu"], ["HTX An", "5", "82", "107"]]
    answer = post(body(block, start=("A1", "revenue")), YEARLY).json()
    assert sorted(listed(answer["question"])) == [
        ("A1", "rating"),  # by the score
        ("A1", "revenue"),
        ("A1", "score"),
    ]
    confirmed = body(block, confirmed=answer["fingerprint"])
    changes = post(confirmed, YEARLY).json()["changes"]
    assert sorted(changes) == [["A1", "revenue", "107"], ["A1", "score", "82"]]
    assert not YearlyReport.objects.filter(cooperative=year.cooperatives[0]).exists()


def test_a_report_that_is_final_is_left_out_and_says_so(post, year):
    block = [["Tên", "Doanh thu"], ["HTX An", "107"], ["HTX Cường", "108"]]
    answer = post(body(block), YEARLY).json()
    assert answer["changes"] == [["A1", "revenue", "107"]]
    (left,) = answer["said_of_it"]["left"]
    assert "HTX Cường" in left
    assert answer["said_of_it"]["no_name_fits"] is False


# --- Refusals, all in JSON ------------------------------------------------------------------------


@pytest.fixture(params=[PASTE, YEARLY])
def address(request):
    return request.param


def test_signed_out(client, post, address):
    client.logout()
    assert post(body([["107"]]), address).status_code == 401


def test_another_persons_page_is_told_nothing(client, post, district, address):
    client.force_login(make_district_staff(district.unit))
    assert post(body([["107"]]), address).status_code == 409


def test_officers_may_not(client, post, district, address):
    client.force_login(district.officer)
    assert post(body([["107"]]), address, district.officer).status_code == 403


def test_another_district_is_not_found(client, post, district, address):
    stranger = make_district_staff(district.other)
    client.force_login(stranger)
    answer = post(body([["Tên", "Doanh thu"], ["HTX An", "107"]]), address, stranger)
    assert answer.status_code == 404
    assert "HTX An" not in answer.content.decode()


def test_a_locked_return_says_so_before_anything_is_asked(post, district):
    make_return(district.unit, quarter=3, state="submitted")
    answer = post(body(HEADED))
    assert (answer.status_code, answer.json()["locked"]) == (409, True)
    assert "Biểu đã gửi" in answer.json()["error"]


def test_nothing_is_pasted_into_a_closed_year(post, district):
    close_year(district.province, 2024)
    answer = post(body(HEADED))
    assert (answer.status_code, "2024" in answer.json()["error"]) == (409, True)


@pytest.mark.parametrize(
    "content",
    [
        "no JSON",
        [],
        {},
        "[" * 100_000,
        body("x"),
        body([]),
        body(["107"]),
        body([[7]]),
        body([["a\x00"]]),
        body([["a\ud800"]]),
        body([["7" * 100_001]]),
        body([["107"]], order="x"),
        body([["107"]], order=[1]),
        body([["107"]], order=["A\x001"]),
        body([["107"]], start=("A1",)),
        body([["107"]], start=("A1", 5)),
        body([["107"]], start=("Z9", "revenue")),
        body([["107"]], start=("A1", "nothing")),
        body([["107"]], said=["x"]),
        body([["107"]], said={"column-0": 5}),
        body([["107"]], said={"column-0": "x" * 201}),
        body([["107"]], said={f"line-{n}": "A1" for n in range(5_001)}),
        body([["107"]], confirmed=5),
        {key: value for key, value in body([["107"]]).items() if key != "order"},
    ],
)
def test_what_cannot_be_read_is_a_400(post, content):
    answer = post(content)
    assert (answer.status_code, answer.json()["error"]) == (400, "Không đọc được yêu cầu.")


@pytest.mark.parametrize("said", [{"column-9": "revenue"}, {"nothing": "x"}, {"column-1": "<b>"}])
def test_choices_that_nobody_was_offered_do_no_harm(ask, said):
    assert ask(HEADED, said=said)["changes"] == []


@pytest.mark.parametrize("block", [[["107"]] * 5_001, [["107"] * 101] * 1_000])
def test_a_block_that_is_too_large_says_how_large_it_may_be(post, block):
    answer = post(body(block))
    assert answer.status_code == 413
    assert "5.000" in answer.json()["error"]
    assert "100.000" in answer.json()["error"]


def test_more_than_the_server_reads_is_told_in_json(post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = post(body([["107"] * 500]))
    assert (answer.status_code, bool(answer.json()["error"])) == (413, True)


def test_an_admin_may(client, post, district):
    admin = make_admin(district.province)
    client.force_login(admin)
    assert post(body([["107"]]), user=admin).json()["changes"] == [["A1", "revenue", "107"]]


def test_a_fault_of_ours_is_no_fault_of_the_request(post, client, monkeypatch):
    def broken(*arguments):
        raise ValueError("a bug")

    monkeypatch.setattr(pasting, "understand", broken)
    client.raise_request_exception = False
    assert post(body([["107"]])).status_code == 500


def test_a_page_that_was_open_too_long_is_told_in_json(district):
    client = Client(enforce_csrf_checks=True)
    client.force_login(district.clerk)
    answer = client.post(
        PASTE,
        json.dumps(body([["107"]])),
        content_type="application/json",
        headers={"Accept": "application/json", "X-Typed-By": str(district.clerk.pk)},
    )
    assert (answer.status_code, bool(answer.json()["error"])) == (403, True)
