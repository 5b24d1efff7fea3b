"""`manage.py check_records` names what slipped in past forms and imports."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cooperatives.models import AdministrativeUnit, Placement
from tests.factories import (
    make_cooperative,
    make_district,
    make_group,
    make_plan,
    make_province,
    make_target,
)


@pytest.fixture
def district(db):
    return make_district(make_province())


def check(**options):
    out = StringIO()
    try:
        call_command("check_records", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_sound_records_break_no_rule(district):
    make_cooperative(district)
    make_target(make_plan(district.parent))
    assert check() == ("Không có quy tắc nào bị vi phạm.\n", "")


def test_overlapping_placements_are_named(district):
    cooperative = make_cooperative(district, name="HTX Hai Nơi")
    Placement.objects.create(
        organisation=cooperative, unit=district.parent, valid_from=date(2020, 1, 1)
    )
    out, error = check()
    assert "HTX Hai Nơi" in out
    assert error == "1 quy tắc bị vi phạm."


def test_a_target_of_an_indicator_that_is_none_is_named(district):
    target = make_target(make_plan(district.parent))
    type(target).objects.update(indicator="nonsense")
    out, error = check()
    assert "nonsense" in out
    assert error == "1 quy tắc bị vi phạm."


def test_two_groups_of_one_name_in_one_unit_are_named(district):
    make_group(district, name="THT Bản Váng")
    make_group(district, name="THT Bản Váng")
    out, error = check()
    assert out.count("THT Bản Váng") >= 2
    assert error


def test_a_column_that_no_longer_follows_is_named(district):
    make_cooperative(district)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cooperatives_organisation SET name_key = 'x'")
    out, error = check()
    assert "name_key" in out
    assert error


def test_a_fraction_of_a_cooperative_as_a_target_is_named(district):
    target = make_target(make_plan(district.parent))
    type(target).objects.filter(pk=target.pk).update(value="35.5")
    assert check()[1]


class TestPlacementsOutsideTheirUnitsTime:
    """They are allowed: one line counts them, so that it hides nothing that is wrong."""

    @pytest.fixture(autouse=True)
    def reform(self, district):
        make_cooperative(district, name="HTX Cũ")
        make_cooperative(district, name="HTX Xưa")
        AdministrativeUnit.objects.filter(pk=district.pk).update(valid_to=date(2025, 7, 1))

    def test_are_counted_in_one_line(self):
        out, error = check()
        counted, nothing_else = out.splitlines()
        assert counted.startswith("2 nơi hoạt động")
        assert nothing_else == "Không có quy tắc nào bị vi phạm."
        assert error == ""

    def test_are_listed_when_asked_for(self):
        out, error = check(verbosity=2)
        assert len(out.splitlines()) == 3
        assert "HTX Cũ" in out
        assert "HTX Xưa" in out
        assert error == ""
