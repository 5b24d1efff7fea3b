"""The columns of the seven figures, which quarterly figures and yearly reports share."""

from django.utils.translation import gettext_lazy

from .columns import Money, Whole

MONEY = (
    Money("revenue_million", gettext_lazy("Revenue (million VND)")),
    Money("profit_million", gettext_lazy("Profit (million VND)")),
)
INCOME = Money(
    "average_member_income_million", gettext_lazy("Average income per member (million VND)")
)
MEMBERS = Whole("member_count", gettext_lazy("Members"))
MANAGERS = (
    Whole("managers_total", gettext_lazy("Managers in total")),
    Whole(
        "managers_higher_education",
        gettext_lazy("Managers with college or university training"),
    ),
    Whole("managers_vocational", gettext_lazy("Managers with primary or intermediate training")),
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
