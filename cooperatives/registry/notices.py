"""How long an organisation may stop working by its own notices: a notice holds for 12 months at
most, and notices one after the other for 24 (Circular 09/2024/TT-BKHĐT, form II-8).

Whether that is past on a day is asked of querysets and of one life: `beyond_notice` and
`overdue_notices` say the same.
"""

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..ground.calendar import months_before
from ..models import LegalStatus, Organisation, Suspension, User
from ..models.organisations import OrganisationQuerySet
from ..models.spans import covering
from .life import Life

NOTICE_MONTHS = 12
CHAIN_MONTHS = 24


def beyond_notice(day: date) -> Q:
    """The condition that an organisation is suspended by notice on a day, though its newest notice
    is 12 months old or more, or it has not worked for 24.
    """
    by_notice = Suspension.objects.filter(
        organisation=OuterRef("pk"), legal_status=LegalStatus.BY_NOTICE
    )
    newest, first = months_before(day, NOTICE_MONTHS), months_before(day, CHAIN_MONTHS)
    begun = Q(renewed_on__lte=newest) | Q(renewed_on__isnull=True, valid_from__lte=newest)
    next_one = Suspension.objects.filter(
        organisation=OuterRef("organisation"),
        legal_status=LegalStatus.BY_NOTICE,
        valid_from=OuterRef("valid_to"),
    )
    worked = by_notice.filter(~Exists(next_one), valid_to__gt=first, valid_to__lte=day)
    all_the_time = Exists(by_notice.on(first)) & ~Exists(worked)
    return (
        ~Q(dissolved_on__lte=day)
        & Exists(by_notice.on(day))
        & (Exists(by_notice.on(day).filter(begun)) | all_the_time)
    )


def beyond_notice_for(reader: User, day: date) -> int:
    """How many organisations of a reader's scope are suspended beyond their notices."""
    return Organisation.objects.in_scope_of(reader, day).filter(beyond_notice(day)).count()


def with_overdue(organisations: OrganisationQuerySet, day: date) -> OrganisationQuerySet:
    """Organisations with what a list shows of a day: `is_overdue`, whether one is beyond its
    notices.
    """
    return organisations.annotate(is_overdue=Case(When(beyond_notice(day), True), default=False))


def overdue_notices(life: Life, day: date) -> list[str]:
    """What is overdue of a suspension by notice on a day, each in a sentence with its remedy."""
    by_notice = [span for span in life.suspensions if span.is_by_notice]
    span = covering(by_notice, day)
    if span is None or not life.organisation.is_registered_on(day):
        return []
    said = []
    newest, first = span.renewed_on or span.valid_from, _first_day(by_notice, span)
    if newest <= months_before(day, NOTICE_MONTHS):
        message = _(
            "Its notice of suspension holds from %(day)s, and no notice for more than 12 months: "
            "record the new notice, the resumption or the dissolution."
        )
        said.append(message % {"day": date_format(newest, "SHORT_DATE_FORMAT")})
    if first <= months_before(day, CHAIN_MONTHS):
        message = _(
            "It has not worked since %(day)s: suspensions one after the other may last for 24 "
            "months at most."
        )
        said.append(message % {"day": date_format(first, "SHORT_DATE_FORMAT")})
    return said


def _first_day(spans: list[Suspension], span: Suspension) -> date:
    """The first day of those that lead to a span without a day between."""
    ending = {one.valid_to: one for one in spans}
    while earlier := ending.get(span.valid_from):
        span = earlier
    return span.valid_from
