"""The office's annex as a workbook: each number is the comparison's, and it prints as it is."""

import csv
import io
import json
import re
import subprocess
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import override
from openpyxl import load_workbook

from cooperatives.history import Way, changes_by
from cooperatives.models import (
    AdministrativeUnit,
    Cooperative,
    Kind,
    Organisation,
    QuarterlyFigures,
)
from targets.comparison.selection import select
from targets.editions.content import Figures
from targets.editions.publishing import publish
from targets.models import EnteredIndicator, Plan, Target
from targets.papers import pdf
from targets.report.asked import live_workbook, workbook_of
from targets.report.lines import Amount
from targets.report.workbook import Band, Field, Sheet, number_format, workbook
from tests.factories import (
    make_district,
    make_district_staff,
    make_entered_figure,
    make_group,
    make_officer,
    make_province,
    move,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "demo_day")]

MONEY = {"average_profit", "average_revenue", "average_member_income"}
PLAN, DONE, ATTAINED, BEFORE, PROJECTION, NOTE = range(3, 9)
TARGETS, REGISTRY, EXPLAINED = "Chỉ tiêu kế hoạch", "THT, HTX, liên hiệp HTX", "Thuyết minh"
BY_UNIT = ("Chỉ tiêu theo đơn vị", "Số lượng theo đơn vị", "Kết quả theo đơn vị")
ALL = [(unit, quarter) for unit in ("06", "061") for quarter in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def demo(kept):
    kept(lambda: call_command("load_demo", verbosity=0))


@pytest.fixture
def province():
    return AdministrativeUnit.objects.get(code="06")


@pytest.fixture
def edition(province):
    return publish(2024, 2, "06", reader=make_officer(province))


def asked_for(unit="06", quarter=2):
    return select(year=2024, quarter=quarter, unit_code=unit)


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


def live(unit="06", quarter=2):
    return opened(live_workbook(asked_for(unit, quarter)))


def values_of(book) -> dict[str, list[list]]:
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def above(page) -> list[str]:
    """What stands over the table."""
    column = [row[0] for row in page.iter_rows(values_only=True)]
    return [text for text in column[: column.index("TT")] if text]


def table(page) -> list[list]:
    """The rows below the line of column numbers, without headings of sections and notes."""
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "(1)")
    return [row for row in rows[start + 1 :] if row[1]]


def by_label(page) -> dict[str, list]:
    return {row[1]: row for row in table(page)}


def by_unit(book) -> dict[tuple[str, str, str], object]:
    """By column, what stands under it and unit: the cell."""
    found = {}
    for page in book:
        if not page.title.startswith(BY_UNIT):
            continue
        rows = [list(row) for row in page.iter_rows(values_only=True)]
        top = next(place for place, row in enumerate(rows) if row[0] == "TT")
        bottom = next(place for place, row in enumerate(rows) if row[0] == "(1)")
        over = ""
        for column in range(2, len(rows[top])):
            under = rows[bottom - 1][column] if bottom - top > 1 else None
            over = rows[top][column] or over
            label = re.sub(r" \((tr\.đ|%|người)\)$", "", over)
            for row in table(page):
                place = page.cell(rows.index(row) + 1, column + 1)
                found[page.title.split(" (")[0], label, under or "", row[1]] = place
    return found


def in_cells(code: str, value):
    """A number of the JSON as a cell holds it."""
    if value is None:
        return None
    return pytest.approx(value / 10**6 if code in MONEY else value, rel=1e-12, abs=1e-6)


def rename(code: str, name: str) -> None:
    unit = AdministrativeUnit.objects.get(code=code)
    unit.name = name
    with changes_by(None, Way.COMMAND):
        unit.save()


