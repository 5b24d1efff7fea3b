"""The deployed product and Chromium, once for each process of a test run.

A missing PostgreSQL or Chromium is an error, never a reason to skip.
"""

import functools

import pytest
from playwright.sync_api import expect

from .chromium import HEIGHT, chromium, signed_in
from .deployment import deployed
from .districts import districts
from .grid import Grid

# Beside everything else that the machine does, an answer may take longer than Playwright's 5 s. Who
# waits for what comes loses nothing by a long limit.
expect.set_options(timeout=60_000)

CRAWL = "test_crawl.py"


def pytest_collection_modifyitems(items):
    """A file's tests stay with one process, for they may share what they write to. Those of the
    crawl share nothing and take minutes each: they begin first, in whatever process.
    """
    for item in items:
        if item.path.is_relative_to(__file__.rpartition("/")[0]):
            item.add_marker(pytest.mark.browser)
            if item.path.name != CRAWL:
                item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: item.path.name != CRAWL)


@pytest.fixture(scope="session")
def site():
    """The product with the demo data."""
    with deployed("demo") as deployment:
        yield deployment


@pytest.fixture(scope="session")
def public_site():
    """The product with the demo data, of which anybody may read a published quarter."""
    with deployed("demo", PUBLIC_PAGE="1") as deployment:
        deployment.manage("publish", "--year=2024", "--quarter=2", "--unit=06")
        yield deployment


@pytest.fixture(scope="session")
def new_site():
    """The product with nothing but the units, as after the first fixture."""
    with deployed("units") as deployment:
        yield deployment


@pytest.fixture(scope="session")
def bare_site():
    """The product with an admin and nothing else."""
    with deployed("nothing") as deployment:
        yield deployment


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture
def person(browser, site):
    """Open a browser window for a role: `person("officer", language="en", width=390)`."""
    contexts = []

    @functools.wraps(signed_in)
    def opened(*args, **kwargs):
        contexts.append(signed_in(browser, site, *args, **kwargs))
        return contexts[-1]

    yield opened
    for context in contexts:
        context.close()


# --- Returns to write to ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _districts(site):
    return districts(site)


@pytest.fixture
def district(_districts):
    """A district of the test's own, with six cooperatives and an empty return."""
    return next(_districts)


@pytest.fixture
def sit_down(browser, district):
    """A browser for somebody who is signed in: `sit_down("other")`, staff of the district unless
    told otherwise.
    """
    contexts = []

    def opened(who="clerk", *, language="vi", width=1366, height=HEIGHT):
        context = browser.new_context(
            base_url=district.site.url,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        cookies = {"django_language": language, "sessionid": district.sessions[who]}
        context.add_cookies(
            [
                {"name": name, "value": value, "url": district.site.url, "sameSite": "Lax"}
                for name, value in cookies.items()
            ]
        )
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def grid(sit_down, district):
    """The return's grid, open before the district's clerk, in Vietnamese on a laptop."""
    return Grid(sit_down().new_page(), district).open()
