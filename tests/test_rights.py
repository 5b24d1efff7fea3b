"""Who may do what: every address, by every method, as everybody (design 1.5).

The table below is the design's, one line for each address. An address that it does not know fails.
What belongs to a district is asked for twice: for Ba Bể, where some of the people work, and for
another district. Nobody may read a name, number or figure from outside their scope, and what is
refused changes nothing.
"""

import html
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from cooperatives.accounts.letters import REMINDERS
from cooperatives.history import Way, changes_by
from cooperatives.models import (
    AdministrativeUnit,
    ApiToken,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    EnteredFigure,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    RatingScale,
    Remark,
    ReportingYear,
    ReturnStep,
    UnitFigures,
    UnitSuccession,
    User,
    YearlyReport,
)
from cooperatives.returns.sheet import quarterly_sheet
from cooperatives.returns.submission import readiness_of
from cooperatives.returns.unit_fields import ReturnFields
from cooperatives.workbook import workbook_of
from targets.editions.publishing import publish
from targets.models import BaselineFigure, EnteredIndicator, Plan, Subscription
from targets.subscriptions.following import STOP
from tests.cooperatives.browsing import sent_by
from tests.factories import (
    PASSWORD,
    close_year,
    make_admin,
    make_api_token,
    make_baseline_figure,
    make_commune,
    make_cooperative,
    make_district,
    make_district_staff,
    make_entered_figure,
    make_figures,
    make_group,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_subscription,
    make_target,
    make_union,
    make_yearly_report,
    move,
    open_year,
    seen,
    suspend,
)
from tests.tables import all_rows

READS = ("get", "head", "options")
WRITES = ("post", "put", "patch", "delete")
SIGN_IN = "sign in"
"""Led to the page where one signs in."""

ANONYMOUS, OWN, OTHER, OFFICER, ADMIN, ADMIN_OF_UNIT, ADMIN_OF_DISTRICT, INACTIVE = EVERYBODY = (
    "anonymous",
    "district staff",
    "staff of another district",
    "officer",
    "admin",
    "admin of the province",
    "admin of the district",
    "inactive",
)
STAFF = {OWN, OTHER}
ADMINS = {ADMIN, ADMIN_OF_UNIT, ADMIN_OF_DISTRICT}
SIGNED_IN = {*STAFF, OFFICER, *ADMINS}
ALL = set(EVERYBODY)

MINE, THEIRS = DISTRICTS = ("061", "062")
OUTSIDE = {MINE: {OTHER}, THEIRS: {OWN, ADMIN_OF_DISTRICT}}
"""To whom the records of a district do not exist."""


@dataclass(frozen=True)
class Sent:
    """What a browser sends to an address. changes: whether that changes a record."""

    data: Any
    headers: dict[str, str] | None = None
    content_type: str = ""
    changes: bool = True


@dataclass(frozen=True)
class Right:
    """Whom an address answers by their role. args, query: of which record; those of a district are
    hidden from whom it is out of scope (404). among: of whom it is found by, those whose it is.
    outside: to whom it does not exist (404). writes: what is sent, where anything is taken;
    answers: what is answered then.
    """

    readers: set[str]
    args: tuple = ()
    query: str = ""
    reads: bool = True
    among: frozenset[str] = frozenset(ALL)
    outside: frozenset[str] = frozenset()
    answers: tuple[int, ...] = (200, 302)
    writes: Callable[["World", str, str], Sent] | None = None

    @property
    def is_of_district(self) -> bool:
        return bool({"district", "secret", "idle", "new", "ended"} & set(self.args))

    def refusal(self, who: str, district: str) -> Any:
        """What somebody gets instead of an answer, None who is answered."""
        if who not in self.readers:
            return SIGN_IN if who in (ANONYMOUS, INACTIVE) else 403
        if who in self.outside or (self.is_of_district and who in OUTSIDE[district]):
            return 404
        return None if who in self.among else 403


