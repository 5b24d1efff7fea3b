"""The admin's page of a row of figures: it says what is unusual, keeps out of closed years, and
overwrites nothing that others stored meanwhile.
"""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cooperatives.entry.saving import Entry, save_cells
from cooperatives.models import (
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    WarningAnswer,
)
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.workflow import Step, record
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    close_year,
    make_admin,
    make_cooperative,
    make_district,
    make_district_staff,
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
def clerk(row):
    return make_district_staff(row.quarterly_return.unit)


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
    close_year(row.quarterly_return.unit.parent, 2024)
    page = save(admin, row, profit="16000000")
    assert "quản trị viên cần mở lại năm trước" in page.content.decode()
    row.refresh_from_db()
    assert row.profit == 15_000_000


# --- What others stored while the page was open ---------------------------------------------------


def address(record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def type_into_the_grid(row, clerk, field, text, base):
    """What the clerk types there, in million VND."""
    sheet = quarterly_sheet(clerk, 2024, 3, row.quarterly_return.unit.code)
    number = row.cooperative.registration_number
    assert save_cells(sheet, [Entry(number, field, text, base)]).saved


def errors(page):
    return page.context["adminform"].form.errors


def test_what_the_admin_left_as_shown_stays_as_stored_meanwhile(admin, row, clerk):
    opened = sent_by(admin.get(address(row)))
    type_into_the_grid(row, clerk, "profit", "77.7", "15")
    assert admin.post(address(row), opened | {"note": "Đã gọi điện"}).status_code == 302
    row.refresh_from_db()
    assert (row.profit, row.note) == (77_700_000, "Đã gọi điện")


def test_two_new_values_for_one_figure_are_told_and_the_admin_decides(admin, row, clerk):
    opened = sent_by(admin.get(address(row)))
    type_into_the_grid(row, clerk, "profit", "77.7", "15")
    type_into_the_grid(row, clerk, "revenue", "900", "")
    told = admin.post(address(row), opened | {"profit": "20000000", "note": "Đã gọi điện"})
    assert list(errors(told)) == ["profit"]
    (said,) = errors(told)["profit"]
    assert "Lợi nhuận" in said
    assert "“77.700.000”" in said
    assert "“20.000.000”" in said
    row.refresh_from_db()
    assert (row.profit, row.note) == (77_700_000, "")
    # What was typed stays, what was not is shown as it is stored; saving again is a decision.
    again = sent_by(told)
    assert (again["profit"], again["note"]) == ("20000000", "Đã gọi điện")
    assert again["revenue"] == "900000000"
    assert admin.post(address(row), again).status_code == 302
    row.refresh_from_db()
    assert (row.profit, row.revenue, row.note) == (20_000_000, 900_000_000, "Đã gọi điện")


def test_a_third_value_between_the_two_is_told_again(admin, row, clerk):
    opened = sent_by(admin.get(address(row)))
    type_into_the_grid(row, clerk, "profit", "77.7", "15")
    told = admin.post(address(row), opened | {"profit": "20000000"})
    type_into_the_grid(row, clerk, "profit", "", "77,7")
    told = admin.post(address(row), sent_by(told))
    assert "“–”" in errors(told)["profit"][0]
    row.refresh_from_db()
    assert row.profit is None


def test_what_both_typed_alike_is_no_matter(admin, row, clerk):
    opened = sent_by(admin.get(address(row)))
    type_into_the_grid(row, clerk, "profit", "77.7", "15")
    assert admin.post(address(row), opened | {"profit": "77700000"}).status_code == 302
    row.refresh_from_db()
    assert row.profit == 77_700_000


def test_a_rule_is_asked_about_the_row_as_it_will_be_stored(admin, row, clerk):
    opened = sent_by(admin.get(address(row)))
    type_into_the_grid(row, clerk, "managers_total", "3", "")
    trained = {"managers_higher_education": "2", "managers_vocational": "2"}
    refused = admin.post(address(row), opened | trained)
    assert errors(refused)
    assert sent_by(refused)["managers_total"] == "3"
    row.refresh_from_db()
    assert (row.managers_total, row.managers_vocational) == (3, None)


def test_rows_beside_the_record_are_kept_too(admin, row, clerk):
    of = row.quarterly_return
    remark = Remark.objects.create(quarterly_return=of, text="Xem lại", by=clerk, at=timezone.now())
    opened = sent_by(admin.get(address(of)))
    Remark.objects.update(text="Xem lại lợi nhuận")
    assert admin.post(address(of), opened | {"moved_due_on": "15/11/2024"}).status_code == 302
    told = admin.post(address(of), opened | {"remarks-0-text": "Xong", "moved_due_on": ""})
    (wrong,) = told.context["inline_admin_formsets"][1].formset.errors
    assert list(wrong) == ["text"]
    assert "“Xem lại lợi nhuận”" in wrong["text"][0]
    assert "“Xong”" in wrong["text"][0]
    remark.refresh_from_db()
    assert remark.text == "Xem lại lợi nhuận"


# --- A return that is submitted meanwhile ---------------------------------------------------------


def test_a_return_submitted_meanwhile_takes_no_figure(admin, row, clerk):
    opened = sent_by(admin.get(address(row)))
    record(Step.SUBMIT, [row.quarterly_return], clerk)
    assert admin.post(address(row), opened | {"profit": "20000000"}).status_code == 403
    row.refresh_from_db()
    assert row.profit == 15_000_000


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite locks no rows: its writers wait in line"
)


@on_postgresql
def test_the_return_is_held_when_a_row_is_added(admin, row):
    cooperative = make_cooperative(row.quarterly_return.unit, registration_number="B2")
    values = {"cooperative": cooperative.pk, "quarterly_return": row.quarterly_return_id}
    answers = {"answers-TOTAL_FORMS": "0", "answers-INITIAL_FORMS": "0"}
    with CaptureQueriesContext(connection) as asked:
        page = reverse("admin:cooperatives_quarterlyfigures_add")
        assert admin.post(page, values | answers).status_code == 302
    held = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert any(QuarterlyReturn._meta.db_table in sql for sql in held)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_submits_meanwhile_is_waited_for(admin, row, clerk):
    """The page is sent while a submission is under way: the figures that it submits stay."""
    opened = sent_by(admin.get(address(row)))
    held, posted = Event(), {}

    def submit():
        try:
            with transaction.atomic():
                of = QuarterlyReturn.objects.select_for_update(no_key=True).get(state="draft")
                held.set()
                waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
                with connection.cursor() as cursor:
                    for _try in range(200):
                        cursor.execute(waiting)
                        if cursor.fetchone()[0]:
                            break
                        cursor.execute("SELECT pg_sleep(0.05)")
                    else:
                        posted["nobody waited"] = True
                record(Step.SUBMIT, [of], clerk)
        finally:
            held.set()
            connection.close()

    submission = Thread(target=submit)
    submission.start()
    held.wait()
    answer = admin.post(address(row), opened | {"profit": "20000000"})
    submission.join()
    assert not posted
    assert answer.status_code == 403
    assert QuarterlyFigures.objects.get(pk=row.pk).profit == 15_000_000
