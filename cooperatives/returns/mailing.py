"""Sends letters about returns, each at most once, whatever breaks on the way."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..accounts.letters import REMINDERS, office_of, stoppable
from ..ground.wording import period_name
from ..models import SentReminder
from .reminders import KINDS, TITLES, Kind, Letter, Reminder

MOST_LISTED = 40
"""Returns of one kind that a letter lists; the rest stands on the page that it leads to."""


def mail_of(letter: Letter) -> EmailMessage:
    """The letter as a mail, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        name = "digest" if letter.is_digest else "tasks"
        context = {
            "user": letter.user,
            "parts": [
                _part(letter, kind) for kind in KINDS[letter.user.role] if letter.about(kind)
            ],
            "unreached": letter.unreached[:MOST_LISTED],
            "unreached_others": max(0, len(letter.unreached) - MOST_LISTED),
            "site": settings.SITE_URL,
            "stop": (stop := REMINDERS.link(letter.user.pk, letter.user)),
            "sender": office_of(letter.user),
        }
        body = render_to_string(f"cooperatives/returns/mail/{name}.txt", context)
        return stoppable(_subject(letter), body, letter.user, stop)


def send(letter: Letter) -> bool:
    """Send a letter; False where another run has begun it meanwhile.

    It is noted as begun before it is sent, so that a run which is killed between the two says
    nothing twice. Where the mail server refuses, the note is taken back for the next run to try
    again, and OSError or ValueError is raised.
    """
    mail = mail_of(letter)
    try:
        with transaction.atomic():
            begun = SentReminder.objects.bulk_create(_notes(letter))
    except IntegrityError:
        return False
    notes = SentReminder.objects.filter(pk__in=[note.pk for note in begun])
    try:
        mail.send()
    except (OSError, ValueError):
        notes.delete()
        raise
    notes.update(sent_at=timezone.now())
    return True


def _notes(letter: Letter) -> list[SentReminder]:
    now = timezone.now()
    return [
        SentReminder(
            user=letter.user,
            unit=reminder.owed.unit,
            year=reminder.owed.period.year,
            quarter=reminder.owed.period.number,
            kind=reminder.kind,
            occasion=reminder.occasion,
            begun_at=now,
        )
        for reminder in letter.reminders
    ]


def _part(letter: Letter, kind: Kind) -> dict:
    reminders = letter.about(kind)
    return {
        "title": TITLES[kind],
        "reminders": reminders[:MOST_LISTED],
        "number": len(reminders),
        "others": _others(len(reminders) - MOST_LISTED),
    }


def _others(number: int) -> str:
    """How many returns of a kind a letter does not list; nothing where it lists all."""
    if number <= 0:
        return ""
    return ngettext("and %(others)s other", "and %(others)s others", number) % {"others": number}


def _subject(letter: Letter) -> str:
    if letter.is_digest:
        waiting, late = len(letter.about(Kind.WAITING)), len(letter.about(Kind.LATE))
        text = _("Returns: %(waiting)s waiting for approval, %(late)s overdue")
        return text % {"waiting": waiting, "late": late}
    number = len(letter.reminders)
    if number == 1:
        return _alone(letter.reminders)
    text = ngettext("Returns: %(number)s thing to do", "Returns: %(number)s things to do", number)
    return text % {"number": number}


def _alone(reminders: Sequence[Reminder]) -> str:
    reminder, period = reminders[0], period_name(reminders[0].owed.period)
    is_sent_back = reminder.kind == Kind.SENT_BACK
    said = reminder.said if is_sent_back else reminder.owed.timeliness_in_words
    return _("Return of %(period)s: %(said)s") % {"period": period, "said": said}
