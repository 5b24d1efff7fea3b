"""What units report beside their cooperatives: fields above the grid, and the province's page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cooperatives.catalogue.figures import Reporter
from cooperatives.entry.saving import Entry, save_cells
from cooperatives.entry.sheet import LockedError
from cooperatives.figures.completeness import Completeness
from cooperatives.figures.of_units import plan_units, plan_units_over, unit_figures_problems
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.constraints import own_errors
from cooperatives.models import (
    AdministrativeUnit,
    EnteredFigure,
    QuarterlyReturn,
    UnitFigures,
    WarningAnswer,
)
from cooperatives.returns import workflow
from cooperatives.returns.changed_since import changed_cells
from cooperatives.returns.owed import owed_returns
from cooperatives.returns.reporting import reporting_of
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.submission import NotReadyError, submit
from cooperatives.returns.taking_back import take_back_decision
from cooperatives.returns.unit_fields import ReturnFields, UnitFields
from cooperatives.returns.weighing import weights_of
from targets.models import EnteredIndicator, Movement
from tests.factories import (
    close_year,
    make_admin,
    make_country,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_target,
    seen,
)
from tests.targets.pages import parsed, text

MILLION = 1_000_000
PAGE = "/returns/2024/3/061/"
FIELDS = "/returns/2024/3/061/fields/"
PROVINCE = "/plan-units/2024/3/06/"


@pytest.fixture
def asked(district):
    for code, measure, nature, by in (
        ("group_income", "money", "flow", "group"),
        ("advisers", "persons", "level", "unit"),
        ("has_office", "yes_no", "level", "unit"),
        ("households", "persons", "level", "plan_unit"),
    ):
        EnteredFigure.objects.create(
            code=code, name_vi=f"số {code}", measure=measure, nature=nature, reported_by=by
        )
    return district


def typed(**values) -> dict:
    """What the form sends that showed nothing before."""
    return values | {f"base-{name}": "" for name in values} | {"page-language": "vi"}


def named_fields(page) -> list:
    """The fields of each reporter, in the order of the page."""
    form = page.context["form"]
    return [form.fields[shown.field.name] for group in form.groups for shown in group.fields]


def test_those_of_groups_and_of_the_unit_stand_apart(client, asked):
    client.force_login(asked.clerk)
    groups = client.get(FIELDS).context["form"].groups
    assert [[shown.field.name for shown in group.fields] for group in groups] == [
        ["advisers", "has_office"],
        ["group_income"],
    ]


def test_they_are_typed_above_the_grid_and_go_out_with_the_return(client, asked):
    client.force_login(asked.clerk)
    page = text(parsed(client.get(PAGE)))
    assert "Số group_income" in page
    assert "Số advisers" in page
    assert "Số households" not in page
    sent = typed(group_income="1.635,5", advisers="4", has_office="có")
    assert client.post(FIELDS, sent).url == PAGE
    row = UnitFigures.objects.get()
    assert row.extra == {"group_income": 1635_500_000, "advisers": 4, "has_office": 1}
    assert row.quarterly_return == QuarterlyReturn.objects.get()
    assert row.history.get().history_user == asked.clerk
    # The return is not empty, and may go without its cooperatives once that was seen.
    asked.fill("A1", "B2", "C3")
    submit(asked.sheet())
    assert all(field.disabled for field in named_fields(client.get(FIELDS)))
    assert client.post(FIELDS, typed(advisers="5") | {"base-advisers": "4"}).status_code == 200
    row.refresh_from_db()
    assert row.extra["advisers"] == 4
    # Sent back, and corrected: the decision cannot be taken back any more.
    filed = QuarterlyReturn.objects.get()
    workflow.send_back(seen(filed), asked.officer, "sửa")
    client.post(FIELDS, typed(advisers="5") | {"base-advisers": "4"})
    with pytest.raises(workflow.NotPossibleError, match="bắt đầu"):
        take_back_decision(seen(filed), asked.officer)


def test_what_jumped_against_the_last_quarter_is_pointed_out_beside_its_field(client, asked):
    client.force_login(asked.clerk)
    client.post("/returns/2024/2/061/fields/", typed(group_income="1.635,5", advisers="4"))
    client.post(FIELDS, typed(group_income="500.000", advisers="5"))
    notes = {
        name: str(field.help_text)
        for name, field in client.get(PAGE).context["unit_form"].fields.items()
    }
    assert "500.000" in notes["group_income"]
    assert "gấp hơn 3 lần" in notes["group_income"]
    assert notes["advisers"] == "tính đến 30/9/2024<br>quý trước: 4"


def test_a_field_says_of_which_time_it_is_and_its_limits(client, asked):
    for code, measure, nature, by, limits in (
        ("online", "percent", "level", "unit", {}),
        ("training", "number", "flow", "unit", {"lowest": 5, "highest": "1500.5"}),
        ("debt_share", "percent", "level", "cooperative", {"highest": 80}),
    ):
        EnteredFigure.objects.create(
            code=code,
            name_vi=f"số {code}",
            measure=measure,
            nature=nature,
            reported_by=by,
            **limits,
        )
    client.force_login(asked.clerk)
    page = client.get(PAGE)
    fields = page.context["unit_form"].fields
    notes = {name: str(field.help_text) for name, field in fields.items()}
    assert notes["group_income"] == "chỉ của quý III/2024"
    assert notes["training"] == "chỉ của quý III/2024, từ 5 đến 1.500,5"
    assert notes["online"] == "tính đến 30/9/2024, từ 0 đến 100"
    assert notes["advisers"] == "tính đến 30/9/2024"
    # The grid says the same of its columns: of its levels above it, of limits in the heading.
    seen = text(parsed(page))
    assert "số người tính tại ngày cuối. Cũng tính tại ngày cuối: số debt_share." in seen
    assert "số debt_share % 0 đến 80" in seen
    assert "Doanh thu triệu đồng Lợi nhuận" in seen


@pytest.fixture
def jumped(client, asked):
    """The clerk's return with four times last quarter's advisers, the cooperatives filled in."""
    client.force_login(asked.clerk)
    client.post("/returns/2024/2/061/fields/", typed(advisers="4"))
    asked.fill("A1", "B2", "C3")
    client.post(FIELDS, typed(advisers="40"))
    return asked


def word(page, text="", reason="", field="advisers") -> dict:
    """What the form on a page sends with a word for a field."""
    form = page.context["unit_form" if "unit_form" in page.context else "form"]
    (ground,) = (
        one.ground for group in form.groups for one in group.fields if one.field.name == field
    )
    sent = {one.field.name: one.field.value() for group in form.groups for one in group.fields}
    sent |= {f"base-{name}": value for name, value in sent.items()} | {"page-language": "vi"}
    prefix = f"word-{field}"
    return sent | {
        f"{prefix}-reason": reason,
        f"{prefix}-text": text,
        f"{prefix}-ground": ground,
    }


def test_a_jump_stands_in_the_way_until_it_is_explained_beside_its_field(client, jumped):
    page = client.get(PAGE)
    assert "gấp hơn 3 lần" in text(parsed(page))
    readiness = page.context["readiness"]
    ((row, judged),) = readiness.questions
    assert (row.name, judged.finding.rule) == ("Huyện Ba Bể", "jump:advisers")
    with pytest.raises(NotReadyError):
        submit(jumped.sheet(), readiness.fingerprint)
    assert client.post(FIELDS, word(page, "tuyển mới", "Mùa vụ")).url == PAGE
    answer = WarningAnswer.objects.get()
    assert (answer.row, answer.whose) == (UnitFigures.objects.get(quarter=3), "Huyện Ba Bể")
    assert (answer.value, answer.beside, answer.text) == (40, "4", "Mùa vụ: tuyển mới")
    assert answer.history.get().way == "form"
    page = client.get(PAGE)
    assert "Mùa vụ: tuyển mới" in text(parsed(page))
    submit(jumped.sheet(), page.context["readiness"].fingerprint)
    # The officer weighs it, on the return and in the list.
    client.force_login(jumped.officer)
    shown = client.get(PAGE)
    ((place, row, judged),) = shown.context["weighed"].asked
    assert (place, row.number, judged.answer) == (0, "061", answer)
    assert '<a href="#unit_advisers"' in shown.content.decode()
    (filed,) = QuarterlyReturn.objects.filter(quarter=3)
    weight = weights_of({filed.pk: Completeness(3, 3)}, jumped.officer)[filed.pk]
    assert weight.explained == (answer,)


def test_a_word_is_void_once_its_value_or_that_of_before_changes(client, jumped):
    client.post(FIELDS, word(client.get(PAGE), "tuyển mới"))
    client.post(FIELDS, typed(advisers="41") | {"base-advisers": "40"})
    assert client.get(PAGE).context["readiness"].questions
    client.post(FIELDS, word(client.get(PAGE), "tuyển thêm"))
    assert not client.get(PAGE).context["readiness"].questions
    client.post("/returns/2024/2/061/fields/", typed(advisers="5") | {"base-advisers": "4"})
    assert client.get(PAGE).context["readiness"].questions


def test_a_word_for_what_changed_meanwhile_is_not_stored_and_not_lost(client, jumped):
    sent = word(client.get(PAGE), "tuyển mới")
    page = client.post(FIELDS, sent | {"advisers": "44"})
    assert UnitFigures.objects.get(quarter=3).extra["advisers"] == 44
    assert not WarningAnswer.objects.exists()
    assert "tuyển mới" in page.content.decode()
    assert "số liệu đã đổi" in text(parsed(page))
    page = client.post(FIELDS, word(client.get(PAGE), "x"))
    assert not WarningAnswer.objects.exists()
    assert "Hãy ghi vài chữ" in text(parsed(page))


def test_a_jump_is_explained_on_the_page_before_the_submission_too(client, jumped):
    page = client.get(f"{PAGE}submission/")
    (kind,) = page.context["explanations"].kinds
    (question,) = kind.each
    assert question.name == "Huyện Ba Bể, số advisers"
    assert f'href="{PAGE}#unit_advisers"' in page.content.decode()
    sent = {
        "asked": question.form.prefix,
        f"{question.form.prefix}-reason": "Mùa vụ",
        f"{question.form.prefix}-ground": question.judged.finding.ground,
    }
    client.post(f"{PAGE}explanations/", sent)
    assert WarningAnswer.objects.get().unit_figures.quarter == 3


def test_a_jump_of_the_province_is_asked_about_and_stands_in_no_way(client, asked):
    client.force_login(asked.officer)
    client.post("/plan-units/2024/2/06/", typed(households="900"))
    page = client.post(PROVINCE, typed(households="9.000"), follow=True)
    assert "gấp hơn 3 lần" in text(parsed(page))
    assert "1 số trong đó bất thường" in text(parsed(page))
    client.post(PROVINCE, word(page, "rà soát lại", field="households"))
    assert WarningAnswer.objects.get().whose == "Tỉnh Bắc Kạn"


def test_what_changed_in_them_since_the_province_had_it_is_counted_and_shown(
    client, asked, django_assert_max_num_queries
):
    client.force_login(asked.clerk)
    client.post(FIELDS, typed(advisers="4", group_income="3", has_office="có"))
    asked.fill("A1", "B2", "C3")
    submit(asked.sheet())
    filed = QuarterlyReturn.objects.get()
    workflow.send_back(seen(filed), asked.officer, "sửa")
    assert changed_cells([filed.pk]) == {filed.pk: 0}
    assert "khi tỉnh nhận lần gần nhất" not in client.get(PAGE).content.decode()
    client.post(FIELDS, typed(advisers="9") | {"base-advisers": "4"})
    with django_assert_max_num_queries(4):
        assert changed_cells([filed.pk]) == {filed.pk: 1}
    page = text(parsed(client.get(PAGE)))
    assert "1 số liệu đã đổi kể từ" in page
    assert "khi tỉnh nhận lần gần nhất: 4" in page
    submit(asked.sheet())
    client.force_login(asked.officer)
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        page = client.get(PAGE)
    assert page.context["weighed"].changes == 1
    assert "<del>4</del> → <ins>9</ins>" in page.content.decode()


def test_a_return_takes_as_few_statements_with_many_of_them(
    client, asked, django_assert_max_num_queries
):
    client.force_login(asked.clerk)
    many = [f"more_{number}" for number in range(12)]

    def taken(values: dict[str, str]) -> list[int]:
        sent = {one.html_name: one.value() or "" for one in client.get(FIELDS).context["form"]}
        assert client.post(FIELDS, sent | values).url == PAGE
        counts = []
        for address in (PAGE, FIELDS):
            client.get(address)
            with django_assert_max_num_queries(20) as statements:
                client.get(address)
            counts.append(len(statements))
        return counts

    of_one = taken({"advisers": "4"})
    for code in many:
        make_entered_figure(code, reported_by="unit", name_vi=f"số {code}")
    assert taken(dict.fromkeys(many, "4")) == of_one
    assert len(UnitFigures.objects.get().extra) == 13


@pytest.mark.parametrize(
    "code", ["groups", "locked", "errors", "shown", "is_bound", "language", "page_language"]
)
def test_a_code_may_be_a_word_of_the_program_too(client, district, code):
    make_entered_figure(code, reported_by="unit", name_vi="tổng số tổ")
    client.force_login(district.clerk)
    assert "Tổng số tổ" in text(parsed(client.get(PAGE)))
    assert client.post(FIELDS, typed(**{code: "4"})).url == PAGE
    assert UnitFigures.objects.get().extra == {code: 4}


@pytest.mark.parametrize("code", ["csrfmiddlewaretoken", "base_groups", "language"])
def test_a_field_is_sent_under_a_name_of_its_own(district, code):
    for one in ("groups", code):
        make_entered_figure(one, reported_by="unit", name_vi=f"tổng số {one}")
    client = Client(enforce_csrf_checks=True)
    client.force_login(district.clerk)
    form = client.get(FIELDS).context["form"]
    sent = [(one.html_name, one.value() or "") for one in form]
    names = [name for name, _value in sent] + ["csrfmiddlewaretoken"]
    assert len(set(names)) == len(names)
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    typed_in = {form[code].html_name: "4", form["groups"].html_name: "5"}
    assert client.post(FIELDS, dict(sent) | typed_in | token).url == PAGE
    assert UnitFigures.objects.get().extra == {"groups": 5, code: 4}


def test_what_is_blank_is_named_before_it_goes_out(client, asked):
    client.force_login(asked.clerk)
    asked.fill("A1", "B2", "C3")
    page = text(parsed(client.get(f"{PAGE}submission/")))
    assert "Số group_income" in page
    assert "Số advisers" in page
    with pytest.raises(NotReadyError) as raised:
        submit(asked.sheet())
    submit(asked.sheet(), raised.value.readiness.fingerprint)


def test_what_cannot_be_stored_stays_typed_and_the_rest_is_stored(client, asked):
    client.force_login(asked.clerk)
    page = client.post(FIELDS, typed(advisers="4", group_income="một tỷ"))
    assert 'value="một tỷ"' in page.content.decode()
    assert UnitFigures.objects.get().extra == {"advisers": 4}
    assert "quý trước: 4" in client.get("/returns/2024/4/061/fields/").content.decode()
    # What somebody else stored meanwhile is told, and replaced only by saving again.
    page = client.post(FIELDS, typed(advisers="7"))
    assert UnitFigures.objects.get().extra == {"advisers": 4}
    assert 'value="7"' in page.content.decode()
    client.post(FIELDS, typed(advisers="7") | {"base-advisers": "4"})
    assert UnitFigures.objects.get().extra == {"advisers": 7}


def test_beside_what_no_field_can_hold_the_rest_is_stored(client, asked):
    client.force_login(asked.clerk)
    page = client.post(FIELDS, typed(advisers="1" * 101, group_income="5"))
    assert list(page.context["form"].errors) == ["advisers"]
    assert f'value="{"1" * 101}"' in page.content.decode()
    assert UnitFigures.objects.get().extra == {"group_income": 5 * MILLION}


def test_words_of_a_page_in_another_language_are_read(client, asked):
    client.force_login(asked.clerk)
    client.post("/language/", {"language": "en"})
    assert client.post(FIELDS, typed(has_office="có")).url == PAGE
    assert UnitFigures.objects.get().extra == {"has_office": 1}
    assert "has_office" in client.post(FIELDS, typed(has_office="x")).context["form"].errors


def test_a_unit_of_groups_alone_is_asked_for_them(client, asked):
    client.force_login(make_district_staff(asked.other))
    address = "/returns/2024/3/062/fields/"
    assert client.get(address).status_code == 404
    make_group(asked.other)
    client.post(address, typed(group_income="3", advisers="5"))
    assert UnitFigures.objects.get().extra == {"group_income": 3 * MILLION}
    # It owes its return, and can send it.
    period = Quarter(2024, 3)
    [owed] = owed_returns(asked.other, [period])
    assert (owed.is_owed, owed.completeness) == (True, Completeness(0, 0))
    assert [one.unit for one in reporting_of(asked.province, period).returns] == [
        asked.unit,
        asked.other,
    ]
    submission = "/returns/2024/3/062/submission/"
    assert submission in client.get("/returns/2024/3/062/").content.decode()
    client.post(submission, {"without": ""})
    assert QuarterlyReturn.objects.get().state == "submitted"


def test_what_is_there_already_is_shown_and_a_zero_is_no_blank(client, asked):
    make_group(asked.other, dissolved_on=date(2024, 9, 30))
    filed = make_return(asked.other, 2024, 3, state="draft")
    sheet = quarterly_sheet(make_district_staff(asked.other), 2024, 3, "062")
    assert ReturnFields.of(sheet).reporters == ()
    row = UnitFigures(unit=asked.other, year=2024, quarter=3, quarterly_return=filed)
    row.extra = {"advisers": 0}
    row.save()
    fields = ReturnFields.of(sheet)
    assert fields.reporters == (Reporter.UNIT,)
    assert [column.field for column in fields.missing] == ["has_office"]


def test_who_only_reads_those_of_the_province_changes_nothing(client, asked):
    reader = make_district_staff(asked.province)
    client.force_login(reader)
    assert client.get(PROVINCE).status_code == 200
    client.post(PROVINCE, typed(households="1.200"))
    fields = UnitFields(reader, asked.province, Quarter(2024, 3))
    with pytest.raises(LockedError):
        save_cells(fields, [Entry("06", "households", "1.200", "")])
    of_a_district = UnitFields(make_admin(), asked.unit, Quarter(2024, 3))
    with pytest.raises(LockedError, match="Chỉ tỉnh"):
        save_cells(of_a_district, [Entry("061", "households", "1.200", "")])
    assert not UnitFigures.objects.exists()


def test_those_of_another_province_are_not_found(asked):
    UnitFigures.objects.create(unit=asked.province, year=2024, quarter=3, extra={"households": 100})
    beyond = make_officer(make_province("19"))
    for reader, is_found in ((asked.officer, True), (beyond, False)):
        this, next_one = (UnitFields(reader, asked.province, Quarter(2024, n)) for n in (3, 4))
        assert (this.record is not None, next_one.last is not None) == (is_found, is_found)


def test_the_province_s_are_its_officer_s_and_count_at_once(client, asked):
    client.force_login(asked.clerk)
    assert client.get(PROVINCE).status_code == 404
    assert reverse("plan-units") not in client.get(reverse("figures")).content.decode()
    officer = make_officer(asked.province)
    client.force_login(officer)
    assert reverse("plan-units") in client.get(reverse("figures")).content.decode()
    assert client.get(reverse("plan-units")).url == PROVINCE
    assert client.post(PROVINCE, typed(households="1.200")).url == PROVINCE
    row = UnitFigures.objects.get()
    assert (row.extra, row.quarterly_return) == ({"households": 1200}, None)
    assert "1.200" in text(parsed(client.get(PROVINCE)))
    close_year(asked.province, 2024)
    client.post(PROVINCE, typed(households="5") | {"base-households": "1.200"})
    assert UnitFigures.objects.get().extra == {"households": 1200}


def test_a_province_that_reports_itself_has_its_own_apart_from_those_in_its_return(client, asked):
    returns = [make_return(asked.province, 2024, quarter) for quarter in (2, 3)]
    for filed in returns:
        UnitFigures.objects.create(
            unit=asked.province,
            year=2024,
            quarter=filed.quarter,
            quarterly_return=filed,
            extra={"advisers": 4},
        )
    UnitFigures.objects.create(unit=asked.province, year=2024, quarter=2, extra={"households": 100})
    client.force_login(asked.officer)
    client.post(PROVINCE, typed(households="1.200"))
    of_quarter = UnitFigures.objects.filter(quarter=3)
    assert {row.quarterly_return: row.extra for row in of_quarter} == {
        returns[1]: {"advisers": 4},
        None: {"households": 1200},
    }
    fields = client.get(PROVINCE).context["form"].fields
    assert "quý trước (100)" in str(fields["households"].help_text)


def test_a_row_holds_what_is_its_unit_s_whole_and_within_limits(asked):
    filed = make_return(asked.unit, 2024, 3)

    def broken(quarterly_return, **extra):
        period = {"unit": asked.unit, "year": 2024, "quarter": 3}
        row = UnitFigures(quarterly_return=quarterly_return, extra=extra, **period)
        return [error.code for _field, error in own_errors(row)]

    assert broken(filed, advisers=0, group_income=-5, has_office=1) == []
    assert broken(QuarterlyReturn(unit=asked.unit, year=2024, quarter=3), has_office=0) == []
    assert broken(None, households=0) == []
    assert broken(filed, households=4) == ["not_theirs"]
    assert broken(None, advisers=4) == ["not_theirs"]
    for wrong in ({"advisers": 4.0}, {"has_office": True}, {"advisers": -1}, {"has_office": 2}):
        assert broken(filed, **wrong) == ["out_of_limits"], wrong


def test_a_row_stands_in_its_own_return_or_is_a_plan_unit_s_of_a_quarter_that_has_begun(asked):
    def wrong(unit, quarter=3, year=2024, **fields):
        row = UnitFigures(unit=unit, year=year, quarter=quarter, **fields)
        return [found.error.code for found in unit_figures_problems(row)]

    filed = make_return(asked.unit, 2024, 3)
    assert wrong(asked.unit, quarterly_return=filed) == []
    assert wrong(asked.unit, 2, quarterly_return=filed) == ["other_return"]
    assert wrong(asked.other, quarterly_return=filed) == ["other_return"]
    assert wrong(asked.unit) == ["no_plan_unit"]
    assert wrong(make_district(None, "099")) == []
    assert wrong(asked.province, 4) == []
    assert len(wrong(asked.province, 1, 2025)) == 1


def test_plan_units_are_provinces_and_roots_without_one_at_the_quarters_end(db, demo_day):
    country, lone = make_country(), make_district(None, "099")
    end = date(2024, 7, 1)
    province = make_province("19", country, valid_to=end)
    make_district(province, "191", valid_to=end)
    admin, near, mine = make_admin(), make_admin(lone), {country, lone, province}

    def found(quarter, reader=admin):
        period = Quarter(2024, quarter)
        units = set(plan_units(reader, period))
        # Both ways of asking say the same.
        assert {(unit, period) for unit in units} == set(
            plan_units_over(AdministrativeUnit.objects.in_scope_of(reader), [period])
        )
        return mine & units

    assert found(2) == {province, lone}
    assert found(3) == {country, lone}
    assert found(3, near) == {lone}


def test_they_stand_behind_an_indicator_unit_by_unit(client, asked):
    for code, of in (("income_of_groups", "group_income"), ("all_households", "households")):
        EnteredIndicator.objects.create(code=code, name_vi=f"Chỉ tiêu {code}", rule="sum", of=of)
    plan = make_plan(asked.province)
    make_target(plan, "income_of_groups", value=100 * MILLION)
    make_target(plan, "all_households", value=1000)
    client.force_login(asked.clerk)
    client.post(FIELDS, typed(group_income="30", advisers="4", has_office="có"))
    asked.fill("A1", "B2", "C3")
    submit(asked.sheet())
    client.force_login(make_admin())
    client.post(PROVINCE, typed(households="1200"))
    pages = {
        code: text(parsed(client.get(reverse("target", args=[plan.pk, code]), {"quarter": 3})))
        for code in ("income_of_groups", "all_households")
    }
    moved = Movement.objects.get(cause="province", indicator="all_households", quarter=3)
    assert (moved.before, moved.after) == (None, 1200)
    # Quarters I and II were not reported, so that the sum of a year to date is missing.
    assert "Huyện Ba Bể" in pages["income_of_groups"]
    assert "1.200" in pages["all_households"]


def test_an_admin_says_who_reports_and_the_catalogue_tells(client, asked):
    client.force_login(make_admin())
    figure = {"code": "offices", "name_vi": "Trụ sở", "measure": "persons", "nature": "level"}
    sent = figure | {"reported_by": "unit", "store": "1"}
    refused = client.post(reverse("new-figure"), sent | {"chosen_sectors": ["trade"]})
    assert "chosen_sectors" in refused.context["form"].errors
    client.post(reverse("new-figure"), sent)
    page = text(parsed(client.get(reverse("figure", args=["offices"]))))
    assert "đơn vị báo cáo: số chung của đơn vị" in page
    assert "Số liệu của tỉnh" in text(parsed(client.get(reverse("figures"))))