class World:
    """Two districts alike, a plan, and in each district one of everything, which others must not
    read. Beside it stand others, so that no mean gives a single figure away.
    """

    def __init__(self):
        self.province = make_province()
        self.plan = make_plan(self.province)
        open_year(self.province, 2023)
        make_target(self.plan, "average_profit", value=85_000_000)
        make_target(self.plan, "weak_share", "<", 10)
        make_baseline_figure(self.province)
        EnteredIndicator.objects.create(
            code="entered", name_vi="Tổng doanh thu", rule="sum", of="revenue"
        )
        make_entered_figure("later", from_year=2031)
        make_entered_figure("advisers", reported_by="unit")
        make_entered_figure("households", reported_by="plan_unit")
        self.idle: dict[str, Organisation] = {}
        self.of = {code: self._district(code) for code in DISTRICTS}
        self.moved_from = {MINE: self._moved(MINE, THEIRS), THEIRS: self._moved(THEIRS, MINE)}
        self._publish_twice()
        first, second = (self.of[code][AdministrativeUnit] for code in DISTRICTS)
        self.people = {
            OWN: self.of[MINE][User],
            OTHER: self.of[THEIRS][User],
            OFFICER: make_officer(self.province),
            ADMIN: make_admin(),
            ADMIN_OF_UNIT: make_admin(self.province),
            ADMIN_OF_DISTRICT: make_admin(first),
            INACTIVE: make_officer(second, is_active=False),
        }
        self.sessions = {who: _session_of(user) for who, user in self.people.items()}
        # Who looks at forms to fill them in.
        self.admin = self.client(ADMIN)
        self.prepared: dict[str, Sent] = {}

    def _district(self, code: str) -> dict[type, Any]:
        """The records of a district, by model."""
        district = make_district(
            self.province, code, name=f"Huyện {code}", contact_telephone=f"0209 {code} 999"
        )
        marks = {"registration_number": f"SECRET-{code}"}
        secret = make_cooperative(district, name=f"HTX Bí mật {code}", **marks)
        suspend(secret, date(2020, 1, 1), date(2020, 2, 1))
        report = make_yearly_report(secret, 2023, state="draft", profit=FIGURES[code])
        weak = make_cooperative(
            district, name=f"HTX Bí mật yếu {code}", registration_number=f"WEAK-{code}"
        )
        make_yearly_report(weak, 2023, score=SCORES[code])
        make_figures(secret, 2023, 4, member_count=12)
        idle = make_cooperative(district, name=f"HTX Bí mật nghỉ {code}")
        suspend(idle, date(2024, 9, 1))
        self.idle[code] = idle
        for state, quarter in (("approved", 1), ("submitted", 2), ("returned", 3)):
            filed = make_return(district, quarter=quarter, state=state)
            if state == "submitted":
                at = "2024-07-10T00:00Z"
                ReturnStep.objects.create(quarterly_return=filed, step="submit", at=at)
        figures = make_figures(secret, 2024, 3, quarterly_return=filed, revenue=FIGURES[code])
        make_figures(secret, 2024, 1, profit=FIGURES[code], note=f"Ghi chú bí mật {code}")
        for n in range(8):
            made = make_cooperative(district, name=f"HTX {n}")
            make_figures(made, 2024, 1, profit=1_000_000 * n)
        with changes_by(None, Way.FORM):  # so that its founding may be taken back
            group = make_group(district, name=f"THT Bí mật {code}")
        staff = make_district_staff(
            district,
            full_name=f"Người bí mật {code}",
            telephone=f"0209 {code} {code}",
            email=f"secret-{code}@example.invalid",
        )
        remark = Remark.objects.create(
            quarterly_return=filed,
            text=f"Lời bí mật {code}",
            by=staff,
            side=Remark.Side.DISTRICT,
            at="2024-10-01T00:00Z",
        )
        return {
            AdministrativeUnit: district,
            Organisation: secret,
            Cooperative: secret,
            CooperativeUnion: make_union(district, name=f"Liên hiệp bí mật {code}"),
            CooperativeGroup: group,
            YearlyReport: report,
            QuarterlyReturn: filed,
            QuarterlyFigures: figures,
            UnitFigures: UnitFigures.objects.create(
                unit=district, quarterly_return=filed, year=2024, quarter=3
            ),
            ReportingYear: close_year(district, 2022),
            UnitSuccession: UnitSuccession.objects.create(
                predecessor=make_commune(district, f"9{code}", valid_to=date(2020, 1, 1)),
                successor=district,
                on=date(2020, 1, 1),
            ),
            Remark: remark,
            User: staff,
            ApiToken: make_api_token(staff, name=f"Máy bí mật {code}")[0],
            Subscription: make_subscription(staff),
        }

    def _publish_twice(self) -> None:
        """Two editions, between which a secret figure of each district moves."""
        rows = list(QuarterlyFigures.objects.filter(quarter=1, profit__in=FIGURES.values()))
        assert len(rows) == len(DISTRICTS)
        kept = [row.profit for row in rows]
        for values in ([1_000_000] * len(rows), kept):
            for row, value in zip(rows, values, strict=True):
                row.profit = value
                row.save()
            publish(2024, 1, self.province.code)

    def _moved(self, code: str, to: str) -> Organisation:
        """One that moved, with a row in either return: what it reported before stays there."""
        there, here = (self.of[one][AdministrativeUnit] for one in (code, to))
        moved = make_cooperative(there, name=f"HTX chuyển từ {code}")
        make_figures(moved, 2024, 2, revenue=FIGURES[code], note=f"Ghi chú bí mật {code}")
        move(moved, here, date(2024, 7, 10))
        make_figures(moved, 2024, 3, revenue=1_000_000)
        return moved

    def address(self, name: str, district: str) -> str:
        staff = self.of[district][User]
        values = {
            "plan": self.plan.pk,
            "district": district,
            "secret": self.of[district][Organisation].pk,
            "idle": self.idle[district].pk,
            "new": self.of[district][CooperativeGroup].pk,
            "ended": self.of[district][UnitSuccession].predecessor_id,
            "remark": self.of[district][Remark].pk,
            "letters": _token(STOP.link(self.of[district][Subscription].pk, staff)),
            "reminders": _token(REMINDERS.link(staff.pk, staff)),
        }
        right = RIGHTS[name]
        query = right.query.format(number=f"SECRET-{district}")
        self.asked_for = reverse(name, args=[values.get(arg, arg) for arg in right.args]) + query
        return self.asked_for

    def client(self, who: str) -> Client:
        """A browser in which somebody has signed in."""
        client = Client()
        if who != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def clients(self) -> dict[str, Client]:
        """Everybody's browser."""
        return {who: self.client(who) for who in EVERYBODY}


def _token(link: str) -> str:
    """What a link that stops letters has signed."""
    return link.rstrip("/").rpartition("/")[2]


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


FIGURES = {MINE: 987_654_321, THEIRS: 876_543_219}
SCORES = {MINE: "41.61", THEIRS: "42.72"}


def secrets_in(text: str, district: str) -> list[str]:
    """What of a district's records stands in a text: names, numbers, figures."""
    vnd, score = f"{FIGURES[district]:,}", SCORES[district]
    figures = [vnd, vnd.replace(",", ""), vnd.replace(",", "."), score, score.replace(".", ",")]
    figures += [f"{FIGURES[district] / 10**6:.2f}".replace(".", mark) for mark in ".,"]
    words = [f"{word} {district}" for word in ("mật", "mật yếu", "mật nghỉ")]
    words += [f"{word}-{district}" for word in ("SECRET", "WEAK", "secret")]
    words += [f"0209 {district} {end}" for end in (district, "999")]
    return [secret for secret in [*words, *figures] if secret in text]


# --- What is sent ---------------------------------------------------------------------------------


