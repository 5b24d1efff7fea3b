"""Opens the grid of returns of 50, 371 and 1,500 cooperatives in Chromium, and types into it.

Usage: .venv/bin/python -m benchmarks.grid

For each size: the page's kB as they go over the line; seconds until the server begins to answer,
and until something is seen; milliseconds from a key to the frame that shows what it did, median and
95th percentile, for typing a digit, for moving on, which also stores the cell, and for moving on
after a figure that is asked about, so that meanwhile a question more stands under the grid; how
many times the median of the smallest grid that is. It is to be under 30 ms, and a page at most
150 kB for 50 rows and 600 kB for 1,500.
"""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import chromium, signed_in
from tests.browser.deployment import Deployment, collect_static, free_port, server

from .databases import sqlite_database
from .runs import environment

SIZES = (50, 371, 1500)
STROKES = 45
"""Fewer than the smallest grid has rows."""
PAUSE = 100
"""Milliseconds between two keys of a quick typist."""

MAKE = """
from django.contrib.auth.hashers import make_password
from cooperatives.models import Cooperative, Placement, QuarterlyFigures, User
from tests.browser.deployment import PASSWORD, username
from tests.factories import LONG_AGO, make_district, make_province, make_return

province = make_province()
for size in {sizes}:
    district = make_district(province, str(size))
    User.objects.create(
        username=username(f"clerk-{{size}}"), role="district_staff", unit=district,
        password=make_password(PASSWORD),
    )
    cooperatives = Cooperative.objects.bulk_create(
        Cooperative(
            kind="cooperative", sector="agriculture", founded_on=LONG_AGO,
            name=f"HTX nông nghiệp Thắng Lợi {{n}}", registration_number=f"47{{size:04d}}{{n:05d}}",
        )
        for n in range(size)
    )
    Placement.objects.bulk_create(
        Placement(organisation=one, unit=district, valid_from=one.founded_on)
        for one in cooperatives
    )
    for quarter, state in ((2, "approved"), (3, "draft")):
        of = make_return(district, 2024, quarter, state=state)
        QuarterlyFigures.objects.bulk_create(
            QuarterlyFigures(
                cooperative=one, quarterly_return=of, year=2024, quarter=quarter,
                revenue=(100 + n % 91) * 1_500_000, profit=(10 + n % 17) * 1_100_000,
                average_member_income=(5 + n % 7) * 1_230_000, member_count=7 + n % 40,
                managers_total=3 + n % 3, managers_higher_education=n % 3,
                managers_vocational=n % 2, note="Số liệu tạm tính" if n % 5 == 0 else "",
            )
            for n, one in enumerate(cooperatives)
        )
"""

# From a key to the end of the frame that follows it.
LISTEN = """() => {
    window.strokes = [];
    addEventListener('keydown', () => {
        const began = performance.now();
        requestAnimationFrame(() => {
            const after = new MessageChannel();
            after.port1.onmessage = () => strokes.push(performance.now() - began);
            after.port2.postMessage(null);
        });
    }, true);
}"""
LOADED = """() => {
    const page = performance.getEntriesByType('navigation')[0];
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return [page.encodedBodySize / 1000, page.responseStart / 1000, paint.startTime / 1000];
}"""


def strokes(page: Page, keys: tuple[str, ...]) -> tuple[float, float]:
    """Median and 95th percentile of the milliseconds that a key takes; the last of keys counts."""
    taken = []
    for _ in range(STROKES):
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(PAUSE)
        taken.append(page.evaluate("strokes.at(-1)"))
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def measure(browser, deployment: Deployment, size: int) -> tuple[float, ...]:
    """The numbers of one grid: kB, seconds and milliseconds."""
    context = signed_in(browser, deployment, f"clerk-{size}")
    page = context.new_page()
    page.goto(f"/returns/2024/3/{size}/")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    loaded = page.evaluate(LOADED)
    page.evaluate(LISTEN)
    page.locator('[data-field="member_count"]').first.focus()
    typed = strokes(page, ("1",))
    page.keyboard.press("Escape")
    # 20 members are nothing unusual after 7 to 46, 2 are.
    moved = strokes(page, ("2", "0", "ArrowDown"))
    page.locator('[data-field="member_count"]').first.focus()
    asked = strokes(page, ("2", "ArrowDown"))
    context.close()
    return (*loaded, *typed, *moved, *asked)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        folder = Path(scratch)
        port = free_port()
        with sqlite_database(folder / "grid.sqlite3") as url:
            deployment = Deployment(
                url=f"http://127.0.0.1:{port}",
                environment=environment(url)
                | {"ALLOWED_HOSTS": "127.0.0.1", "STATIC_ROOT": str(folder / "static")},
                log=folder / "log",
            )
            collect_static(deployment)
            deployment.run(MAKE.format(sizes=SIZES))
            with server(deployment, port):
                report({size: measure(browser, deployment, size) for size in SIZES})


def report(measured: dict[int, tuple[float, ...]]) -> None:
    keys = ("digit", "move", "asked")
    heads = "".join(f"{f'{key}: median':>16}    p95  ratio" for key in keys)
    print(f"rows      kB  answer    seen{heads}")
    first = measured[SIZES[0]]
    for size, (kb, answer, seen, *taken) in measured.items():
        line = f"{size:4} {kb:7.0f} {answer:5.2f} s {seen:5.2f} s"
        for place in range(0, len(taken), 2):
            median, p95 = taken[place : place + 2]
            line += f"{median:13.0f} ms {p95:3.0f} ms {median / first[3 + place]:6.1f}"
        print(line)


if __name__ == "__main__":
    main()