def facts_of(unit: str, quarter: int) -> dict:
    out = StringIO()
    arguments = ("--year", "2024", "--quarter", str(quarter), "--unit", unit)
    call_command("progress", *arguments, "--all", "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def labels(selection) -> dict[str, str]:
    with override("vi"):
        standings = Figures.of(selection).everything.whole.standings
        return {one.code: str(one.indicator.label) for one in standings}


@pytest.mark.parametrize(("unit", "quarter"), ALL)
def test_every_number_is_that_of_the_comparison(unit, quarter):
    facts, selection = facts_of(unit, quarter), asked_for(unit, quarter)
    book, named = live(unit, quarter), labels(selection)
    before = Figures.of(selection).everything.last_year
    planned, all_lines = by_label(book[TARGETS]), by_label(book[REGISTRY])
    for fact in facts["targets"]:
        code, line = fact["indicator"], all_lines[named[fact["indicator"]]]
        assert line[DONE] == in_cells(code, fact["value"]), code
        if named[code] in planned:
            assert planned[named[code]][1:] == line[1:], code
        if fact["target"] is not None:
            assert line[PLAN] == in_cells(code, fact["target"]), code
            wants_more = fact["operator"] in (">=", ">")
            part = fact["attainment"] * 100 if wants_more and fact["value"] is not None else None
            assert line[ATTAINED] == (part if part is None else pytest.approx(part, abs=1e-4))
        elif named[code] not in planned:
            assert line[PLAN] is line[ATTAINED] is None, code
        then = before[code].value if code in before else None
        assert line[BEFORE] == in_cells(code, then and float(then)), code
        if line[PROJECTION] is not None and code in MONEY:
            assert line[PROJECTION] == in_cells(code, fact["projection"]), code
        elif line[PROJECTION] is not None:
            assert line[PROJECTION] == int(fact["projection"]), code
        coverage = fact["coverage"]
        if coverage["expected"] > coverage["reported"]:
            assert f"{coverage['reported']}/{coverage['expected']} HTX" in line[NOTE], code


@pytest.mark.parametrize(("unit", "quarter"), ALL)
def test_every_number_of_a_unit_below_is_that_of_the_comparison(unit, quarter):
    facts, named = facts_of(unit, quarter), labels(asked_for(unit, quarter))
    cells = by_unit(live(unit, quarter))
    planned = {label for title, label, _under, _unit in cells if title == BY_UNIT[0]}
    assert len({label for title, label, _under, _unit in cells if title == BY_UNIT[1]}) == 11
    for part in facts["units"]:
        for fact in part["targets"]:
            code, label = fact["indicator"], named[fact["indicator"]]
            found = [
                cells[title, label, under, part["name"]]
                for title in BY_UNIT
                for under in ("", "TH")
                if (title, label, under, part["name"]) in cells
            ]
            assert len(found) == (2 if label in planned else 1), code
            for cell in found:
                assert cell.value == in_cells(code, fact["value"]), (code, part["name"])
            if fact["target"] is not None:
                plan = cells[BY_UNIT[0], label, "KH", part["name"]]
                assert plan.value == in_cells(code, fact["target"]), code
            elif (BY_UNIT[0], label, "KH", part["name"]) in cells:
                assert cells[BY_UNIT[0], label, "KH", part["name"]].value is None, code
            if label in planned and fact["value"] is not None:
                shown = next(one for one in found if one.parent.title.startswith(BY_UNIT[0]))
                assert shown.font.bold == bool(fact["is_behind"]), code
                coverage = fact["coverage"]
                lacks = coverage["reported"] + coverage["carried"] < coverage["expected"]
                assert shown.number_format.endswith('"*"') == lacks, code


def test_totals_are_those_of_the_parts(province):
    cells = by_unit(live())
    columns = {key[:3] for key in cells if key[0] == BY_UNIT[1]}
    assert len(columns) == 11
    names = {key[3] for key in cells}
    for column in columns:
        parts = [cells[*column, name].value for name in names - {province.name}]
        assert sum(parts) == cells[*column, province.name].value, column
    assert cells[BY_UNIT[1], "Tổng số Liên hiệp HTX", "", "Trực thuộc"].value == 1


def test_what_no_indicator_says_is_counted_in_the_records(province):
    lines, cells = by_label(live()[REGISTRY]), by_unit(live())
    ended = Organisation.objects.filter(dissolved_on__range=(date(2024, 1, 1), date(2024, 6, 30)))
    assert lines["THT chấm dứt hoạt động"][DONE] == ended.filter(kind=Kind.GROUP).count() > 0
    assert lines["Liên hiệp HTX giải thể"][DONE] == ended.filter(kind=Kind.UNION).count()
    total, operating = (lines[name][DONE] for name in ("Tổng số HTX", "HTX đang hoạt động"))
    assert lines["HTX tạm ngừng hoạt động"][DONE] == total - operating > 0
    facts = {one["indicator"]: one for one in facts_of("06", 2)["targets"]}
    for label, code in (
        ("Tổng doanh thu HTX", "average_revenue"),
        ("Tổng lợi nhuận HTX", "average_profit"),
    ):
        assert lines[label][DONE] == in_cells(code, facts[code]["numerator"])
        coverage = facts[code]["coverage"]
        said = f"{coverage['reported']}/{coverage['expected']} HTX"
        assert said in lines[label][NOTE]
    managers = lines["Tổng số cán bộ quản lý HTX"]
    trained = lines["Cán bộ quản lý trình độ CĐ, ĐH"][DONE]
    assert managers[DONE] > trained + lines["Cán bộ quản lý trình độ SC, TC"][DONE]
    names = {key[3] for key in cells} - {province.name, "Trực thuộc"}
    label = "Tổng số cán bộ quản lý HTX"
    parts = [cells[BY_UNIT[2], label, "", name].value for name in names]
    assert sum(parts) == managers[DONE]
    row = QuarterlyFigures.objects.counted().get(
        year=2024, quarter=2, cooperative=_somebody(), managers_total__gt=0
    )
    row.managers_total += 7
    with changes_by(None, Way.COMMAND):
        row.save()
    assert by_label(live()[REGISTRY])[label][DONE] == managers[DONE] + 7


def _somebody() -> Cooperative:
    rows = QuarterlyFigures.objects.counted().filter(year=2024, quarter=2, managers_total__gt=0)
    return rows.order_by("pk").first().cooperative


def test_an_edition_says_what_was_published_whatever_was_changed_since(edition):
    published, before = values_of(opened(workbook_of(edition))), values_of(live())
    assert "Số liệu công bố ngày 20/10/2024, bản số 1" in above(
        opened(workbook_of(edition))[TARGETS]
    )
    for title, rows in published.items():
        then = [row for row in rows if "công bố" not in str(row[0])]
        assert then == [row for row in before[title] if "công bố" not in str(row[0])], title
    row = QuarterlyFigures.objects.counted().filter(year=2024, quarter=2, profit__gt=0).first()
    row.profit += 700 * 10**6
    row.managers_total += 5
    with changes_by(None, Way.COMMAND):
        row.save()
    groups = Organisation.objects.filter(kind=Kind.GROUP, dissolved_on=None)
    groups.filter(founded_on__year=2023).update(dissolved_on=date(2024, 6, 30))
    rename("061", "Tên khác")
    assert values_of(live())[REGISTRY] != before[REGISTRY]
    assert values_of(opened(workbook_of(edition))) == published


def test_each_sheet_says_of_which_unit_days_and_state_it_is():
    book = live(quarter=4)
    assert [page.title for page in book][:2] == [TARGETS, REGISTRY]
    for page in book:
        said = above(page)
        assert "Tỉnh Bắc Kạn, quý IV năm 2024" in said
        assert any("từ ngày 01/01/2024 đến ngày 20/10/2024" in one for one in said)
        assert any("532/KH-UBND ngày 07/8/2023" in one for one in said)
        assert "DỰ THẢO – số liệu chưa công bố" in said
        assert "Đây là số liệu mẫu, không phải số liệu thật." in said
        assert any("/BC-UBND" in one for one in said)


def test_what_is_left_out_is_said():
    book = live()
    lines = by_label(book[REGISTRY])
    for label in ("Lao động thường xuyên", "Thành viên THT", "Doanh thu, thu nhập của THT"):
        assert lines[label][PLAN:] == [None] * 5 + ["Chưa thu thập"], label
    said = " ".join(str(row[0]) for row in book[EXPLAINED].iter_rows(values_only=True))
    for what in ("Lao động", "Cùng kỳ và ước cả năm", "Kế hoạch năm sau", "đủ số liệu"):
        assert what in said
    cells = by_unit(book)
    facts = facts_of("06", 2)["units"]
    for part in facts:
        coverage = next(
            one["coverage"] for one in part["targets"] if one["indicator"] == "average_revenue"
        )
        for label, number in (
            ("HTX có đủ số liệu doanh thu", coverage["reported"] + coverage["carried"]),
            ("HTX phải báo cáo", coverage["expected"]),
        ):
            assert cells[BY_UNIT[2], label, "", part["name"]].value == number
    everything = {row[1] for row in table(book[EXPLAINED])}
    assert everything >= {*by_label(book[REGISTRY])}


def sum_of_workers(name: str) -> None:
    EnteredIndicator.objects.create(code="workers", name_vi=name, rule="sum", of="workers_total")


def test_an_entered_indicator_is_in_it(province):
    make_entered_figure("workers_total", name_vi="lao động thường xuyên")
    sum_of_workers("Tổng số lao động")
    lines = by_label(live()[REGISTRY])
    assert lines["Tổng số lao động"][DONE] is None
    assert "0/381 HTX" in lines["Tổng số lao động"][NOTE]


def test_a_limit_and_a_range_are_numbers_that_are_shown_as_officers_write_them(province):
    plan = Plan.objects.get(number="532/KH-UBND")
    target = Target.objects.get(plan=plan, unit=province, indicator="average_member_income")
    target.value, target.value_to = 40_500_000, 45_000_000
    with changes_by(None, Way.COMMAND):
        target.save()
    cells = {row[1].value: row[PLAN] for row in live()[TARGETS].iter_rows() if row[1].value}
    limit = cells["Tỷ lệ HTX yếu (trên tổng số)"]
    assert (limit.value, limit.number_format) == (10, '[$-42A]"< "#,##0')
    spread = cells["Thu nhập bình quân thành viên"]
    assert (spread.value, spread.number_format) == (40.5, '[$-42A]#,##0.0"–45"')


def test_it_prints_as_it_is():
    for page in live():
        setup = page.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "landscape")
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert setup.fitToWidth == 1
        assert setup.fitToHeight in (0, 1)
        first, last = (int(one) for one in re.findall(r"\d+", page.print_title_rows))
        assert page.cell(first, 1).value == "TT"
        assert page.cell(last, 1).value == "(1)"
        wrapped = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert all(cell.alignment.wrap_text for cell in wrapped)
        assert all(cell.font.name == "Times New Roman" for cell in wrapped)


