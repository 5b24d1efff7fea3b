"""What an organisation may be mistaken for, and what of it a person may see."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from cooperatives.models import Organisation
from cooperatives.registry.lookalikes import lookalikes
from tests.factories import (
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_group,
    make_province,
    make_union,
    move,
)

DAY = date(2024, 10, 20)


@pytest.mark.django_db
class TestSearch:
    @pytest.fixture(autouse=True)
    def places(self):
        province = make_province()
        self.ba_be = make_district(province, "061")
        self.na_ri = make_district(province, "066")
        self.here = make_commune(self.ba_be, "01900")
        self.there = make_commune(self.ba_be, "01903")
        self.staff = make_district_staff(self.ba_be)

    def found(self, name="HTX Bản Váng", number="1", *, reader=None, unit=None, **fields):
        typed = Organisation(
            kind="cooperative",
            name=name,
            registration_number=number,
            founded_on=date(2024, 5, 1),
            **fields,
        )
        return lookalikes(reader or self.staff, DAY, typed, units=[unit or self.here])

    def test_a_like_name_in_the_same_unit(self):
        twin = make_group(self.here, name="Tổ hợp tác BẢN VÁNG")
        make_group(self.there, name="Tổ hợp tác BẢN VÁNG")
        (like,) = self.found().within
        assert (like.organisation, like.has_like_name, like.has_same_number) == (twin, True, False)

    def test_a_place_recorded_less_exactly_is_the_same(self):
        above = make_cooperative(self.ba_be, name="HTX Bản Váng")
        below = make_cooperative(self.there, name="HTX Bản Váng")
        assert [like.organisation for like in self.found().within] == [above]
        found = self.found(unit=self.ba_be).within
        assert {like.organisation for like in found} == {above, below}

    def test_what_had_left_before_is_not_alike(self):
        gone = make_cooperative(self.here, name="HTX Bản Váng")
        move(gone, self.there, date(2024, 5, 1))
        assert not self.found()

    def test_the_same_number_in_whatever_kind(self):
        union = make_union(self.there, registration_number="0611", name="Liên hiệp")
        (like,) = self.found(number=" 0611 ").within
        assert (like.organisation, like.has_like_name, like.has_same_number) == (union, False, True)
        assert not self.found(number="")

    def test_a_number_outside_the_scope_is_only_said_to_exist(self):
        make_cooperative(self.na_ri, registration_number="0661", name="HTX Bí Mật")
        found = self.found(number="0661")
        assert (found.within, found.has_number_elsewhere) == ([], True)
        assert found.keys == {"elsewhere"}
        (like,) = self.found(number="0661", reader=make_admin()).within
        assert like.organisation.name == "HTX Bí Mật"

    def test_a_like_name_outside_the_scope_is_not_even_said_to_exist(self):
        make_cooperative(self.ba_be.parent, name="HTX Bản Váng")
        assert not self.found()

    def test_it_is_not_like_itself(self):
        own = make_cooperative(self.here, name="HTX Bản Váng", registration_number="9")
        assert not lookalikes(self.staff, DAY, own, units=[self.here])

    def test_the_number_of_statements_does_not_grow(self, django_assert_num_queries):
        def statements():
            with django_assert_num_queries(3):
                return len(self.found(number="7").within)

        make_cooperative(self.here, name="HTX Bản Váng")
        assert statements() == 1
        make_union(self.here, registration_number="7")
        for number in range(5):
            make_group(self.here, name="THT Bản Váng", founded_on=date(2015 + number, 1, 1))
        assert statements() == 7


@pytest.mark.django_db
def test_names_of_before_are_tidied_with_their_keys_and_a_version():
    """By the migration: with \u00d0 they would be found under no search."""
    here = make_commune(make_district(make_province()), "01900")
    odd = make_cooperative(here, name="HTX Đồng Lợi", registration_number="061")
    twin = make_cooperative(here, name="HTX Hai", registration_number="062")
    plain = make_cooperative(here, name="HTX Ba", registration_number="063")
    models.QuerySet.update(Organisation.objects.filter(pk=odd.pk), name="HTX \u00d0ồng\u200b Lợi")
    models.QuerySet.update(
        Organisation.objects.filter(pk=twin.pk), registration_number="\u200b061", name_key="1"
    )
    before = {one.pk: one.history.count() for one in (odd, twin, plain)}
    name = "0014_sheet_mapping_and_tidy_names"
    state = MigrationExecutor(connection).loader.project_state(("cooperatives", name)).apps
    import_module(f"cooperatives.migrations.{name}").tidy_names(state, None)
    for one in (odd, twin, plain):
        one.refresh_from_db()
    assert (odd.name, odd.search_key, odd.history.first().name) == (
        "HTX Đồng Lợi",
        "htx dong loi 061",
        "HTX Đồng Lợi",
    )
    assert twin.registration_number == "\u200b061"  # somebody else's already
    assert [one.history.count() - before[one.pk] for one in (odd, twin, plain)] == [1, 1, 0]
