"""The list of organisations and the page of one."""

from datetime import date

import pytest
from django.urls import reverse

from cooperatives.models import Kind, Organisation, Suspension
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_figures,
    make_group,
    make_officer,
    make_province,
    make_return,
    make_union,
    make_yearly_report,
    move,
    suspend,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def ba_be(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def na_ri(province):
    return make_district(province, "066", name="Huyện Na Rì")


@pytest.fixture
def staff(ba_be, client):
    user = make_district_staff(ba_be)
    client.force_login(user)
    return user


@pytest.fixture
def officer(province, client):
    user = make_officer(province)
    client.force_login(user)
    return user


def names(response) -> list[str]:
    """The names in the table, in their order."""
    return [row.record.name for row in response.context["table"].paginated_rows]


def listed(client, **query) -> list[str]:
    response = client.get(reverse("organisations"), query)
    assert response.status_code == 200
    return names(response) if response.context["total"] else []


class TestList:
    def test_it_holds_what_is_placed_in_the_readers_unit_today(self, client, staff, ba_be, na_ri):
        make_cooperative(ba_be, name="Ở Ba Bể")
        moved = make_cooperative(na_ri, name="Chuyển đến")
        move(moved, ba_be, date(2024, 5, 1))
        gone = make_cooperative(ba_be, name="Chuyển đi")
        move(gone, na_ri, date(2024, 5, 1))
        assert listed(client) == ["Chuyển đến", "Ở Ba Bể"]

    def test_it_sorts_by_the_vietnamese_alphabet(self, client, officer, ba_be):
        for name in ("Đoàn Kết", "Dũng Tiến", "Ánh Dương", "An Bình", "Ẩm Thực 10", "Ẩm Thực 9"):
            make_group(ba_be, name=name)
        assert listed(client) == [
            "An Bình",
            "Ánh Dương",
            "Ẩm Thực 9",
            "Ẩm Thực 10",
            "Dũng Tiến",
            "Đoàn Kết",
        ]

    @pytest.mark.parametrize("text", ["dong loi", "ĐỒNG  LỢI", "Đồng Lợi", "7204"])
    def test_search_ignores_case_and_accents(self, client, officer, ba_be, text):
        make_cooperative(ba_be, name="HTX Đồng Lợi", registration_number="137204")
        make_cooperative(ba_be, name="HTX Đông Viên", registration_number="1")
        assert listed(client, q=text) == ["HTX Đồng Lợi"]

    def test_it_is_filtered_by_kind_sector_and_unit(self, client, officer, ba_be, na_ri):
        commune = make_commune(ba_be, "01900")
        make_cooperative(commune, name="A", sector="trade")
        make_cooperative(na_ri, name="B", sector="trade")
        make_group(ba_be, name="C", sector="agriculture")
        assert listed(client, kind="group") == ["C"]
        assert listed(client, sector="trade") == ["A", "B"]
        assert listed(client, unit="061") == ["A", "C"]
        assert listed(client, unit="061", kind="cooperative", sector="trade") == ["A"]

    def test_it_is_filtered_by_state(self, client, officer, ba_be):
        make_cooperative(ba_be, name="Làm việc")
        suspend(make_cooperative(ba_be, name="Tạm ngừng"), date(2024, 9, 1))
        make_cooperative(ba_be, name="Giải thể", dissolved_on=date(2024, 10, 20))
        assert listed(client) == ["Làm việc", "Tạm ngừng"]
        assert listed(client, state="operating") == ["Làm việc"]
        assert listed(client, state="suspended") == ["Tạm ngừng"]
        assert listed(client, state="dissolved") == ["Giải thể"]
        assert listed(client, state="all") == ["Giải thể", "Làm việc", "Tạm ngừng"]

    def test_the_choice_of_units_follows_the_one_chosen(self, client, officer, ba_be, na_ri):
        make_commune(ba_be, "01900", name="Xã Khang Ninh")
        make_cooperative(ba_be)

        def offered(**query):
            response = client.get(reverse("organisations"), query)
            return [code for code, _name in response.context["choice"].fields["unit"].choices]

        assert offered() == ["", "06", "061", "066"]
        assert offered(unit="061") == ["", "06", "061", "01900", "066"]
        assert offered(unit="01900") == ["", "06", "061", "01900", "066"]

    @pytest.mark.parametrize(
        "query",
        [{"unit": "999"}, {"unit": "066"}, {"kind": "club"}, {"state": "x"}, {"sector": "x"}],
    )
    def test_an_unknown_choice_is_not_found(self, client, staff, na_ri, query):
        assert client.get(reverse("organisations"), query).status_code == 404

    def test_it_comes_in_pages(self, client, officer, ba_be):
        for number in range(21):
            make_group(ba_be, name=f"THT {number}")
        assert len(listed(client)) == 20
        assert listed(client, page=2) == ["THT 20"]
        assert listed(client, sort="-name")[0] == "THT 20"

    def test_that_data_are_made_up_is_said_above_and_not_on_each_row(self, client, officer, ba_be):
        make_group(ba_be, name="THT Mơ", is_demo=True)
        page = client.get(reverse("organisations")).text
        assert listed(client) == ["THT Mơ"]
        assert "không phải số liệu thật" in page.partition("<main")[0]
        assert "demo-tag" not in page

    def test_empty_states_say_what_to_do(self, client, province, ba_be):
        client.force_login(make_admin())
        page = client.get(reverse("organisations")).content.decode()
        assert reverse("import") in page
        make_group(ba_be)
        page = client.get(reverse("organisations"), {"q": "không có"}).content.decode()
        assert reverse("import") not in page.partition("<main")[2]
        assert "Không tìm thấy" in page

    def test_the_number_of_statements_does_not_grow(
        self, client, officer, ba_be, django_assert_max_num_queries
    ):
        def statements() -> int:
            with django_assert_max_num_queries(100) as captured:
                client.get(reverse("organisations"))
            return len(captured)

        make_cooperative(ba_be)
        few = statements()
        for code in ("01901", "01902", "01903"):
            commune = make_commune(ba_be, code)
            suspend(make_cooperative(commune), date(2024, 1, 1))
            make_group(commune)
        assert statements() == few


class TestOne:
    def test_it_shows_what_was_reported_quarter_by_quarter(self, client, staff, ba_be):
        cooperative = make_cooperative(ba_be, name="HTX Đồng Lợi")
        make_figures(
            cooperative, 2024, 1, revenue=1_635_000_000, profit=-36_800_000, member_count=0
        )
        late = make_return(ba_be, 2024, 3, state="draft")
        make_figures(cooperative, 2024, 3, quarterly_return=late)
        response = client.get(reverse("organisation", args=[cooperative.pk]))
        quarters = [quarter for quarter, _figures in response.context["quarters"]]
        assert [str(quarter.period) for quarter in quarters] == [
            "2024-Q4",
            "2024-Q3",
            "2024-Q2",
            "2024-Q1",
        ]
        page = response.content.decode()
        assert "1.635" in page
        assert "−36,8" in page
        cells = [cell.value for cell in response.context["quarters"][3][1]]
        assert cells == [1_635_000_000, -36_800_000, None, 0, None, None, None]
        assert [quarter.row is not None for quarter in quarters] == [False, True, False, True]

    def test_it_shows_reports_placements_and_suspensions(self, client, staff, ba_be, na_ri):
        cooperative = make_cooperative(na_ri)
        move(cooperative, ba_be, date(2024, 5, 1))
        suspend(cooperative, date(2023, 1, 1), date(2023, 4, 1))
        make_yearly_report(cooperative, 2023, score=47.5, profit=3_000_000)
        page = client.get(reverse("organisation", args=[cooperative.pk])).content.decode()
        assert "Huyện Na Rì" in page
        assert "1/1/2023 – 31/3/2023" in page
        assert "47,5" in page
        assert "Yếu" in page

    def test_a_row_in_another_units_return_is_named_but_not_shown(
        self, client, staff, ba_be, na_ri
    ):
        cooperative = make_cooperative(na_ri)
        make_figures(cooperative, 2024, 1, revenue=987_654_000_000)
        move(cooperative, ba_be, date(2024, 5, 1))
        make_figures(cooperative, 2024, 2, revenue=1_000_000)
        response = client.get(reverse("organisation", args=[cooperative.pk]))
        by_quarter = {str(one.period): one for one, _figures in response.context["quarters"]}
        assert by_quarter["2024-Q1"].elsewhere == "Huyện Na Rì"
        assert by_quarter["2024-Q2"].row.revenue == 1_000_000
        assert "987.654" not in response.content.decode()

    def test_a_change_of_figures_names_their_quarter(self, client, officer, ba_be):
        htx = make_cooperative(ba_be)
        make_figures(htx, 2023, 3, revenue=1)
        page = client.get(reverse("organisation", args=[htx.pk])).text
        assert "Số liệu quý (quý III/2023)" in page

    def test_it_tells_its_changes(self, client, officer, ba_be):
        cooperative = make_cooperative(ba_be, name="HTX Cũ")
        cooperative.name = "HTX Mới"
        cooperative.save()
        Suspension.objects.create(
            organisation=cooperative, valid_from=date(2024, 1, 1), reason="Sửa xưởng"
        )
        response = client.get(reverse("organisation", args=[cooperative.pk]))
        suspended, renamed, *_earlier = response.context["page"].object_list
        (field,) = renamed.fields
        assert (field.old, field.new) == ("HTX Cũ", "HTX Mới")
        assert "Sửa xưởng" in [field.new for field in suspended.fields]

    def test_outside_the_scope_it_is_not_found(self, client, staff, na_ri):
        foreign = make_cooperative(na_ri)
        assert client.get(reverse("organisation", args=[foreign.pk])).status_code == 404
        assert client.get(reverse("organisation", args=[10**9])).status_code == 404

    def test_a_union_outside_the_scope_is_not_named(self, client, staff, ba_be, na_ri):
        union = make_union(na_ri, name="Liên hiệp Bí Mật")
        cooperative = make_cooperative(ba_be, union=union)
        page = client.get(reverse("organisation", args=[cooperative.pk])).content.decode()
        assert "Bí Mật" not in page

    def test_a_union_lists_its_members_within_the_scope(self, client, staff, ba_be, na_ri):
        union = make_union(ba_be)
        make_cooperative(ba_be, name="Của huyện", union=union)
        make_cooperative(na_ri, name="Huyện khác", union=union)
        page = client.get(reverse("organisation", args=[union.pk])).content.decode()
        assert "Của huyện" in page
        assert "Huyện khác" not in page

    def test_only_admins_are_shown_the_way_to_the_admin_site(self, client, province, ba_be):
        group = make_group(ba_be)
        edit = reverse("admin:cooperatives_cooperativegroup_change", args=[group.pk])
        client.force_login(make_admin(province))
        assert edit in client.get(reverse("organisation", args=[group.pk])).content.decode()
        client.force_login(make_officer(province))
        assert edit not in client.get(reverse("organisation", args=[group.pk])).content.decode()

    def test_the_number_of_statements_does_not_grow(
        self, client, officer, ba_be, django_assert_max_num_queries
    ):
        def statements(cooperative) -> int:
            with django_assert_max_num_queries(100) as captured:
                client.get(reverse("organisation", args=[cooperative.pk]))
            return len(captured)

        small, big = make_cooperative(ba_be), make_cooperative(ba_be)
        make_figures(small, 2024, 1)
        make_yearly_report(small, 2022)
        suspend(small, date(2023, 1, 1))
        for quarter in (1, 2, 3):
            make_figures(big, 2024, quarter, revenue=quarter)
            make_yearly_report(big, 2020 + quarter, score=70)
            suspend(big, date(2020, quarter, 1), date(2020, quarter, 2))
        assert statements(big) == statements(small)


def test_the_scope_of_an_admin_without_a_unit_holds_what_is_placed_nowhere(ba_be):
    lost = Organisation.objects.create(kind=Kind.GROUP, name="Lạc", founded_on=date(2020, 1, 1))
    day = date(2024, 1, 1)
    assert lost in Organisation.objects.in_scope_of(make_admin(), day)
    assert lost not in Organisation.objects.in_scope_of(make_admin(ba_be), day)