def prepared_once(sent: Callable) -> Callable:
    """What is the same whoever sends it: each test leaves the records as they were."""

    def prepared(world: World, who: str, district: str) -> Sent:
        if world.asked_for not in world.prepared:
            world.prepared[world.asked_for] = sent(world, who, district)
        return world.prepared[world.asked_for]

    return prepared


def form(**data) -> Callable:
    return lambda world, who, district: Sent(data)


def nothing_stored(**data) -> Callable:
    """A form that is taken without a record being changed."""
    return lambda world, who, district: Sent(data, changes=False)


def cells(world: World, who: str, district: str) -> Sent:
    cell = {"number": f"SECRET-{district}", "field": "profit", "text": "5", "base": ""}
    return _script(world, who, {"cells": [cell]})


def block(world: World, who: str, district: str) -> Sent:
    """A pasted block: it is told where it belongs, and nothing is stored."""
    number = f"SECRET-{district}"
    sent = _script(
        world,
        who,
        {
            "block": [["5"]],
            "order": [number],
            "start": [number, "profit"],
            "said": {},
            "confirmed": None,
        },
    )
    return Sent(sent.data, sent.headers, sent.content_type, changes=False)


def answers(world: World, who: str, district: str) -> Sent:
    answer = {"number": f"SECRET-{district}", "rule": "jump", "text": "đúng"}
    sent = _script(world, who, answer)
    return Sent(sent.data, sent.headers, sent.content_type, changes=False)  # nothing is unusual


def _script(world: World, who: str, body: dict) -> Sent:
    user = world.people.get(who)
    headers = {"X-Typed-By": str(user.pk if user else 1)}
    return Sent(json.dumps(body), headers, "application/json")


@prepared_once
def submission(world: World, who: str, district: str) -> Sent:
    sheet = quarterly_sheet(world.people[ADMIN], 2024, 3, district)
    return Sent({"without": readiness_of(sheet.rows(), ReturnFields.of(sheet)).fingerprint})


def unit_field(field: str, writers: set[str]) -> Callable:
    """The form of what a unit reports, which those who only read cannot send."""

    def sent(world: World, who: str, district: str) -> Sent:
        return Sent(
            {field: "5", f"base-{field}": "", "page-language": "vi"}, changes=who in writers
        )

    return sent


def upload(world: World, who: str, district: str) -> Sent:
    text = f"registration_number,name\nSECRET-{district},HTX Đổi tên\n"
    file = SimpleUploadedFile("htx.csv", text.encode())
    return Sent({"kind": "cooperatives", "file": file}, changes=False)


def typed(**data) -> Callable:
    """The form of the address as it stands, with these fields filled in."""

    @prepared_once
    def sent(world: World, who: str, district: str) -> Sent:
        return Sent(sent_by(world.admin.get(world.asked_for)) | data)

    return sent


def founding(world: World, who: str, district: str) -> Sent:
    own = THEIRS if who == OTHER else MINE
    unit = world.of[own][AdministrativeUnit].pk
    new = {"kind": "cooperative", "name": "HTX Hoàn toàn khác", "registration_number": "NEW-1"}
    dates = {"sector": "trade", "founded_on": "5/10/2024", "unit": unit}
    return Sent(new | dates)


def yearly_cells(world: World, who: str, district: str) -> Sent:
    cell = {"number": f"SECRET-{district}", "field": "revenue", "text": "5", "base": ""}
    return _script(world, who, {"cells": [cell]})


@prepared_once
def done(world: World, who: str, district: str) -> Sent:
    page = world.admin.get(world.asked_for)
    return Sent({"missing": page.context["undone"].fingerprint})


@prepared_once
def finalisation(world: World, who: str, district: str) -> Sent:
    page = world.admin.get(world.asked_for)
    return Sent({"report": [draft.mark for draft in page.context["drafts"]]})


def reopening(world: World, who: str, district: str) -> Sent:
    return Sent({"number": [f"WEAK-{district}"]})


def approvals(world: World, who: str, district: str) -> Sent:
    (submitted,) = QuarterlyReturn.objects.filter(unit__code=district, state="submitted")
    return Sent({"returns": [str(seen(submitted))], "seen": "1"})


def decision(quarter: int, **data) -> Callable:
    """A form about the round that the return of a quarter is in."""

    def sent(world: World, who: str, district: str) -> Sent:
        of = QuarterlyReturn.objects.get(unit__code=district, year=2024, quarter=quarter)
        return Sent({"seen": str(seen(of))} | data)

    return sent


@prepared_once
def workbook(world: World, who: str, district: str) -> Sent:
    sheet = quarterly_sheet(world.people[ADMIN], 2024, 3, district)
    file = SimpleUploadedFile("bieu.xlsx", workbook_of(sheet))
    return Sent({"file": file}, changes=False)


def urging(world: World, who: str, district: str) -> Sent:
    """Nobody writes to the own unit: there is a sentence instead, and nothing is noted."""
    return Sent({}, changes=who != ADMIN_OF_DISTRICT)


def staff_of_a_district(world: World, who: str, district: str) -> Sent:
    return Sent({"account": str(world.of[MINE][User].pk), "confirmed": "1"})


@prepared_once
def due_days(world: World, who: str, district: str) -> Sent:
    """The days of 2023 with another one for the yearly reports, after a look at what they do."""
    shown = sent_by(world.admin.get(world.asked_for)) | {"reports_due_on": "20/12/2023"}
    return Sent(sent_by(world.admin.post(world.asked_for, shown)))


def new_password(world: World, who: str, district: str) -> Sent:
    new = {"new_password1": "mot-mat-khau-khac-2", "new_password2": "mot-mat-khau-khac-2"}
    return Sent({"old_password": PASSWORD, **new})


def following(world: World, who: str, district: str) -> Sent:
    """Letters can go to staff alone: the others here have no address."""
    return Sent({"kinds": "editions", "language": "vi"}, changes=who in STAFF)


