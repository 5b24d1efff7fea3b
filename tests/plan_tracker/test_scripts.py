"""Scripts and stylesheets follow the data: they name no figure and count no columns."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cooperatives.catalogue.figures import codes

STATIC = Path(settings.BASE_DIR / "static")
FIELDS = {*codes(), "note", "score", "rating"}
SCRIPTS = sorted(STATIC.glob("js/**/*.js"))
# Django's admin pages are laid out by Django.
STYLES = sorted(path for path in STATIC.glob("css/*.css") if not path.stem.startswith("admin"))


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.stem)
def test_no_figure_is_named(path):
    named = re.findall(r"""["'`=](\w+)["'`\]]""", path.read_text())
    assert not FIELDS & set(named)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_no_columns_are_counted(path):
    counted = re.findall(r"nth-[a-z-]+\(\d+\)|repeat\((?:[3-9]|\d\d)", path.read_text())
    assert counted == []
