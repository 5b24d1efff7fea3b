"""Every page's frame: language, sign-in, errors and the policy, for whoever asks."""

import html
import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

from cooperatives.models import AdministrativeUnit, CooperativeGroup, User
from plan_tracker import __version__
from tests.factories import (
    make_district,
    make_district_staff,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_target,
)

PASSWORD = "mat-khau-dai-1"


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss", PASSWORD, full_name="Nguyễn Văn A")


@pytest.fixture
def signed_in(boss, client):
    client.force_login(boss)
    return client


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


def test_it_speaks_vietnamese_whatever_the_browser_prefers(client):
    response = client.get("/sign-in/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "vi"
    assert "Đăng nhập" in response.text
    assert '<html lang="vi"' in response.text


def test_the_person_chooses_english_and_stays_on_the_page(client):
    response = client.post("/language/", {"language": "en", "next": "/sign-in/?next=/plans/"})
    assert response.url == "/sign-in/?next=/plans/"
    assert "Sign in" in client.get("/sign-in/").text


def test_an_unknown_language_is_vietnamese(client):
    client.cookies["django_language"] = "xx"
    assert "Đăng nhập" in client.get("/sign-in/").text


def test_the_language_switch_leads_to_no_foreign_site(client):
    response = client.post("/language/", {"language": "en", "next": "https://example.com/"})
    assert response.url == "/"


def test_anonymous_people_are_asked_to_sign_in_and_led_back(client):
    response = client.get("/plans/?year=2024")
    assert response.url == "/sign-in/?next=/plans/%3Fyear%3D2024"
    assert "Hãy đăng nhập để xem trang đó." in client.get(response.url).text


def test_signing_in_leads_to_the_page_that_was_asked_for(client, boss):
    response = client.post(
        "/sign-in/", {"username": "boss", "password": PASSWORD, "next": "/plans/"}
    )
    assert response.url == "/plans/"


def sign_in(client, user, **data):
    user.set_password(PASSWORD)
    user.save()
    client.logout()
    return client.post("/sign-in/", {"username": user.username, "password": PASSWORD, **data}).url


def test_district_staff_land_on_their_returns_and_others_on_the_overview(client, db, boss):
    province = make_province()
    staff, officer = make_district_staff(make_district(province)), make_officer(province)
    assert sign_in(client, staff) == "/returns/"
    assert sign_in(client, officer) == "/"
    assert sign_in(client, boss) == "/"


def test_who_opens_the_bare_address_of_the_site_lands_there_too(client, db):
    staff = make_district_staff(make_district(make_province()))
    asked = client.get("/")
    assert asked.url == "/sign-in/?next=/"
    assert sign_in(client, staff, next="/") == "/returns/"


RETURN = "/returns/2024/3/061/"


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        (f"http://testserver{RETURN}?a=b", f"{RETURN}%3Fa%3Db"),
        ("http://elsewhere.example/", f"{RETURN}sending-back/"),
        ("", f"{RETURN}sending-back/"),
    ],
)
def test_who_sends_a_form_after_the_sign_in_has_ended_comes_back_to_it(
    client, db, referer, leads_to
):
    headers = {"referer": referer} if referer else {}
    sent = client.post(f"{RETURN}sending-back/", {"reason": "sai"}, headers=headers)
    assert sent.url == f"/sign-in/?next={leads_to}"


def test_a_page_that_was_asked_for_wins_over_the_landing(client, db):
    staff = make_district_staff(make_district(make_province()))
    assert sign_in(client, staff, next="/?quarter=2") == "/?quarter=2"
    assert sign_in(client, staff, next="/plans/") == "/plans/"


def test_who_is_signed_in_already_is_led_on(client, db):
    client.force_login(make_district_staff(make_district(make_province())))
    assert client.get("/sign-in/").url == "/returns/"


def test_signing_in_leads_to_no_foreign_site(client, boss):
    response = client.post(
        "/sign-in/", {"username": "boss", "password": PASSWORD, "next": "https://example.com/"}
    )
    assert response.url == "/"


def test_a_wrong_password_is_said_and_keeps_the_name(client, boss):
    response = client.post("/sign-in/", {"username": "boss", "password": "sai"})
    assert response.status_code == 200
    assert 'value="boss"' in response.text
    assert 'role="alert"' in response.text


