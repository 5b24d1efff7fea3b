"""What the grid's script asks and is answered."""

import json

import pytest
from django.test import Client

from cooperatives.models import QuarterlyFigures, WarningAnswer
from cooperatives.views import cells
from tests.factories import make_district_staff, make_return

CELLS = "/returns/2024/3/061/cells/"
ANSWERS = "/returns/2024/3/061/answers/"


def post(client, url, content, user, **headers):
    return client.post(
        url,
        json.dumps(content) if not isinstance(content, str) else content,
        content_type="application/json",
        headers={"Accept": "application/json", "X-Typed-By": str(user.pk)} | headers,
    )


def cell(number="A1", field="revenue", text="5", base=""):
    return {"number": number, "field": field, "text": text, "base": base}


@pytest.fixture
def send(client, district):
    """Send cells as the district's clerk."""
    client.force_login(district.clerk)

    def sent(*typed):
        return post(client, CELLS, {"cells": typed}, district.clerk)

    return sent


def test_the_answer_says_what_became_of_each_cell_and_how_full_the_return_is(send, district):
    other = make_district_staff(district.unit, full_name="Nông Thị B")
    district.save(("B2", "profit", "9"), reader=other)
    district.fill("C3")
    answer = send(
        cell(text="1635"), cell(field="profit", text="abc"), cell("B2", "profit", "8")
    ).json()
    assert answer["saved"] == [["A1", "revenue", "1.635"]]
    assert [(c["number"], c["field"]) for c in answer["refused"]] == [("A1", "profit")]
    assert [(c["text"], c["by"]) for c in answer["conflicts"]] == [("9", "Nông Thị B")]
    assert (answer["complete"], answer["expected"]) == (1, 3)
    assert set(answer["rows"]) == {"A1", "B2"}


def test_findings_come_as_html_in_the_persons_language(send, client):
    answer = send(cell(text="1"), cell(field="profit", text="2")).json()
    html = answer["rows"]["A1"]["findings"]
    assert "Lợi nhuận 2 lớn hơn doanh thu 1" in html
    client.cookies["django_language"] = "en"
    answer = send(cell(field="profit", text="2.5", base="2")).json()
    assert "A profit of 2.5 is more than the revenue of 1" in answer["rows"]["A1"]["findings"]


@pytest.mark.parametrize(
    ("language", "vnd"),
    [("vi", 1_635_000_000), ("en", 1_635_000), ("xx", 1_635_000), (None, 1_635_000)],
)
def test_the_page_it_was_typed_into_decides_the_decimal_mark(send, client, language, vnd):
    client.cookies["django_language"] = "en"
    send(cell(text="1.635") | {"language": language})
    assert QuarterlyFigures.objects.get().revenue == vnd


@pytest.mark.parametrize(
    ("base", "base_language", "text", "language"),
    [("1.635", "vi", "1,700", "en"), ("1,635", "en", "1.700", "vi")],
)
def test_the_page_that_the_base_stood_in_decides_its_decimal_mark(
    send, district, base, base_language, text, language
):
    district.save(("A1", "revenue", "1635"))
    languages = {"language": language, "base_language": base_language}
    answer = send(cell(text=text, base=base) | languages).json()
    assert answer["saved"] == [["A1", "revenue", "1.700"]]


def test_what_can_be_read_one_way_only_is_taken_on_every_page(send, client):
    assert send(cell(text="0.125")).json()["saved"] == [["A1", "revenue", "0,125"]]
    client.cookies["django_language"] = "en"
    assert send(cell("B2", text="0,125")).json()["saved"] == [["B2", "revenue", "0.125"]]


def test_the_answer_is_in_the_language_of_the_page_that_asked(send, client, district):
    """Another page of the browser has switched since."""
    client.cookies["django_language"] = "en"
    body = {"cells": [cell(text="1635,5"), cell("B2", text="abc")]}
    answer = post(client, CELLS, body, district.clerk, **{"X-Page-Language": "vi"}).json()
    assert answer["saved"] == [["A1", "revenue", "1.635,5"]]
    assert "không phải số" in answer["refused"][0]["message"]
    answer = post(client, CELLS, body, district.clerk, **{"X-Page-Language": "xx"}).json()
    assert answer["saved"] == [["A1", "revenue", "1,635.5"]]


@pytest.mark.parametrize("name", ["language", "base_language"])
def test_a_language_that_is_none_does_no_harm(send, name):
    assert send(cell() | {name: ["vi"]}).json()["saved"] == [["A1", "revenue", "5"]]


def test_names_are_escaped_in_it(send, district):
    district.cooperatives[0].name = "HTX <b>An</b>"
    district.cooperatives[0].save()
    html = send(cell(text="1"), cell(field="profit", text="2")).json()["rows"]["A1"]["findings"]
    assert "&lt;b&gt;An" in html


def test_a_word_settles_a_warning(send, client, district):
    send(cell(text="1"), cell(field="profit", text="2"))
    body = {"number": "A1", "rule": "profit_above_revenue", "text": "Bán đất"}
    answer = post(client, ANSWERS, body, district.clerk)
    assert "Bán đất" in answer.json()["rows"]["A1"]["findings"]
    assert "data-open" not in answer.json()["rows"]["A1"]["findings"]
    refused = post(client, ANSWERS, body | {"text": ""}, district.clerk)
    assert (refused.status_code, "vài chữ" in refused.json()["error"]) == (400, True)


