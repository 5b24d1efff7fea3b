"""The form of Decree 30/2020/NĐ-CP, element by element: what its Annex I says of a paper."""

import re
from datetime import date

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from targets.papers.form import Cell, Column, Foot, Group, Head, Paper, day_on_paper, roman
from tests.targets.report.docx_files import (
    has,
    lines_of,
    opened,
    parts_of,
    plain,
    rows_of,
    run_of,
    sections,
    size_of,
    text_of,
    xml,
)

DAY = date(2024, 10, 20)
COLUMNS = [Column("TT", 15, "center"), Column("Tên", 140)]
ODD = "=1+1 <b>&amp; %s {0} 'x' \x00\x0b \\n"


def paper_of(*, has_texts: bool = True, mark: str = "DỰ THẢO", rows=(("1", "HTX A"),)) -> bytes:
    paper = Paper("Báo cáo thử", DAY)
    if has_texts:
        paper.head(
            Head("UBND tỉnh Bắc Kạn", "Sở Kế hoạch\nvà Đầu tư", "BC-SKHĐT", "Bắc Kạn", DAY, mark)
        )
    else:
        paper.head(Head("", "", "", "", DAY, mark))
    paper.title("Báo cáo", ["Kết quả thực hiện kế hoạch,", "quý III năm 2024"])
    paper.addressed_to(["Bộ Kế hoạch và Đầu tư"] if has_texts else [])
    paper.part(1, "Tình hình chung")
    paper.heading(1, "Chỉ tiêu đạt")
    paper.text(ODD)
    paper.points(["một", "hai", "ba", "bốn", "năm"])
    paper.caption("Bảng 1. Thử")
    paper.table(COLUMNS, rows, 9.5, stays_whole=True)
    paper.end("Trên đây là báo cáo")
    if has_texts:
        paper.foot(Foot(["Như trên", "Lưu: VT"], ["TM. Ủy ban", "KT. Chủ tịch"], "Phó", "Lê A"))
    else:
        paper.foot(Foot([], [], "", ""))
    for title in ("Biểu một", "Biểu hai", "Biểu ba"):
        paper.annex(title, "BC-SKHĐT", DAY, "Sở Kế hoạch và Đầu tư", is_only=False)
        paper.table(COLUMNS, rows, 9.5)
        paper.end_annex("Hết phụ lục")
    return paper.content()


@pytest.fixture(scope="module")
def content():
    return paper_of()


@pytest.fixture(scope="module")
def body(content):
    return opened(content).element.body


def test_every_page_is_a4_upright_with_margins_in_the_range(content):
    for section in opened(content).sections:
        assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)
        for margin in (section.top_margin, section.bottom_margin):
            assert 1134 <= margin.twips <= 1417
        assert 1701 <= section.left_margin.twips <= 1984
        assert 850 <= section.right_margin.twips <= 1134


def test_every_run_is_black_times_new_roman_for_all_scripts(content):
    parts = [xml(content), *(xml(content, f"word/header{n}.xml") for n in (1, 2))]
    document = opened(content)
    runs = [*document.element.body.iter(qn("w:r"))]
    runs += [*document.sections[0].header._element.iter(qn("w:r"))]
    assert len(runs) > 40
    for run in runs:
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            assert fonts.get(qn(f"w:{script}")) == "Times New Roman", text_of(run)
    assert not any("<w:color " in part for part in parts)


def test_the_page_number_stands_centred_on_top_and_not_on_page_1(content):
    document = opened(content)
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert [one.text for one in section.first_page_header.paragraphs] in ([], [""])
    (line,) = document.sections[0].header.paragraphs
    assert line.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in line._p.xml
    assert {size_of(run) for run in line._p.iter(qn("w:r"))} == {26}


