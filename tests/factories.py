"""Records for tests: a plain function for each, with a default for all that a test is not about.

Units bear the codes of Bắc Kạn. Every organisation is placed from its founding on; figures find or
make the return of the district above their cooperative, approved unless a test says otherwise.
"""

from datetime import date
from decimal import Decimal
from itertools import count

from cooperatives.catalogue.figures import LIMITS, Figure
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import (
    AdministrativeUnit,
    ApiToken,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    EnteredFigure,
    Level,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    RatingScale,
    ReportingYear,
    Suspension,
    User,
    YearlyReport,
)
from cooperatives.returns.workflow import Seen
from targets.models import BaselineFigure, OfficeTexts, Plan, Subscription, Target
from tests.figures import with_figures

ALWAYS = date(1997, 1, 1)
"""When the units of tests begin, as those of Bắc Kạn do."""
LONG_AGO = date(2015, 6, 1)
"""When organisations of tests are founded, unless their founding matters."""
PASSWORD = "mật khẩu của thử nghiệm"

_numbers = count(1)

# --- Units ----------------------------------------------------------------------------------------


def make_unit(level, code, parent=None, *, name="", valid_from=ALWAYS, valid_to=None, **fields):
    """A unit of any level; without a parent a root."""
    return AdministrativeUnit.objects.create(
        level=level,
        code=code,
        parent=parent,
        name=name or f"{Level(level).label} {code}",
        valid_from=valid_from,
        valid_to=valid_to,
        **fields,
    )


def make_country(code="VN", **fields):
    return make_unit(Level.COUNTRY, code, **{"name": "Việt Nam"} | fields)


def make_province(code="06", parent=None, **fields):
    return make_unit(Level.PROVINCE, code, parent, **{"name": "Tỉnh Bắc Kạn"} | fields)


def make_district(parent, code="061", **fields):
    return make_unit(Level.DISTRICT, code, parent, **fields)


def make_commune(parent, code="01900", **fields):
    return make_unit(Level.COMMUNE, code, parent, **fields)


# --- Organisations --------------------------------------------------------------------------------


def make_cooperative(unit, **fields) -> Cooperative:
    """A cooperative placed in a unit from its founding on."""
    return _make_organisation(Cooperative, unit, fields)


def make_union(unit, **fields) -> CooperativeUnion:
    """A union placed in a unit from its founding on."""
    return _make_organisation(CooperativeUnion, unit, fields)


def make_group(unit, **fields) -> CooperativeGroup:
    """A group, without a number, placed in a unit from its founding on."""
    return _make_organisation(CooperativeGroup, unit, {"registration_number": ""} | fields)


def _make_organisation(model, unit, fields):
    number = next(_numbers)
    defaults = {
        "name": f"{model._meta.verbose_name} {number}",
        "registration_number": f"{number:06d}",
        "founded_on": LONG_AGO,
    }
    organisation = model.objects.create(**defaults | fields)
    Placement.objects.create(
        organisation=organisation, unit=unit, valid_from=organisation.founded_on
    )
    return organisation


def move(organisation: Organisation, unit: AdministrativeUnit, on: date) -> Placement:
    """Place an organisation elsewhere from a day on."""
    before = organisation.placements.get(valid_to=None)
    before.valid_to = on
    before.save()
    return Placement.objects.create(organisation=organisation, unit=unit, valid_from=on)


def suspend(
    organisation: Organisation, valid_from: date, valid_to: date | None = None, **fields
) -> Suspension:
    """Suspend an organisation: from a day on, until a day or open."""
    return Suspension.objects.create(
        organisation=organisation, valid_from=valid_from, valid_to=valid_to, **fields
    )


# --- What was reported ----------------------------------------------------------------------------


def make_yearly_report(cooperative, year=2023, *, state="final", **fields) -> YearlyReport:
    """A yearly report, final unless said otherwise; figures and rating are blank by default."""
    report = YearlyReport(cooperative=cooperative, year=year, state=state)
    with_figures(report, **fields).save()
    return report


def make_return(unit, year=2024, quarter=1, *, state="approved", **fields) -> QuarterlyReturn:
    return QuarterlyReturn.objects.create(
        unit=unit, year=year, quarter=quarter, state=state, **fields
    )


def seen(quarterly_return) -> Seen:
    """The round of a return that somebody sees who looks at it now."""
    return Seen.of(quarterly_return.pk, quarterly_return.steps.order_by("at", "pk").last())


def make_figures(
    cooperative, year=2024, quarter=1, *, quarterly_return=None, **fields
) -> QuarterlyFigures:
    """A row of quarterly figures, all of them blank by default.

    quarterly_return: failing one it is that of the cooperative's reporting unit at the quarter's
    end, made approved where there is none.
    """
    if quarterly_return is None:
        place = cooperative.unit_on(Quarter(year, quarter).ends_on)
        quarterly_return, _ = QuarterlyReturn.objects.get_or_create(
            unit=place.reporting_unit,
            year=year,
            quarter=quarter,
            defaults={"state": QuarterlyReturn.State.APPROVED},
        )
    row = QuarterlyFigures(
        cooperative=cooperative, quarterly_return=quarterly_return, year=year, quarter=quarter
    )
    with_figures(row, **fields).save()
    return row


