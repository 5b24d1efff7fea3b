"""Text in the letters of old fonts, and text that was encoded twice."""

import pytest

from cooperatives.ground.garbled import Garbling, encoding_of, garbled, is_vietnamese

RIGHT = "Hợp tác xã Nông nghiệp Thắng Lợi, huyện Ba Bể"
TCVN3 = "Hîp t¸c x· N«ng nghiÖp Th¾ng Lîi, huyÖn Ba BÓ"
VNI = "Hôïp taùc xaõ Noâng nghieäp Thaéng Lôïi, huyeän Ba Beå"


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (TCVN3, Garbling.TCVN3),
        (VNI, Garbling.VNI),
        (RIGHT.encode().decode("cp1252", errors="ignore"), Garbling.TWICE),
    ],
)
def test_a_text_says_what_it_was_meant_to(text, how):
    found = garbled(text)
    assert found.how is how
    if how is not Garbling.TWICE:
        assert found.meant == RIGHT


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sè ®¨ng ký", "Số đăng ký"),
        ("Th\xad¬ng m¹i", "Thương mại"),
        ("§ång Phóc", "Đồng Phúc"),
        ("Tªn", "Tên"),
        ("MiÕn", "Miến"),
        ("Mieán", "Miến"),
        ("Ñoàng Phuùc", "Đồng Phúc"),
        ("ñöôøng", "đường"),
        ("HÔÏP TAÙC XAÕ", "HỢP TÁC XÃ"),
        ("Há»£p tÃ¡c xÃ£", "Hợp tác xã"),
        ("hÃ\xa0 ná»™i", "hà nội"),
        ("Ba Bá»ƒ", "Ba Bể"),
        ("tĂ¡c", "tác"),
    ],
)
def test_short_ones_do_too(text, meant):
    assert garbled(text).meant == meant
    assert f"“{meant}”" in str(garbled(text))


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        RIGHT.upper(),
        "XÃ HÀ HIỆU",
        "XÃ\xa0HÀ HIỆU",
        "Hoà Bình, Thuý, khoẻ",
        "Ðồng Phúc",
        "An\u200b Bình\xad",
        "50 µm",
        "«An»",
        "CO·OP Mart",
        "Zoë Müller",
        "naïve",
        "Trà® © 2024",
        "Ø20, 5×6 m², 1½ – ±5 %",
        "§ 5",
        "Côte d'Ivoire, Noël, café, São",
        "Crème brûlée frappé t¸c",
        "",
        "HTX",
    ],
)
def test_what_is_right_or_merely_foreign_is_left_alone(text):
    assert garbled(text) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("0610003,HTX Mête".encode("latin-1"), ""),
        (TCVN3.encode("latin-1"), "TCVN3"),
        (VNI.encode("latin-1"), "VNI"),
        ("HTX Miê\u0301n, xa\u0303 Hà".encode("cp1258"), "Windows-1258"),
        (bytes(range(0x80, 0x100)) * 9, ""),
    ],
)
def test_bytes_tell_their_encoding(line, name):
    assert encoding_of(line) == name


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Hợp",
        "xã",
        "quyển",
        "giữa",
        "ươm",
        "khuya",
        "An",
        "hòa",
        "hoà",
        "quý",
        "quyết",
        "giấy",
        "ĐƯỜNG",
    ],
)
def test_syllables_are_known(word):
    assert is_vietnamese(word)


@pytest.mark.parametrize("word", ["strong", "ạá", "hợpa", "ngbình", "xaị", "tuâńg", ""])
def test_what_is_no_syllable_is_known(word):
    assert not is_vietnamese(word)
