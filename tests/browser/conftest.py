"""The deployed product and Chromium, once for each process of a test run.

A missing PostgreSQL or Chromium is an error, never a reason to skip.
"""

import functools

import pytest

from .chromium import chromium, signed_in
from .deployment import deployed


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(__file__.rpartition("/")[0]):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site():
    """The product with the demo data."""
    with deployed("demo") as deployment:
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
