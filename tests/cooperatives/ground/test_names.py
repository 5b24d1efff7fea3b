"""When two names of organisations are one, and when they only propose each other."""

import unicodedata

import pytest

from cooperatives.ground.names import (
    accented_core_of,
    core_of,
    has_kind_word,
    is_another,
    short_core_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Nông nghiệp Bản Váng", "htx nong nghiep ban vang"),
        ("HTX Nông nghiệp Bản Váng", "Hợp tác xã  NÔNG NGHIỆP Bản Váng"),
        ("Bản Váng", "Tổ hợp tác Bản Váng"),
        ("THT Bản Váng", "HTX Bản Váng"),
        ("Liên hiệp Hợp tác xã Ba Bể", "LH HTX Ba Bể"),
        ("HTX Đồng-Lợi", "HTX “Đồng Lợi”"),
        ("HTX Bình Minh 2", "htx binh minh 2."),
        # A letter that only looks like Đ, accents apart from their letters, what is invisible.
        ("HTX \u00d0ồng Lợi", "HTX Đồng Lợi"),
        ("HTX \u0189ồng Lợi", "HTX Đồng Lợi"),
        (unicodedata.normalize("NFD", "HTX Đồng Lợi"), "HTX Đồng Lợi"),
        ("HTX\u00a0Đồng\u200b Lợi\ufeff", "HTX Đồng Lợi"),
        ("\u200eHTX Đồng Lợi\u200f", "HTX Đồng Lợi"),
        # Numbers before a name.
        ("1. HTX Bản Váng", "HTX Bản Váng"),
        ("02) Hợp tác xã Bản Váng", "HTX Bản Váng"),
        ("3 - HTX Bản Váng", "HTX Bản Váng"),
        ("IV. Bản Váng", "HTX Bản Váng"),
        ("12.Đồng Lợi", "HTX Đồng Lợi"),
        ("H.T.X Bản Váng", "HTX Bản Váng"),
        # What offices shorten.
        ("HTX NN Bản Váng", "HTX nông nghiệp Bản Váng"),
        ("HTXNN Bản Váng", "HTX nông nghiệp Bản Váng"),
        ("HTX DVNN Bản Váng", "HTX Dịch vụ nông nghiệp Bản Váng"),
        ("HTX SX & DV Bản Váng", "HTX sản xuất và dịch vụ Bản Váng"),
        ("HTX TM-DV Bản Váng", "HTX thương mại và dịch vụ Bản Váng"),
    ],
)
def test_names_that_are_one(one, other):
    assert core_of(one) == core_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Bình Minh 1", "HTX Bình Minh 2"),
        ("HTX Bản Váng", "HTX Bản Váng 2"),
        ("HTX Tân Thành", "HTX Tân Thanh Xuân"),
        ("HTX", "THT"),
        ("Nông nghiệp HTX", "Nông nghiệp"),
        # A day is no number before a name, and what it does belongs to the name.
        ("HTX 2-9", "HTX 3-9"),
        ("2-9", "9"),
        ("HTX nông nghiệp Bản Váng", "HTX dịch vụ nông nghiệp Bản Váng"),
        ("HTX nông nghiệp Bản Váng", "HTX Bản Váng"),
        ("HTX Bản và Váng", "HTX Bản Váng"),
    ],
)
def test_names_that_are_not(one, other):
    assert core_of(one) != core_of(other)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("HTX NN Bản Váng", "ban vang"),
        ("Bản Váng", "ban vang"),
        ("HTX dịch vụ tổng hợp Bản Váng (xã Yến Dương)", "ban vang"),
        ("HTX Bản Váng - xã Yến Dương", "ban vang"),
        ("HTX Bản Váng, TT Chợ Rã", "ban vang"),
        ("HTX nông nghiệp", "nong nghiep"),
        ("HTX Mai Vàng", "mai vang"),
        ("HTX Bản Váng - Nà Lẹng", "ban vang na leng"),
    ],
)
def test_a_short_core_leaves_out_what_it_does_and_where_it_lies(name, short):
    assert short_core_of(name) == short


def test_accents_tell_like_names_apart():
    assert core_of("HTX Đồng Lợi") == core_of("HTX Đông Lợi")
    assert accented_core_of("1. Hợp tác xã ĐỒNG LỢI") == accented_core_of("HTX Đồng Lợi")
    assert accented_core_of("HTX Đồng Lợi") != accented_core_of("HTX Đông Lợi")


@pytest.mark.parametrize(
    ("name", "has_one"),
    [("HTX X", True), ("Hợp tác xã X", True), ("2. THT X", True), ("X", False), ("Xã X", False)],
)
def test_a_name_says_what_kind_it_is_of_or_not(name, has_one):
    assert has_kind_word(name) is has_one


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("HTX Đồng Lợi", "THT Đồng Lợi", True),
        ("Liên hiệp các HTX Đồng Lợi", "HTX Đồng Lợi", True),
        ("LHHTX Đồng Lợi", "Liên hiệp hợp tác xã ĐỒNG LỢI", False),
        ("Đồng Lợi", "THT Đồng Lợi", False),
        ("HTX Đông Lợi", "HTX Đồng Lợi", True),
        ("HTX DONG LOI", "HTX Đồng Lợi", False),
        ("HTX Hoà An", "HTX Hòa An", False),
        ("HTXNN Đông Lợi", "HTX nông nghiệp Đồng Lợi", True),
        ("HTXNN Đồng Lợi", "HTX nông nghiệp Đồng Lợi", False),
    ],
)
def test_kinds_and_accents_make_two_of_names_that_are_like(one, other, are_two):
    assert is_another(one, other) is are_two
    assert is_another(other, one) is are_two
