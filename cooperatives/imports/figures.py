"""The columns of the seven figures, which quarterly figures and yearly reports share."""

from django.utils.translation import gettext_lazy

from ..models.reports import MAX_PERSONS, MAX_VND, MAX_VND_PER_MEMBER
from ..money import MILLION
from .columns import Money, Whole

MOST_MILLIONS = MAX_VND // MILLION
PERSONS = (0, MAX_PERSONS)

MONEY = (
    Money(
        "revenue_million",
        gettext_lazy("Revenue (million VND)"),
        bounds=(0, MOST_MILLIONS),
    ),
    Money(
        "profit_million",
        gettext_lazy("Profit (million VND)"),
        bounds=(-MOST_MILLIONS, MOST_MILLIONS),
    ),
)
INCOME = Money(
    "average_member_income_million",
    gettext_lazy("Average income per member (million VND)"),
    bounds=(0, MAX_VND_PER_MEMBER // MILLION),
)
MEMBERS = Whole("member_count", gettext_lazy("Members"), bounds=PERSONS)
MANAGERS = (
    Whole("managers_total", gettext_lazy("Managers in total"), bounds=PERSONS),
    Whole(
        "managers_higher_education",
        gettext_lazy("Managers with college or university training"),
        bounds=PERSONS,
    ),
    Whole(
        "managers_vocational",
        gettext_lazy("Managers with primary or intermediate training"),
        bounds=PERSONS,
    ),
)
FIGURE_FIELDS = {
    "revenue_million": "revenue",
    "profit_million": "profit",
    "average_member_income_million": "average_member_income",
    "member_count": "member_count",
    "managers_total": "managers_total",
    "managers_higher_education": "managers_higher_education",
    "managers_vocational": "managers_vocational",
}
"""Field by column."""
FIGURE_COLUMNS = {name: code for code, name in FIGURE_FIELDS.items()}
"""Column by field."""
