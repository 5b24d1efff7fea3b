"""The demo's people, who exist only where DEBUG is on: three can sign in, and each other district
has somebody whose name stands under its returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.permissions import ADMIN, DISTRICT_STAFF, OFFICER, Role

from . import LOADED_AT

PASSWORD = "demo"  # noqa: S105 - known to all, and so only while DEBUG is on

FAMILY = ("Triệu", "Ma", "Lường", "Nông", "Bàn", "Hà", "Đinh", "Lý", "Dương", "Vi", "Phùng")
MIDDLE = ("Thị", "Văn", "Thị", "Đức", "Minh")
GIVEN = ("Hòa", "Thuận", "Lan", "Bảo", "Nguyệt", "Sơn", "Tâm", "Duyên", "Khánh", "Liên", "Quý")


@dataclass(frozen=True)
class People:
    """Who did what in the demo: the officer, and the staff of each district by its key; nobody
    where there are no accounts.
    """

    officer: User | None = None
    staff: dict[int, User] = field(default_factory=dict)


@dataclass(frozen=True)
class _Wanted:
    username: str
    role: Role
    unit: AdministrativeUnit | None
    full_name: str
    password: str | None = None


def make_accounts(
    whole: AdministrativeUnit, staffed: AdministrativeUnit, districts: Iterable[AdministrativeUnit]
) -> tuple[People, int]:
    """Make the accounts that are not there yet, and say how many of them are the demo's.

    staffed: the district for whose staff one can sign in. An account that `clear_demo` had to keep
    is opened again; a real one of that name is left alone.
    """
    if not settings.DEBUG:
        return People(), 0
    wanted = [
        _Wanted("demo-officer", OFFICER, whole, "Nông Văn Tính", PASSWORD),
        _Wanted("demo-district", DISTRICT_STAFF, staffed, "Hoàng Thị Huyền", PASSWORD),
        _Wanted("demo-admin", ADMIN, None, "Lục Văn Thắng", PASSWORD),
        *(
            _Wanted(f"staff-{unit.code}.demo", DISTRICT_STAFF, unit, _name(number))
            for number, unit in enumerate(districts)
            if unit != staffed
        ),
    ]
    known = User.objects.in_bulk([one.username for one in wanted], field_name="username")
    ours = []
    for number, one in enumerate(wanted, start=1):
        user = known.get(one.username) or User(username=one.username, is_demo=True)
        if user.is_demo:
            _fill(user, one, number)
            user.save()
            ours.append(user)
    officer = next((user for user in ours if user.role == OFFICER.code), None)
    staff = {user.unit_id: user for user in ours if user.role == DISTRICT_STAFF.code}
    return People(officer, staff), len(ours)


def _fill(user: User, wanted: _Wanted, number: int) -> None:
    """Telephone numbers and mail addresses are such as nobody has."""
    user.role, user.unit, user.full_name = wanted.role.code, wanted.unit, wanted.full_name
    user.telephone = f"0209 000 {number:03d}"
    user.email = f"{wanted.username.removesuffix('.demo')}@example.invalid"
    user.is_active, user.date_joined = True, LOADED_AT
    # Without a password nobody signs in.
    user.password = make_password(wanted.password)
    user._history_date = LOADED_AT


def _name(number: int) -> str:
    """An invented name; it takes hundreds of numbers until one comes again."""
    given = GIVEN[(number + number // len(FAMILY)) % len(GIVEN)]
    return f"{FAMILY[number % len(FAMILY)]} {MIDDLE[number % len(MIDDLE)]} {given}"
