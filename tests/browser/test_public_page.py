"""The public page in Chromium: opened by anybody, checked, and put on a page of another site."""

import contextlib
import hashlib
import http.server
import json
import re
import threading
from pathlib import Path

import pytest

from .chromium import signed_in
from .crawl import Inspector, report

WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def anybody(browser, public_site):
    """A browser window of somebody who has never been here."""
    contexts = []

    def opened(width=1366, **options):
        context = browser.new_context(
            base_url=public_site.url, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_anybody_opens_downloads_and_checks_it(anybody, width, scripts):
    context = anybody(width, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/public/")
    assert "bản số 1" in page.locator("[data-published]").inner_text()
    assert page.locator("#targets-heading ~ * tr[data-indicator]").count() == 8
    assert page.locator("#left-out li").count() > 0
    files = {}
    for name in ("Excel", "CSV", "JSON"):
        with page.expect_download() as started:
            page.get_by_role("link", name=name, exact=True).click()
        files[name] = Path(started.value.path()).read_bytes()
    assert files["Excel"].startswith(b"PK")
    assert files["CSV"].startswith("\ufeff".encode())
    without = re.sub(rb',"sha256":"[0-9a-f]*"', b"", files["JSON"])
    assert hashlib.sha256(without).hexdigest() == page.locator("#sha256").inner_text()
    assert json.loads(files["JSON"])["quarter"] == 2
    page.get_by_role("link", name="English").click()
    assert "edition 1" in page.locator("[data-published]").inner_text()
    assert context.cookies() == []
    if scripts:
        assert page.evaluate(WIDTH) <= width


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("vi", 390, "dark"), ("en", 1366, "light"), ("vi", 1366, "dark")],
)
def test_it_is_sound(browser, public_site, language, width, scheme):
    context = signed_in(browser, public_site, language=language)
    inspector = Inspector(context, "anonymous", language)
    inspector.show(width, scheme)
    wrong = [
        one
        for address in ("/public/", "/public/embed/")
        for one in inspector.inspect(f"{address}?lang={language}")
    ]
    context.close()
    assert not wrong, report(wrong)


@contextlib.contextmanager
def page_of_somebody(text):
    """The address of a page on an origin of its own."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def test_on_a_phone_the_longest_status_is_read_in_full(anybody, public_site):
    page = anybody(390).new_page()
    page.goto("/public/")
    cards = page.locator(".table-scroll:has(.table--cards .status)")
    cards.locator(".status span").evaluate_all(
        "all => all.forEach(one => one.textContent = 'Nguy cơ không đạt, chưa chắc')"
    )
    assert cards.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_it_stands_in_a_frame_of_another_site_as_the_page_says(anybody, public_site):
    page = anybody().new_page()
    page.goto("/public/")
    frame = page.locator("#frame").inner_text()
    assert frame.startswith(f'<iframe src="{public_site.url}/public/embed/')
    with page_of_somebody(f"<!doctype html><title>Báo</title>{frame}") as address:
        page.goto(address)
        embedded = page.frame_locator("iframe")
        embedded.locator("tr[data-indicator]").first.wait_for()
        assert "bản số 1" in embedded.locator("[data-published]").inner_text()
        assert embedded.locator("link[rel=stylesheet]").count() == 1
        with page.context.expect_page() as opened:
            embedded.get_by_role("link", name="Toàn bộ số liệu").click()
        opened.value.wait_for_load_state()
        assert opened.value.url.startswith(f"{public_site.url}/public/?lang=vi")


def test_nothing_else_stands_in_a_frame(anybody, public_site):
    page = anybody().new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    frames = "".join(
        f'<iframe src="{public_site.url}{address}"></iframe>'
        for address in ("/public/", "/sign-in/")
    )
    with page_of_somebody(f"<!doctype html><title>Báo</title>{frames}") as address:
        page.goto(address, wait_until="load")
        assert page.frame_locator("iframe >> nth=0").locator("main").count() == 0
        assert page.frame_locator("iframe >> nth=1").locator("main").count() == 0
    assert len([text for text in said if "frame" in text.lower()]) >= 2
