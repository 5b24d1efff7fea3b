"""A province with two districts, and the command that imports into it."""

from types import SimpleNamespace

import pytest

from tests.cooperatives.imports.files import Importer
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_province,
    make_union,
)


@pytest.fixture
def load(db, demo_day, tmp_path, monkeypatch) -> Importer:
    """Import a text: `load("units", "code,…")`. The command's last act, to close the connection,
    would end the test's transaction.
    """
    monkeypatch.setattr("django.core.management.base.connections", SimpleNamespace(close_all=int))
    return Importer(tmp_path)


@pytest.fixture
def province(db):
    return make_province()


@pytest.fixture
def district(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def commune(district):
    return make_commune(district, "01900", name="Xã Thượng Giáo")


@pytest.fixture
def other_district(province):
    return make_district(province, "062", name="Huyện Ngân Sơn")


@pytest.fixture
def cooperative(commune):
    return make_cooperative(commune, name="HTX Bí xanh", registration_number="0610001")


@pytest.fixture
def union(district):
    return make_union(district, name="Liên hiệp Ba Bể", registration_number="LH-01")
