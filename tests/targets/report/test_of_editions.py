"""The report of an edition: what was published, whatever the records say since."""

import json
import subprocess
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from cooperatives.catalogue.figures import ENTERED as ENTERED_FIGURES
from cooperatives.history import Way, changes_by
from cooperatives.models import AdministrativeUnit, Cooperative, QuarterlyFigures, User
from cooperatives.rights.permissions import ADMIN
from targets.comparison.selection import NothingThereError, select
from targets.editions.content import progress_in
from targets.editions.publishing import publish
from targets.indicators import ENTERED
from targets.models import Edition, EnteredIndicator, Plan, Target
from targets.papers import pdf
from targets.report import annexes
from targets.report.asked import (
    BrokenEditionError,
    live_report,
    live_workbook,
    report_of,
    workbook_of,
)
from tests.factories import make_district_staff, make_entered_figure, make_officer, make_target
from tests.targets.report.docx_files import lines_of, opened, rows_of, sections, text_of, xml
from tests.targets.report.sentences import check_sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "demo_day")]

MILLION = 1_000_000
ADDRESS = "/editions/2024/2/06/1/report.docx"


@pytest.fixture(scope="module")
def demo(kept):
    kept(lambda: call_command("load_demo", verbosity=0))


@pytest.fixture
def province():
    return AdministrativeUnit.objects.get(code="06")


@pytest.fixture
def edition(province):
    return publish(2024, 2, "06", reader=make_officer(province))


def live() -> bytes:
    return live_report(select(year=2024, quarter=2, unit_code="06"), User(role=ADMIN.code))


def tables(content: bytes) -> list[list[list[str]]]:
    """All tables but head and foot, those of the annexes too."""
    elements = opened(content).element.body.iter("{*}tbl")
    return [rows_of(one) for one in elements if len(rows_of(one)) > 4]


def correct_a_figure() -> None:
    row = QuarterlyFigures.objects.counted().filter(year=2024, quarter=2, profit__gt=0).first()
    row.profit += 700 * MILLION
    with changes_by(None, Way.COMMAND):
        row.save()


