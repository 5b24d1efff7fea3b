"""The pictures of the guides and of the README, taken on the demo's own day.

Usage: make pictures, or .venv/bin/python -m tests.browser.guide_pictures
Files: docs/guides/pictures/<language>/<name>.webp, which are committed and served with the guides.
"""

import contextlib
import io
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .chromium import chromium, signed_in
from .crawl import LANGUAGES, PHONE
from .deployment import DATA, ROOT, SIGN_IN, Deployment, free_port, server

PICTURES = ROOT / "docs/guides/pictures"
DAY = "2024-10-20"
"""On which the demo stands."""

ACCOUNTS = {"officer": "demo-officer", "district_staff": "demo-district", "admin": "demo-admin"}
LAPTOP, LOW = 1366, 768
NARROW = 1200
"""As wide as a guide shows a picture: its letters keep their size."""

BETWEEN = 6
"""Pixels between a page's head and what is shown of the page."""

OWN_SHEET = """BIỂU TỔNG HỢP SỐ LIỆU HỢP TÁC XÃ QUÝ III NĂM 2024
TT;Tên HTX;DT (tr.đ);Lãi (tr.đ);TNBQ/TV;Số TV;CBQL;Kết quả khác
1;HTX bí xanh thơm Pác Mòn;71,5;9,8;17,4;18;2;tốt
2;HTX cá hồ Ba Bể Thanh Niên;88;8,2;14,9;7;3;khá
;Cộng;159,5;18;;25;5;
"""
"""A sheet as a district keeps it, with a column that is none of ours."""

BLOCK = "Tên HTX\tDT\tLãi\nHTX bí xanh thơm Pác Mòn\t71,5\t9,8\nHTX Xa Lạ\t88\t8,2"
"""Lines of a spreadsheet, one of somebody whom the return does not know."""

FOUNDINGS = """registration_number,name,sector,unit_code,founded_on
DEMO-9001,HTX Mật ong Nà Phặc,agriculture,062,05/10/2024
DEMO-9002,HTX Du lịch hồ Ba Bể,trade,061,07/10/2024
"""


@dataclass(frozen=True)
class Picture:
    """One picture. steps: what is done on the page before it is taken, and what of it is shown:
    None for the whole window. height: of the window.
    """

    name: str
    role: str
    path: str
    steps: Callable[[Page], Locator | None] = lambda page: None
    width: int = NARROW
    height: int = LOW


class Demo(Deployment):
    """The demo with its own accounts and DEBUG, without which it has neither them nor its day."""

    def signed_in(self, role: str) -> str:
        return self.run(SIGN_IN.format(username=ACCOUNTS[role])).strip()