# --- The table ------------------------------------------------------------------------------------

DECIDERS = {OFFICER, *ADMINS}
ENTERERS = {*STAFF, *ADMINS}


def of_year(readers, **options) -> Right:
    return Right(readers, args=(2023, "district"), **options)


def of_return(readers, quarter: int = 3, *args, **options) -> Right:
    return Right(readers, args=(2024, quarter, "district", *args), **options)


PLANNERS = frozenset({ADMIN, ADMIN_OF_UNIT})
PUBLISHERS = frozenset({OFFICER, *PLANNERS})
PUBLISHED = (2024, 1, "06", 2)
NEW_TARGET = {"new-own-0-indicator": "new_groups", "new-own-0-value": "9"}
KEEPERS = frozenset(EVERYBODY) - {ADMIN_OF_DISTRICT}
"""Figures are asked of a whole province: an admin of a part of it only reads them."""
FIGURE = {
    "code": "later",
    "name_vi": "Số mới",
    "measure": "persons",
    "nature": "level",
    "reported_by": "cooperative",
    "from_year": "2031",
    "store": "1",
}

# What lies outside the scope is not found; what a role may not use at all is forbidden.
RIGHTS = {
    "dashboard": Right(SIGNED_IN),
    "target": Right(SIGNED_IN, args=("plan", "average_profit")),
    "overview-file": Right(SIGNED_IN, args=("units", "csv")),
    "indicator": Right(SIGNED_IN, args=("average_profit",)),
    "indicator-file": Right(SIGNED_IN, args=("average_profit", "units", "csv")),
    "indicator-records": Right(SIGNED_IN, args=("average_profit", "csv")),
    "indicator-closing": Right(SIGNED_IN, args=("weak_share", "csv")),
    "returns-file": Right(SIGNED_IN, args=("csv",)),
    "movements": Right(SIGNED_IN),
    "movements-file": Right(SIGNED_IN, args=("csv",)),
    "subscriptions": Right(SIGNED_IN, writes=following),
    # What is signed says what is stopped, whoever holds it; it names nobody.
    "subscription-stop": Right(ALL, args=("letters",), writes=form()),
    "reminders-stop": Right(ALL, args=("reminders",), writes=form()),
    "target-doubt": Right(
        DECIDERS,
        args=("plan", "average_profit"),
        query="?year=2024&quarter=3&unit=06",
        reads=False,
        writes=lambda world, who, district: Sent({"about": district, "text": "xem lại"}),
    ),
    "indicators": Right(SIGNED_IN),
    "indicators-file": Right(SIGNED_IN, args=("csv",)),
    "indicator-definition": Right(SIGNED_IN, args=("average_profit",)),
    "indicator-entry": Right(ADMINS, among=KEEPERS, writes=nothing_stored(code="new_one")),
    "indicator-change": Right(
        ADMINS, args=("entered",), among=KEEPERS, writes=nothing_stored(name_vi="Khác")
    ),
    "plans": Right(SIGNED_IN),
    "plans-file": Right(SIGNED_IN, args=("csv",)),
    "plan": Right(SIGNED_IN, args=("plan",)),
    "plan-file": Right(SIGNED_IN, args=("plan", "csv")),
    "plan-history": Right(SIGNED_IN, args=("plan",)),
    "plan-new": Right(
        ADMINS,
        query="?year=2025",
        writes=typed(number="7", issued_on="1/10/2024", title="Kế hoạch", **NEW_TARGET),
    ),
    # Of the province: who works for a district makes plans for that alone.
    "plan-facts": Right(ADMINS, args=("plan",), among=PLANNERS, writes=typed(title="Tên khác")),
    "plan-adjusting": Right(
        ADMINS,
        args=("plan",),
        among=PLANNERS,
        writes=typed(number="7", issued_on="1/10/2024", **NEW_TARGET),
    ),
    "plan-targets": Right(ADMINS, args=("plan", 2024), among=PLANNERS, writes=typed(**NEW_TARGET)),
    "plan-shares": Right(
        ADMINS,
        args=("plan", 2024, "average_profit"),
        among=PLANNERS,
        writes=typed(milestone_1="20"),
    ),
    # A paper of the reader's own unit; its annexes list what lies in the scope.
    "report-file": Right(DECIDERS, args=("docx",), query="?year=2024&quarter=3"),
    "office-texts": Right(DECIDERS, args=("district",), writes=typed(signer_name="Khác")),
    "office-texts-sample": Right(DECIDERS, args=("district",)),
    "letter": Right(
        DECIDERS,
        args=(2024, 3, "district"),
        reads=False,
        writes=urging,
    ),
    "letter-to-all": Right(DECIDERS, args=(2024, 3), reads=False, writes=urging),
    "years": Right(DECIDERS),
    "year": Right(DECIDERS, args=(2024,)),
    "year-opening": Right(ADMINS, args=(2025,), reads=False, writes=form()),
    # A year of the province: who works for a district moves the days of that alone.
    "due-days": Right(ADMINS, args=(2023,), among=PLANNERS, writes=due_days),
    "plan-before": Right(SIGNED_IN, args=("plan",)),
    "plan-before-file": Right(SIGNED_IN, args=("plan", "csv")),
    "editions": Right(SIGNED_IN),
    # Of the province: who works for a district publishes that alone.
    "edition-new": Right(
        DECIDERS,
        query="?year=2024&quarter=2&unit=06",
        among=PUBLISHERS,
        writes=typed(note="Công bố"),
    ),
    "edition": Right(SIGNED_IN, args=PUBLISHED),
    "edition-content": Right(SIGNED_IN, args=PUBLISHED),
    # Of all cooperatives of the province, and so only for who reads all of them.
    "edition-records": Right(
        SIGNED_IN, args=PUBLISHED, outside=frozenset({*STAFF, ADMIN_OF_DISTRICT})
    ),
    "edition-report": Right(
        DECIDERS, args=(*PUBLISHED, "docx"), outside=frozenset({ADMIN_OF_DISTRICT})
    ),
    "edition-public": Right(SIGNED_IN, args=PUBLISHED),
    # Alike for everybody, where they are on.
    "public": Right(ALL),
    "public-embed": Right(ALL),
    "public-file": Right(ALL, args=("json",)),
    "api": Right(SIGNED_IN),
    "api-openapi": Right(SIGNED_IN),
    "api-edition": Right(SIGNED_IN, args=PUBLISHED),
    "api-editions": Right(SIGNED_IN),
    "api-progress": Right(SIGNED_IN),
    "api-plans": Right(SIGNED_IN),
    "api-targets": Right(SIGNED_IN),
    "api-indicators": Right(SIGNED_IN),
    "api-units": Right(SIGNED_IN),
    "api-organisations": Right(SIGNED_IN),
    "api-figures": Right(SIGNED_IN),
    "api-figures-catalogue": Right(SIGNED_IN),
    "api-figures-units": Right(SIGNED_IN),
    "api-yearly-reports": Right(SIGNED_IN),
    "units": Right(SIGNED_IN),
    "unit-reform": Right(ADMINS, writes=nothing_stored()),
    "unit-reform-confirmation": Right(ADMINS, reads=False, writes=nothing_stored(seen="x")),
    "unit-placing": Right(ENTERERS, args=("ended",), writes=nothing_stored()),
    "organisations": Right(SIGNED_IN),
    "registry-file": Right(SIGNED_IN, args=("cooperatives", "csv")),
    "organisation": Right(SIGNED_IN, args=("secret",)),
    "founding": Right(ENTERERS, writes=founding),
    "organisation-founding": Right(ENTERERS, args=("new",), writes=typed(taking_back="1")),
    "correction": Right(ENTERERS, args=("secret",), writes=typed(name="HTX Đổi tên")),
    "suspension": Right(
        ENTERERS, args=("secret",), writes=typed(valid_from="5/10/2024", reason="sửa kho")
    ),
    "renewal": Right(ENTERERS, args=("idle",), writes=typed(renewed_on="5/10/2024")),
    "becoming": Right(
        ENTERERS,
        args=("new",),
        writes=typed(name="HTX Mới", registration_number="NEW-2", founded_on="5/10/2024"),
    ),
    "resumption": Right(ENTERERS, args=("idle",), writes=typed(valid_to="5/10/2024")),
    "dissolution": Right(ENTERERS, args=("secret",), writes=typed(dissolved_on="5/10/2024")),
    "yearly-reports": Right(SIGNED_IN),
    "yearly-report": of_year(SIGNED_IN),
    "yearly-report-cells": of_year(ENTERERS, reads=False, writes=yearly_cells),
    "yearly-report-paste": of_year(ENTERERS, reads=False, writes=block),
    "yearly-report-start": of_year(ENTERERS, reads=False, writes=form()),
    "yearly-report-done": of_year(ENTERERS, writes=done),
    "yearly-report-done-taking-back": of_year(ENTERERS, reads=False, writes=nothing_stored()),
    "yearly-report-finalisation": of_year(DECIDERS, writes=finalisation),
    "yearly-report-reopening": of_year(DECIDERS, reads=False, writes=reopening),
    "yearly-report-row-history": of_year(SIGNED_IN, query="?number={number}"),
    "account": Right(SIGNED_IN, writes=form(telephone="0209 000 099")),
    "accounts": Right(ADMINS),
    "accounts-file": Right(ADMINS, args=("csv",)),
    # A letter or a page with links changes no record.
    "account-invitations": Right(ADMINS, reads=False, writes=nothing_stored(account="0")),
    "account-handover": Right(ADMINS, writes=nothing_stored(account="0")),
    "account-deactivation": Right(ADMINS, reads=False, writes=staff_of_a_district),
    # Who has a right link has no session; of any other nobody learns anything.
    "invitation": Right(ALL, args=("x", "y"), writes=nothing_stored(new_password1="x")),
    "returns": Right(SIGNED_IN),
    "return-approvals": Right(DECIDERS, reads=False, writes=approvals),
    "return": of_return(SIGNED_IN),
    "return-cells": of_return(ENTERERS, reads=False, writes=cells),
    "return-paste": of_return(ENTERERS, reads=False, writes=block),
    "return-fields": of_return(SIGNED_IN, writes=unit_field("advisers", ENTERERS)),
    "return-answers": of_return(ENTERERS, reads=False, writes=answers, answers=(400,)),
    "return-explanations": of_return(ENTERERS, reads=False, writes=nothing_stored()),
    "return-submission": of_return(ENTERERS, writes=submission),
    "return-submission-taking-back": of_return(ENTERERS, 2, reads=False, writes=decision(2)),
    "return-decision-taking-back": of_return(
        DECIDERS, 2, reads=False, writes=nothing_stored(seen="x")
    ),
    "return-approval": of_return(DECIDERS, 2, reads=False, writes=decision(2)),
    "return-sending-back": of_return(DECIDERS, 2, reads=False, writes=decision(2, reason="sai")),
    "return-reopening": of_return(DECIDERS, 1, reads=False, writes=decision(1, reason="sai")),
    "return-remarks": of_return(SIGNED_IN, reads=False, writes=form(text="xem lại")),
    # The district made it; of one that who approves made see tests of the conversation.
    "return-remark-settlement": of_return(
        SIGNED_IN, 3, "remark", reads=False, among=frozenset(STAFF), writes=form(settled="1")
    ),
    "return-remark-answers": of_return(
        SIGNED_IN, 3, "remark", reads=False, writes=form(text="đã xem lại")
    ),
    "return-row-history": of_return(SIGNED_IN, query="?number={number}"),
    "return-workbook": of_return(SIGNED_IN),
    "return-upload": of_return(ENTERERS, writes=workbook),
    "return-office-file": of_return(ENTERERS, writes=workbook),
    "figures": Right(SIGNED_IN),
    "figures-file": Right(SIGNED_IN, args=("csv",)),
    "unit-figures-file": Right(SIGNED_IN, args=("csv",)),
    "figure": Right(SIGNED_IN, args=("later",)),
    "new-figure": Right(ADMINS, among=KEEPERS, writes=form(**FIGURE | {"code": "another"})),
    "figure-change": Right(ADMINS, args=("later",), among=KEEPERS, writes=form(**FIGURE)),
    "plan-units": Right(SIGNED_IN),
    "plan-unit": Right(
        SIGNED_IN,
        args=(2024, 3, "06"),
        outside=frozenset({*STAFF, ADMIN_OF_DISTRICT}),
        writes=unit_field("households", DECIDERS),
    ),
    "import": Right(ADMINS, writes=upload),
    "import-office-file": Right(ADMINS),
    "import-answer": Right(ADMINS, reads=False, writes=nothing_stored(seen="x")),
    "import-confirmation": Right(ADMINS, reads=False, writes=nothing_stored(seen="x")),
    "import-template": Right(ADMINS, args=("units",)),
    "login": Right(ALL, writes=nothing_stored(username="x", password="y")),
    "logout": Right(SIGNED_IN, reads=False, writes=nothing_stored()),
    "password_change": Right(SIGNED_IN, writes=new_password),
    "password_change_done": Right(SIGNED_IN),
    "set_language": Right(ALL, writes=nothing_stored(language="en")),
    "own-guide": Right(SIGNED_IN),
    "guide": Right(SIGNED_IN, args=("admin",)),
    "healthz": Right(ALL),
}