@pytest.mark.parametrize(
    ("said", "size", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 24, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 26, True, False),
        ("UBND TỈNH BẮC KẠN", 24, False, False),
        ("SỞ KẾ HOẠCH", 24, True, False),
        ("VÀ ĐẦU TƯ", 24, True, False),
        ("Số:", 26, False, False),
        ("Bắc Kạn, ngày", 26, False, True),
        ("BÁO CÁO", 28, True, False),
        ("quý III năm 2024", 28, True, False),
        ("Kính gửi: Bộ Kế hoạch và Đầu tư.", 26, False, False),
        ("I. TÌNH HÌNH CHUNG", 26, True, False),
        ("1. Chỉ tiêu đạt", 26, True, False),
        ("a) một", 26, False, False),
        ("Nơi nhận:", 24, True, True),
        ("- Như trên;", 22, False, False),
        ("- Lưu: VT.", 22, False, False),
        ("TM. ỦY BAN", 26, True, False),
        ("PHÓ", 26, True, False),
        ("Lê A", 26, True, False),
        ("Phụ lục I", 28, True, False),
        ("BIỂU HAI", 26, True, False),
        ("(Kèm theo Báo cáo số", 26, False, True),
    ],
)
def test_each_element_has_its_letters(body, said, size, bold, italic):
    run = run_of(body, said)
    assert (size_of(run), has(run, "b"), has(run, "i")) == (size, bold, italic)


def test_the_motto_has_a_line_as_long_as_it_and_the_issuer_one_of_half_at_most(body):
    """The columns are 67.5 and 100 mm; the motto in 13 points is 56 mm long."""
    lengths = []
    for cell in [*body.iter(qn("w:tc"))][:2]:
        (border,) = cell.iter(qn("w:pBdr"))
        indent = border.getparent().find(qn("w:ind"))
        width = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")))
        lengths.append((width - 2 * int(indent.get(qn("w:left")))) / 1440 * 25.4)
    assert 55 < lengths[1] < 58
    assert 33 / 3 < lengths[0] < 34 / 2  # "SỞ KẾ HOẠCH" is 33 mm long


def test_number_and_day_leave_room_for_who_signs(body):
    lines = lines_of(body)
    assert [line.split() for line in lines if line.startswith("Số:")] == [["Số:", "/BC-SKHĐT"]]
    assert "Bắc Kạn, ngày tháng năm 2024" in [" ".join(line.split()) for line in lines]


def test_points_follow_the_vietnamese_alphabet(body):
    assert [line[:2] for line in lines_of(body) if line[1:3] == ") "] == [
        "a)",
        "b)",
        "c)",
        "d)",
        "đ)",
    ]


def test_no_point_is_lost_when_the_letters_end():
    paper = Paper("Thử", DAY)
    paper.points([f"điểm {n}" for n in range(1, 26)])
    lines = lines_of(opened(paper.content()).element.body)
    assert lines[22:] == ["y) điểm 23", "aa) điểm 24", "bb) điểm 25"]


def test_its_properties_name_its_day(content):
    properties = opened(content).core_properties
    assert {properties.created.date(), properties.modified.date()} == {DAY}


def test_the_text_is_justified_and_indented_with_6_points_between(body):
    line = next(one for one in body.iter(qn("w:p")) if text_of(one).startswith("a) một"))
    properties = line.find(qn("w:pPr"))
    assert properties.find(qn("w:jc")).get(qn("w:val")) == "both"
    assert 560 <= int(properties.find(qn("w:ind")).get(qn("w:firstLine"))) <= 725
    assert int(properties.find(qn("w:spacing")).get(qn("w:after"))) >= 120


def test_text_and_annexes_end_with_the_mark(content):
    text, *annexes = sections(opened(content))
    said = [line for element in text for line in lines_of(element)]
    assert said[said.index("Nơi nhận:") - 1] == "Trên đây là báo cáo./."
    assert len(annexes) == 3
    for annex in annexes:
        assert [line for element in annex for line in lines_of(element)][-1] == "Hết phụ lục./."