def run(*arguments) -> str:
    out = StringIO()
    call_command("report", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_prints_what_was_published_whatever_was_corrected_or_renamed_since(edition):
    published, before = report_of(edition), tables(live())
    assert len(before) == 4
    assert tables(published) == before
    correct_a_figure()
    renamed = Cooperative.objects.get(registration_number=before[2][2][2])
    renamed.name = "Tên khác"
    renamed.save()
    now = tables(live())
    assert all(one != other for one, other in zip(now[1:], before[1:], strict=True))
    assert xml(report_of(edition)) == xml(published)


def test_every_number_of_its_sentences_is_one_of_the_edition(edition):
    published = report_of(edition)
    correct_a_figure()
    assert check_sentences(published, progress_in(json.loads(edition.content))) > 30


def test_it_bears_the_mark_of_its_edition_and_is_no_draft(edition):
    content = report_of(edition)
    said = " ".join(" ".join(lines_of(one)) for one in sections(opened(content))[0])
    assert "Số liệu công bố ngày 20/10/2024, bản số 1" in said
    assert "Đây là số liệu mẫu" in said
    assert "DỰ THẢO" not in " ".join(text_of(one) for one in opened(content).element.body)


def test_of_one_that_was_changed_in_the_database_none_is_made(edition, client, province, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE targets_edition SET records = records || ' '")
    with pytest.raises(BrokenEditionError):
        report_of(Edition.objects.get())
    out = tmp_path / "report.docx"
    with pytest.raises(CommandError, match="đã bị sửa"):
        run("--year", 2024, "--quarter", 2, "--snapshot", 1, "--format", "docx", out)
    assert not list(tmp_path.iterdir())
    client.force_login(make_officer(province))
    answer = client.get(ADDRESS, follow=True)
    assert "đã bị sửa" in " ".join(map(str, answer.context["messages"]))


def test_the_command_writes_that_of_an_edition_and_refuses_an_unknown_one(edition, tmp_path):
    out = tmp_path / "report.docx"
    asked = ("--year", 2024, "--quarter", 2, "--format", "docx", out)
    run(*asked, "--snapshot", 1)
    assert xml(out.read_bytes()) == xml(report_of(edition))
    out.unlink()
    with pytest.raises(CommandError, match="bản công bố"):
        run(*asked, "--snapshot", 2)
    assert not out.exists()


def test_where_no_pdf_can_be_made_both_pages_say_why(edition, client, province, monkeypatch):
    client.force_login(make_officer(province))
    pages = (edition.get_absolute_url(), "/?year=2024&quarter=2&unit=06")
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    for page in pages:
        said = client.get(page).text
        assert "PDF: máy chủ chưa có LibreOffice" in said
        assert "report.pdf" not in said
    monkeypatch.setattr(pdf, "PROGRAMS", ("sh",))
    for page in pages:
        said = client.get(page).text
        assert "chưa có LibreOffice" not in said
        assert "report.pdf" in said


@pytest.mark.skipif(not pdf.has_libreoffice(), reason="LibreOffice is not installed")
def test_its_text_takes_two_pages(edition, tmp_path):
    file = tmp_path / "r.pdf"
    file.write_bytes(pdf.as_pdf(report_of(edition)))
    said = subprocess.run(  # noqa: S603
        ["pdftotext", "-layout", str(file), "-"],  # noqa: S607
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert "Phụ lục I\n" in said.split("\f")[2]


def test_its_sentences_cite_who_issued_the_plan(edition):
    said = " ".join(" ".join(lines_of(one)) for one in sections(opened(report_of(edition)))[0])
    assert "532/KH-UBND ngày 07/8/2023 của Ủy ban nhân dân tỉnh Bắc Kạn về phát triển" in said


def test_its_page_offers_it_to_who_reads_all_of_its_rows(edition, client, province):
    client.force_login(make_officer(province))
    assert f'href="{ADDRESS}"' in client.get(edition.get_absolute_url()).text
    answer = client.get(ADDRESS)
    assert "bao-cao-06-2024-2-1.docx" in answer["Content-Disposition"]
    assert xml(answer.content) == xml(report_of(edition))
    for person, status in (
        (make_officer(AdministrativeUnit.objects.get(code="061")), 404),
        (make_district_staff(AdministrativeUnit.objects.get(code="061")), 403),
    ):
        client.force_login(person)
        assert client.get(ADDRESS).status_code == status


@pytest.fixture
def of_an_entered_figure(province):
    """An edition with a target for an indicator over a figure that was entered."""
    make_entered_figure("workers_total", name_vi="lao động")
    EnteredIndicator.objects.create(
        code="workers", name_vi="Tổng số lao động", rule="sum", of="workers_total"
    )
    make_target(Plan.objects.get(number="532/KH-UBND"), "workers", value=900, place=9)
    return publish(2024, 2, "06", reader=make_officer(province))


def test_of_one_whose_figure_was_deleted_past_the_app_none_is_made(
    of_an_entered_figure, client, province, tmp_path
):
    edition = of_an_entered_figure
    assert report_of(edition)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cooperatives_enteredfigure")
    ENTERED_FIGURES.forget()
    ENTERED.forget()
    for make in (report_of, workbook_of):
        with pytest.raises(BrokenEditionError, match="Tổng số lao động"):
            make(edition)
    asked = ("--year", 2024, "--quarter", 2, "--snapshot", 1)
    for form in ("docx", "xlsx"):
        with pytest.raises(CommandError, match="đã bị xóa trong cơ sở dữ liệu"):
            run(*asked, "--format", form, tmp_path / f"r.{form}")
    assert not list(tmp_path.iterdir())
    client.force_login(make_officer(province))
    assert ADDRESS not in client.get(edition.get_absolute_url()).text
    answer = client.get(ADDRESS, follow=True)
    assert "Tổng số lao động" in " ".join(map(str, answer.context["messages"]))


def test_its_annexes_name_figures_as_they_were_called_then(edition, monkeypatch):
    published = xml(report_of(edition))
    assert "Doanh thu (triệu đồng)" in published
    renamed = [replace(one, name=f"{one.name} mới") for one in annexes.BUILT_IN]
    monkeypatch.setattr(annexes, "BUILT_IN", renamed)
    assert "Doanh thu mới (triệu đồng)" in xml(live())
    assert xml(report_of(edition)) == published


def test_a_unit_for_which_nobody_set_a_target_has_no_report(client, province, tmp_path):
    commune = AdministrativeUnit.objects.get(code="01897")
    asked = select(year=2024, quarter=2, unit_code=commune.code)
    for make in (lambda: live_report(asked, User(role=ADMIN.code)), lambda: live_workbook(asked)):
        with pytest.raises(NothingThereError, match="xã Hà Hiệu trong năm 2024"):
            make()
    with pytest.raises(CommandError, match="xã Hà Hiệu trong năm 2024"):
        run("--year", 2024, "--quarter", 2, "--unit", "01897", "--format", "docx", tmp_path / "r")
    assert not list(tmp_path.iterdir())
    client.force_login(make_officer(province))
    for code, is_offered in (("01897", False), ("061", True), ("06", True)):
        page = client.get(f"/?year=2024&quarter=2&unit={code}").text
        assert ("/report.docx" in page) is is_offered, code
        answer = client.get(f"/report.docx?year=2024&quarter=2&unit={code}")
        assert answer.status_code == (200 if is_offered else 404), code
    edition = publish(2024, 2, "01897", reader=make_officer(province))
    with pytest.raises(NothingThereError):
        report_of(edition)
    assert "report.docx" not in client.get(edition.get_absolute_url()).text
    Target.objects.filter(unit__code="061").delete()
    assert live_report(select(year=2024, quarter=2, unit_code="061"), User(role=ADMIN.code))
