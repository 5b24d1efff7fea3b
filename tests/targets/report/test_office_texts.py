"""The fixed texts of a unit's papers, their page, and the report on the overview."""

import pytest

from cooperatives.models import AdministrativeUnit
from targets.models import OfficeTexts
from targets.papers import pdf
from tests.factories import make_admin, make_district_staff, make_office_texts, make_officer
from tests.targets.report.docx_files import lines_of, opened

PAGE = "/papers/06/"
REPORT = "/report.docx?year=2024&quarter=3&unit=06"


@pytest.fixture
def officer(client, bac_kan):
    officer = make_officer(bac_kan)
    client.force_login(officer)
    return officer


def sent(client, **changed) -> dict:
    page = client.get(PAGE).context
    form = page["form"]
    data = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    data |= {form.add_initial_prefix(name): form[name].value() or "" for name in form.fields}
    return data | {"version": page["version"]} | changed


def test_what_an_officer_enters_stands_on_the_paper_line_by_line(client, officer):
    typed = sent(
        client, issuer="Ủy  ban nhân dân \n\n tỉnh Bắc Kạn", recipients="Như trên\nA & <B>"
    )
    assert client.post(PAGE, typed).status_code == 302
    texts = OfficeTexts.objects.get()
    assert (texts.issuer, texts.recipients) == (
        "Ủy ban nhân dân\ntỉnh Bắc Kạn",
        "Như trên\nA & <B>",
    )
    said = lines_of(opened(client.get(f"{PAGE}sample.docx").content).element.body)
    assert {"ỦY BAN NHÂN DÂN", "TỈNH BẮC KẠN", "- A & <B>.", "DỰ THẢO"} <= {*said}
    assert texts.history.get().history_user == officer


def test_what_somebody_else_stored_meanwhile_is_not_overwritten(client, officer, bac_kan):
    texts = make_office_texts(bac_kan)
    typed = sent(client, signer_name="Người của tôi")
    texts.signer_name = "Người khác"
    texts.symbol = "BC-KHAC"
    texts.save()
    answer = client.post(PAGE, typed)
    assert answer.status_code == 409
    texts.refresh_from_db()
    assert texts.signer_name == "Người khác"
    form = answer.context["form"]
    assert (form["signer_name"].value(), form["symbol"].value()) == ("Người của tôi", "BC-KHAC")
    assert "Người khác" in answer.content.decode()


def test_what_nobody_has_entered_yet_is_not_overwritten_either(client, officer, bac_kan):
    typed = sent(client, symbol="BC-MOT")
    make_office_texts(bac_kan, symbol="BC-HAI")
    assert client.post(PAGE, typed).status_code == 409
    assert OfficeTexts.objects.get().symbol == "BC-HAI"


def test_what_is_too_long_is_told_and_kept_in_the_form(client, officer):
    answer = client.post(PAGE, sent(client, symbol="X" * 31))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"symbol"}
    assert "X" * 31 in answer.content.decode()
    assert not OfficeTexts.objects.exists()


def test_sample_texts_that_somebody_changes_are_none_any_more(client, officer, bac_kan):
    make_office_texts(bac_kan, is_demo=True)
    client.post(PAGE, sent(client, place="Bắc Kạn"))
    assert not OfficeTexts.objects.get().is_demo


def test_who_works_for_the_unit_gets_its_report(client, bac_kan, ba_be):
    for person, status in [
        (make_officer(bac_kan), 200),
        (make_admin(), 200),
        (make_officer(ba_be), 403),
        (make_district_staff(ba_be), 403),
    ]:
        client.force_login(person)
        answer = client.get(REPORT)
        assert answer.status_code == status, person
        page = client.get("/?year=2024&quarter=3&unit=06").content.decode()
        assert ("/report.docx?" in page) is (status == 200), person


def test_what_there_is_no_report_of_is_not_found(client, officer):
    assert client.get("/report.odt?year=2024&quarter=3").status_code == 404
    assert client.get("/report.docx?year=2024&quarter=5").status_code == 404
    assert client.get("/papers/999/").status_code == 404


def test_without_libreoffice_there_is_word_alone(client, officer, monkeypatch):
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    page = client.get("/?year=2024&quarter=3").content.decode()
    assert "/report.docx?" in page
    assert "/report.pdf?" not in page
    answer = client.get("/report.pdf?year=2024&quarter=3", follow=True)
    assert answer.redirect_chain[0][0] == "/?year=2024&quarter=3"
    assert "apt-get install libreoffice-writer" in answer.content.decode()


def test_another_units_texts_are_not_found(client, ba_be):
    client.force_login(make_officer(ba_be))
    assert AdministrativeUnit.objects.filter(code="06").exists()
    assert client.get(PAGE).status_code == 404
    assert client.get("/papers/061/").status_code == 200


def of_preview(answer) -> list[str]:
    rows = answer.context["preview"]
    return [line.text for columns in rows for column in columns for line in column if line.text]


def test_the_page_shows_what_the_paper_says(client, officer, bac_kan):
    make_office_texts(bac_kan, signer_name="Trần Thị <B>")
    page = client.get(PAGE)
    sample = opened(client.get(f"{PAGE}sample.docx").content).element.body
    assert [one.replace("\xa0", " ") for one in of_preview(page)] == lines_of(sample)
    assert "Trần Thị &lt;B&gt;" in page.content.decode().split('id="preview"')[1]
    assert "Với nội dung đã lưu." in page.content.decode()


def test_a_preview_shows_what_was_typed_and_stores_nothing(client, officer, bac_kan):
    texts = make_office_texts(bac_kan, signer_name="Người đã lưu")
    page = client.post(PAGE, sent(client, signer_name="Người đang gõ", preview="1"))
    assert page.status_code == 200
    assert "Người đang gõ" in of_preview(page)
    assert page.context["form"]["signer_name"].value() == "Người đang gõ"
    assert "chưa lưu" in page.content.decode()
    texts.refresh_from_db()
    assert texts.signer_name == "Người đã lưu"
    # What is sent on from there is stored, and what was stored meanwhile is still told.
    assert client.post(PAGE, sent(client, signer_name="Người đang gõ")).status_code == 302


def test_what_somebody_else_stored_meanwhile_is_told_by_the_preview_too(client, officer, bac_kan):
    texts = make_office_texts(bac_kan)
    typed = sent(client, signer_name="Người của tôi", preview="1")
    texts.symbol = "BC-KHAC"
    texts.save()
    assert client.post(PAGE, typed).status_code == 409


def test_what_cannot_be_stored_has_no_preview(client, officer, bac_kan):
    page = client.post(PAGE, sent(client, symbol="B" * 31, preview="1"))
    assert page.context["preview"] == []
    assert page.context["form"].errors