def test_an_inactive_account_does_not_sign_in(client, boss):
    User.objects.filter(pk=boss.pk).update(is_active=False)
    response = client.post("/sign-in/", {"username": "boss", "password": PASSWORD})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(signed_in):
    assert signed_in.get("/sign-out/").status_code == 405
    assert signed_in.post("/sign-out/").url == "/sign-in/"
    assert "_auth_user_id" not in signed_in.session


def test_changing_the_password_takes_the_old_one(signed_in, boss):
    new = {"new_password1": "mot-mat-khau-khac-2", "new_password2": "mot-mat-khau-khac-2"}
    refused = signed_in.post("/password/", {"old_password": "sai", **new})
    assert refused.status_code == 200
    accepted = signed_in.post("/password/", {"old_password": PASSWORD, **new})
    assert accepted.url == "/password/done/"
    assert "Đã đổi mật khẩu" in signed_in.get(accepted.url).text
    boss.refresh_from_db()
    assert boss.check_password("mot-mat-khau-khac-2")


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(("language", "said"), [("vi", "Không tìm thấy"), ("en", "Not found")])
def test_a_missing_page_is_ours(signed_in, settings, debug, language, said):
    settings.DEBUG = debug
    signed_in.cookies["django_language"] = language
    response = signed_in.get("/there-is-no-such-page/")
    assert response.status_code == 404
    assert f"<h1>{said}</h1>" in response.text


def test_a_missing_record_is_ours_under_debug_too(signed_in, settings):
    settings.DEBUG = True
    response = signed_in.get("/organisations/999999/")
    assert response.status_code == 404
    assert "<h1>Không tìm thấy</h1>" in response.text


def test_the_api_answers_errors_in_json(signed_in):
    response = signed_in.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.json() == {"error": "Không có gì tại địa chỉ này."}


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Vui lòng gửi lại"), ("en", "Please send it again")]
)
def test_a_page_open_too_long_is_explained(db, language, said):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = language
    response = strict.post("/sign-in/", {"username": "x", "password": "x"})
    assert response.status_code == 403
    assert f"<h1>{said}</h1>" in response.text


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Đã xảy ra lỗi"), ("en", "Something went wrong")]
)
def test_a_failure_is_ours_and_asks_no_database(client, monkeypatch, language, said):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    # Without a database mark any query here would fail, and so the page too.
    monkeypatch.setattr("django.contrib.auth.views.LoginView.dispatch", fail)
    client.cookies["django_language"] = language
    client.raise_request_exception = False
    response = client.get("/sign-in/")
    assert response.status_code == 500
    assert f"<h1>{said}</h1>" in response.text