def test_each_annex_counts_its_pages_from_1_and_has_its_number(content):
    document = opened(content)
    starts = [one._sectPr.find(qn("w:pgNumType")) for one in document.sections]
    assert starts[0] is None
    assert [one.get(qn("w:start")) for one in starts[1:]] == ["1", "1", "1"]
    _text, *annexes = sections(document)
    assert [lines_of(annex[0])[0] for annex in annexes] == [
        f"Phụ lục {one}" for one in ("I", "II", "III")
    ]


ORDER = {
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "pPr": "pStyle keepNext keepLines widowControl pBdr spacing ind jc rPr sectPr",
    "rPr": "rFonts b i color sz szCs lang",
    "tcPr": "tcW gridSpan vAlign",
    "sectPr": "headerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}
"""What may stand in them, in the order in which Word wants it."""


@pytest.mark.parametrize("kind", ORDER)
def test_properties_stand_in_the_order_that_word_wants(body, kind):
    order, seen = ORDER[kind].split(), 0
    for properties in body.iter(qn(f"w:{kind}")):
        places = [order.index(one.tag.split("}")[1]) for one in properties]
        assert places == sorted(places)
        once = [one for one in properties if not one.tag.endswith("Reference")]
        assert len({one.tag for one in once}) == len(once), "Word takes each at most once"
        seen += 1
    assert seen > 1


def test_there_is_no_picture_and_so_no_seal(content):
    for mark in ("w:drawing", "w:pict", "v:shape", "pic:pic"):
        assert f"<{mark}" not in xml(content)
    assert not re.search(r"\.(png|jpe?g|emf)$", "\n".join(parts_of(content)), re.MULTILINE)


def test_the_signer_has_room_for_a_signature(body):
    cell = [*body.iter(qn("w:tc"))]
    right = next(one for one in cell if "TM. ỦY BAN" in text_of(one))
    said = [text_of(one) for one in right.iter(qn("w:p"))]
    assert said == ["TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ", "", "", "", "Lê A"]


def test_what_nobody_has_entered_stays_a_gap():
    body = opened(paper_of(has_texts=False)).element.body
    lines = [" ".join(line.split()) for line in lines_of(body)]
    assert "Số: /" in lines
    assert ", ngày tháng năm 2024" in lines
    assert "Kính gửi:" in lines
    for known in ("BC-", "ỦY BAN", "TM.", "CHỦ TỊCH", "Bắc Kạn", "Lưu"):
        assert not any(known in line for line in lines if not line.startswith("(Kèm theo")), known


def test_the_draft_mark_is_there_only_where_it_is_one():
    assert "DỰ THẢO" in lines_of(opened(paper_of()).element.body)
    assert "DỰ THẢO" not in lines_of(opened(paper_of(mark="")).element.body)


def test_odd_letters_are_written_as_they_are(body):
    kept = ODD.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")
    assert plain(kept) in [text_of(one) for one in body.iter(qn("w:p"))]
    rows = [[ODD, Cell(ODD, bold=True)], Group(ODD)]
    table = opened(paper_of(rows=rows)).tables[1]
    assert rows_of(table._tbl)[1:] == [[kept, kept], [kept]]


def test_a_table_fits_the_text_repeats_its_head_and_cuts_no_row(content):
    for table in opened(content).tables[1:2]:
        widths = [int(one.get(qn("w:w"))) for one in table._tbl.iter(qn("w:gridCol"))]
        assert sum(widths) <= round(155 / 25.4 * 1440) + 2
        head, *rows = table._tbl.iter(qn("w:tr"))
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in (head, *rows):
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        assert 19 <= size_of(next(table._tbl.iter(qn("w:r")))) <= 22


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 1, 1), "ngày 01/01/2024"),
        (date(2024, 2, 29), "ngày 29/02/2024"),
        (date(2024, 6, 30), "ngày 30/6/2024"),
        (date(2024, 10, 5), "ngày 05/10/2024"),
    ],
)
def test_days_below_10_and_the_first_two_months_have_a_zero(day, said):
    assert day_on_paper(day) == said


def test_roman_numbers():
    assert [roman(n) for n in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
