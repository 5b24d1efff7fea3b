"""The three demo accounts, which exist only where DEBUG is on."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.permissions import ADMIN, DISTRICT_STAFF, OFFICER

from . import LOADED_AT

PASSWORD = "demo"  # noqa: S105 - known to all, and so only while DEBUG is on


@dataclass(frozen=True)
class People:
    """Who did what in the demo; None where there are no accounts."""

    officer: User | None = None
    district_staff: User | None = None


def make_accounts(whole: AdministrativeUnit, district: AdministrativeUnit) -> tuple[People, int]:
    """Make the accounts that are not there yet, and say how many those were.

    An account that `clear_demo` had to keep is opened again; a real one of that name is left alone.
    """
    if not settings.DEBUG:
        return People(), 0
    wanted = {
        "demo-officer": (OFFICER, whole, "Chuyên viên (tài khoản dùng thử)"),
        "demo-district": (DISTRICT_STAFF, district, "Cán bộ huyện (tài khoản dùng thử)"),
        "demo-admin": (ADMIN, None, "Quản trị viên (tài khoản dùng thử)"),
    }
    known = User.objects.in_bulk(list(wanted), field_name="username")
    for username, (role, unit, full_name) in wanted.items():
        user = known.setdefault(username, User(username=username, is_demo=True))
        if not user.is_demo:
            continue
        user.role, user.unit, user.full_name = role.code, unit, full_name
        user.is_active, user.date_joined = True, LOADED_AT
        user.password = make_password(PASSWORD)
        user._history_date = LOADED_AT
        user.save()
    ours = {name: user for name, user in known.items() if user.is_demo}
    return People(ours.get("demo-officer"), ours.get("demo-district")), len(ours)
