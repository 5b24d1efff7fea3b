"""Sends the letters that are due, each at most once, whatever breaks on the way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.accounts.letters import office_of, stoppable
from cooperatives.ground.calendar import now
from cooperatives.ground.unit_names import unit_inside
from cooperatives.ground.wording import moment_inside, period_inside
from cooperatives.models.locks import lock_record

from ..models import Subscription
from ..models.subscriptions import SubscriptionKind as Kind
from ..papers.texts import has_demo
from . import weekly
from .following import STOP, why_no_letter
from .of_editions import editions_since, told_edition
from .weekly import Stood, Weekly, weekly_of


@dataclass(frozen=True)
class Due:
    """That a subscription has come to its time. until: up to which moment it is told then; mail:
    None where there is nothing to tell, or nobody who may know. stood: where the
    targets stand that it tells of.
    """

    subscription: Subscription
    until: datetime
    mail: EmailMessage | None
    stood: Stood


def due_letter(subscription: Subscription) -> Due | None:
    """What a subscription is due now, if it is; with or without a letter."""
    # The letter's own language, also in what is kept of it.
    with translation.override(subscription.language):
        return _of_week(subscription) if _is_weekly(subscription) else _of(subscription)


def settle(due: Due) -> bool:
    """Send a letter that is due, and note it; whether one was sent.

    It is noted as begun before it is sent, so that a run that is killed between the two sends
    nothing twice; what it should have told stands in the next letter. Where the mail server
    refuses, the note is taken back, and OSError or ValueError is raised.
    """
    if not _begin(due):
        return False
    subscription = due.subscription
    rows = Subscription.objects.filter(pk=subscription.pk)  # none where it is stopped meanwhile
    if due.mail is not None:
        try:
            due.mail.send()
        except (OSError, ValueError):
            rows.note(begun_until=subscription.begun_until)
            raise
        rows.note(sent_at=now())
    rows.note(told_until=due.until, begun_until=None, stood=due.stood)
    return due.mail is not None


def _begin(due: Due) -> bool:
    """Note that a letter is begun; False where another run has, or somebody stopped it."""
    seen = due.subscription
    with transaction.atomic():
        lock_record(seen)
        still = Subscription.objects.filter(
            pk=seen.pk, told_until=seen.told_until, begun_until=seen.begun_until
        )
        if not still.exists():
            return False
        still.note(begun_until=due.until)
    return True


def _is_weekly(subscription: Subscription) -> bool:
    return subscription.kind == Kind.WEEKLY


# --- Which are due --------------------------------------------------------------------------------


def _of_week(subscription: Subscription) -> Due | None:
    if not weekly.is_due(subscription):
        return None
    until = now()
    letter = None if _is_barred(subscription) else weekly_of(subscription)
    mail = _weekly_mail(letter, until) if letter and letter.changed else None
    return Due(subscription, until, mail, letter.stands if letter else {})


def _of(subscription: Subscription) -> Due | None:
    """Whoever may not know of an edition is not told of it later either."""
    if _is_barred(subscription):
        return Due(subscription, now(), None, {})
    if not editions_since(subscription, begun=True):
        return None
    found = editions_since(subscription)
    mail = _editions_mail(subscription, [one.pk for one in found])
    return Due(subscription, found[-1].published_at, mail, {})


def _is_barred(subscription: Subscription) -> bool:
    return bool(why_no_letter(subscription.user, subscription.unit))


# --- Mails ----------------------------------------------------------------------------------------


def _weekly_mail(letter: Weekly, until: datetime) -> EmailMessage:
    subscription, selection = letter.subscription, letter.progress.selection
    number = len(letter.changed)
    subject = ngettext(
        "%(number)s target changed in %(unit)s, %(period)s",
        "%(number)s targets changed in %(unit)s, %(period)s",
        number,
    ) % {
        "number": number,
        "unit": unit_inside(selection.unit.name),
        "period": period_inside(selection.period),
    }
    context = {
        "letter": letter,
        "selection": selection,
        "since": moment_inside(since := timezone.localtime(subscription.told_until)),
        "first": since.date().isoformat(),
        "until": moment_inside(timezone.localtime(until)),
        "is_demo": has_demo(),
    }
    return _mail(subscription, "weekly", subject, context)


def _editions_mail(subscription: Subscription, keys: Sequence[int]) -> EmailMessage:
    told = [told_edition(key, subscription.user) for key in keys]
    unit = unit_inside(subscription.unit.name)
    if len(told) == 1:
        edition = told[0].edition
        subject = _("Published figures of %(period)s, edition %(number)s: %(unit)s") % {
            "period": period_inside(edition.period),
            "number": edition.number,
            "unit": unit,
        }
    else:
        subject = _("Published figures, %(number)s new editions: %(unit)s") % {
            "number": len(told),
            "unit": unit,
        }
    context = {
        "editions": told,
        "unit": subscription.unit,
        "is_demo": any(one.edition.is_demo for one in told),
    }
    return _mail(subscription, "editions", subject, context)


def _mail(subscription: Subscription, template: str, subject: str, context: dict) -> EmailMessage:
    user = subscription.user
    stop = STOP.link(subscription.pk, user)
    shared = {
        "user": user,
        "site": settings.SITE_URL,
        "stop": stop,
        "sender": office_of(user),
    }
    body = render_to_string(f"targets/mail/{template}.txt", shared | context)
    # Parts that say nothing leave their lines.
    return stoppable(subject, re.sub(r"\n{3,}", "\n\n", body), user, stop)