DANGEROUS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")')


def test_no_text_runs_as_a_formula(province):
    for code, text in zip(("058", "060", "061", "062"), DANGEROUS[:4], strict=True):
        rename(code, text)
    rename("06", DANGEROUS[-1])
    Plan.objects.update(number="=2+2", title="@x")
    Target.objects.update(quote="=3+3")
    make_entered_figure("workers_total")
    sum_of_workers("=4+4")
    book = live()
    texts = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in texts} == {"s", "n"}
    said = {cell.value for cell in texts}
    assert {*DANGEROUS[:4], "=4+4"} <= said


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_of_a_sheet_stays_a_text(text):
    row = [text, Amount(2), text]
    fields = [Field(text, 9), Field("Số", 9, text), Field(text, 9)]
    sheet = Sheet("Tờ", text, [text], fields, [Band(text), row], [text])
    (page,) = opened(workbook("T", [sheet]))
    kinds = {cell.data_type for line in page.iter_rows() for cell in line if cell.value}
    assert kinds == {"s", "n"}


@pytest.mark.skipif(not pdf.has_libreoffice(), reason="LibreOffice is not installed")
def test_libreoffice_runs_nothing_in_it_and_shows_numbers_as_they_are_written(tmp_path):
    file = tmp_path / "t.xlsx"
    numbers = [Amount(1234, 0), Amount(12345, 1, "< "), Amount(9, 2, after="*")]
    rows = [[text, *numbers] for text in DANGEROUS[:4]]
    fields = [Field(name, 20) for name in ("TT", "a", "b", "c")]
    file.write_bytes(workbook("T", [Sheet("Tờ", "T", [], fields, rows)]))
    subprocess.run(  # noqa: S603
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"),
            *(str(tmp_path), str(file)),
        ],
        capture_output=True,
        check=True,
        timeout=90,
    )
    shown = list(csv.reader((tmp_path / "t.csv").read_text("utf-8").splitlines()))
    for text in DANGEROUS[:4]:
        assert [text, "1.234", "< 12.345,0", "9,00*"] in shown


