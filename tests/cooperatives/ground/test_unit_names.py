"""A unit's name inside a sentence and in narrow columns."""

import pytest
from django.utils import translation

from cooperatives.ground.unit_names import short_name, unit_inside


@pytest.mark.parametrize(
    ("name", "inside", "short"),
    [
        ("Huyện Ba Bể", "huyện Ba Bể", "Ba Bể"),
        ("Xã Tân Tú", "xã Tân Tú", "Tân Tú"),
        ("Tỉnh Bắc Kạn", "tỉnh Bắc Kạn", "Bắc Kạn"),
        ("Thành phố Bắc Kạn", "thành phố Bắc Kạn", "TP Bắc Kạn"),
        ("Thị trấn Chợ Rã", "thị trấn Chợ Rã", "TT Chợ Rã"),
        # No kind before the name: it is a name from its first letter on.
        ("Việt Nam", "Việt Nam", "Việt Nam"),
        ("Xãng Mới", "Xãng Mới", "Xãng Mới"),
        ("", "", ""),
    ],
)
def test_only_the_kind_begins_small(name, inside, short):
    assert unit_inside(name) == inside
    assert short_name(name) == short


def test_in_english_it_stays_a_name():
    with translation.override("en"):
        assert unit_inside("Huyện Ba Bể") == "Huyện Ba Bể"
