"""Uploads files that cost too much, and some that are merely large, to the product as deployed.

Usage: .ci/with_postgres .venv/bin/python -m benchmarks.costly

For each: its kB, seconds until the page answers, seconds of processor time (on a busy machine the
ones to trust), how many MB the web process grew meanwhile, and the beginning of what the page says.
A costly file is to be answered within a second, the growth to be at most 60 MB. Last, seconds until
the sign-in page answers while four people upload the costliest at once.
"""

import http.cookiejar
import io
import os
import re
import secrets
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

from openpyxl import Workbook

from tests.browser.deployment import Deployment, deployed
from tests.costly_files import costly
from tests.spreadsheets import rewritten, saved, xlsx

HEADER = ("registration_number", "name", "unit_code", "sector", "founded_on")
COSTLIEST = "formulas"
COSTLY = costly(megabytes=1024, cells=2_000_000)
LONGEST = 60


def rows(count: int, *, formulas: bool = False) -> bytes:
    """A workbook of so many cooperatives, with twelve columns."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("HTX")
    sheet.append(HEADER)
    for n in range(count):
        more = ["=1+1" if formulas else n] * 7
        sheet.append([f"{n:07}", f"HTX số {n} Thắng Lợi", "061", "trade", "2020-01-02", *more])
    return saved(workbook)


def with_picture() -> bytes:
    """A small table beside 9.5 MB of pictures."""
    picture = secrets.token_bytes(9_961_472)
    row = ["0610001", "HTX Thắng Lợi", "061", "trade", "2020-01-02"]
    return rewritten(xlsx([HEADER, row]), "xl/media/image1.png", None, picture)


LARGE = {
    "5,000 rows": ("x.xlsx", lambda: rows(5_000)),
    "with formulas": ("x.xlsx", lambda: rows(5_000, formulas=True)),
    "20,000 rows": ("x.xlsx", lambda: rows(20_000)),
    "9.5 MB pictures": ("x.xlsx", with_picture),
}


class Visitor:
    """A browser of an admin."""

    def __init__(self, deployment: Deployment) -> None:
        self.url = deployment.url
        cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        session = deployment.signed_in("admin")
        self._opener.addheaders = [("Cookie", f"sessionid={session}")]
        page = self._opener.open(f"{self.url}/import/").read().decode()
        self._token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        cookie = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
        self._opener.addheaders = [("Cookie", f"sessionid={session}; csrftoken={cookie}")]

    def upload(self, name: str, content: bytes) -> str:
        """Send a file; return what the page says of it."""
        mark = secrets.token_hex(8)
        head = f"--{mark}\r\nContent-Disposition: form-data; name="
        body = io.BytesIO()
        for field, value in (("csrfmiddlewaretoken", self._token), ("kind", "cooperatives")):
            body.write(f'{head}"{field}"\r\n\r\n{value}\r\n'.encode())
        body.write(f'{head}"file"; filename="{name}"\r\n\r\n'.encode())
        body.write(content + f"\r\n--{mark}--\r\n".encode())
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/import/",
            body.getvalue(),
            {"Content-Type": f"multipart/form-data; boundary={mark}", "Referer": self.url},
        )
        page = self._opener.open(request).read().decode()
        preview = page.partition('id="preview')[2].partition("</section>")[0].partition(">")[2]
        return " ".join(unescape(re.sub("<[^>]+>", " ", preview)).split())


def worker_of(port: str) -> Path:
    """The folder under /proc of the process that answers on a port of ours."""
    ours = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"--bind=127.0.0.1:{port}".encode() in (folder / "cmdline").read_bytes():
                ours[folder.name] = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
    return Path("/proc") / next(pid for pid, parent in ours.items() if parent in ours)


def memory(worker: Path, name: str) -> int:
    """A process's memory in MB: VmRSS now, VmHWM at its highest."""
    found = re.search(rf"{name}:\s+(\d+) kB", (worker / "status").read_text())
    return int(found[1]) // 1024


def processor_time(worker: Path) -> float:
    """Seconds that a process and those that it started had on the processor."""
    times = (worker / "stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    with deployed("units") as deployment:
        worker = worker_of(deployment.url.rpartition(":")[2])
        visitor = Visitor(deployment)
        visitor.upload("x.xlsx", xlsx([HEADER]))
        print(f"{'file':16} {'kB':>6} {'answer':>7} {'CPU':>7} {'growth':>7}  says")
        for what, (name, make) in (LARGE | COSTLY).items():
            content = make()
            (worker / "clear_refs").write_text("5")
            before = memory(worker, "VmRSS")
            began, worked = time.perf_counter(), processor_time(worker)
            said = visitor.upload(name, content)
            seconds = time.perf_counter() - began
            worked = processor_time(worker) - worked
            growth = memory(worker, "VmHWM") - before
            print(
                f"{what:16} {len(content) // 1024:6} {seconds:5.2f} s {worked:5.2f} s "
                f"{growth:4} MB  {said[:LONGEST]}",
                flush=True,
            )
        at_once(deployment)


def at_once(deployment: Deployment) -> None:
    """Four uploads together, and somebody who wants to sign in meanwhile."""
    name, make = COSTLY[COSTLIEST]
    content = make()
    visitors = [Visitor(deployment) for _ in range(4)]
    with ThreadPoolExecutor() as people:
        uploads = [people.submit(visitor.upload, name, content) for visitor in visitors]
        time.sleep(0.05)
        began = time.perf_counter()
        urllib.request.urlopen(f"{deployment.url}/sign-in/").read()  # noqa: S310
        signed_in = time.perf_counter() - began
        for upload in uploads:
            upload.result()
        all_done = time.perf_counter() - began
    print(f"four at once: sign-in page {signed_in:.2f} s, all four answered {all_done:.2f} s")


if __name__ == "__main__":
    main()