def test_a_format_names_vietnam():
    assert number_format(Amount(1, 2)) == "[$-42A]#,##0.00"


def run(*arguments) -> None:
    call_command("report", *map(str, arguments), stdout=StringIO())


def test_the_command_writes_it_or_says_why_not(edition, tmp_path):
    out = tmp_path / "annex.xlsx"
    asked = ("--year", 2024, "--format", "xlsx", out)
    run(*asked, "--quarter", 2, "--snapshot", 1)
    assert values_of(load_workbook(out)) == values_of(opened(workbook_of(edition)))
    run(*asked, "--quarter", 2)
    assert "DỰ THẢO – số liệu chưa công bố" in above(load_workbook(out)[TARGETS])
    out.unlink()
    for arguments, said in (
        (("--quarter", 2, "--snapshot", 2), "bản công bố"),
        (("--quarter", 5), "quý 1 đến quý 4"),
        (("--quarter", 2, "--unit", "999"), "999"),
        (("--quarter", 2, "--unit", "01897"), "không có kế hoạch nào"),
    ):
        with pytest.raises(CommandError, match=f"(?i){said}"):
            run(*asked, *arguments)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE targets_edition SET content = content || ' '")
    with pytest.raises(CommandError, match="đã bị sửa"):
        run(*asked, "--quarter", 2, "--snapshot", 1)
    assert not list(tmp_path.iterdir())