each_address = pytest.mark.parametrize("name", RIGHTS)


@pytest.fixture(scope="module")
def both_districts(kept):
    return kept(World)


@pytest.fixture
def world(both_districts, db, demo_day, settings):
    settings.PUBLIC_PAGE = True
    return both_districts


def districts_of(name: str) -> tuple[str, ...]:
    return DISTRICTS if RIGHTS[name].is_of_district else (MINE,)


def outcome(response):
    """What somebody got: a status, or `SIGN_IN`."""
    if response.status_code == 401:
        return SIGN_IN
    if response.status_code == 302 and response.url.startswith(("/sign-in/", "/admin/login/")):
        return SIGN_IN
    return response.status_code


def body(response) -> str:
    """What an answer holds; a workbook or a paper unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    return html.unescape("".join(parts))  # XML may write letters as numbers


def send(client, method: str, address: str, sent: Sent):
    if hasattr(sent.data, "values"):
        for value in sent.data.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
    options = {"headers": sent.headers} | (
        {"content_type": sent.content_type} if sent.content_type else {}
    )
    if method != "post" and not sent.content_type:
        return getattr(client, method)(address, headers=sent.headers)
    return getattr(client, method)(address, sent.data, **options)


def addresses():
    """Names of all addresses, and those of the admin site."""
    own, of_admin = {}, {}

    def walk(patterns, namespace):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                (of_admin if namespace else own)[pattern.name] = pattern
            else:
                walk(pattern.url_patterns, namespace or pattern.namespace)

    walk(get_resolver().url_patterns, "")
    return own, of_admin


def test_every_address_is_in_the_table():
    own, _of_admin = addresses()
    assert set(own) == set(RIGHTS)


# --- Reading --------------------------------------------------------------------------------------


@each_address
def test_who_reads_it_and_nobody_what_is_of_another_district(world, name):
    """No name, number or figure. HEAD is GET without what it holds: one of its readers will do."""
    right, had_a_head = RIGHTS[name], set()
    for who, client in world.clients().items():
        for district in districts_of(name):
            address, refusal = world.address(name, district), right.refusal(who, district)
            for method in READS:
                if method == "head" and refusal is None:
                    if district in had_a_head:
                        continue
                    had_a_head.add(district)
                response = getattr(client, method)(address)
                got = outcome(response)
                expected = {200, 302} if refusal is None else {refusal}
                if not right.reads:  # it says so, or whom it would take nothing from
                    expected = {405, refusal}
                if method == "options":  # which methods there are is no secret
                    expected |= {200, 405}
                assert got in expected, (who, district, method, got)
                if method == "get":
                    assert hidden_in(response, who) == [], (who, district)


def hidden_in(response, who: str) -> list[str]:
    """What an answer tells somebody of a district outside their scope."""
    text, told = body(response), []
    for district, people in OUTSIDE.items():
        if who in people:
            asked_for = f"number=SECRET-{district}"
            told += secrets_in(text.replace(asked_for, ""), district)
    return told


QUERIES = (
    "?unit=061&quarter=1",
    "?unit=062&quarter=1",
    "?unit=06&quarter=1&q=mat",
    "?unit=06&quarter=1&sort=-value&part=061",
    "?unit=06&quarter=1&sort=-value&part=062",
    "?q=SECRET&kind=cooperative",
    # What the API takes: it refuses a question with anything else.
    "?limit=1000",
    "?limit=1000&state=all",
    "?limit=1000&unit=06",
    "?limit=1000&unit=061",
    "?limit=1000&unit=062",
    "?limit=1000&registration_number=SECRET-061&state=all",
    "?limit=1000&registration_number=SECRET-062&state=all",
    "?q=mat&state=all",
)
OF_NO_DISTRICT = [
    name for name, right in RIGHTS.items() if right.reads and not right.is_of_district
]


@pytest.mark.parametrize("name", OF_NO_DISTRICT)
def test_no_question_leads_to_what_is_of_another_district(world, name):
    address = world.address(name, MINE)
    for who in set().union(*OUTSIDE.values()):
        client = world.client(who)
        for query in QUERIES:
            assert hidden_in(client.get(address + query), who) == [], (who, query)


def test_what_a_cooperative_reported_before_it_moved_stays_where_it_was(world):
    moved = world.moved_from[MINE]
    page = reverse("organisation", args=[moved.pk])
    grid, workbook = (
        reverse(name, args=[2024, 3, THEIRS]) for name in ("return", "return-workbook")
    )
    for address in (page, grid, workbook):
        text = body(world.client(OTHER).get(address))
        assert moved.name in text, address
        assert secrets_in(text, MINE) == [], address
    assert secrets_in(body(world.client(OFFICER).get(page)), MINE) != []


def test_work_list_and_share_name_the_own_weak_ones_alone(world):
    page = reverse("target", args=[world.plan.pk, "weak_share"]) + "?unit=06&quarter=3"
    text = world.client(OWN).get(page).content.decode()
    assert "HTX Bí mật yếu 061" in text
    assert secrets_in(text, THEIRS) == []


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("target", "?unit=061&quarter=1", ["mật 061", "SECRET-061", "987,65"]),
        ("indicator-records", "?unit=061&quarter=1", ["mật 061", "SECRET-061", "987,65"]),
        ("organisation", "", ["mật 061", "SECRET-061", "987,65"]),
        ("organisations", "", ["mật 061", "mật yếu 061"]),
        ("registry-file", "", ["mật 061", "mật yếu 061", "SECRET-061"]),
        ("return", "", ["mật 061", "SECRET-061", "987,65"]),
        ("return-row-history", "", ["mật 061", "987,65"]),
        ("return-workbook", "", ["mật 061", "SECRET-061"]),
        ("yearly-report", "", ["mật 061", "SECRET-061", "987,65"]),
    ],
)
def test_the_own_district_does_read_them(world, name, query, found):
    """What is looked for above does stand in these pages, so it would be found."""
    text = body(world.client(OWN).get(world.address(name, MINE) + query))
    assert set(found) <= set(secrets_in(text, MINE))


# --- Writing --------------------------------------------------------------------------------------


@pytest.mark.one_database
@each_address
def test_what_is_refused_changes_nothing_and_tells_nothing(world, name):
    right, clients = RIGHTS[name], world.clients()
    before = all_rows()
    for who, client in clients.items():
        for district in districts_of(name):
            address, refusal = world.address(name, district), right.refusal(who, district)
            sent = right.writes(world, who, district) if right.writes else Sent({"name": "x"})
            for method in WRITES:
                is_taken = method == "post" and right.writes is not None
                if is_taken and refusal is None:
                    continue  # see below
                response = send(client, method, address, sent)
                got = outcome(response)
                expected = {refusal} if is_taken else {SIGN_IN, 403, 404, 405}
                if refusal is None:  # Django's own views read whatever the method
                    expected |= {200, 302}
                assert got in expected, (who, district, method, got)
                if who in OUTSIDE[district]:
                    assert secrets_in(response.content.decode(), district) == [], (who, method)
    assert all_rows() == before


@pytest.mark.parametrize("name", [name for name, right in RIGHTS.items() if right.writes])
def test_what_is_taken_changes_what_it_should(world, name):
    """The very requests that others were refused: so they were worth refusing."""
    right, before = RIGHTS[name], all_rows()
    for who in EVERYBODY:
        for district in districts_of(name):
            if right.refusal(who, district) is not None:
                continue
            client = world.client(who)
            with transaction.atomic():
                address = world.address(name, district)
                sent = right.writes(world, who, district)
                response = send(client, "post", address, sent)
                assert response.status_code in right.answers, (who, district)
                assert (all_rows() != before) is sent.changes, (who, district)
                transaction.set_rollback(True)


def test_an_admin_of_a_district_approves_no_return_of_another(world):
    client, before = world.client(ADMIN_OF_DISTRICT), all_rows()
    sent = approvals(world, ADMIN_OF_DISTRICT, THEIRS)
    page = client.post(reverse("return-approvals"), sent.data, follow=True)
    assert secrets_in(page.content.decode(), THEIRS) == []
    assert all_rows() == before


def test_a_confirmed_import_reaches_no_further_than_its_admin(world):
    client = world.client(ADMIN_OF_DISTRICT)
    before = all_rows()
    sent = upload(world, ADMIN_OF_DISTRICT, THEIRS)
    page = client.post(reverse("import"), sent.data)
    assert page.context["outcome"].error_count == 1
    assert secrets_in(page.content.decode().replace("SECRET-062", "", 2), THEIRS) == []
    assert all_rows() == before


# --- Programs with a token ------------------------------------------------------------------------


@pytest.mark.one_database
@each_address
def test_a_token_opens_the_api_alone(world, name):
    nobody, address = Client(), world.address(name, MINE)
    for who in (OWN, OTHER, OFFICER, ADMIN):
        _token, secret = make_api_token(world.people[who])
        headers = {"authorization": f"Bearer {secret}"}
        for method in ("get", "post"):
            got = outcome(getattr(nobody, method)(address, headers=headers))
            if address.startswith("/api/"):
                assert got == (200 if method == "get" else 405), who
            else:
                assert got == outcome(getattr(nobody, method)(address)), (who, method)


# --- The admin site -------------------------------------------------------------------------------

SITE_PAGES = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
    "auth_user_password_change",
    None,  # old addresses of records, and the one for all that is not there
}
RECORD_PAGES = ("change", "delete", "history")
YEAR_PAGES = ("cooperatives_reportingyear_closing", "cooperatives_reportingyear_reopening")
OF_NO_DISTRICT = (Plan, BaselineFigure, EnteredFigure, EnteredIndicator, RatingScale)
MODELS = [model for model in admin.site._registry if model not in OF_NO_DISTRICT]
"""The models whose records belong to a district."""


def admin_page(model, page: str, *args) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def test_every_address_of_the_admin_site_is_known():
    pages = ("changelist", "add", *RECORD_PAGES)
    of_models = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in admin.site._registry
        for page in pages
    }
    assert set(addresses()[1]) == SITE_PAGES | of_models | set(YEAR_PAGES)


def admin_addresses(world: World, district: str) -> list[str]:
    """All addresses of the admin site, those of records for the records of a district."""
    of_district = [
        admin_page(model, page, world.of[district][model].pk)
        for model in MODELS
        for page in RECORD_PAGES
    ]
    year = world.of[district][ReportingYear].pk
    of_district += [reverse(f"admin:{name}", args=[year]) for name in YEAR_PAGES]
    user = world.of[district][User]
    return [*of_district, reverse("admin:auth_user_password_change", args=[user.pk])]


def open_pages(world: World) -> list[str]:
    """Addresses of the admin site that are no single record's."""
    names = SITE_PAGES - {"login", "logout", "view_on_site", "app_list", None}
    pages = [reverse(f"admin:{name}") for name in sorted(names - {"auth_user_password_change"})]
    pages += [reverse("admin:app_list", args=[app]) for app in ("cooperatives", "targets")]
    pages += [reverse("admin:view_on_site", args=[1, 1]), "/admin/nothing/", "/admin/1/"]
    for model in admin.site._registry:
        pages += [admin_page(model, "changelist"), admin_page(model, "add")]
    plan = admin_page(Plan, "change", world.plan.pk)
    return [*pages, plan]


