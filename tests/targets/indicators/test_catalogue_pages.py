"""The catalogue of indicators: pages, entering one with a preview, import and export."""

import pytest
from django.urls import reverse

from cooperatives.catalogue import figures
from targets.indicators import BUILT_IN, indicator_named
from targets.models import EnteredIndicator
from tests.factories import (
    make_admin,
    make_cooperative,
    make_district,
    make_figures,
    make_officer,
    make_plan,
    make_province,
    make_target,
)
from tests.targets.pages import parsed, text

ROW = {
    "code": "margin",
    "name_vi": "Tỷ suất lợi nhuận",
    "name_en": "Margin",
    "rule": "ratio",
    "of": "profit",
    "per": "revenue",
    "unit_vi": "%",
}


@pytest.fixture
def province(db, demo_day):
    province = make_province()
    district = make_district(province)
    cooperative = make_cooperative(district)
    for quarter in (1, 2, 3):
        make_figures(cooperative, 2024, quarter, profit=30, revenue=400)
    plan = make_plan(province)
    make_target(plan, "average_profit", value=50)
    return province


@pytest.fixture
def admin(client, province):
    client.force_login(make_admin())
    return client


def test_all_readers_see_what_each_indicator_means_and_who_uses_it(client, province):
    EnteredIndicator.objects.create(**ROW, source="Nghị quyết 20")
    client.force_login(make_officer(province))
    said = text(parsed(client.get(reverse("indicators"))))
    for word in ("Lợi nhuận bình quân", "Tỷ suất lợi nhuận", "Nghị quyết 20", "532/KH-UBND"):
        assert word in said
    said = text(parsed(client.get(reverse("indicator-definition", args=["margin"]))))
    assert "7,5%" in said
    assert str(indicator_named("margin").definition) in said


def test_built_in_ones_too_say_what_they_mean_and_from_which_paper(client, province):
    client.force_login(make_officer(province))
    listed = text(parsed(client.get(reverse("indicators"))))
    assert all(one.definition and one.sources for one in BUILT_IN if not one.is_rating_share)
    papers = {
        "new_groups": "Kế hoạch 532/KH-UBND ngày 7/8/2023 của tỉnh Bắc Kạn; Luật Hợp tác xã",
        # Whose ratings they are of is told by the scale, which is a row.
        "weak_share_of_rated": "Xếp loại đến năm 2024: Thông tư 01/2020/TT-BKHĐT",
    }
    for code, paper in papers.items():
        page = text(parsed(client.get(reverse("indicator-definition", args=[code]))))
        assert f"Nguồn {paper}" in page
    assert "Nguồn: xếp loại đến năm 2024" in listed
    assert listed.count("Nguồn: ") == len(BUILT_IN)
    for figure in figures.BUILT_IN:
        page = text(parsed(client.get(reverse("figure", args=[figure.code]))))
        assert figure.meaning
        assert f"Ý nghĩa {figure.meaning}" in page
        assert figure.sources
        assert "4879/BKHĐT-KTHT" in page or "532/KH-UBND" in page
    listed = text(parsed(client.get(reverse("figures"))))
    assert listed.count("Nguồn: ") == len(figures.BUILT_IN)


def test_an_entered_figure_says_what_it_means_and_which_paper_asks_for_it(admin, province):
    figure = {"code": "workers", "name_vi": "Lao động", "measure": "persons", "nature": "level"}
    told = {"meaning": "Người làm việc thường xuyên.", "source": "Công văn 12/SKH"}
    admin.post(reverse("new-figure"), figure | told | {"reported_by": "cooperative", "store": "1"})
    admin.force_login(make_officer(province))
    for address in (reverse("figures"), reverse("figure", args=["workers"])):
        said = text(parsed(admin.get(address)))
        assert told["meaning"] in said
    assert told["source"] in said


def test_an_indicator_is_tried_on_the_records_before_it_is_stored(admin):
    page = admin.post(reverse("indicator-entry"), ROW)
    assert "7,5%" in text(parsed(page))
    assert not EnteredIndicator.objects.exists()
    answer = admin.post(reverse("indicator-entry"), ROW | {"seen": page.context["seen"]})
    assert answer.url == reverse("indicator-definition", args=["margin"])
    assert EnteredIndicator.objects.get().per == "revenue"


def test_what_was_tried_is_what_is_stored(admin):
    seen = admin.post(reverse("indicator-entry"), ROW).context["seen"]
    page = admin.post(reverse("indicator-entry"), ROW | {"of": "revenue", "seen": seen})
    assert not EnteredIndicator.objects.exists()
    assert page.context["seen"] != seen


def test_what_is_wrong_is_said_at_its_field(admin):
    page = admin.post(reverse("indicator-entry"), ROW | {"of": "profits", "per": ""})
    assert set(page.context["form"].errors) == {"of", "per"}
    assert "seen" not in page.context


def test_thresholds_of_money_are_typed_in_million_vnd(admin):
    row = ROW | {"rule": "share_above", "per": "", "threshold": "1.000,5", "of": "revenue+profit"}
    seen = admin.post(reverse("indicator-entry"), row).context["seen"]
    admin.post(reverse("indicator-entry"), row | {"seen": seen})
    assert EnteredIndicator.objects.get().threshold == 1_000_500_000
    page = admin.get(reverse("indicator-change", args=["margin"]))
    assert 'name="threshold" value="1.000,5"' in page.text
    in_vnd = admin.post(reverse("indicator-entry"), row | {"threshold": "1.000.000.000"})
    assert "threshold" in in_vnd.context["form"].errors


def test_the_statements_of_the_catalogue_do_not_grow(admin, django_assert_max_num_queries):
    for number in range(5):
        EnteredIndicator.objects.create(**ROW | {"code": f"margin_{number}"})
    for name, args in (("indicators", []), ("indicator-definition", ["margin_1"])):
        with django_assert_max_num_queries(20):
            admin.get(reverse(name, args=args))
