"""The interface says what offices say: the words that went do not come back."""

import re
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).parents[2] / "plan_tracker/locale/vi/LC_MESSAGES/django.po"
SAID = re.compile(r'^msgstr(?:\[\d\])? (".*(?:\n".*)*")', re.MULTILINE)
WENT = {
    r"giải thích": "giải trình",
    r"độ phủ|bao phủ": "đã có số liệu 98/112 HTX",
    r"lĩnh vực": "ngành",
    r"mã số": "số đăng ký",
    r"\d[ \u00a0]+%(?!\()|\)s[ \u00a0]+%(?!\()": "no blank before %",
    r"khối .*bị bỏ qua": "vùng dán; Không dán 1 dòng vì …",
    r"(?:số|dữ) liệu gốc": "mốc so sánh",
    r"theo nhịp này": "theo nhịp hiện tại",
    r"[Hh]ồ sơ làm nên": "Danh sách HTX tính vào chỉ tiêu",
    r"thư nhắc|nhắc các|nhắc ai": "đôn đốc",
    r"từ 0 điểm": "dưới 50 điểm",
    r"tự soạn": "Thư tự động",
    r"cán bộ huyện": "words follow the level of the unit",
    r"\bhuyện\b": "words follow the level of the unit",
}
ALLOWED = {
    "cán bộ huyện": "the role of a district's staff; a commune's is 'cán bộ xã'",
    "cán bộ huyện, xã": "the same where a role is chosen, before the unit is known",
    "cán bộ theo dõi của huyện": "an officer of a district",
    "huyện/thành phố": "the name of the level itself",
    "%(unit)s cần có ít nhất hai huyện, mỗi huyện có hai xã.": "of the demo data, and of levels",
}


def said() -> list[str]:
    lines = SAID.findall(CATALOGUE.read_text(encoding="utf-8"))[1:]
    return ["".join(re.findall(r'"(.*)"', line)) for line in lines]


@pytest.mark.parametrize("word", WENT)
def test_words_that_went_do_not_come_back(word):
    found = [text for text in said() if re.search(word, text, re.IGNORECASE)]
    assert [text for text in found if text not in ALLOWED] == [], f"say: {WENT[word]}"


def test_what_is_allowed_is_still_said():
    assert set(ALLOWED) <= set(said())