def make_figures_of(cooperatives, year=2024, quarters=(1, 2, 3), **fields):
    """The same row for cooperatives of one reporting unit in several quarters, in approved returns:
    many at once, where their number is what matters.
    """
    for quarter in quarters:
        place = cooperatives[0].unit_on(Quarter(year, quarter).ends_on)
        filed = make_return(place.reporting_unit, year, quarter)
        QuarterlyFigures.objects.bulk_create(
            with_figures(
                QuarterlyFigures(
                    cooperative=cooperative, quarterly_return=filed, year=year, quarter=quarter
                ),
                **fields,
            )
            for cooperative in cooperatives
        )


# --- Reporting years ------------------------------------------------------------------------------


def make_entered_figure(
    code="workers", measure="persons", nature="level", *, name_vi="", **fields
) -> EnteredFigure:
    return EnteredFigure.objects.create(
        code=code, measure=measure, nature=nature, name_vi=name_vi or f"Số {code}", **fields
    )


def make_rating_scale(from_year=2025, **fields) -> RatingScale:
    floors = {"good": 85, "fair": 60, "average": 40}
    return RatingScale.objects.create(
        **floors | {"from_year": from_year, "source": "Thông tư mới"} | fields
    )


def enter(figure: Figure) -> EnteredFigure:
    """The row that is such a figure: its only name is that of the figure in full."""
    limits = zip(figure.limits, LIMITS[figure.measure], strict=True)
    lowest, highest = (None if one == wide else figure.shown(one) for one, wide in limits)
    return make_entered_figure(
        figure.code,
        str(figure.measure),
        str(figure.nature),
        name_vi=str(figure.name),
        names=";".join(figure.headings),
        sector=",".join(figure.sectors),
        from_year=figure.from_year,
        to_year=figure.to_year,
        lowest=lowest,
        highest=highest,
    )


def open_year(unit, year=2024, **fields) -> ReportingYear:
    """A year open for a unit since its first day, unless said otherwise; left as it is if known."""
    opened = min(date(year, 1, 1), today())
    row, _made = ReportingYear.objects.get_or_create(
        unit=unit, year=year, defaults={"opened": opened} | fields
    )
    return row


def close_year(unit, year) -> ReportingYear:
    """A year closed for a unit, even before its end: what follows does not depend on the day."""
    row = open_year(unit, year)
    row.closed = date(year + 1, 1, 1)
    row.save()
    return row


# --- Plans ----------------------------------------------------------------------------------------


def make_plan(unit, **fields) -> Plan:
    """A plan without targets; by default that of Bắc Kạn for 2024."""
    defaults = {
        "number": "532/KH-UBND",
        "issued_on": date(2023, 8, 7),
        "title": "Kế hoạch phát triển kinh tế tập thể năm 2024",
    }
    return Plan.objects.create(unit=unit, **defaults | fields)


def make_target(plan, indicator="new_cooperatives", operator=">=", value=35, **fields) -> Target:
    """A target of a plan for 2024 and the plan's unit, for which the year is open then, as if it
    had been opened in time.
    """
    defaults = {"year": 2024, "unit": plan.unit, "value": Decimal(value)}
    open_year(plan.unit, fields.get("year", 2024))
    return Target.objects.create(
        plan=plan, indicator=indicator, operator=operator, **defaults | fields
    )


def make_baseline_figure(unit, indicator="total_cooperatives", value=371, **fields):
    """An official figure; by default that of Bắc Kạn as at 30 June 2023."""
    defaults = {
        "date": date(2023, 6, 30),
        "value": Decimal(value),
        "quote": "371 HTX",
        "source": "Báo cáo tháng 8/2023",
    }
    return BaselineFigure.objects.create(unit=unit, indicator=indicator, **defaults | fields)


def make_office_texts(unit, **fields) -> OfficeTexts:
    """The fixed texts of a unit's papers."""
    defaults = {"issuer": "Ủy ban nhân dân\ntỉnh Bắc Kạn", "symbol": "BC-UBND", "place": "Bắc Kạn"}
    return OfficeTexts.objects.create(unit=unit, **defaults | fields)


def make_subscription(user, unit=None, kind="weekly", **fields) -> Subscription:
    """That somebody follows a unit by mail, by default the own."""
    defaults = {"language": "vi"}
    return Subscription.objects.create(
        user=user, unit=unit or user.unit, kind=kind, **defaults | fields
    )


# --- People ---------------------------------------------------------------------------------------


def make_user(role, unit, **fields) -> User:
    """An account that signs in with `PASSWORD`."""
    number = next(_numbers)
    defaults = {"username": f"{role}-{number}", "full_name": f"Người dùng {number}"}
    return User.objects.create_user(**defaults | fields, password=PASSWORD, role=role, unit=unit)


def make_officer(unit, **fields) -> User:
    return make_user("officer", unit, **fields)


def make_district_staff(unit, **fields) -> User:
    return make_user("district_staff", unit, **fields)


def make_admin(unit=None, **fields) -> User:
    """An admin, over everything unless given a unit."""
    return make_user("admin", unit, **fields)


def make_api_token(user, **fields) -> tuple[ApiToken, str]:
    """A token of an account, and its secret."""
    token = ApiToken(user=user, **{"name": f"Máy {next(_numbers)}"} | fields)
    secret = token.draw_secret()
    token.save()
    return token, secret
