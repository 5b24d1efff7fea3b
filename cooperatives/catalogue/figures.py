"""The figures that a cooperative reports."""

MONEY_FIGURES = ("revenue", "profit", "average_member_income")

PERSON_FIGURES = (
    "member_count",
    "managers_total",
    "managers_higher_education",
    "managers_vocational",
)

FIGURES = MONEY_FIGURES + PERSON_FIGURES
"""The columns of the grid, in the order of its columns."""


# Above any cooperative's real figures, and small enough for a nation's sums to stay exact.
MAX_VND = 10**14

MAX_VND_PER_MEMBER = 10**10

MAX_PERSONS = 10**6
