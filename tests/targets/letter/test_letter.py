"""The letter that urges: its form, what it tells of whom, and that it is noted."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from docx.oxml.ns import qn

from cooperatives.catalogue.figures import codes
from cooperatives.ground.calendar import Quarter
from cooperatives.models import (
    AdministrativeUnit,
    LetterDrafted,
    Organisation,
    QuarterlyReturn,
    ReturnStep,
    UnitSuccession,
)
from cooperatives.returns.sheet import filled_of, quarterly_sheet
from cooperatives.returns.submission import readiness_of
from cooperatives.returns.urging import urged_units
from cooperatives.returns.weighing import weighed
from targets.letter.text import symbol_of
from tests.factories import (
    close_year,
    make_admin,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_office_texts,
    make_officer,
    make_province,
    make_return,
    open_year,
)
from tests.targets.report.docx_files import (
    has,
    lines_of,
    opened,
    rows_of,
    run_of,
    sections,
    size_of,
    text_of,
    xml,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

FULL = dict.fromkeys(codes(), 1) | {"managers_total": 3}
THIRD = Quarter(2024, 3)
LATE, RETURNED, SENT, WHOLE, DRAFT = "061", "062", "063", "064", "065"
TEXTS = {
    "recipients": "Như trên\nThường trực Tỉnh ủy\nLưu: VT, KT",
    "signing_for": "TM. Ủy ban nhân dân",
    "signer_title": "Chủ tịch",
    "signer_name": "Nguyễn Thị Ký",
}
NONE = "Chưa có số liệu nào"


def make_world():
    """Five districts: one never began its return, one is to correct it, one sent it with a blank,
    one sent it whole, one has it ready and has not sent it.
    """
    province = make_province()
    open_year(province)
    make_office_texts(province, **TEXTS)
    names = {LATE: "Ba Bể", RETURNED: "Chợ Đồn", SENT: "Na Rì", WHOLE: "Ngân Sơn", DRAFT: "Pác Nặm"}
    units = {
        code: make_district(province, code, name=f"Huyện {name}") for code, name in names.items()
    }
    commune = make_commune(units[LATE])
    make_cooperative(commune, name="HTX Đá", registration_number="B2")
    make_cooperative(commune, name="HTX Cam", registration_number="B1")
    states = {RETURNED: "returned", SENT: "submitted", WHOLE: "approved", DRAFT: "draft"}
    filed = {code: make_return(units[code], 2024, 3, state=state) for code, state in states.items()}
    for code in (SENT, WHOLE):
        step(filed[code], "submit", "2024-10-10T08:00+07:00")
    step(filed[RETURNED], "submit", "2024-10-10T08:00+07:00")
    step(filed[RETURNED], "send_back", "2024-10-16T08:00+07:00", reason="Doanh thu sai đơn vị.")
    rows = {
        RETURNED: (("An", {"profit": None, "revenue": None}), ("Bưởi", {}), ("Cốm", None)),
        SENT: (("Dừa", {"member_count": None}), ("Đào", {})),
        WHOLE: (("Ếch", {}),),
        DRAFT: (("Gạo", {}),),
    }
    for code, made in rows.items():
        for name, blank in made:
            cooperative = make_cooperative(units[code], name=f"HTX {name}")
            if blank is not None:
                figures = FULL | blank
                make_figures(cooperative, 2024, 3, quarterly_return=filed[code], **figures)
    return province


def step(filed, name, at, **fields):
    return ReturnStep.objects.create(quarterly_return=filed, step=name, at=at, **fields)


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_world)


@pytest.fixture
def province(made):
    return AdministrativeUnit.objects.get(pk=made.pk)


@pytest.fixture
def officer(client, province):
    officer = make_officer(province)
    client.force_login(officer)
    return officer


def unit(code):
    return AdministrativeUnit.objects.get(code=code)


def to(code, quarter=3, year=2024):
    return f"/letters/{year}/{quarter}/{code}/"


TO_ALL = "/letters/2024/3/"


def body(answer):
    assert answer.status_code == 200, answer.headers
    return opened(answer.content).element.body


def said_in(answer) -> str:
    """The text of the letter itself, its annex left out, as one line."""
    first = sections(opened(answer.content))[0]
    return " ".join(" ".join(line for one in first for line in lines_of(one)).split())


def annex_of(answer) -> list[list[str]]:
    """The rows of its annex without their numbers and the head; [] without an annex."""
    _text, *annexes = sections(opened(answer.content))
    if not annexes:
        return []
    (annex,) = annexes
    (table,) = [one for one in annex if one.tag == qn("w:tbl")]
    return [row[1:] if len(row) > 1 else row for row in rows_of(table)[1:]]


def why_not(client, address, **data) -> str:
    """The sentence that stands for a letter; nothing is noted then."""
    noted = LetterDrafted.objects.count()
    answer = client.post(address, data)
    assert answer.status_code == 302
    assert LetterDrafted.objects.count() == noted
    *_earlier, message = get_messages(answer.wsgi_request)
    return str(message)


# --- The form -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "size", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 24, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 26, True, False),
        ("TỈNH BẮC KẠN", 24, True, False),
        ("Số:", 26, False, False),
        ("V/v đôn đốc", 24, False, False),
        ("Bắc Kạn, ngày", 26, False, True),
        ("Kính gửi: Ủy ban nhân dân huyện Ba Bể.", 26, False, False),
        ("Nơi nhận:", 24, True, True),
        ("- Như trên;", 22, False, False),
        ("- Lưu: VT, KT.", 22, False, False),
        ("TM. ỦY BAN", 26, True, False),
        ("Nguyễn Thị Ký", 26, True, False),
        ("DANH SÁCH HỢP TÁC XÃ", 26, True, False),
        ("(Kèm theo Công văn số", 26, False, True),
    ],
)
@pytest.mark.usefixtures("officer")
def test_each_element_has_its_letters(client, said, size, bold, italic):
    run = run_of(body(client.post(to(LATE))), said)
    assert (size_of(run), has(run, "b"), has(run, "i")) == (size, bold, italic)


@pytest.mark.usefixtures("officer")
def test_what_it_is_about_stands_centred_below_the_number_6_points_away(client):
    """A letter has no title, and no abbreviation of its kind in its symbol."""
    letter = body(client.post(to(LATE)))
    lines = lines_of(letter)
    assert not [line for line in lines if line.isupper() and "CÔNG VĂN" in line]
    number = next(place for place, line in enumerate(lines) if line.startswith("Số:"))
    assert lines[number].split() == ["Số:", "/UBND-"]
    assert " ".join(lines[number + 1 : number + 3]) == "V/v đôn đốc gửi biểu báo cáo quý III/2024"
    line = next(one for one in letter.iter(qn("w:p")) if text_of(one).startswith("V/v"))
    properties = line.find(qn("w:pPr"))
    assert properties.find(qn("w:jc")).get(qn("w:val")) == "center"
    assert properties.find(qn("w:spacing")).get(qn("w:before")) == "120"


@pytest.mark.usefixtures("officer")
def test_text_and_annex_end_with_the_mark_and_nobody_signs(client):
    answer = client.post(TO_ALL)
    text, annex = sections(opened(answer.content))
    lines = [line for one in text for line in lines_of(one)]
    assert lines[lines.index("Nơi nhận:") - 1].endswith("./.")
    assert lines_of(annex[-1])[-1].endswith("./.")
    assert "<w:drawing" not in xml(answer.content)
    assert "DỰ THẢO" not in lines


@pytest.mark.parametrize(
    ("of_reports", "of_letters"),
    [("BC-UBND", "UBND-"), ("BC-SKHĐT-KTTT", "SKHĐT-KTTT"), ("", ""), ("BC", "")],
)
def test_a_letters_symbol_is_that_of_the_office(of_reports, of_letters):
    assert symbol_of(of_reports).strip() == of_letters


def test_without_fixed_texts_there_are_gaps(client, province):
    client.force_login(make_officer(province))
    province.office_texts.delete()
    letter = body(client.post(to(LATE)))
    lines = [" ".join(line.split()) for line in lines_of(letter)]
    assert "Số: /" in lines
    assert ", ngày tháng năm 2024" in lines
    for known in ("UBND", "TM.", "CHỦ TỊCH", "Bắc Kạn", "Lưu"):
        assert not any(known in line for line in lines), known


# --- What it tells --------------------------------------------------------------------------------


@pytest.mark.usefixtures("officer")
def test_one_that_never_began_is_urged_with_its_due_day_and_its_list(client):
    answer = client.post(to(LATE))
    said = said_in(answer)
    assert "Tính đến ngày 20/10/2024, huyện Ba Bể chưa gửi biểu báo cáo quý III/2024" in said
    assert "từ ngày 01/7/2024 đến ngày 30/9/2024" in said
    assert "hạn gửi ngày 15/10/2024, đã quá hạn 05 ngày" in said
    assert "còn 02/02 HTX thiếu số liệu, trong đó 02 HTX chưa có số liệu nào" in said
    assert "Ủy ban nhân dân tỉnh Bắc Kạn đề nghị Ủy ban nhân dân huyện Ba Bể bổ sung" in said
    assert annex_of(answer) == [
        ["Huyện Ba Bể (2 HTX)"],
        ["HTX Cam", "B1", NONE],
        ["HTX Đá", "B2", NONE],
    ]


@pytest.mark.usefixtures("officer")
def test_one_that_is_to_correct_reads_why_and_whose_figures_lack_first(client):
    answer = client.post(to(RETURNED))
    said = said_in(answer)
    assert "trả lại ngày 16/10/2024, lý do: Doanh thu sai đơn vị." in said
    assert "sửa theo lý do đã nêu, bổ sung số liệu còn thiếu và gửi lại biểu" in said
    rows = [[row[0], row[-1]] for row in annex_of(answer)[1:]]
    assert rows == [["HTX Cốm", NONE], ["HTX An", "Doanh thu; Lợi nhuận"]]


@pytest.mark.usefixtures("officer")
def test_one_that_sent_blanks_is_asked_for_them_alone(client):
    answer = client.post(to(SENT))
    said = said_in(answer)
    assert "V/v bổ sung số liệu báo cáo quý III/2024" in said
    assert "huyện Na Rì đã gửi biểu báo cáo" in said
    assert "quá hạn" not in said
    assert [row[0] for row in annex_of(answer)[1:]] == ["HTX Dừa"]


@pytest.mark.usefixtures("officer")
def test_one_that_lacks_nothing_but_the_sending_has_no_annex(client):
    answer = client.post(to(DRAFT))
    assert "huyện Pác Nặm chưa gửi" in said_in(answer)
    assert "bổ sung" not in said_in(answer)
    assert annex_of(answer) == []


@pytest.mark.usefixtures("officer")
def test_one_letter_goes_to_all_that_owe_something_and_to_no_other(client):
    answer = client.post(TO_ALL)
    lines = lines_of(body(answer))
    start = lines.index("Kính gửi:")
    assert lines[start + 1 : start + 5] == [
        "- Ủy ban nhân dân huyện Ba Bể;",
        "- Ủy ban nhân dân huyện Chợ Đồn;",
        "- Ủy ban nhân dân huyện Na Rì;",
        "- Ủy ban nhân dân huyện Pác Nặm.",
    ]
    said = said_in(answer)
    assert "a) Chưa gửi, đã quá hạn: huyện Ba Bể (quá hạn 05 ngày); huyện Pác Nặm" in said
    assert "b) Phải sửa và gửi lại: huyện Chợ Đồn (trả lại ngày 16/10/2024, lý do:" in said
    assert "c) Đã gửi nhưng còn thiếu số liệu: huyện Na Rì." in said
    assert "Ngân Sơn" not in " ".join(lines)
    table = opened(answer.content).tables[1]._tbl
    assert rows_of(table)[1:] == [
        ["1", "Huyện Ba Bể", "15/10/2024", "Chưa gửi, quá hạn 5 ngày", "2", "2", "2"],
        ["2", "Huyện Chợ Đồn", "15/10/2024", "Trả lại ngày 16/10/2024", "3", "2", "1"],
        ["3", "Huyện Na Rì", "15/10/2024", "Đã gửi, chờ duyệt", "2", "1", "0"],
        ["4", "Huyện Pác Nặm", "15/10/2024", "Chưa gửi, quá hạn 5 ngày", "1", "0", "0"],
    ]
    assert [row[0] for row in annex_of(answer)] == [
        *("Huyện Ba Bể (2 HTX)", "HTX Cam", "HTX Đá"),
        *("Huyện Chợ Đồn (2 HTX)", "HTX Cốm", "HTX An"),
        *("Huyện Na Rì (1 HTX)", "HTX Dừa"),
    ]


def test_it_may_go_to_those_alone_that_have_not_sent_it(client, officer):
    codes_of = {one.owed.unit.code for one in urged_units(officer, None, THIRD)}
    assert codes_of == {LATE, RETURNED, SENT, DRAFT}
    content = client.post(TO_ALL, {"only_to_do": "on"}).content
    noted = set(LetterDrafted.objects.values_list("unit__code", flat=True))
    assert noted == {LATE, RETURNED, DRAFT}
    said = text_of(opened(content).element.body)
    assert "Ba Bể" in said
    assert "Na Rì" not in said


def test_where_all_was_sent_nobody_of_those_is_urged(client, officer):
    QuarterlyReturn.objects.exclude(unit__code=SENT).update(state="approved")
    Organisation.objects.filter(placements__unit__path__startswith="06/061").delete()
    answer = client.post(TO_ALL, {"only_to_do": "on"}, follow=True)
    assert "đã gửi đủ" in answer.content.decode()
    assert not LetterDrafted.objects.exists()


def test_those_that_are_all_alike_have_no_letters_before_them(client):
    province = make_province("20", name="Tỉnh Khác")
    open_year(province)
    for code in ("180", "181"):
        make_cooperative(make_district(province, code))
    client.force_login(make_officer(province))
    said = said_in(client.post(TO_ALL))
    assert "như sau: Chưa gửi, đã quá hạn: " in said
    assert " a) " not in said


@pytest.mark.parametrize("code", [LATE, RETURNED, SENT, DRAFT])
def test_the_list_is_what_the_returns_page_says_is_missing(client, officer, code):
    sheet = quarterly_sheet(officer, 2024, 3, code)
    rows = sheet.rows()
    assert filled_of(rows) == sheet.filled()
    missing = {row.name: row for row in readiness_of(rows).missing}
    assert {row.name for _place, row in weighed(rows).blank} == missing.keys()
    listed = annex_of(client.post(to(code)))[1:]
    assert {row[0] for row in listed} == missing.keys()
    for name, number, blank in listed:
        labels = "; ".join(str(cell.column.label) for cell in missing[name].blank_cells)
        assert number == missing[name].number
        assert blank == (NONE if missing[name].is_blank else labels)


@pytest.mark.usefixtures("officer")
def test_days_of_their_own_stand_with_each(client):
    make_return(unit(LATE), 2024, 3, state="draft", moved_due_on=date(2024, 10, 31))
    said = said_in(client.post(TO_ALL))
    assert "đã quá hạn: huyện Pác Nặm (hạn gửi ngày 15/10/2024, quá hạn 05 ngày)" in said
    assert "chưa đến hạn: huyện Ba Bể (hạn gửi ngày 31/10/2024)" in said
    assert "Huyện Ba Bể bổ sung số liệu còn thiếu và gửi biểu báo cáo quý III/2024" in said
    assert "đúng hạn, chậm nhất ngày 31/10/2024" in said


@pytest.mark.usefixtures("officer")
def test_blank_figures_of_a_unit_itself_are_named(client):
    make_entered_figure("advisers", name_vi="Số cán bộ theo dõi", reported_by="unit")
    said = said_in(client.post(to(DRAFT)))
    assert "Số liệu chung của huyện Pác Nặm còn để trống: Số cán bộ theo dõi." in said
    # What was whole before lacks it too.
    assert "huyện Ngân Sơn đã gửi biểu báo cáo" in said_in(client.post(to(WHOLE)))


def test_an_ended_unit_is_urged_through_who_took_over(client, officer, province):
    ended = make_district(province, "070", name="Huyện Cũ", valid_to=date(2024, 10, 1))
    UnitSuccession.objects.create(predecessor=ended, successor=unit(WHOLE), on=ended.valid_to)
    make_cooperative(ended, name="HTX Còn lại")
    lines = lines_of(body(client.post(TO_ALL)))
    assert "- Ủy ban nhân dân huyện Ngân Sơn;" in lines
    assert "Huyện Cũ" in lines
    assert not any("nhân dân huyện Cũ" in line for line in lines)


@pytest.mark.usefixtures("officer")
def test_many_are_not_written_to_by_name(client, province):
    for number in range(10):
        make_cooperative(make_district(province, f"1{number:02d}"), name="HTX Xa")
    answer = client.post(TO_ALL)
    assert "Kính gửi: Ủy ban nhân dân 14 đơn vị có tên tại Bảng 1." in said_in(answer)


@pytest.mark.parametrize("is_demo", [True, False])
@pytest.mark.usefixtures("officer")
def test_invented_records_are_said_to_be_such(client, is_demo):
    make_cooperative(unit(LATE), name="HTX Mẫu", is_demo=is_demo)
    assert ("Đây là số liệu mẫu" in said_in(client.post(to(LATE)))) is is_demo
    assert LetterDrafted.objects.get().is_demo is is_demo


@pytest.mark.usefixtures("officer")
def test_it_is_vietnamese_on_an_english_page(client):
    client.cookies["django_language"] = "en"
    said = said_in(client.post(TO_ALL))
    assert "huyện Ba Bể (quá hạn 05 ngày)" in said


def test_odd_letters_stand_as_they_are(client, officer):
    odd = "=1+1 <b>&amp; {0} %s"
    make_cooperative(unit(LATE), name=odd, registration_number="X")
    assert [odd, "X", NONE] in annex_of(client.post(to(LATE)))


# --- That it is noted -----------------------------------------------------------------------------


def test_the_day_is_noted_and_shown_on_the_returns_page_and_in_the_list(client, officer):
    page, words = f"/returns/2024/3/{LATE}/", "Công văn đôn đốc đã soạn ngày 20/10/2024"
    before = client.get(page).content.decode()
    assert to(LATE) in before
    assert words not in before
    client.post(to(LATE))
    noted = LetterDrafted.objects.get()
    assert (noted.unit.code, noted.period, noted.by) == (LATE, THIRD, officer)
    assert noted.history.get().history_user == officer
    assert f"{words} ({officer})" in client.get(page).content.decode()
    listed = client.get("/returns/").context["rows"]
    assert {one.owed.unit.code for one in listed if one.letter} == {LATE}
    assert "công văn đôn đốc 20/10/2024" in client.get("/returns/").content.decode()
    client.force_login(make_district_staff(unit(LATE)))
    mine = client.get(page).content.decode()
    assert words in mine
    assert to(LATE) not in mine


@pytest.mark.usefixtures("officer")
def test_one_to_all_is_noted_at_each_and_every_letter_stays(client):
    client.post(to(LATE))
    client.post(TO_ALL)
    noted = LetterDrafted.objects.order_by("unit__code", "pk")
    assert [one.unit.code for one in noted] == [LATE, LATE, RETURNED, SENT, DRAFT]
    rounds = client.get(f"/returns/2024/3/{LATE}/").context["letters"]
    assert len(rounds) == 2
    assert rounds[0].at >= rounds[1].at


@pytest.mark.usefixtures("officer")
def test_it_is_of_its_quarter(client):
    client.post(to(LATE))
    assert client.get(f"/returns/2024/2/{LATE}/").context["letters"] == []
    rows = client.get("/returns/?year=2024&quarter=2").context["rows"]
    assert not any(one.letter for one in rows)


@pytest.mark.usefixtures("officer")
def test_the_file_says_to_the_page_that_it_is_there(client):
    assert client.post(to(LATE), {"drafted": "1729"}).cookies["drafted"].value == "1729"
    assert "drafted" not in client.post(to(LATE), {"drafted": "x; a=b"}).cookies


# --- When there is none ---------------------------------------------------------------------------


@pytest.mark.usefixtures("officer")
def test_nothing_owed_is_said(client):
    assert why_not(client, to(WHOLE)) == (
        "Không có biểu nào quá hạn hay thiếu số liệu quý III/2024: không có đơn vị nào để đôn đốc."
    )
    page = client.get(f"/returns/2024/3/{WHOLE}/").content.decode()
    assert "data-drafts" not in page


@pytest.mark.usefixtures("officer")
def test_nobody_of_all_owes_anything(client):
    assert "không có đơn vị nào để đôn đốc" in why_not(client, TO_ALL, unit=WHOLE)
    page = client.get(f"/returns/?year=2024&quarter=3&unit={WHOLE}").content.decode()
    assert "data-drafts" not in page


@pytest.mark.parametrize("quarter", [(2024, 4), (2025, 1)])
@pytest.mark.usefixtures("officer")
def test_before_the_quarters_end_nobody_is_urged(client, quarter):
    year, number = quarter
    day = "31/12/2024" if number == 4 else "31/3/2025"
    for address in (to(LATE, number, year), f"/letters/{year}/{number}/"):
        assert f"kết thúc ngày {day}" in why_not(client, address)
    if number == 4:
        assert "data-drafts" not in client.get(f"/returns/2024/4/{LATE}/").content.decode()
        assert "data-drafts" not in client.get("/returns/?year=2024&quarter=4").content.decode()


def test_in_a_closed_year_nobody_is_urged(client, officer, province):
    close_year(province, 2024)
    for address in (to(LATE), TO_ALL):
        assert why_not(client, address) == "Năm 2024 đã khóa sổ: không nhập thêm số liệu."
    assert "data-drafts" not in client.get(f"/returns/2024/3/{LATE}/").content.decode()


@pytest.mark.usefixtures("officer")
def test_a_year_never_opened_owes_nothing(client):
    assert "không có đơn vị nào" in why_not(client, to(LATE, 3, 2023))


def test_nobody_writes_to_the_own_unit(client, province):
    client.force_login(make_officer(unit(LATE)))
    assert "của chính đơn vị bạn" in why_not(client, to(LATE))
    assert "không có đơn vị nào" in why_not(client, TO_ALL)
    assert "data-drafts" not in client.get(f"/returns/2024/3/{LATE}/").content.decode()
    assert client.post(to(RETURNED)).status_code == 404
    assert client.post(TO_ALL, {"unit": RETURNED}).status_code == 404
    assert not LetterDrafted.objects.exists()


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    "address",
    ["/letters/2024/5/", "/letters/1900/1/", "/letters/2024/3/099/", "/letters/2024/5/061/"],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.post(address).status_code == 404


@pytest.mark.usefixtures("officer")
def test_only_a_form_that_is_sent_drafts_one(client):
    for address in (to(LATE), TO_ALL):
        assert client.get(address).status_code == 405
    assert not LetterDrafted.objects.exists()


def test_district_staff_write_none(client):
    client.force_login(make_district_staff(unit(LATE)))
    for address in (to(LATE), TO_ALL):
        assert client.post(address).status_code == 403
    assert not LetterDrafted.objects.exists()


# --- Of whom --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("officer")
def test_the_list_asks_about_the_unit_that_it_shows(client):
    page = client.get(f"/returns/?year=2024&quarter=3&unit={RETURNED}").content.decode()
    assert f'name="unit" value="{RETURNED}"' in page
    answer = client.post(TO_ALL, {"unit": RETURNED})
    assert "Kính gửi: Ủy ban nhân dân huyện Chợ Đồn." in said_in(answer)
    assert [one.unit.code for one in LetterDrafted.objects.all()] == [RETURNED]


def test_who_works_for_no_unit_writes_in_the_name_of_the_one_above(client, province):
    client.force_login(make_admin())
    assert "TỈNH BẮC KẠN" in said_in(client.post(TO_ALL))
    make_cooperative(make_district(make_province("20", name="Tỉnh Khác"), "180"))
    open_year(unit("20"))
    assert "TỈNH BẮC KẠN" not in said_in(client.post(TO_ALL))


def test_the_statements_do_not_grow_with_units(officer, province, django_assert_max_num_queries):
    for number in range(10):
        make_cooperative(make_district(province, f"1{number:02d}"), name="HTX Xa")
    with django_assert_max_num_queries(10):
        assert len(urged_units(officer, province, THIRD)) == 14
