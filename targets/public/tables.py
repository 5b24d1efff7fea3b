"""What goes out as a table to take along: a row for each indicator of each unit.

Amounts are in million VND, as on the page; numbers are those of the JSON, to one VND.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cooperatives.files.writing import Table, Value
from cooperatives.ground.printing import rounded

from ..indicators import Indicator
from ..reckoning.assessment import Status
from ..reckoning.measures import Operator
from ..words import aims
from ..words.amounts import printed
from ..words.labels import status_label, unit_label
from .page import PublicPage, Told, exact, said_of, whys
from .protecting import Why

DECIMALS = 6


def figures_table(page: PublicPage) -> Table:
    """All values that go out, of the whole unit and each below it; where one is left out, why."""
    content, why = page.content, whys(page.content)
    names = {one["code"]: one["name"] for one in content["units"]}
    periods = {one["code"]: one["from_year"] for one in content["indicators"]}
    progress = content["progress"]
    rows = [
        [part["unit"], names.get(part["unit"]), *_cells(page, one, periods, why.get(place))]
        for part in (progress, *progress["units"])
        for one in part["targets"]
        if one["indicator"] in page.indicators
        for place in [(part["unit"], one["indicator"])]
    ]
    name = "public-{unit}-{year}Q{quarter}-{number}".format(**content)
    return Table(name, _("Published figures"), _about(page), _header(), rows)


def _about(page: PublicPage) -> list[tuple[str, Value]]:
    content = page.content
    about: list[tuple[str, Value]] = [
        (_("Plan"), content["plan"]["number"]),
        (_("Figures of"), content["unit_name"]),
        (_("Year"), content["year"]),
        (_("Quarter"), content["quarter"]),
        (_("Figures from"), page.first_day),
        (_("Figures up to"), page.last_day),
        (_("Published on"), page.published_on),
        (_("Edition"), content["number"]),
        ("SHA-256", content["sha256"]),
    ]
    if content["is_demo"]:
        about.append((_("Data"), _("Demo figures")))
    return about


def _header() -> list[str]:
    return [
        _("Unit code"),
        _("Unit"),
        _("Code"),
        _("Indicator"),
        _("Unit of measure"),
        _("Value"),
        _("Numerator"),
        _("Denominator"),
        _("Operator"),
        _("Target"),
        _("Target up to"),
        _("Due"),
        _("Gap"),
        _("Attained (%)"),
        _("Status"),
        _("Certain"),
        _("Projection"),
        _("Reported"),
        _("Earlier figures"),
        _("Expected"),
        _("Left out because"),
    ]


def _cells(page: PublicPage, one: Told, periods: Told, why: Why | None) -> list[Value]:
    indicator = page.indicators[one["indicator"]]
    from_year, year = periods[one["indicator"]], page.content["year"]
    name = str(indicator.label)
    if from_year:
        name = f"{name} ({aims.of_period(from_year, year)})"
    coverage = one["coverage"] or {}
    operator, status, certain = one["operator"], one["status"], one["certain"]
    due = one["expected"] if one.get("due") is None else one["due"]
    wants_more = operator and Operator(operator).wants_more
    attainment = one["attainment"] if wants_more else None
    return [
        one["indicator"],
        name,
        str(unit_label(indicator)),
        _number(one["value"], indicator),
        *(_plain(one[name]) for name in ("numerator", "denominator")),
        operator and Operator(operator).sign,
        _number(one["target"], indicator),
        _number(one["target_to"], indicator),
        _number(due, indicator),
        _number(one.get("gap"), indicator),
        None if attainment is None else _decimal(exact(attainment) * 100),
        status and str(status_label(Status(status))),
        None if certain is None else _("yes") if certain else _("no"),
        # What has no course of its own is not projected: its value would stand there again.
        _number(one["projection"] if indicator.is_flow else None, indicator),
        *(coverage.get(name) for name in ("reported", "carried", "expected")),
        why and said_of(why, of_units=indicator.counts_units),
    ]


def _number(value: Any, indicator: Indicator) -> Value:
    """A value in what the page counts in."""
    return None if value is None else _decimal(printed(exact(value), indicator))


def _plain(value: Any) -> Value:
    """A numerator or denominator as it stands in the JSON: amounts in VND."""
    return None if value is None else _decimal(exact(value))


def _decimal(value: Any) -> int | Decimal:
    return int(value) if value.denominator == 1 else rounded(value, DECIMALS)