@contextlib.contextmanager
def demo() -> Iterator[Demo]:
    """The demo on its day, on SQLite in a folder that ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = os.environ | {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DEBUG": "1",
            "TODAY": DAY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "plan_tracker.settings",
        }
        deployment = Demo(f"http://127.0.0.1:{port}", environment, Path(folder) / "gunicorn.log")
        with contextlib.closing(deployment):
            deployment.manage("migrate", "--no-input", "--verbosity=0")
            for command in DATA["demo"]:
                deployment.manage(*command)
            deployment.manage("publish", "--year", "2024", "--quarter", "1")
            with server(deployment, port):
                yield deployment


# --- What is done on a page ---------------------------------------------------------------------


def passport(page: Page) -> Locator:
    page.locator(".passport__button").first.click()
    return page.locator(".passport:visible")


def missing(page: Page) -> Locator:
    return page.locator("#missing")


def closing(page: Page) -> Locator:
    return page.locator("#closing")


def content(page: Page) -> Locator:
    return page.locator("main")


def paper(page: Page) -> Locator:
    return page.locator("#preview")


def decision(page: Page) -> None:
    page.locator('[data-field="profit"]').nth(3).click()
    page.get_by_label(_in(page, "Cần sửa gì", "What is to be corrected")).fill(
        "Lợi nhuận tăng gấp đôi quý trước?"
    )


def question(page: Page) -> None:
    cell = page.locator('[data-field="revenue"]').nth(1)
    cell.focus()
    page.keyboard.type("999")
    page.keyboard.press("Tab")
    expect(page.get_by_role("grid")).to_have_attribute("data-saved", "true")
    page.keyboard.press("F6")
    expect(page.locator("[data-findings-list] input")).to_be_focused()
    # It names the minute in which the picture is taken.
    page.locator("[data-stored-at]").evaluate("at => (at.hidden = true)")


def pasted(page: Page) -> Locator:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", BLOCK)
    page.locator('[data-field="revenue"]').nth(1).focus()
    page.keyboard.press("Control+v")
    dialog = page.locator("dialog[data-question]")
    expect(dialog.locator("[data-confirm]")).to_be_visible()
    return dialog


def own_sheet(page: Page) -> None:
    with page.expect_navigation():
        _choose(page, "so-lieu-quy-III.csv", OWN_SHEET)
    page.locator("#preview").evaluate("part => part.scrollIntoView()")


def founded(page: Page) -> Locator:
    page.select_option("[name=kind]", "cooperatives")
    _choose(page, "htx-moi.csv", FOUNDINGS)
    with page.expect_navigation():
        page.locator("form[enctype] button").click()
    return page.locator("#preview")


def _choose(page: Page, name: str, text: str) -> None:
    """Choose a file in a form that takes one."""
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("[name=file]", file)


def _in(page: Page, vietnamese: str, english: str) -> str:
    return vietnamese if page.locator("html").get_attribute("lang") == "vi" else english


OVERVIEW, GRID = "/", "/returns/2024/3/061/"
PROFIT, WEAK = "/targets/1/average_profit/", "/targets/1/weak_share/"

ALL = (
    Picture("overview", "officer", OVERVIEW, width=LAPTOP),
    Picture("passport", "officer", PROFIT, passport, height=1000),
    Picture("missing", "officer", PROFIT, missing),
    Picture("closing", "officer", WEAK, closing),
    Picture("decision", "officer", "/returns/2024/3/064/", decision, height=600),
    Picture("publish", "officer", "/editions/new/?year=2024&quarter=2&unit=06", height=1000),
    Picture("public", "officer", "/editions/2024/1/06/1/public/", height=900),
    Picture("follow", "officer", "/subscriptions/?unit=06", content),
    Picture("paper", "officer", "/papers/06/", paper),
    Picture("my-returns", "district_staff", "/returns/", height=420),
    Picture("grid", "district_staff", GRID, width=LAPTOP),
    Picture("grid-phone", "district_staff", GRID, width=PHONE, height=780),
    Picture("pasted", "district_staff", GRID, pasted),
    Picture("own-sheet", "district_staff", f"{GRID}office-file/", own_sheet, height=640),
    Picture("import", "admin", "/import/", founded),
    Picture("account", "admin", "/admin/cooperatives/user/add/", height=900),
    # It stores a figure, the same in either language.
    Picture("question", "district_staff", GRID, question),
)


# --- Taking them --------------------------------------------------------------------------------


def take(page: Page, picture: Picture) -> Image.Image:
    """Open the page, take the steps, and return the picture."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(picture.path, wait_until="networkidle")
    head = _image(page.locator("header:has(.page-header)").first.screenshot())
    shown = picture.steps(page)
    # What lies under the pointer would look different once the page has moved below it.
    page.mouse.move(0, 0)
    if shown:
        return _one_below_the_other(head, _part(page, shown))
    window = _image(page.screenshot())
    return _one_below_the_other(head, window) if page.evaluate("window.scrollY") else window


def _part(page: Page, shown: Locator) -> Image.Image:
    """A part of the page, as wide as the page."""
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    whole = _image(page.screenshot(full_page=True))
    top = int(box["y"] + page.evaluate("window.scrollY"))
    return whole.crop((0, top, whole.width, top + int(box["height"])))


def _one_below_the_other(head: Image.Image, part: Image.Image) -> Image.Image:
    """A part of a page below the page's head, which says that these are demo data."""
    image = Image.new("RGB", (part.width, head.height + BETWEEN + part.height), "white")
    image.paste(head, (0, 0))
    image.paste(part, (0, head.height + BETWEEN))
    return image


def _image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def main() -> int:
    shutil.rmtree(PICTURES, ignore_errors=True)
    with chromium() as browser, demo() as deployment:
        for picture, language in product(ALL, LANGUAGES):
            path = PICTURES / language / f"{picture.name}.webp"
            path.parent.mkdir(parents=True, exist_ok=True)
            context = signed_in(browser, deployment, picture.role, language=language)
            take(context.new_page(), picture).save(path, lossless=True, quality=100, method=6)
            context.close()
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB", flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main())