def test_both_pages_offer_it_to_who_may_have_it(edition, client, province):
    on_overview = "/report.xlsx?year=2024&quarter=2&unit=06"
    of_edition = "/editions/2024/2/06/1/report.xlsx"
    for person, statuses in (
        (make_officer(province), (200, 200)),
        (make_officer(AdministrativeUnit.objects.get(code="061")), (403, 404)),
        (make_district_staff(AdministrativeUnit.objects.get(code="061")), (403, 403)),
    ):
        client.force_login(person)
        answers = [client.get(address) for address in (on_overview, of_edition)]
        assert tuple(one.status_code for one in answers) == statuses, person
        page = client.get("/?year=2024&quarter=2&unit=06").text
        assert (on_overview in page.replace("&amp;", "&")) is (statuses[0] == 200)
        assert (of_edition in client.get(edition.get_absolute_url()).text) is (statuses[1] == 200)
        if statuses[0] == 200:
            assert "phu-luc-06-2024-2.xlsx" in answers[0]["Content-Disposition"]
            assert "phu-luc-06-2024-2-1.xlsx" in answers[1]["Content-Disposition"]
            assert values_of(opened(answers[1].content)) == values_of(opened(workbook_of(edition)))


def test_units_of_today_leave_out_what_lies_in_those_of_the_time(client, province):
    client.force_login(make_officer(province))
    answer = client.get("/report.xlsx?year=2024&quarter=2&unit=06&units=now")
    lines = by_label(opened(answer.content)[REGISTRY])
    assert lines["Tổng số HTX"][DONE] == 385
    for label in ("THT chấm dứt hoạt động", "Tổng số cán bộ quản lý HTX"):
        assert lines[label][DONE] is None


def test_a_text_beyond_what_a_cell_holds_is_cut_where_it_can_be_seen():
    sheet = Sheet("Dài", "Dài", [], [Field("TT", 5), Field("Nội dung", 40)], [["1", "ừ " * 20_000]])
    (page,) = opened(workbook("Dài", [sheet]))
    row = next(row for row in page.iter_rows() if row[0].value == "1")
    assert len(row[1].value) == 32_767
    assert row[1].value.endswith("…")
    assert page.row_dimensions[row[0].row].height == 409


def test_who_moved_away_and_ended_elsewhere_ended_nowhere_here(province):
    elsewhere = make_district(make_province("07"), "071")
    group = make_group(AdministrativeUnit.objects.get(code="061"), founded_on=date(2023, 5, 1))
    move(group, elsewhere, date(2024, 2, 1))
    group.dissolved_on = date(2024, 3, 1)
    group.save()
    edition = publish(2024, 2, "06", reader=make_officer(province))
    paths = [one["path"] for one in json.loads(edition.records)["organisations"]]
    assert any(path.startswith("07/") for path in paths)
    rows = [by_label(book[REGISTRY]) for book in (opened(workbook_of(edition)), live())]
    ended = [
        {label: row[DONE] for label, row in one.items() if "giải thể" in label.lower()}
        for one in rows
    ]
    assert ended[0] == ended[1] != {}
    units = [
        {key: cell.value for key, cell in by_unit(book).items() if "Trực thuộc" in str(key)}
        for book in (opened(workbook_of(edition)), live())
    ]
    assert units[0] == units[1]
