"""Following a unit by mail in Chromium: from the overview to a letter, and out by its link."""

import re
from email import message_from_bytes, policy

import pytest

from .deployment import username

SEND = """
from django.core.management import call_command
from django.test import override_settings
backend = "django.core.mail.backends.filebased.EmailBackend"
with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH={folder!r}, SITE_URL={url!r}):
    call_command("send_digests")
"""
ADDRESS = """
from cooperatives.models import User
User.objects.filter(username={username!r}).update(email={address!r})
"""
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def with_address(person, site, width):
    """The officer's browser, while the account has an address."""
    name = username("officer")
    site.run(ADDRESS.format(username=name, address="officer@example.com"))
    yield person("officer", width=width)
    site.run(ADDRESS.format(username=name, address=""))


@pytest.mark.parametrize("width", [1366, 390])
def test_an_officer_follows_gets_a_letter_and_stops_it_without_signing_in(
    with_address, browser, site, tmp_path, width
):
    page = with_address.new_page()
    page.goto("/?unit=061")
    page.get_by_role("link", name="Theo dõi qua thư").click()
    page.get_by_label("Mỗi bản công bố số liệu").check()
    page.get_by_role("button", name="Lưu").click()
    followed = page.locator("[data-followed='061-editions']")
    followed.wait_for()
    assert page.evaluate(WIDTH) <= width
    quarter = 1 if width > 1000 else 2
    site.manage("publish", "--year", "2024", "--quarter", str(quarter), "--unit", "061")
    site.run(SEND.format(folder=str(tmp_path), url=site.url))
    (letter,) = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in tmp_path.iterdir()
    ]
    link = re.fullmatch("<(.*)>", letter["List-Unsubscribe"].strip())[1]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    stranger.goto(link)
    assert stranger.evaluate(WIDTH) <= width
    page.reload()
    assert followed.count() == 1
    stranger.get_by_role("button", name="Ngừng nhận").click()
    stranger.get_by_role("heading", name="Đã ngừng").wait_for()
    stranger.goto(link)
    stranger.get_by_role("heading", name="Thư này đã ngừng từ trước").wait_for()
    page.reload()
    assert followed.count() == 0
    stranger.context.close()