@pytest.mark.one_database
@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in ADMINS])
def test_the_admin_site_is_closed_to_others(world, who):
    client = world.client(who)
    before = all_rows()
    pages = [*open_pages(world)]
    for district in DISTRICTS:
        pages += admin_addresses(world, district)
    for page in pages:
        for method in (*READS, *WRITES):
            response = getattr(client, method)(page)
            if who in (ANONYMOUS, INACTIVE):
                assert outcome(response) in (SIGN_IN, 302), (page, method)
            else:
                assert outcome(response) in (403, SIGN_IN, 302, 404), (page, method)
                assert response.status_code != 200
            text = response.content.decode()
            assert not any(secrets_in(text, district) for district in DISTRICTS), page
    assert all_rows() == before


@pytest.mark.parametrize("who", sorted(ADMINS))
def test_an_admin_opens_the_records_within_reach_alone(world, who):
    client = world.client(who)
    for district in DISTRICTS:
        hidden = who in OUTSIDE[district]
        before = all_rows()
        for page in admin_addresses(world, district):
            for method in READS if hidden else ("get",):
                response = getattr(client, method)(page)
                if hidden:
                    # What is never deleted is refused before it is looked up.
                    assert response.status_code in (403, 404, 405), (page, method)
                    assert secrets_in(response.content.decode(), district) == []
                else:
                    # Some kinds are never deleted, or only shown.
                    assert response.status_code in (200, 302, 403, 405), (page, method)
            if hidden:
                for method in WRITES:
                    sent = {"post": "yes", "name": "x", "_save": "1"}
                    response = send(client, method, page, Sent(sent))
                    assert response.status_code in (403, 404, 405), (page, method)
        assert all_rows() == before


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_admin_of_a_district_finds_nothing_of_another(world, model):
    """In lists, searches, choices and history; and no action touches it."""
    client = world.client(ADMIN_OF_DISTRICT)
    theirs, listing = world.of[THEIRS][model], admin_page(model, "changelist")
    add = client.get(admin_page(model, "add")).content.decode()
    texts = [client.get(listing + query).content.decode() for query in ("", "?q=mat", "?q=062")]
    texts.append(add)
    texts += [
        client.get(admin_page(model, page, world.of[MINE][model].pk)).content.decode()
        for page in RECORD_PAGES
    ]
    for field in admin.site._registry[model].autocomplete_fields:
        query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        found = client.get(reverse("admin:autocomplete"), query | {"field_name": field})
        assert found.status_code == 200
        texts.append(json.dumps(found.json(), ensure_ascii=False))
    assert [secrets_in(text, THEIRS) for text in texts] == [[]] * len(texts)
    assert client.get(f"{listing}?unit=062").status_code in (200, 302, 404)

    before = all_rows()
    for action in ["delete_selected", *admin.site._registry[model].actions]:
        data = {"action": action, "_selected_action": [theirs.pk], "post": "yes"}
        response = client.post(listing, data)
        assert response.status_code in (200, 302, 403), action
    assert all_rows() == before


