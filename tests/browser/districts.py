"""Districts of a province of their own, each with an empty return that one test may write to."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .deployment import PASSWORD, Deployment

QUARTER = (2024, 3)
NAMES = (
    "HTX Ánh Dương",
    "HTX Bình Minh",
    "HTX Cẩm Giàng",
    "HTX Đồng Lợi",
    "HTX Hòa An",
    "HTX Nà Phặc",
)
"""The cooperatives of each district, in the order of the grid."""
LAST = {
    "revenue": 100_000_000,
    "profit": 10_000_000,
    "average_member_income": 5_000_000,
    "member_count": 20,
    "managers_total": 4,
    "managers_higher_education": 2,
    "managers_vocational": 1,
}
"""What each of them reported the quarter before: VND and persons."""
AT_ONCE = 24

MAKE = """
import json
from datetime import date
from django.contrib.auth.hashers import make_password
from cooperatives.models import AdministrativeUnit, User
from tests.browser.deployment import new_session
from tests.factories import (
    make_cooperative, make_district, make_figures, make_plan, make_province, make_return,
    make_target,
)

# Hashing is slow on purpose: once is enough.
hashed = make_password({password!r})

def make_user(role, unit, username, name):
    return User.objects.create(
        role=role, unit=unit, username=username, full_name=name, password=hashed
    )

province = AdministrativeUnit.objects.filter(code="99").first()
if province is None:
    province = make_province("99", name="Tỉnh Thử")
    make_target(make_plan(province, number="1/KH"), "total_members", value=1000)
    make_user("officer", province, "officer-99", "Nông Thị Tỉnh")
officer = User.objects.get(username="officer-99")
made = []
first = AdministrativeUnit.objects.filter(parent=province).count() + 1
for place in range(first, first + {count}):
    code = f"99{{place:03d}}"
    district = make_district(province, code, name=f"Huyện Thử {{place}}")
    people = {{
        "clerk": make_user("district_staff", district, f"clerk-{{code}}", "Lục Văn Huyện"),
        "other": make_user("district_staff", district, f"other-{{code}}", "Hà Thị Hai"),
        "officer": officer,
    }}
    made.append({{
        "code": code,
        "numbers": [f"0{{code}}{{n:04d}}" for n in range(len({names!r}))],
        "sessions": {{who: new_session(user) for who, user in people.items()}},
        "usernames": {{who: user.username for who, user in people.items()}},
    }})
    before = make_return(district, 2024, 2)
    for name, number in zip({names!r}, made[-1]["numbers"]):
        cooperative = make_cooperative(district, name=name, registration_number=number)
        make_figures(cooperative, 2024, 2, quarterly_return=before, **{last!r})
print(json.dumps(made))
"""


@dataclass(frozen=True)
class District:
    """A district with an empty return: the codes that its test needs."""

    site: Deployment
    code: str
    numbers: tuple[str, ...]
    sessions: dict[str, str]
    usernames: dict[str, str]

    @property
    def path(self) -> str:
        """The address of its return."""
        year, quarter = QUARTER
        return f"/returns/{year}/{quarter}/{self.code}/"

    @property
    def dashboard(self) -> str:
        year, quarter = QUARTER
        return f"/?year={year}&quarter={quarter}&unit={self.code}"


def districts(site: Deployment) -> Iterator[District]:
    """One district after the other, made several at once."""
    code = MAKE.format(count=AT_ONCE, names=NAMES, last=LAST, password=PASSWORD)
    while True:
        for made in json.loads(site.run(code)):
            yield District(site, **made | {"numbers": tuple(made["numbers"])})
