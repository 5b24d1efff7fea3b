"""What every page's frame shows: a person's navigation, and whether there is demo data."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.calendar import now
from cooperatives.models import Organisation
from cooperatives.rights.permissions import Permission

from . import __version__


@dataclass(frozen=True)
class Item:
    """An entry of the navigation: where it leads and whom it is for. holds: what else belongs to
    it, by the names of the addresses under which it lies.
    """

    url_name: str
    label: Promise
    permission: Permission
    holds: tuple[str, ...] = ()


NAVIGATION = (
    Item("dashboard", _("Overview"), Permission.AGGREGATE_READ),
    Item("returns", _("Returns"), Permission.RECORD_READ),
    Item("yearly-reports", _("Yearly reports"), Permission.RECORD_READ),
    Item("organisations", _("Organisations"), Permission.RECORD_READ),
    Item("plans", _("Plans"), Permission.PLAN_READ),
    Item("years", _("Year"), Permission.RETURN_DECIDE, ("accounts",)),
    Item("figures", _("Catalogue"), Permission.AGGREGATE_READ, ("indicators", "plan-units")),
    Item("import", _("Import"), Permission.DATA_IMPORT),
    Item("admin:index", _("Administration"), Permission.ADMIN_SITE),
)


def shell(request: HttpRequest) -> dict:
    """Context for base.html. Anonymous people see no navigation and learn nothing of the data."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "demo_data": False}
    return {
        "program_version": __version__,
        "read_at": now,
        "navigation": [
            _entry(request, item)
            for item in NAVIGATION
            if user.may(item.permission) and _exists(item)
        ],
        # Asked once, and only where it is shown: a page is drawn of several templates.
        "demo_data": SimpleLazyObject(Organisation.objects.filter(is_demo=True).exists),
    }


def _exists(item: Item) -> bool:
    try:
        reverse(item.url_name)
    except NoReverseMatch:
        return False
    return True


def _entry(request: HttpRequest, item: Item) -> dict:
    """An entry with its mark for aria-current: "page" for this page, "true" for one below it."""
    href = reverse(item.url_name)
    mark = ""
    if request.path == href:
        mark = "page"
    elif href != "/" and request.path.startswith((href, *map(reverse, item.holds))):
        mark = "true"
    return {"href": href, "label": item.label, "mark": mark}