def test_an_admin_of_a_district_gives_nothing_to_another(world):
    """A record of the own district may not name a unit or an owner outside it."""
    client = world.client(ADMIN_OF_DISTRICT)
    before = all_rows()
    outside = world.of[THEIRS]
    unit = outside[AdministrativeUnit].pk
    new = {"username": "moi", "full_name": "Mới", "role": "district_staff", "unit": unit}
    passwords = {"password1": "mot-mat-khau-khac-2", "password2": "mot-mat-khau-khac-2"}
    for model, data in (
        (User, new | passwords),
        (ApiToken, {"user": outside[User].pk, "name": "x"}),
        (QuarterlyReturn, {"unit": unit, "year": 2023, "quarter": 1}),
        (ReportingYear, {"unit": unit, "year": 2023}),
        (YearlyReport, {"cooperative": outside[Cooperative].pk, "year": 2021, "state": "draft"}),
        (Plan, {"unit": world.province.pk, "number": "1", "issued_on": "1/1/2024", "title": "x"}),
        (AdministrativeUnit, {"code": "999", "name": "x", "level": "commune", "parent": unit}),
    ):
        response = client.post(admin_page(model, "add"), data)
        assert response.status_code == 200, model  # the form again, with its error
        assert response.context["adminform"].form.errors, model
        assert secrets_in(response.content.decode(), THEIRS) == []
    assert all_rows() == before
