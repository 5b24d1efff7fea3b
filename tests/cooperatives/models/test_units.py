"""A path names one unit, though codes are used again."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from cooperatives.models import AdministrativeUnit, UnitSuccession
from cooperatives.models.units import path_above, paths_down_to
from tests.factories import make_commune, make_district, make_province

REFORM, AGAIN = date(2025, 7, 1), date(2026, 1, 1)


@pytest.fixture
def province(db):
    return make_province()


def unit(parent, code, begins, **fields):
    level = "commune" if parent else "province"
    return AdministrativeUnit(
        code=code, name=code, level=level, parent=parent, valid_from=begins, **fields
    )


def test_units_of_one_code_under_one_parent_have_paths_of_their_own(province):
    first = make_commune(province, "05001", valid_to=REFORM)
    second = make_commune(province, "05001", valid_from=REFORM, valid_to=AGAIN)
    third = make_commune(province, "05001", valid_from=AGAIN)
    paths = ["06/05001/", "06/05001~2/", "06/05001~3/"]
    assert [one.path for one in (first, second, third)] == paths
    second.name = "Xã khác"
    second.save()
    assert AdministrativeUnit.objects.get(pk=second.pk).path == "06/05001~2/"
    assert set(AdministrativeUnit.objects.under(first)) == {first}


def test_what_lies_below_a_namesake_lies_below_its_path(province):
    make_district(province, "061", valid_to=REFORM)
    district = make_district(province, "061", valid_from=REFORM)
    commune = make_commune(district, "01900", valid_from=REFORM)
    assert commune.path == "06/061~2/01900/"
    assert path_above(commune.path) == district.path
    assert paths_down_to(commune.path) == ["06/", "06/061~2/", commune.path]
    assert set(AdministrativeUnit.objects.above(commune)) == {commune, district, province}


def test_many_at_once_have_paths_of_their_own_too(province):
    make_commune(province, "05001", valid_to=REFORM)
    made = AdministrativeUnit.objects.bulk_create(
        [unit(province, "05001", REFORM, valid_to=AGAIN), unit(province, "05001", AGAIN)]
    )
    assert [one.path for one in made] == ["06/05001~2/", "06/05001~3/"]
    AdministrativeUnit.objects.bulk_update(made, ["name"])
    assert [one.path for one in made] == ["06/05001~2/", "06/05001~3/"]


def test_the_migration_tells_namesakes_apart_and_what_follows_from_them(province):
    ended = make_commune(province, "05001", valid_to=REFORM)
    heirs = [make_commune(province, code, valid_from=REFORM) for code in ("05001", "05002")]
    UnitSuccession.objects.bulk_create(
        UnitSuccession(predecessor=ended, successor=heir, on=REFORM) for heir in heirs
    )
    right = list(AdministrativeUnit.objects.order_by("pk").values())
    assert [row["partly_paths"] for row in right] == [[], [], ["06/05001/"], ["06/05001/"]]
    # The database holds no two of one path any more: any wrong ones stand for those.
    for n, one in enumerate(AdministrativeUnit.objects.all()):
        AdministrativeUnit.objects.filter(pk=one.pk).update(path=f"{n}/", partly_paths=[])
    migration = import_module("cooperatives.migrations.0045_paths_name_one_unit")
    migration.tell_namesakes_apart(apps, None)
    assert list(AdministrativeUnit.objects.order_by("pk").values()) == right
