"""The words for unusual values on the page before a submission, by a plain form."""

import pytest

from cooperatives.models import QuarterlyFigures, QuarterlyReturn, WarningAnswer
from tests.factories import make_figures, make_return
from tests.targets.pages import attribute, find_all, parsed, text

PAGE = "/returns/2024/3/061/submission/"
SEND = "/returns/2024/3/061/explanations/"
KIND = "all-doanh-thu-gap-hon-3-lan-quy-truoc"
CONTRACTS = "Có hợp đồng mới, đơn hàng mới"


@pytest.fixture
def clerk(client, district):
    """The district's clerk, three of whose revenues are over three times the last quarter's, and
    one of them a loss after a profit.
    """
    of = make_return(district.unit, quarter=2, state="approved")
    for cooperative in district.cooperatives:
        last = {"revenue": 20_000_000, "profit": 9_000_000}
        make_figures(cooperative, quarter=2, quarterly_return=of, **last)
    district.fill("A1", "B2", "C3")
    district.save(("A1", "note", "Bán cả kho chè"), ("C3", "profit", "-30", "10"))
    client.force_login(district.clerk)
    return client


def mark(number, rule="jump:revenue"):
    row = QuarterlyFigures.objects.get(cooperative__registration_number=number, quarter=3)
    return f"{row.pk}-{rule}"


def hidden(page):
    """What a form sends by itself."""
    fields = find_all(parsed(page), "input")
    names = [one for one in fields if attribute(one, "type") == "hidden"]
    sent = {}
    for one in names:
        sent.setdefault(attribute(one, "name"), []).append(attribute(one, "value"))
    return sent


def send(clerk, fields, shared=("A1", "B2", "C3"), page=None):
    """Fill in the form as the page shows it and send it; shared: who takes the word of all."""
    ticked = {f"{mark(number)}-shared": "on" for number in shared}
    return clerk.post(SEND, hidden(page or clerk.get(PAGE)) | ticked | fields, follow=True)


def stored():
    found = WarningAnswer.objects.values_list("figures__cooperative__name", "rule", "text")
    return set(found)


def test_the_questions_stand_by_kind_with_the_reasons_that_fit(clerk):
    page = parsed(clerk.get(PAGE))
    legends = [text(one) for one in find_all(page, "legend")]
    assert legends == [
        "Doanh thu: gấp hơn 3 lần quý trước (3)",
        "Lợi nhuận: từ dương sang âm so với quý trước",
    ]
    of_all, *_others = find_all(page, "select")
    options = [text(one) for one in find_all(of_all, "option")]
    assert options[1] == "1. Mùa vụ"
    assert f"3. {CONTRACTS}" in options
    assert len(find_all(page, "select")) == 1 + 3 + 1


def test_a_rows_note_and_the_last_word_are_offered(clerk, district):
    send(clerk, {f"{mark('B2')}-text": "Bán trâu"}, shared=())
    selects = find_all(parsed(clerk.get(PAGE)), "select")
    offered = {attribute(one, "name"): text(one) for one in selects}
    assert "0. Ghi chú: “Bán cả kho chè”" in offered[f"{mark('A1')}-reason"]
    assert "Ghi chú" not in offered[f"{mark('C3')}-reason"]
    assert "Như lần trước: “Bán trâu”" in offered[f"{mark('C3')}-reason"]
    assert {one[2] for one in stored()} == {"Bán trâu"}  # nothing is taken by itself


def test_one_word_for_all_of_a_kind_and_ones_own_before_it(clerk):
    page = send(
        clerk, {f"{KIND}-reason": CONTRACTS, f"{mark('B2')}-text": "Bán trâu"}, shared=("A1", "B2")
    )
    assert stored() == {
        ("HTX An", "jump:revenue", CONTRACTS),
        ("HTX Bình", "jump:revenue", "Bán trâu"),
    }
    assert "Đã lưu 2 giải trình." in text(parsed(page))
    assert len(find_all(parsed(page), "legend")) == 2  # HTX Cường took none, and of profit none is


def test_words_are_added_to_a_reason(clerk):
    fields = {f"{mark('A1')}-reason": "Mùa vụ", f"{mark('A1')}-text": " bán  hai lứa lợn "}
    send(clerk, fields, shared=())
    assert stored() == {("HTX An", "jump:revenue", "Mùa vụ: bán hai lứa lợn")}
    assert WarningAnswer.history.get().way == "form"


def test_the_last_answer_opens_the_way(clerk):
    fields = {f"{KIND}-text": "Bán cả vụ", f"{mark('C3', 'jump:profit')}-text": "Mất mùa"}
    page = parsed(send(clerk, fields))
    assert [attribute(one, "name") for one in find_all(page, "input")].count("without") == 1
    assert len(stored()) == 4


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Hãy chọn lý do hoặc ghi vài chữ"),
        ({f"{KIND}-text": "x"}, "Hãy ghi vài chữ"),
        ({f"{KIND}-reason": "Mùa vụ", f"{KIND}-text": "a" * 500}, "quá dài"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused_and_stays(clerk, fields, said):
    page = send(clerk, fields)
    assert said in text(parsed(page))
    values = {attribute(one, "value") for one in find_all(parsed(page), "input")}
    assert {value for name, value in fields.items() if name.endswith("text")} <= values
    assert stored() == set()


def test_a_value_that_changed_meanwhile_keeps_all_out_and_the_words_stay(clerk, district):
    page = clerk.get(PAGE)
    district.save(("B2", "revenue", "101", "100"))
    answer = parsed(send(clerk, {f"{KIND}-text": "Bán cả vụ"}, page=page))
    assert "HTX Bình: cảnh báo này không còn nữa" in text(answer)
    assert stored() == set()
    assert "Bán cả vụ" in {attribute(one, "value") for one in find_all(answer, "input")}
    # The form is about what stands there by now.
    send(clerk, {f"{KIND}-text": "Bán cả vụ"})
    assert len(stored()) == 3


def test_a_word_whose_question_has_gone_is_shown_and_the_others_are_stored(clerk, district):
    page = clerk.get(PAGE)
    district.save(("B2", "revenue", "30", "100"))
    fields = {f"{mark('A1')}-text": "Bán cả vụ", f"{mark('B2')}-text": "Bán trâu"}
    answer = send(clerk, fields, shared=(), page=page)
    assert "chưa lưu giải trình này: “Bán trâu”" in text(parsed(answer))
    assert stored() == {("HTX An", "jump:revenue", "Bán cả vụ")}


def test_a_return_that_was_submitted_meanwhile_takes_nothing_and_shows_the_words(clerk):
    page = clerk.get(PAGE)
    QuarterlyReturn.objects.filter(quarter=3).update(state="submitted")
    answer = parsed(send(clerk, {f"{KIND}-text": "Bán cả vụ"}, page=page))
    assert "Biểu đã gửi" in text(answer)
    assert "Bán cả vụ" in {attribute(one, "value") for one in find_all(answer, "input")}
    assert stored() == set()
