"""What the evidence says of a cooperative beside its value."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ValueState(models.TextChoices):
    """Whether a cooperative stands behind a value."""

    REPORTED = "reported", _("reported")
    CARRIED = "carried", _("carried from an earlier period")
    MISSING = "missing", _("missing")
    NOT_EXPECTED = "not_expected", _("not expected")


class Reason(models.TextChoices):
    """Why a value is missing or not expected."""

    BLANK_QUARTERS = "blank_quarters", _("figures of some quarters are blank")
    NO_MEMBERS = "no_members", _("no number of members is reported")
    NO_DIVISOR = "no_divisor", _("what it is weighed or divided by is not reported")
    NEVER_REPORTED = "never_reported", _("not reported this year or last")
    NOT_YET_RATED = "not_yet_rated", _("no final rating for the year in force")
    SUSPENDED = "suspended", _("suspended at the quarter's end")
    FOUNDED_TOO_LATE = "founded_too_late", _("founded too late to be rated")
    NOT_ASKED = "not_asked", _("not asked for this figure")
    DECLARED_UNRATED = "declared_unrated", _("declared not rated")
