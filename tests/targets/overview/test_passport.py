"""The passport of a number: what it says, who is named, and the way to doubt it."""

import pytest
from django.urls import reverse

from cooperatives.models import AdministrativeUnit, Remark
from targets.indicators import BUILT_IN
from tests.factories import (
    make_cooperative,
    make_district_staff,
    make_figures,
    make_officer,
    make_return,
    make_yearly_report,
    open_year,
)
from tests.targets.pages import attribute, find, find_all, parsed, text


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


@pytest.fixture
def officer(bac_kan):
    open_year(bac_kan)
    return make_officer(bac_kan, full_name="Nông Văn Tính")


@pytest.fixture
def world(officer):
    """Ba Bể's three returns are approved, the last one by the officer; Na Rì has sent one."""
    one = make_cooperative(unit("061"), name="HTX Ba")
    for quarter in (1, 2, 3):
        sent = make_return(unit("061"), 2024, quarter)
        sent.steps.create(step="submit", at=f"2024-10-0{quarter}T08:00:00Z")
        sent.steps.create(step="approve", by=officer, at=f"2024-10-1{quarter}T08:00:00Z")
        make_figures(one, 2024, quarter, profit=20_000_000)
    two = make_cooperative(unit("066"), name="HTX Na")
    make_return(unit("066"), 2024, 1, state="submitted")
    make_figures(two, 2024, 1, profit=5)
    return one


@pytest.fixture
def look(client, plan, officer):
    def looking(code="average_profit", user=None, query="unit=06"):
        client.force_login(user or officer)
        page = reverse("target", args=[plan.pk, code]) + f"?year=2024&quarter=3&{query}"
        return find(parsed(client.get(page)), id=f"passport-{code}")

    return looking


def facts(card):
    names = [text(one) for one in find_all(card, "dt")]
    return dict(zip(names, [text(one) for one in find_all(card, "dd")], strict=True))


def test_a_card_says_what_the_number_means_and_rests_on(world, look):
    said = facts(look())
    assert said["Ý nghĩa"].startswith("Lợi nhuận từ ngày 1/1 đến hết quý")
    assert said["Đơn vị tính"] == "triệu đồng mỗi HTX"
    assert said["Kỳ số liệu"] == "từ 1/1/2024 đến 30/9/2024"
    assert said["Cách tính"].startswith("60 triệu đồng ÷ 1 HTX")
    assert "1 HTX còn trống; chưa gửi biểu quý II, III" in said["Đã có số liệu"]
    assert "532/KH-UBND" in said["Văn bản quy định"]


def test_it_says_how_many_returns_are_approved_and_the_last_one_by_whom(world, look):
    said = facts(look())["Nhập và duyệt"]
    assert said.startswith("đã duyệt 3 trong 4 biểu đã gửi đến hết quý III")
    assert "Ba Bể, quý III/2024, lúc 15:00 13/10/2024, do Nông Văn Tính duyệt" in said


def test_who_may_not_open_the_return_reads_no_name(world, look):
    said = facts(look(user=make_district_staff(unit("066"))))
    assert "Ba Bể, quý III/2024" in said["Nhập và duyệt"]
    assert "Nông Văn Tính" not in str(said)


def test_the_newest_change_names_the_return(world, look):
    assert facts(look())["Thay đổi gần nhất"].endswith("số liệu của Na Rì, quý I/2024")


def test_ratings_are_of_yearly_reports_and_tell_of_no_return(world, look):
    make_yearly_report(world, 2023, rating="weak")
    said = facts(look("weak_share"))
    assert said["Kỳ số liệu"] == "xếp loại năm 2023 của các HTX có tại ngày 30/9/2024"
    assert "Nhập và duyệt" not in said
    assert said["Thay đổi gần nhất"].endswith("một báo cáo năm 2023 đã chốt")


def test_counts_of_the_registry_have_no_coverage(world, look):
    said = facts(look("total_groups"))
    assert said["Kỳ số liệu"] == "tại ngày 30/9/2024"
    assert not {"Đã có số liệu", "Nhập và duyệt", "Thay đổi gần nhất"} & said.keys()


def test_a_card_opens_without_a_script_and_has_a_link_to_copy(world, look):
    card = look()
    assert attribute(card, "popover") is not None
    button = find(card, "button", data_copied="Đã sao chép")
    link = attribute(button, "data-copy-link")
    assert link.startswith("http://testserver/targets/")
    assert link.endswith("?year=2024&quarter=3&unit=06")


def test_a_card_of_the_overview_leads_to_the_full_one(world, client, plan, officer):
    client.force_login(officer)
    page = parsed(client.get("/?year=2024&quarter=3&unit=06"))
    card = find(page, id="passport-average_profit")
    links = [attribute(one, "href") for one in find_all(card, "a")]
    assert "/indicators/average_profit/definition/" in "".join(links)
    (link,) = [one for one in links if "#" in one]
    address, _sharp, key = link.partition("#")
    full = find(parsed(client.get(address)), id=key)
    assert "Nhập và duyệt" not in facts(card)
    assert "Nhập và duyệt" in facts(full)


@pytest.mark.parametrize("indicator", BUILT_IN, ids=lambda one: one.code)
def test_every_indicator_is_defined_in_whole_sentences(indicator):
    assert str(indicator.definition).endswith(".")


# --- Doubts ---------------------------------------------------------------------------------------


@pytest.fixture
def doubt(client, plan, officer):
    def doubting(about, said="Số này cao bất thường", user=None):
        client.force_login(user or officer)
        page = reverse("target-doubt", args=[plan.pk, "average_profit"])
        return client.post(f"{page}?year=2024&quarter=3&unit=06", {"about": about, "text": said})

    return doubting


def test_a_doubt_is_a_remark_on_the_return_of_the_district(world, doubt, officer):
    answer = doubt("061")
    assert answer.status_code == 302
    assert answer.url.endswith("average_profit/?year=2024&quarter=3&unit=06")
    remark = Remark.objects.get()
    assert str(remark.quarterly_return.unit) == "Huyện Ba Bể"
    assert remark.quarterly_return.quarter == 3
    assert (remark.by, remark.side) == (officer, Remark.Side.OFFICER)
    assert remark.text.startswith("Về chỉ tiêu “Lợi nhuận bình quân HTX” của")
    assert remark.text.endswith("Số này cao bất thường")


@pytest.mark.parametrize(("about", "said", "status"), [("061", "  ", 302), ("06", "x", 404)])
def test_an_empty_doubt_and_one_about_no_reporting_unit_leave_nothing(
    world, doubt, about, said, status
):
    assert doubt(about, said).status_code == status
    assert not Remark.objects.exists()


def test_district_staff_are_offered_no_doubt(world, look, doubt):
    staff = make_district_staff(unit("061"))
    assert not find_all(look(user=staff), "form")
    assert doubt("061", user=staff).status_code == 403


def asked_of(card):
    """The unit that the form asks without a choice."""
    fields = find_all(card, "input")
    return [attribute(one, "value") for one in fields if attribute(one, "name") == "about"]


def test_of_a_district_the_doubt_goes_to_it(world, look):
    card = look(query="unit=061")
    assert asked_of(card) == ["061"]


def test_of_a_commune_it_goes_to_its_district(world, look):
    card = look(query="unit=01900")
    assert asked_of(card) == ["061"]
