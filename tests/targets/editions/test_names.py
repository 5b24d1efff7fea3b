"""What was published keeps its names and rules, whatever the catalogue says since."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from cooperatives.models import QuarterlyFigures
from targets.editions import content
from targets.editions.checking import broken_editions
from targets.editions.content import indicators_in, progress_in
from targets.editions.publishing import publish
from targets.indicators import ENTERED, known
from targets.models import BaselineFigure, EnteredIndicator, Movement, Target
from targets.report.asked import report_of
from targets.words.labels import unit_label
from tests.factories import make_baseline_figure, make_entered_figure, make_target
from tests.targets.editions.conftest import UNIT, correct
from tests.targets.pages import parsed, text
from tests.targets.report.docx_files import opened, text_of

ADDRESS = "/editions/2024/2/06/1/"


@pytest.fixture
def indicator(land):
    """An entered indicator with a target and an official figure."""
    made = EnteredIndicator.objects.create(
        code="profit_per_member",
        name_vi="Lợi nhuận mỗi thành viên",
        name_en="Profit per member",
        rule="ratio",
        of="profit",
        per="member_count",
        unit_vi="triệu đồng/TV",
        unit_en="million VND/member",
    )
    make_target(land.plan, made.code, value=5_000_000, place=9)
    make_baseline_figure(land.province, made.code, value=4_000_000)
    return made


def rename(indicator):
    indicator.name_vi, indicator.name_en = "Tên mới", "New name"
    indicator.unit_vi, indicator.unit_en = "triệu/người", "million/person"
    indicator.save()


def drop(indicator):
    """Delete it past all that refuses it."""
    for model in (Target, BaselineFigure, Movement):
        model.objects.filter(indicator=indicator.code).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM targets_enteredindicator")
    ENTERED.forget()


def shown(client, address=ADDRESS, language="vi"):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return text(parsed(answer))


@pytest.mark.parametrize("change", [rename, drop])
def test_page_and_report_keep_the_names_of_the_day(client, land, indicator, change):
    client.force_login(land.officer)
    edition = publish(2024, 2, UNIT)
    page, english = shown(client), shown(client, language="en")
    report = " ".join(text_of(one) for one in opened(report_of(edition)).element.body)
    assert "Lợi nhuận mỗi thành viên" in page
    assert "triệu đồng/TV" in page
    assert "Profit per member" in english
    assert "Lợi nhuận mỗi thành viên" in report
    change(indicator)
    assert shown(client) == page
    assert shown(client, language="en") == english
    again = " ".join(text_of(one) for one in opened(report_of(edition)).element.body)
    assert again == report
    assert not list(broken_editions())


@pytest.mark.parametrize("change", [rename, drop])
def test_what_moved_is_told_by_the_names_of_the_later_edition(client, land, indicator, change):
    client.force_login(land.officer)
    publish(2024, 2, UNIT)
    correct(land.ba_be, 90)
    publish(2024, 2, UNIT)
    change(indicator)
    said = shown(client, "/editions/2024/2/06/2/")
    moved = said[said.index("Thay đổi so với bản số 1") :]
    assert moved.count("Lợi nhuận mỗi thành viên") >= 2
    assert "triệu đồng/TV" in moved
    assert "Tên mới" not in moved


def test_a_figure_keeps_the_name_that_the_edition_has(client, land):
    figure = make_entered_figure("loans", "money", "flow", name_vi="Vốn vay")
    client.force_login(land.officer)
    publish(2024, 2, UNIT)
    row = QuarterlyFigures.objects.get(cooperative=land.ba_be.cooperatives[0], year=2024, quarter=2)
    row.extra = {"loans": 5}
    row.save()
    publish(2024, 2, UNIT)
    figure.name_vi = "Tên mới"
    figure.save()
    moved = shown(client, "/editions/2024/2/06/2/")
    assert "Vốn vay, quý II/2024" in moved
    assert "Tên mới" not in moved


def test_what_cannot_be_made_any_more_leaves_a_page_that_says_who_published(
    client, land, indicator, monkeypatch
):
    client.force_login(land.officer)
    edition = publish(2024, 2, UNIT, reader=land.officer)
    drop(indicator)
    monkeypatch.setattr(content, "build", lambda *_: {})
    page = shown(client)
    assert edition.sha256 in page
    assert str(land.officer) in page


def test_a_published_indicator_keeps_its_meaning_without_any_target(land, indicator):
    publish(2024, 2, UNIT)
    for model in (Target, BaselineFigure, Movement):
        model.objects.filter(indicator=indicator.code).delete()
    indicator.of = "revenue"
    with pytest.raises(ValidationError, match="of"):
        indicator.full_clean()
    indicator.refresh_from_db()
    rename(indicator)
    indicator.full_clean()


def test_what_an_edition_holds_makes_the_very_indicator_again(land, indicator):
    held = json.loads(publish(2024, 2, UNIT).content)
    found, made = indicators_in(held), known(indicator.code)
    assert set(found) == {one["code"] for one in held["indicators"]}
    assert (found[made.code].figure, found[made.code].flow) == (made.figure, made.flow)
    for language in ("vi", "en"):
        with override(language):
            for one in held["indicators"]:
                again = found[one["code"]]
                assert str(again.label) == one[f"name_{language}"]
                assert str(again.short_label) == one[f"short_{language}"]
                assert str(unit_label(again)) == one[f"unit_{language}"]
    assert {one.frozen is not None for one in progress_in(held).whole.standings} == {True}
