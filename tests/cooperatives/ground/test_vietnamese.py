"""Vietnamese text: tidied as it comes in, sorted by the alphabet, searched without accents."""

import random
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.ground.vietnamese import fold, sort_key, tidy
from cooperatives.models import Organisation
from tests.factories import make_cooperative, make_province

# As CLDR's collation for Vietnamese has it: 29 letters, ngang huyền hỏi ngã sắc nặng, and letters
# decide before tones.
LETTERS = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
NAMES = [
    "An Bình",
    "An Đô",
    "Ánh Dương",
    "Ân Nghĩa",
    "Ba Bể",
    "Bá Xuyên",
    "Bạch Thông",
    "Bắc Kạn",
    "Chợ Đồn",
    "Chợ Mới",
    "Chu Hương",
    "Dương Quang",
    "Dương Sơn",
    "Đà Vị",
    "Đồng Thắng",
    "Đổng Xá",
    "Đức Vân",
    "Giáo Hiệu",
    "Hà Hiệu",
    "Lục Bình",
    "Lương Bằng",
    "Na Rì",
    "Ngân Sơn",
    "Ngọc Phái",
    "Nông Hạ",
    "Nông Thượng",
    "Pác Nặm",
    "Phủ Thông",
    "Phúc Lộc",
    "Quảng Bạch",
    "Quang Thuận",
    "Quân Hà",
    "Sỹ Bình",
    "Tân Lập",
    "Thuần Mang",
    "Trần Phú",
    "Văn Lang",
    "Văn Vũ",
    "Vi Hương",
    "Xuân Dương",
    "Xuân La",
    "Yên Cư",
]


def shuffled(in_order):
    return random.Random(1).sample(in_order, len(in_order))  # noqa: S311


@pytest.mark.parametrize("in_order", [LETTERS, TONES, NAMES], ids=["letters", "tones", "names"])
def test_text_sorts_by_the_vietnamese_alphabet(in_order):
    assert sorted(shuffled(in_order), key=sort_key) == in_order


@pytest.mark.parametrize(
    "in_order",
    [
        pytest.param(["Bản A", "Bàn B", "Bản B"], id="letters decide before tones"),
        pytest.param(["Ba", "Bá", "Ba Bể", "Bac"], id="what is shorter comes first"),
        pytest.param(["Nà", "Na Rì", "Nà Rì", "Nam"], id="a space comes before any letter"),
        pytest.param(["HTX 2", "HTX 10", "HTX 0011", "HTX A"], id="numbers go by their value"),
        pytest.param(["f", "g", "i", "j", "k", "v", "w", "x", "y", "z"], id="foreign letters"),
        pytest.param(["an bình", "AN BÌNH 2", "An Bình 3"], id="case does not matter"),
    ],
)
def test_text_sorts_so_that(in_order):
    assert sorted(shuffled(in_order), key=sort_key) == in_order


def test_every_letter_bears_every_tone():
    vowels = "aăâeêioôơuưy"
    marks = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    in_order = [unicodedata.normalize("NFC", v + mark) for v in vowels for mark in marks]
    assert sorted(shuffled(in_order), key=sort_key) == in_order
    assert len({sort_key(each) for each in in_order}) == 72


@pytest.mark.django_db
def test_the_database_lists_names_in_that_order():
    province = make_province()
    for name in shuffled(NAMES):
        make_cooperative(province, name=name)
    assert list(Organisation.objects.values_list("name", flat=True)) == NAMES


# --- One form and one fold ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Lợi", "dong loi"),
        ("đường ĐỊNH", "duong dinh"),
        ("  Hợp  tác\txã ", "hop tac xa"),
        ("Ẩm thực Thuỷ – Nguyễn", "am thuc thuy – nguyen"),
        ("HTX Ươm Mầm 2", "htx uom mam 2"),
    ],
)
def test_search_ignores_case_accents_and_spaces_and_reads_d_with_stroke_as_d(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["Đồng Lợi", "Thuỷ Điện Ươm", "Bạch Thông"])
def test_composed_and_decomposed_text_are_one(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert composed != decomposed
    for change in (tidy, fold, sort_key):
        assert change(composed) == change(decomposed)


def test_tidy_text_is_composed_with_single_spaces_and_trimmed():
    assert tidy(" Bắc \u00a0 Kạn\n") == "Bắc Kạn"
    assert tidy("") == ""


@pytest.mark.parametrize("stranger", ["\u00d0", "\u0189"])
def test_letters_that_look_like_d_with_stroke_are_it(stranger):
    assert tidy(f"{stranger}ồng Lợi") == "Đồng Lợi"
    assert tidy(f"{stranger.lower()}ồng lợi") == "đồng lợi"
    assert fold(f"{stranger}ồng Lợi") == "dong loi"
    assert sort_key(f"{stranger}ồng") == sort_key("Đồng")


@pytest.mark.parametrize(
    "invisible",
    ["\u00ad", "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u2060", "\u2069", "\ufeff"],
)
def test_what_is_invisible_is_nothing(invisible):
    assert tidy(f"{invisible}Bắc {invisible}Kạ{invisible}n{invisible}") == "Bắc Kạn"
    # Also between a letter and its tone.
    assert tidy(f"Ka{invisible}\u0323n") == "Kạn"


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=40))
def test_keys_are_plain_and_settled_after_one_tidying(text):
    assert tidy(tidy(text)) == tidy(text)
    assert re.fullmatch("[0-9]+", sort_key(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["dong loi", "ĐỒNG LỢI", "dồng", "LOI", "0612", "htx đ"])
def test_search_finds_by_name_and_number(words):
    province = make_province()
    make_cooperative(province, name="HTX Đồng Lợi", registration_number="061200001")
    make_cooperative(province, name="HTX Bản Cài", registration_number="060100001")
    assert [each.name for each in Organisation.objects.matching(words)] == ["HTX Đồng Lợi"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ộ" * 200, "a1" * 100, "9" * 200], ids=lambda name: name[:4])
def test_the_keys_of_the_longest_names_fit_their_columns(name):
    made = make_cooperative(make_province(), name=name, registration_number="0" * 30)
    assert Organisation.objects.get(name_key=sort_key(name)) == made


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["%", "_", "\\"])
def test_search_takes_every_character_as_it_is(words):
    make_cooperative(make_province(), name="HTX Đồng Lợi")
    assert not Organisation.objects.matching(words).exists()
