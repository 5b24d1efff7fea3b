"""Who may do what (design 1.5), as a table that reads in one screen.

A role is its list of permissions. *Which* records a permission reaches is settled elsewhere, by the
user's scope in the querysets, so that a forgotten check shows nothing rather than everything.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a signed-in person may be allowed to do within their scope."""

    AGGREGATE_READ = "aggregate_read"
    RECORD_READ = "record_read"
    PLAN_READ = "plan_read"
    PLAN_WRITE = "plan_write"
    RETURN_WRITE = "return_write"
    RETURN_SUBMIT = "return_submit"
    RETURN_DECIDE = "return_decide"
    PLAN_UNIT_WRITE = "plan_unit_write"
    REMARK_SETTLE = "remark_settle"
    YEARLY_REPORT_WRITE = "yearly_report_write"
    YEARLY_REPORT_DECIDE = "yearly_report_decide"
    REGISTRY_WRITE = "registry_write"
    CATALOGUE_WRITE = "catalogue_write"
    DATA_IMPORT = "data_import"
    EDITION_PUBLISH = "edition_publish"
    YEAR_WRITE = "year_write"
    REPORT_MAKE = "report_make"
    ACCOUNT_WRITE = "account_write"
    ADMIN_SITE = "admin_site"


@dataclass(frozen=True)
class Role:
    """A role's code, its name and its meaning in plain words, and what it may do."""

    code: str
    name: Promise
    description: Promise
    permissions: frozenset[Permission]


READING = {Permission.AGGREGATE_READ, Permission.RECORD_READ, Permission.PLAN_READ}

OFFICER = Role(
    "officer",
    _("officer"),
    _("Follows the plan of the own unit, approves and sends back returns, closes yearly reports."),
    frozenset(
        READING
        | {
            Permission.RETURN_DECIDE,
            Permission.PLAN_UNIT_WRITE,
            Permission.REMARK_SETTLE,
            Permission.YEARLY_REPORT_DECIDE,
            Permission.EDITION_PUBLISH,
            Permission.REPORT_MAKE,
        }
    ),
)
DISTRICT_STAFF = Role(
    "district_staff",
    _("district staff"),
    _("Enters and submits the figures of the own unit and keeps its registry."),
    frozenset(
        READING
        | {
            Permission.RETURN_WRITE,
            Permission.RETURN_SUBMIT,
            Permission.REMARK_SETTLE,
            Permission.YEARLY_REPORT_WRITE,
            Permission.REGISTRY_WRITE,
        }
    ),
)
ADMIN = Role(
    "admin",
    _("admin"),
    _("Keeps plans, targets, baselines, registry and accounts; may do everything in the own unit."),
    frozenset(Permission),
)

ROLES = {role.code: role for role in (OFFICER, DISTRICT_STAFF, ADMIN)}
ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
