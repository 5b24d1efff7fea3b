"""Opens pages of a filled database, and once more as a browser does that has them already.

Usage: DATABASE_URL=… python -m benchmarks.unchanged [--user NAME] [PAGE…]

For each page: milliseconds of processor time of the cold page and of the answer that it is
unchanged (the best of some runs; a PostgreSQL server's work is not in them), their ratio, and the
statements of both. Exits with 1 where the answer costs more than a twentieth of the page.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable

import django

from .runs import environment

RUNS = 7
MOST = 1 / 20


def best(task: Callable[[], object]) -> float:
    """Milliseconds of processor time of the cheapest of some runs."""
    found = []
    for _run in range(RUNS):
        began = time.process_time()
        task()
        found.append(time.process_time() - began)
    return min(found) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--user", help="by default the first officer")
    options = parser.parse_args()
    os.environ |= environment(os.environ["DATABASE_URL"])
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cooperatives.models import User
    from targets.models import Plan

    # Unhashed, so that nobody has to collect static files first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.ALLOWED_HOSTS = ["testserver"]
    asked_for = {"username": options.user} if options.user else {"role": "officer"}
    reader = User.objects.filter(is_active=True, **asked_for).order_by("pk").first()
    plan = Plan.objects.filter(adjusts=None).order_by("pk").first()
    client = Client()
    client.force_login(reader)

    def statements(ask: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask()
        return len(captured)

    print(f"{connection.vendor}, as {reader.username}")
    print(f"{'page':42} {'cold':>9} {'unchanged':>10} {'ratio':>7} {'statements':>11}")
    dear = []
    for page in options.pages or [
        "/",
        "/?year=2024&quarter=3",
        f"/targets/{plan.pk}/average_profit/?year=2024&quarter=3",
        "/api/v1/progress",
        "/returns/",
        "/returns/2024/3/061/",
    ]:
        client.get(page)
        first = client.get(page)
        if first.status_code != 200:
            sys.exit(f"{page}: status {first.status_code}")
        known = {"If-None-Match": first.headers["ETag"]}
        if client.get(page, headers=known).status_code != 304:
            sys.exit(f"{page}: it is not said to be unchanged")

        def cold(page=page):
            return client.get(page)

        def unchanged(page=page, known=known):
            return client.get(page, headers=known)

        of_page, of_answer = best(cold), best(unchanged)
        ratio = of_answer / of_page
        dear += [page] if ratio > MOST else []
        print(
            f"{page:42} {of_page:6.1f} ms {of_answer:7.2f} ms {ratio:7.3f}"
            f" {statements(cold):5} : {statements(unchanged)}",
            flush=True,
        )
    if dear:
        sys.exit(f"More than a twentieth of the page: {', '.join(dear)}")


if __name__ == "__main__":
    main()
