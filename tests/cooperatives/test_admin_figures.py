"""The admin's page of a row of figures: it says what is unusual, and keeps out of closed years."""

import pytest
from django.urls import reverse

from cooperatives.models import ClosedYear, WarningAnswer
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_figures,
    make_province,
    make_return,
)


@pytest.fixture
def row(db, demo_day):
    district = make_district(make_province())
    cooperative = make_cooperative(district)
    make_figures(cooperative, 2024, 2, profit=14_000_000)
    draft = make_return(district, 2024, 3, state="draft")
    return make_figures(cooperative, 2024, 3, quarterly_return=draft, profit=15_000_000)


@pytest.fixture
def admin(client, row):
    client.force_login(make_admin())
    return client


def save(client, row, answer=None, **figures):
    values = {"revenue": "100000000", "profit": "15000000", "note": ""} | figures
    answers = {"answers-TOTAL_FORMS": "0", "answers-INITIAL_FORMS": "0"}
    if answer:
        answers = {
            "answers-TOTAL_FORMS": "1",
            "answers-INITIAL_FORMS": "0",
            "answers-0-figures": row.pk,
        } | {f"answers-0-{name}": value for name, value in answer.items()}
    page = reverse("admin:cooperatives_quarterlyfigures_change", args=[row.pk])
    return client.post(page, values | answers, follow=True)


def warnings_on(page):
    return [str(said) for said in page.context["messages"] if said.level_tag == "warning"]


def test_what_is_unusual_is_said_after_saving(admin, row):
    page = save(admin, row, profit="44200000")
    assert warnings_on(page) == ["Lợi nhuận: 44,2 gấp hơn 3 lần quý trước (14)."]
    row.refresh_from_db()
    assert row.profit == 44_200_000


def test_what_is_usual_or_answered_on_the_same_page_is_not(admin, row):
    assert warnings_on(save(admin, row, profit="16000000")) == []
    answer = {"rule": "jump:profit", "text": "Bán được cả vụ"}
    assert warnings_on(save(admin, row, answer, profit="44200000")) == []
    stored = WarningAnswer.objects.get()
    assert (stored.figures, stored.value, stored.beside) == (row, 44_200_000, "14000000")


@pytest.mark.parametrize("rule", ["jump:revenue", "x", ""])
def test_an_answer_to_no_warning_is_refused(admin, row, rule):
    page = save(admin, row, {"rule": rule, "text": "Đúng"}, profit="44200000")
    assert page.context["errors"]
    assert not WarningAnswer.objects.exists()


def test_a_second_answer_to_a_warning_is_refused(admin, row):
    answer = {"rule": "jump:profit", "text": "Bán được cả vụ"}
    save(admin, row, answer, profit="44200000")
    page = save(admin, row, answer, profit="44200000")
    assert "Cảnh báo này đã có giải trình." in page.content.decode()
    assert WarningAnswer.objects.count() == 1


def test_a_closed_year_takes_no_change(admin, row):
    ClosedYear.objects.create(unit=row.quarterly_return.unit.parent, year=2024)
    page = save(admin, row, profit="16000000")
    assert "quản trị viên cần mở lại năm trước" in page.content.decode()
    row.refresh_from_db()
    assert row.profit == 15_000_000
