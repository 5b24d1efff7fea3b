"""Getting letters about a unit, and getting them no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cooperatives.accounts.letters import StopLinks
from cooperatives.ground.calendar import today
from cooperatives.history import STOPPED_BY_LINK
from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.permissions import Permission

from ..models import Subscription
from ..models.subscriptions import SubscriptionKind as Kind
from .weekly import stands_now

STOP = StopLinks("subscription-stop")
"""The links that stop letters, each made for one subscription."""


def open_units(user: User):
    """The units whose overview a person may read, and so follow."""
    if not user.may(Permission.AGGREGATE_READ):
        return AdministrativeUnit.objects.none()
    return AdministrativeUnit.objects.aggregates_open_to(user)


def unit_to_follow(user: User, code: str) -> AdministrativeUnit | None:
    """The unit that an address names; without one the own, for an admin over everything the first.
    None where there is none that the person may read.
    """
    units = open_units(user)
    if code:
        return units.asked_for(code, today())
    if user.unit_id:
        return units.filter(pk=user.unit_id).first()
    return units.filter(parent=None).on(today()).order_by("path").first()


def why_no_letter(user: User, unit: AdministrativeUnit) -> str:
    """Why a person gets no letter about a unit, in a sentence; "" where one is sent."""
    if not user.email:
        return _("The account has no e-mail address: the admin enters one.")
    if not open_units(user).filter(pk=unit.pk).exists():
        return _("The account may not read the figures of this unit.")
    return ""


def follow(user: User, unit: AdministrativeUnit, kinds: Collection[str], language: str) -> None:
    """Let a person get letters of these kinds about a unit, in a language, and no others."""
    with transaction.atomic():
        held = {one.kind: one for one in Subscription.objects.of(user).filter(unit=unit)}
        for kind, one in held.items():
            if kind not in kinds:
                one.delete()
            elif one.language != language:
                one.language = language
                one.save(update_fields=["language"])
        for kind in kinds:
            if kind not in held:
                stood = stands_now(user, unit) if kind == Kind.WEEKLY else {}
                # Two forms at once make one.
                Subscription.objects.get_or_create(
                    user=user,
                    unit=unit,
                    kind=kind,
                    defaults={"language": language, "stood": stood},
                )


def stop(subscription: Subscription) -> None:
    """Stop letters by the link in one of them."""
    subscription._change_reason = STOPPED_BY_LINK
    subscription.delete()


@dataclass(frozen=True)
class Followed:
    """A subscription as its person sees it. why_none: why no letter is sent, "" where one is."""

    subscription: Subscription
    why_none: str

    @property
    def stop(self) -> str:
        """The link that stops it."""
        return STOP.link(self.subscription.pk, self.subscription.user)


def followed_by(user: User) -> Sequence[Followed]:
    """All that a person follows. Two statements."""
    found = list(Subscription.objects.of(user))
    units = {one.unit_id for one in found}
    readable = set(open_units(user).filter(pk__in=units).values_list("pk", flat=True))
    told = _("The account may not read the figures of this unit any more: no letter is sent.")
    return [Followed(one, "" if one.unit_id in readable else told) for one in found]