def above_revenue(number, **more):
    return {"number": number, "rule": "profit_above_revenue", "text": "Bán đất"} | more


@pytest.fixture
def two_questions(send):
    """A profit of 2 above a revenue of 1 in two rows."""
    for number in ("A1", "B2"):
        send(cell(number, text="1"), cell(number, "profit", "2"))


def test_several_words_settle_their_warnings(two_questions, client, district):
    body = {"answers": [above_revenue("A1"), above_revenue("B2", ground="2000000 1000000")]}
    answer = post(client, ANSWERS, body, district.clerk).json()
    assert set(answer["rows"]) == {"A1", "B2"}
    assert not any("data-open" in row["findings"] for row in answer["rows"].values())
    assert WarningAnswer.objects.count() == 2


def test_where_one_word_is_refused_all_are_and_the_rows_are_shown_as_they_are(
    two_questions, client, district
):
    body = {"answers": [above_revenue("A1"), above_revenue("B2", ground="3000000 1000000")]}
    refused = post(client, ANSWERS, body, district.clerk)
    assert (refused.status_code, "HTX Bình" in refused.json()["error"]) == (400, True)
    findings = refused.json()["rows"]["B2"]["findings"]
    assert 'data-ground="2000000 1000000"' in findings
    assert "data-open" in findings
    assert not WarningAnswer.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"answers": []},
        {"answers": "x"},
        {"answers": [above_revenue("A1"), "x"]},
        {"answers": [above_revenue("A1", ground=5)]},
        {"answers": [above_revenue("A1", ground="a\x00")]},
        {"answers": [above_revenue("A1")] * 501},
    ],
)
def test_words_that_cannot_be_read_are_a_400(two_questions, client, district, body):
    answer = post(client, ANSWERS, body, district.clerk)
    assert (answer.status_code, answer.json()["error"]) == (400, "Không đọc được yêu cầu.")
    assert not WarningAnswer.objects.exists()


# --- Refusals, all in JSON ------------------------------------------------------------------------


def test_signed_out(client, district):
    answer = post(client, CELLS, {"cells": [cell()]}, district.clerk)
    assert (answer.status_code, answer.json()["error"]) == (
        401,
        "Phiên làm việc đã hết: hãy đăng nhập lại.",
    )


def test_another_persons_page_sends_nothing(client, district):
    client.force_login(make_district_staff(district.unit))
    answer = post(client, CELLS, {"cells": [cell()]}, district.clerk)
    assert answer.status_code == 409
    assert "Người khác đang đăng nhập" in answer.json()["error"]
    assert not QuarterlyFigures.objects.exists()


def test_officers_may_not(client, district):
    client.force_login(district.officer)
    assert post(client, CELLS, {"cells": [cell()]}, district.officer).status_code == 403


def test_another_district_is_not_found(client, district):
    stranger = make_district_staff(district.other)
    client.force_login(stranger)
    assert post(client, CELLS, {"cells": [cell()]}, stranger).status_code == 404


def test_a_locked_return_says_so(send, district):
    make_return(district.unit, quarter=3, state="submitted")
    answer = send(cell())
    assert (answer.status_code, answer.json()["locked"]) == (409, True)
    assert "Biểu đã gửi" in answer.json()["error"]


@pytest.mark.parametrize(
    "content",
    [
        "no JSON",
        [],
        {"cells": "x"},
        {"cells": [1]},
        {"cells": [{"number": "A1"}]},
        {"cells": [cell(text=5)]},
        {"cells": [cell(text="5" * 100_001)]},
        {"cells": [cell()] * 2001},
        {"cells": [cell(number="A\x001")]},
        {"cells": [cell(number="A\ud8001")]},
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_a_400(client, district, content):
    client.force_login(district.clerk)
    assert post(client, CELLS, content, district.clerk).status_code == 400
    assert not QuarterlyFigures.objects.exists()


@pytest.mark.parametrize("wrong", ["number", "rule", "text"])
@pytest.mark.parametrize("text", [None, 5, "a\x00", "a\ud800"])
def test_an_answer_that_cannot_be_read_is_a_400(send, client, district, wrong, text):
    send(cell(text="1"), cell(field="profit", text="2"))
    body = {"number": "A1", "rule": "profit_above_revenue", "text": "Bán đất"} | {wrong: text}
    answer = post(client, ANSWERS, body, district.clerk)
    assert (answer.status_code, answer.json()["error"]) == (400, "Không đọc được yêu cầu.")
    assert not WarningAnswer.objects.exists()


@pytest.mark.parametrize("function", ["save_cells", "rows_for_script"])
def test_a_fault_of_ours_is_no_fault_of_the_request(send, client, monkeypatch, function):
    def broken(*arguments):
        raise ValueError("a bug")

    monkeypatch.setattr(cells, function, broken)
    client.raise_request_exception = False
    assert send(cell()).status_code == 500


def test_a_page_that_was_open_too_long_is_told_in_json(district):
    client = Client(enforce_csrf_checks=True)
    client.force_login(district.clerk)
    answer = post(client, CELLS, {"cells": [cell()]}, district.clerk)
    assert answer.status_code == 403
    assert answer.json()["error"]
