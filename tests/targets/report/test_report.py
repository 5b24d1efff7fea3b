"""The quarterly report of the demo: what it says is what the comparison says."""

import re
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.formats import number_format
from django.utils.translation import override

from cooperatives.models import AdministrativeUnit, Cooperative, QuarterlyFigures, User
from cooperatives.returns.reporting import reporting_of
from cooperatives.rights.permissions import ADMIN
from targets.comparison import stored
from targets.comparison.as_json import progress_as_json
from targets.comparison.reading import progress_of
from targets.comparison.selection import select
from targets.models import OfficeTexts, Plan, Target
from targets.papers import pdf
from targets.papers.fixed import FixedTexts
from targets.papers.texts import as_fixed
from targets.report.asked import live_annexes, live_report
from targets.report.paper import quarterly_report
from targets.report.text import Mark
from tests.factories import make_district_staff, make_officer
from tests.targets.report.docx_files import (
    has,
    lines_of,
    opened,
    rows_of,
    run_of,
    sections,
    text_of,
    xml,
)
from tests.targets.report.sentences import MONEY, check_sentences, shown, text_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "demo_day")]

TARGETS, UNITS = 1, 2
"""The places of the tables between head and foot."""


@pytest.fixture(scope="module")
def demo(kept):
    kept(lambda: call_command("load_demo", verbosity=0))


@pytest.fixture(scope="module")
def made(demo, kept):
    """The report of the province for quarter III, with the comparison that it is made from."""

    def make():
        selection = select(year=2024, quarter=3, unit_code="06")
        return live_report(selection, User(role=ADMIN.code)), progress_of(selection)

    return kept(make)


@pytest.fixture
def content(made):
    return made[0]


@pytest.fixture
def facts(made):
    return progress_as_json(made[1])


