"""Half-open spans of days, from ≤ d < to: units, placements and suspensions hold during one.

Whether a span covers a day is asked of querysets, of statements and of records: `holds_on`,
`holds_on_sql` and `Span.covers` say the same.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import Record, RecordQuerySet


def holds_on(day: date, prefix: str = "") -> Q:
    """The condition that the span of the relation `prefix` ("placements__", or "") covers a day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def holds_on_sql(span: str, day: date) -> str:
    """The condition that a span covers a day. span: the alias of its table."""
    return (
        f"{span}.valid_from <= '{day}' AND ({span}.valid_to IS NULL OR {span}.valid_to > '{day}')"
    )


def holds_within_sql(span: str, first: date, last: date) -> str:
    """The condition that a span covers a day from the first to the last."""
    ended = f"({span}.valid_to IS NULL OR {span}.valid_to > '{first}')"
    return f"{span}.valid_from <= '{last}' AND {ended}"


class SpanQuerySet(RecordQuerySet):
    def on(self, day: date):
        """Rows whose span covers a day."""
        return self.filter(holds_on(day))


class Span(Record):
    """A record that holds from `valid_from` on and, unless open, ends before `valid_to`."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(
        _("to"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("The end must lie after the beginning."),
            )
        ]

    def covers(self, day: date) -> bool:
        """Whether the span covers a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def last_day(self) -> date | None:
        """The last day that it covers, None while it is open."""
        return self.valid_to and self.valid_to - timedelta(days=1)

    def overlaps(self, other: "Span") -> bool:
        """Whether two spans share a day."""
        return (other.valid_to is None or self.valid_from < other.valid_to) and (
            self.valid_to is None or other.valid_from < self.valid_to
        )


def covering(spans: Iterable[Span], day: date):
    """The one of an owner's spans that covers a day, or None."""
    return next((span for span in spans if span.covers(day)), None)


def in_order(spans: Iterable[Span]) -> list:
    return sorted(
        (span for span in spans if span.valid_from),
        key=lambda span: (span.valid_from, span.pk or 0),
    )


def lies_within(inner: Span, outer: Span) -> bool:
    return outer.valid_from <= inner.valid_from and (
        outer.valid_to is None or (inner.valid_to is not None and inner.valid_to <= outer.valid_to)
    )
