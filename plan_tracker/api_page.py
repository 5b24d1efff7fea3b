"""The page of the API: what there is to read, by which rules, and how from Excel and Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.api.asking import MOST_PER_PAGE, PER_PAGE, Paging, period_name
from cooperatives.catalogue.figures import Figure, figures
from cooperatives.ground.calendar import Quarter, today
from cooperatives.rights.permissions import Permission

from .api import description

TYPES = {"yes_no": "logical"}
"""The types of Power Query for what figures are measured in, where it is not a number."""


@dataclass(frozen=True)
class Address:
    """One address of the API. is_list: whether it answers a list, whatever there is."""

    path: str
    what: str
    parameters: tuple[str, ...]
    is_list: bool


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """How to read the API, for whoever has signed in."""
    site = request.build_absolute_uri("/").rstrip("/")
    period = Quarter.of(today()).previous
    shown = {
        "site": site,
        "period": period_name(period.year, period.number),
        "most": str(MOST_PER_PAGE),
        "secret": _("paste the secret here"),
        "columns": [_column(one) for one in figures(period.year)],
    }
    context = shown | {
        "addresses": list(_addresses()),
        "per_page": str(PER_PAGE),
        "makes_tokens": request.user.may(Permission.ADMIN_SITE),
        "in_excel": _example("api/excel.txt", shown),
        "in_python": _example("api/python.txt", shown),
    }
    return render(request, "api/page.html", context)


def _example(name: str, shown: dict[str, Any]) -> str:
    return render_to_string(name, shown).strip() + "\n"


def _column(figure: Figure) -> tuple[str, str]:
    """A figure's code, and of which type of Power Query its values are."""
    return figure.code, TYPES.get(figure.measure, "number")


def _addresses() -> Iterator[Address]:
    """All that there is to read, with the parameters beside those of all lists."""
    for path, methods in description()["paths"].items():
        asked = [one["name"] for one in methods["get"]["parameters"] if one["in"] == "query"]
        own = tuple(name for name in asked if name not in Paging.model_fields)
        yield Address(path, methods["get"]["summary"], own, is_list=len(own) < len(asked))