def test_the_process_says_that_it_lives_without_a_database(client):
    """Any query fails: the test has no database."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


@pytest.mark.parametrize("path", ["/sign-in/", "/", "/nothing/", "/admin/", "/password/"])
def test_every_page_forbids_what_is_inline_or_foreign(signed_in, path):
    policy = signed_in.get(path, follow=True).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_the_navigation_is_what_the_role_may_use(signed_in, boss):
    assert 'href="/admin/"' in signed_in.get("/password/").text
    unit = AdministrativeUnit.objects.create(
        code="06", name="Tỉnh Bắc Kạn", level="province", valid_from="1997-01-01"
    )
    officer = User.objects.create_user("o", role="officer", unit=unit, full_name="Triệu Thị B")
    signed_in.force_login(officer)
    page = signed_in.get("/password/").text
    assert 'href="/admin/"' not in page
    assert 'href="/import/"' not in page
    assert "<summary>Triệu Thị B</summary>" in page
    assert "Cán bộ tỉnh, Tỉnh Bắc Kạn" in page
    assert "demo-banner" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/password/",
        "/papers/06/",
        "/plans/new/",
        "/plans/{}/",
        "/plans/{}/facts/",
        "/editions/",
        "/api/",
    ],
)
def test_the_foot_of_a_page_says_the_programs_version_and_no_records(signed_in, address):
    plan = make_plan(make_province())
    page = signed_in.get(address.format(plan.pk)).text
    assert re.findall(r"<p>Phiên bản ([^<]*)</p>", page) == [__version__]


def test_demo_data_is_announced_on_every_page(signed_in):
    CooperativeGroup.objects.create(name="THT", founded_on="2020-01-01", is_demo=True)
    assert "demo-banner" in signed_in.get("/password/").text


@pytest.mark.parametrize(
    "address",
    [
        "/organisations/founding/?kind=cooperative&unit=%00",
        "/returns/2024/3/20/history/?number=1%00",
        "/yearly-reports/2023/20/history/?number=1%00",
        "/?unit=%00",
        "/api/v1/progress?unit=06%00",
    ],
)
def test_a_nul_in_an_address_is_nobodys_code_and_no_failure(signed_in, address):
    """No database text holds U+0000: PostgreSQL would refuse to look for it."""
    make_district(make_province(), "20")
    assert signed_in.get(address).status_code == 404


LOOKS = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        (f"{RETURN}remarks/", RETURN),
        (f"{RETURN}remarks/5/settlement/", f"{RETURN}remarks/"),
        (f"{RETURN}sending-back/", RETURN),
        ("/import/confirmation/", "/import/"),
        ("/sign-out/", "/"),
    ],
)
def test_a_look_at_what_takes_only_a_form_leads_to_the_page_above(signed_in, address, leads_to):
    """A browser shows that address with a form given back, and asks for it after a new sign-in."""
    assert signed_in.get(address, headers=LOOKS).url == leads_to


@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}, {"accept": "*/*"}])
def test_a_program_is_told_that_it_takes_no_look(signed_in, headers):
    assert signed_in.get(f"{RETURN}remarks/", headers=headers).status_code == 405


def test_a_page_that_was_open_too_long_leads_back_to_itself(boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    page = "http://testserver/organisations/founding/?unit=06"
    answer = client.post("/organisations/founding/", {"name": "x"}, headers={"referer": page})
    assert answer.status_code == 403
    assert 'href="/organisations/founding/?unit=06"' in answer.text
    answer = client.post(
        "/organisations/founding/", {"name": "x"}, headers={"referer": "http://x.y/"}
    )
    assert "x.y" not in answer.text


# --- On paper -------------------------------------------------------------------------------------


def sheet_of(client, path):
    """What each printed sheet of a page bears, as a browser reads it."""
    return html.unescape(re.search(r'data-sheet-of="([^"]*)"', client.get(path).text)[1])


def test_a_printed_sheet_says_what_it_is_of_and_when_it_was_so(db, client, settings):
    settings.DEBUG, settings.TODAY = True, "2024-10-20"
    province = make_province()
    group = make_group(make_district(province), name='Tổ "A" & <B>')
    make_target(make_plan(province, number="532/KH-UBND"))
    client.force_login(make_officer(province))
    at = r"số liệu lúc \d\d:\d\d 20/10/2024"
    said = sheet_of(client, "/?year=2024&quarter=3")
    assert re.fullmatch(f"Tỉnh Bắc Kạn, Kế hoạch 532/KH-UBND năm 2024, quý III · {at}", said)
    said = sheet_of(client, "/organisations/")
    assert re.fullmatch(f"Danh sách HTX, THT: Tỉnh Bắc Kạn · {at}", said)
    said = sheet_of(client, f"/organisations/{group.pk}/")
    assert re.fullmatch(f'Tổ "A" & <B> · {at}', said)
    CooperativeGroup.objects.update(is_demo=True)
    said = sheet_of(client, "/plans/")
    assert re.fullmatch(f"Kế hoạch · Số liệu minh họa · {at}", said)


def test_words_are_kept_for_several_places_under_a_name():
    page = Template("{% load on_paper %}{% keep as a %}\n b {{ c }}\n {% endkeep %}{{ a }}|{{ a }}")
    assert page.render(Context({"c": "<"})) == "b &lt;|b &lt;"
    with pytest.raises(TemplateSyntaxError, match="keep as NAME"):
        Template("{% load on_paper %}{% keep a %}{% endkeep %}")


def test_what_belongs_to_an_entry_of_the_navigation_marks_it(signed_in):
    page = signed_in.get("/indicators/").content.decode()
    assert re.findall(r'aria-current="true"[^>]*>([^<]+)', page) == ["Danh mục"]