def test_each_target_has_the_values_of_the_comparison(content, facts, made):
    head, *rows = rows_of(opened(content).tables[TARGETS]._tbl)
    assert head == [
        *("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "% kế hoạch", "Cùng kỳ"),
        *("Ước cả năm", "Ghi chú"),
    ]
    assert len(rows) == len(facts["targets"]) == 8
    before = made[1].last_year
    for place, (row, fact) in enumerate(zip(rows, facts["targets"], strict=True), start=1):
        code, wants_more = fact["indicator"], fact["operator"] in (">=", ">")
        assert row[0] == str(place)
        assert row[3].lstrip("<≤> ") in shown(code, fact["target"]), code
        assert row[4] in shown(code, fact["value"]), code
        if wants_more:
            assert row[5] in shown("", round(fact["attainment"] * 100, 4)), code
        else:
            assert row[5] == "–"
        assert row[6] in shown(code, float(before[code].value)), code
        is_flow = fact["required_per_quarter"] is not None or code == "new_unions"
        projection = fact["projection"] if is_flow else None
        if projection is not None and code not in MONEY:
            projection = int(projection)
        assert row[7] in shown(code, projection), code


WORDS = {
    "met": "Đạt",
    "on_track": "Đúng tiến độ",
    "behind": "Chậm tiến độ",
    "off_track": "Nguy cơ không đạt",
}


def test_each_note_begins_with_the_status_and_says_what_is_not_sure(content, facts):
    _head, *rows = rows_of(opened(content).tables[TARGETS]._tbl)
    for row, fact in zip(rows, facts["targets"], strict=True):
        first, *_others = row[-1].split(", ")
        assert first.rstrip("*") == WORDS[fact["status"]]
        assert first.endswith("*") is not fact["certain"]


def test_each_unit_has_the_values_of_the_comparison(content, facts):
    table = opened(content).tables[UNITS]._tbl
    _head, *rows, whole = rows_of(table)
    assert [row[0] for row in rows] == [unit["name"] for unit in facts["units"]]
    for row, unit in zip(rows, facts["units"], strict=True):
        for said, fact in zip(row[1:-1], unit["targets"], strict=True):
            assert said.rstrip("*") in shown(fact["indicator"], fact["value"]), (row[0], said)
    for said, fact in zip(whole[1:-1], facts["targets"], strict=True):
        assert said.rstrip("*") in shown(fact["indicator"], fact["value"])
        assert said.endswith("*") is not fact["certain"]
    states = {row[0]: row[-1] for row in rows}
    assert (states["Huyện Ba Bể"], states["Huyện Na Rì"]) == ("Chưa gửi", "Bị trả lại")


def test_who_is_behind_stands_in_bold_letters(content, facts):
    _head, *rows, whole = opened(content).tables[UNITS].rows
    for cell, fact in zip(whole.cells[1:-1], facts["targets"], strict=True):
        is_short = fact["status"] in ("behind", "off_track", "missed")
        assert has(run_of(cell._tc, ""), "b") is is_short, fact["indicator"]
    for row, unit in zip(rows, facts["units"], strict=True):
        cells = [cell._tc for cell in row.cells][1:-1]
        for cell, fact in zip(cells, unit["targets"], strict=True):
            run = run_of(cell, "")
            assert has(run, "b") is bool(fact["is_behind"]), (unit["name"], fact["indicator"])


def test_every_number_of_a_sentence_is_one_of_its_own_target(content, made):
    assert check_sentences(content, made[1]) > 50


def test_the_tally_counts_the_uncertain_apart(content, facts):
    (said,) = [line for line in text_lines(content) if line.startswith("Trong 08 chỉ tiêu")]
    assert said.startswith(
        "Trong 08 chỉ tiêu kế hoạch có 03 đạt, 01 đúng tiến độ, 03 chậm tiến độ và 01 nguy cơ không"
        " đạt; 03 chỉ tiêu chưa chắc chắn."
    )
    assert said.endswith("07/08 đơn vị đã gửi biểu quý III/2024; chưa gửi: huyện Ba Bể.")


def test_what_is_behind_is_said_with_where_and_why(content):
    lines = text_lines(content)
    (groups,) = [line for line in lines if ") THT thành lập mới" in line]
    assert groups == (
        "d) THT thành lập mới 14/25 THT, đạt 56% kế hoạch, nguy cơ không đạt (trong quý 05; cùng"
        " kỳ 31); đến nay cần 19, thiếu nhiều nhất ở các huyện Chợ Đồn, Pác Nặm và Na Rì; ước cả"
        " năm 18."
    )
    (missing,) = [line for line in lines if "Đánh giá còn có thể đổi: " in line]
    assert (
        "lợi nhuận bình quân HTX (đã có số liệu 269/383 HTX, thiếu nhiều nhất ở huyện Ba Bể: 62, có"
        " thể 42,8 đến 71,4 triệu đồng)" in missing
    )
    assert "cán bộ quản lý trình độ CĐ, ĐH (300/383 HTX, 81 dùng số kỳ trước)" in missing
    assert "- Đôn đốc huyện Ba Bể gửi, huyện Na Rì gửi lại biểu báo cáo quý III/2024." in lines


def test_a_live_report_is_a_draft_with_its_period_and_its_demo(content):
    lines = lines_of(sections(opened(content))[0][0]) + text_lines(content)
    assert "DỰ THẢO" in lines
    (basis,) = [line for line in lines if line.startswith("Thực hiện Kế hoạch")]
    assert "số 532/KH-UBND ngày 07/8/2023" in basis
    assert "từ ngày 01/01/2024 đến ngày 30/9/2024" in basis
    assert "Đây là số liệu mẫu" in basis
    assert "công bố ngày" not in basis


def test_of_an_edition_it_bears_its_mark_and_reads_the_stored_comparison(made):
    progress = made[1]
    edition = quarterly_report(
        stored.read(stored.write(progress)),
        reporting_of(AdministrativeUnit.objects.get(code="06"), progress.selection.period),
        FixedTexts(),
        edition=Mark(date(2024, 10, 5), 2),
    )
    lines = " ".join(text_lines(edition))
    assert "Số liệu công bố ngày 05/10/2024, bản số 2" in lines
    assert "từ ngày 01/01/2024 đến ngày 30/9/2024" in lines
    assert "DỰ THẢO" not in " ".join(text_of(one) for one in opened(edition).element.body)
    live, made_again = (rows_of(opened(one).tables[TARGETS]._tbl) for one in (made[0], edition))
    assert made_again == live


def test_it_is_the_same_in_vietnamese_whatever_the_page_speaks(content):
    with override("en"):
        selection = select(year=2024, quarter=3, unit_code="06")
        again = live_report(selection, User(role=ADMIN.code))
    assert xml(again) == xml(content)


def test_its_fixed_texts_are_the_units_and_nobody_elses(content):
    said = [line for one in sections(opened(content))[0] for line in lines_of(one)]
    assert {"ỦY BAN NHÂN DÂN", "TỈNH BẮC KẠN", "- Lưu: VT, KT.", "(họ và tên mẫu)"} <= {*said}
    selection = select(year=2024, quarter=3, unit_code="061")
    district = live_report(selection, User(role=ADMIN.code))
    said = [line for one in sections(opened(district))[0] for line in lines_of(one)]
    for unknown in ("ỦY BAN NHÂN DÂN", "(họ và tên mẫu)", "Lưu: VT"):
        assert not any(unknown in line for line in said)


def test_the_pictures_are_charts_of_an_annex(content):
    document = opened(content)
    text, charts, *others = sections(document)

    def drawn(elements) -> int:
        return sum(len(one.findall(".//{*}drawing")) for one in elements)

    assert (drawn(text), drawn(charts), sum(map(drawn, others))) == (0, 2, 0)
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr")
        assert shape.width.mm <= 155.1


def annex_rows(content, place: int) -> list[list[str]]:
    """The rows of an annex by cooperative, those of units aside."""
    (table,) = [one for one in sections(opened(content))[place] if one.tag.endswith("}tbl")]
    return [row for row in rows_of(table)[1:] if len(row) > 1]


def test_annexes_list_each_cooperative_with_its_figures(content):
    rows = annex_rows(content, 2)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert len(rows) == 383
    by_number = {row[2]: row for row in rows}
    checked = 0
    for cooperative in Cooperative.objects.filter(registration_number__in=[*by_number])[:60]:
        figures = QuarterlyFigures.objects.filter(
            cooperative=cooperative,
            quarterly_return__year=2024,
            quarterly_return__quarter__lte=3,
        ).exclude(quarterly_return__state="draft")
        row, revenues = by_number[cooperative.registration_number], [f.revenue for f in figures]
        assert row[1] == cooperative.name
        if len(revenues) == 3 and None not in revenues:
            assert row[3] == number_format(sum(revenues) / 10**6, 1, use_l10n=True)
            checked += 1
    assert checked > 20
    assert sum(row[3] == "–" for row in rows) > 60
    assert all(row[-1].startswith("Chưa") for row in rows if "–" in row[3:6])


def test_annexes_list_what_the_reader_may_see_alone(demo):
    selection = select(year=2024, quarter=3, unit_code="06")
    district = AdministrativeUnit.objects.get(code="064")
    annexes = live_annexes(selection, make_district_staff(district))
    assert annexes
    for annex in annexes:
        assert {row.under for row in annex.rows} == {"Huyện Chợ Đồn"}
    assert live_annexes(selection, make_officer(district, is_active=False)) == []


@pytest.mark.one_database
@pytest.mark.skipif(not pdf.has_libreoffice(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
@pytest.mark.parametrize("unit", ["06", "061"])
def test_the_text_takes_two_pages(demo, tmp_path, unit, quarter):
    content = live_of(unit, quarter)
    file = tmp_path / "r.pdf"
    file.write_bytes(pdf.as_pdf(content))
    said = subprocess.run(  # noqa: S603
        ["pdftotext", "-layout", str(file), "-"],  # noqa: S607
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    pages = said.split("\f")
    assert "Phụ lục I\n" in pages[2]
    assert "Nơi nhận:" in pages[1]
    assert re.search(r"^ *CỘNG HÒA|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$", pages[0], re.MULTILINE)
    assert pages[1].split()[0] == "2"


def live_of(unit: str, quarter: int) -> bytes:
    return live_report(select(year=2024, quarter=quarter, unit_code=unit), User(role=ADMIN.code))


def test_nobody_urges_itself_its_superior_or_anyone_before_the_day(demo):
    own = text_lines(live_of("061", 3))
    assert any("Biểu báo cáo quý III/2024 của huyện Ba Bể chưa gửi." in line for line in own)
    assert "- Hoàn thành và gửi biểu báo cáo quý III/2024 của huyện Ba Bể." in own
    running = text_lines(live_of("06", 4))
    assert any("Chưa có đơn vị nào trong 08 đơn vị gửi biểu báo cáo quý IV" in x for x in running)
    for line in (*own, *running):
        assert "Đôn đốc" not in line


def test_none_at_all_a_limit_and_a_mean_are_said_as_offices_do(demo):
    lines = text_lines(live_of("06", 2))
    (good,) = [line for line in lines if line.startswith("Đạt: ")]
    assert (
        "9,4%, thấp hơn giới hạn 0,6 điểm (kế hoạch dưới 10%; cùng kỳ 8,9%; chưa chắc chắn)" in good
    )
    assert "liên hiệp HTX thành lập mới chưa có, kế hoạch cả năm 01 liên hiệp HTX" in good
    (needed,) = [line for line in lines if line.startswith("- Đến hết năm")]
    assert "liên hiệp HTX thành lập mới 01; HTX thành lập mới 20;" in needed
    assert needed.endswith("nâng lợi nhuận bình quân HTX từ 33,9 lên 85 triệu đồng.")
    assert any(line.startswith("- Bổ sung số liệu còn thiếu, trước hết ở huyện") for line in lines)


def test_of_a_mean_those_are_named_whose_own_value_is_lowest(demo):
    content = live_of("06", 2)
    (said,) = [one for one in text_lines(content) if one.startswith("b) Lợi nhuận bình quân")]
    _head, *rows, _whole = rows_of(opened(content).tables[UNITS]._tbl)
    values = sorted((float(row[4].rstrip("*").replace(",", ".")), row[0]) for row in rows)
    assert values[0][1] == "Thành phố Bắc Kạn"
    assert {"Huyện Ngân Sơn", "Huyện Chợ Mới"} == {name for _value, name in values[1:3]}
    assert "thấp hơn nhiều nhất ở thành phố Bắc Kạn và các huyện Ngân Sơn, Chợ Mới" in said


def test_a_decision_that_adjusts_the_plan_is_cited_in_full(made):
    plan = Plan.objects.get(number="532/KH-UBND")
    adjusting = Plan.objects.create(
        unit=plan.unit,
        number="77/QĐ-UBND",
        issued_on=date(2024, 5, 2),
        title="Quyết định về việc điều chỉnh chỉ tiêu",
        issuer="Ủy ban nhân dân tỉnh Bắc Kạn",
        adjusts=plan,
    )
    target = Target.objects.get(plan=plan, unit__code="06", year=2024, indicator="new_unions")
    target.pk, target.plan = None, adjusting
    target._state.adding = True
    target.save()
    (basis,) = [one for one in text_lines(live_of("06", 3)) if one.startswith("Thực hiện")]
    assert (
        "Kế hoạch số 532/KH-UBND ngày 07/8/2023 của Ủy ban nhân dân tỉnh Bắc Kạn về phát triển"
    ) in basis
    assert (
        "điều chỉnh tại Quyết định số 77/QĐ-UBND ngày 02/5/2024 của Ủy ban nhân dân tỉnh Bắc Kạn về"
        " việc điều chỉnh chỉ tiêu" in basis
    )


# --- The command ----------------------------------------------------------------------------------


def run(*arguments) -> str:
    out = StringIO()
    call_command("report", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_writes_the_file(tmp_path, content):
    file = tmp_path / "bao cao.docx"
    run("--year", 2024, "--quarter", 3, "--format", "docx", file)
    assert xml(file.read_bytes()) == xml(content)
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--year", 2024, "--quarter", 5), "không có quý 5"),
        (("--year", 2025, "--quarter", 1), "Năm 2025 chưa bắt đầu"),
        (("--year", 2023, "--quarter", 1), "Không có kế hoạch nào đặt mục tiêu"),
        (("--year", 2024, "--quarter", 3, "--unit", "99"), "không có đơn vị mang mã 99"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(tmp_path, arguments, said):
    with pytest.raises(CommandError, match=said) as told:
        run(*arguments, "--format", "docx", tmp_path / "r.docx")
    assert "\n" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_where_it_cannot_be_written(tmp_path, monkeypatch):
    file = tmp_path / "r.pdf"
    file.write_bytes(b"old")
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    with pytest.raises(CommandError, match="apt-get install libreoffice"):
        run("--year", 2024, "--quarter", 3, "--format", "pdf", file)
    assert file.read_bytes() == b"old"
    with pytest.raises(CommandError, match="Không ghi được"):
        run("--year", 2024, "--quarter", 3, "--format", "docx", tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["r.pdf"]


def test_nothing_is_left_half_written(tmp_path, monkeypatch):
    file = tmp_path / "r.docx"
    file.write_bytes(b"old")

    def full(self, target):
        assert file.read_bytes() == b"old"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CommandError, match="No space left"):
        run("--year", 2024, "--quarter", 3, "--format", "docx", file)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"r.docx": b"old"}


def test_a_conversion_that_hangs_is_ended(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o700)
    monkeypatch.setattr(pdf, "PROGRAMS", (str(program),))
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.2)
    with pytest.raises(pdf.NoPdfError, match=r"quá 0\.2 giây"):
        pdf.as_pdf(b"")


def test_texts_of_nobody_are_gaps(demo):
    unit = AdministrativeUnit.objects.get(code="061")
    assert as_fixed(OfficeTexts.objects.of(unit)) == FixedTexts()
