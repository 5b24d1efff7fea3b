"""Words that explain unusual values, written in the workbook: stored with its figures, or not at
all.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import QuarterlyFigures, WarningAnswer
from cooperatives.returns.answering import Word, answer_warnings
from cooperatives.workbook import workbook_of
from cooperatives.workbook.layout import ANSWER
from tests.cooperatives.workbook.workbooks import filled
from tests.factories import make_district_staff, make_figures
from tests.targets.pages import parsed, text

UPLOAD = "/returns/2024/3/061/upload/"
WORD = "Bán rừng trồng"
UNUSUAL = ("A1", "profit", 44.2)


@pytest.fixture
def clerk(client, district):
    """The clerk of a district in which a profit of 14 million was reported last quarter."""
    make_figures(district.cooperatives[0], 2024, 2, profit=14_000_000)
    client.force_login(district.clerk)
    return client


def upload(client, district, *cells):
    content = filled(workbook_of(district.sheet()), *cells)
    return client.post(UPLOAD, {"file": SimpleUploadedFile("a.xlsx", content)})


def confirm(client, page):
    data = {name: page.context[name] for name in ("seen", "said")} | {"confirm": "yes"}
    return client.post(UPLOAD, data, follow=True)


def stored():
    return [(one.rule, one.value, one.text, one.by.username) for one in WarningAnswer.objects.all()]


def test_a_word_comes_with_the_value_that_it_explains(clerk, district):
    page = upload(clerk, district, UNUSUAL, ("A1", ANSWER, WORD))
    ((notice),) = page.context["answered"]
    assert (notice.name, notice.column, notice.answer) == ("HTX An", "Lợi nhuận", WORD)
    assert page.context["unusual"] == []
    assert WORD in text(parsed(page))
    assert stored() == []
    said = text(parsed(confirm(clerk, page)))
    assert "Đã giải trình 1 giá trị bất thường" in said
    assert stored() == [("jump:profit", 44_200_000, WORD, district.clerk.username)]
    assert WarningAnswer.history.get().way == "import"


def test_a_word_alone_answers_what_is_asked_already(clerk, district):
    district.save(("A1", "profit", "44,2"))
    page = upload(clerk, district, ("A1", ANSWER, WORD))
    assert page.context["may_confirm"]
    assert page.context["upload"].changes == []
    confirm(clerk, page)
    assert [one[2] for one in stored()] == [WORD]


def test_one_word_answers_all_that_is_asked_about_its_row(clerk, district):
    make_figures(district.cooperatives[1], 2024, 2, profit=10_000_000, member_count=10)
    page = upload(
        clerk, district, ("B2", "profit", 40), ("B2", "member_count", 40), ("B2", ANSWER, WORD)
    )
    confirm(clerk, page)
    assert {one[0] for one in stored()} == {"jump:profit", "jump:member_count"}


def test_a_word_where_nothing_is_asked_is_left_out_and_said(clerk, district):
    page = upload(clerk, district, ("B2", "profit", 5), ("B2", ANSWER, WORD))
    assert [notice.value for notice in page.context["upload"].idle] == [WORD]
    assert f"“{WORD}”" in text(parsed(page))
    confirm(clerk, page)
    assert stored() == []


@pytest.mark.parametrize("word", ["x", "x" * 501])
def test_a_word_that_says_nothing_or_too_much_keeps_the_file_out(clerk, district, word):
    page = upload(clerk, district, UNUSUAL, ("A1", ANSWER, word))
    (error,) = page.context["errors"]
    assert (error.column, error.value) == ("Giải trình", word)
    assert "500" in error.message
    assert not page.context["may_confirm"]


def test_nothing_is_answered_by_a_file_that_cannot_be_stored(clerk, district):
    page = upload(clerk, district, UNUSUAL, ("A1", ANSWER, WORD), ("B2", "revenue", "nhiều"))
    assert not page.context["may_confirm"]
    assert confirm(clerk, page).status_code == 200
    assert stored() == []
    assert not QuarterlyFigures.objects.filter(year=2024, quarter=3).exists()


def test_what_a_colleague_has_explained_meanwhile_stays(clerk, district):
    district.save(("A1", "profit", "44,2"))
    page = upload(clerk, district, ("A1", ANSWER, WORD))
    colleague = make_district_staff(district.unit, username="lan", full_name="Ma Thị Lan")
    answer_warnings(district.sheet(colleague), [Word("A1", "jump:profit", "Đã hỏi")])
    page = confirm(clerk, page)
    assert "Số liệu đã thay đổi sau bản xem trước" in text(parsed(page))
    assert [one[2:] for one in stored()] == [("Đã hỏi", "lan")]


def test_explanations_cost_no_statement_each(clerk, district):
    for cooperative in district.cooperatives[1:]:
        make_figures(cooperative, 2024, 2, profit=10_000_000)

    def statements(*numbers):
        cells = [(number, "profit", 50) for number in numbers]
        cells += [(number, ANSWER, WORD) for number in numbers]
        with CaptureQueriesContext(connection) as asked:
            upload(clerk, district, *cells)
        return len(asked)

    statements("A1")
    assert statements("A1", "B2", "C3") == statements("A1")
