"""Pictures of all pages, as the crawl sees them, into ./shots.

Usage: make shots, or .ci/with_postgres .venv/bin/python -m tests.browser.shots
Files: shots/<data>/<role>/<page>.<width>.<theme>.<language>.png
"""

import os
import re
import shutil
import sys
from itertools import product
from pathlib import Path

import django
from playwright.sync_api import Browser

from .chromium import chromium, signed_in
from .crawl import DESKTOP, LANGUAGES, PHONE, THEMES, UNKNOWN_ADDRESS, Inspector, discover, to_visit
from .deployment import ROLES, ROOT, Deployment, deployed

SHOTS = ROOT / "shots"
# Only an admin can be there before the units are.
WHO = {"demo": ROLES, "units": ("district_staff", "officer"), "nothing": ("anonymous", "admin")}


def shoot(browser: Browser, deployment: Deployment, role: str, folder: Path) -> int:
    """Take the pictures of one role's pages; return how many."""
    context = signed_in(browser, deployment, role)
    found, _broken = discover(context)
    context.close()
    pages = [(page.path, 200) for page in to_visit(found)] + [(UNKNOWN_ADDRESS, 404)]
    count = 0
    folder.mkdir(parents=True)
    for language in LANGUAGES:
        context = signed_in(browser, deployment, role, language=language)
        inspector = Inspector(context, role, language)
        for path, status in pages:
            inspector.open(path, status)
            for width, scheme in product((PHONE, DESKTOP), THEMES):
                inspector.show(width, scheme)
                inspector.settle()
                name = f"{file_name(path)}.{width}.{scheme}.{language}.png"
                inspector.page.screenshot(path=folder / name, full_page=True)
                count += 1
        context.close()
    return count


def file_name(path: str) -> str:
    """An address as part of a file's name: `/targets/1/weak_share/` → `targets-1-weak_share`."""
    return re.sub(r"[^\w.]+", "-", path).strip("-") or "index"


def main() -> int:
    shutil.rmtree(SHOTS, ignore_errors=True)
    with chromium() as browser:
        for data, roles in WHO.items():
            with deployed(data) as deployment:
                for role in roles:
                    folder = SHOTS / data / role
                    print(f"{folder.relative_to(ROOT)}: ", end="", flush=True)
                    print(f"{shoot(browser, deployment, role, folder)} pictures", flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main())
