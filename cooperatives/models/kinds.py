"""What organisations are, what they do, and as what the law keeps those that do not work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COOPERATIVE = "cooperative", _("cooperative")
    UNION = "union", _("cooperative union")
    GROUP = "group", _("cooperative group")


class Sector(models.TextChoices):
    AGRICULTURE = "agriculture", _("agriculture")
    INDUSTRY = "industry", _("industry and handicraft")
    CONSTRUCTION = "construction", _("construction")
    TRADE = "trade", _("trade and services")
    TRANSPORT = "transport", _("transport")
    CREDIT = "credit", _("credit fund")
    OTHER = "other", _("other sector")


class Activity(models.TextChoices):
    """Whether an organisation works on a day (design 1.2)."""

    OPERATING = "operating", _("operating")
    SUSPENDED = "suspended", _("suspended")
    DISSOLVED = "dissolved", _("dissolved")


class LegalStatus(models.TextChoices):
    """As what the registry's law keeps an organisation that does not work (Decree 295/2026,
    art. 27): by its own notice, or for what an office found or began.
    """

    BY_NOTICE = "by_notice", _("business suspended")
    NOT_AT_ADDRESS = "not_at_address", _("not working at the registered address")
    TAX_REVOKED = "tax_revoked", _("revoked in enforcement of tax administration")
    WINDING_UP = "winding_up", _("being dissolved, divided, consolidated or merged")
    INSOLVENT = "insolvent", _("in insolvency proceedings")
