"""Organisations of the collective economy: cooperatives, unions and groups, where and when.

Whether one is registered and operates on a day is asked of querysets, of statements and of records:
`registered_on`, `registered_on_sql` and `Organisation.is_registered_on` say the same, and so do
`operating_on`, `operating_on_sql`, `Organisation.operates_on` and what lists show as its activity.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import asks_groups
from ..ground.calendar import EARLIEST
from ..ground.vietnamese import LONGEST_KEY, fold, sort_key
from .base import Record, RecordQuerySet, table_of
from .kinds import Activity, Kind, LegalStatus, Sector
from .spans import Span, covering, holds_on_sql
from .units import AdministrativeUnit, Level, any_path_starts, path_starts

REPORTING_UNIT = Case(
    When(unit__level=Level.COMMUNE, unit__parent__level=Level.DISTRICT, then=F("unit__parent_id")),
    default=F("unit_id"),
)
"""The key of a placement's reporting unit: communes report through their district."""


def registered_on_sql(organisation: str, day: date) -> str:
    """The condition of being registered on a day. organisation: the alias of its table."""
    return (
        f"({organisation}.founded_on <= '{day}' AND "
        f"({organisation}.dissolved_on IS NULL OR {organisation}.dissolved_on > '{day}'))"
    )


def operating_on_sql(organisation: str, day: date) -> str:
    """The condition of operating on a day. organisation: the alias of its table."""
    suspended = (
        f"SELECT 1 FROM {table_of(Suspension)} span "  # noqa: S608 - names of ours, and a date
        f"WHERE span.organisation_id = {organisation}.id AND {holds_on_sql('span', day)}"
    )
    return f"{registered_on_sql(organisation, day)} AND NOT EXISTS ({suspended})"


class OrganisationQuerySet(RecordQuerySet):
    def registered_on(self, day: date):
        """Founded by a day and not dissolved by it."""
        return self.filter(Q(founded_on__lte=day), ~Q(dissolved_on__lte=day))

    def registered_within(self, first: date, last: date):
        """Registered on some day from the first to the last."""
        gone = Q(dissolved_on__lte=first) | Q(dissolved_on__lte=F("founded_on"))
        return self.filter(Q(founded_on__lte=last), ~gone)

    def operating_on(self, day: date):
        """Registered on a day and in no suspension on it."""
        suspended = Suspension.objects.on(day).filter(organisation=OuterRef("pk"))
        return self.registered_on(day).exclude(Exists(suspended))

    def placed_in(self, unit: AdministrativeUnit, day: date):
        """Placed on a day in the unit or below it, dissolved ones included."""
        return self.placed_under([unit.path], day)

    def placed_under(self, paths: Iterable[str], day: date):
        """The same of several units with these paths."""
        return self._placed(any_path_starts(paths, "unit__path"), day)

    def in_scope_of(self, user, day: date):
        """Placed on a day within the user's scope; for an admin without a unit, all of them."""
        if user.reaches_everything:
            return self
        return self._placed(user.scope("unit__path"), day)

    def _placed(self, where: Q, day: date):
        placements = Placement.objects.on(day).filter(where, organisation=OuterRef("pk"))
        return self.filter(Exists(placements))

    def reporting_units(self, unit: AdministrativeUnit, day: date) -> set[int]:
        """Keys of the units that owe the return of a quarter that ends on a day, in a unit: a
        cooperative operates there, or a group is registered and a figure of groups is asked for.

        An organisation's reporting unit is the district above it, or its own where there is none.
        """
        placements = self.placements_reporting(unit, day)
        # Unordered: the columns of an order would count as distinct too.
        return set(placements.order_by().values_list(REPORTING_UNIT, flat=True).distinct())

    def placements_reporting(self, unit: AdministrativeUnit, day: date):
        """Where those in a unit lie for which a return is owed: each is reported on by the
        `REPORTING_UNIT` of its place.
        """
        reported = Q(organisation__in=self.filter(kind=Kind.COOPERATIVE).operating_on(day))
        if asks_groups(day.year):
            reported |= Q(organisation__in=self.groups_registered_on(day))
        return Placement.objects.on(day).filter(path_starts(unit.path, "unit__path"), reported)

    def groups_registered_on(self, day: date):
        """The groups among them that are registered on a day."""
        return self.filter(kind=Kind.GROUP).registered_on(day)

    def reporting_through(self, unit: AdministrativeUnit, day: date):
        """Whose figures of a period that ends on a day belong into the return of a unit."""
        where = Q(unit__path=unit.path)
        if unit.level == Level.DISTRICT:
            where |= Q(unit__parent__path=unit.path, unit__level=Level.COMMUNE)
        return self._placed(where, day)

    def with_place_and_activity(self, day: date):
        """With what a list shows of a day: `unit_code`, `unit_name`, `unit_path`, the name of the
        unit above it (`above_name`), each None where it is placed nowhere, `activity`, one of
        `Activity` or "" before its founding, and `legal_status` of its suspension, None without.
        """
        placement = Placement.objects.on(day).filter(organisation=OuterRef("pk"))
        suspension = Suspension.objects.on(day).filter(organisation=OuterRef("pk"))
        return self.annotate(
            unit_code=Subquery(placement.values("unit__code")[:1]),
            unit_name=Subquery(placement.values("unit__name")[:1]),
            unit_path=Subquery(placement.values("unit__path")[:1]),
            above_name=Subquery(placement.values("unit__parent__name")[:1]),
            legal_status=Subquery(suspension.values("legal_status")[:1]),
            activity=Case(
                When(founded_on__gt=day, then=Value("")),
                When(dissolved_on__lte=day, then=Value(Activity.DISSOLVED)),
                When(Exists(suspension), then=Value(Activity.SUSPENDED)),
                default=Value(Activity.OPERATING),
                output_field=models.CharField(),
            ),
        )

    def numbered(self, numbers):
        """Whose registration number is one of these; blank ones, and what is no text, aside.

        Said as the unique index says it, without which SQLite reads the whole registry instead.
        """
        # PostgreSQL refuses to look for U+0000.
        numbers = [number for number in numbers if "\0" not in number]
        return self.filter(registration_number__in=numbers).exclude(registration_number="")

    def matching(self, text: str):
        """Whose name or number contains a text, case and accents aside."""
        return self.filter(search_key__contains=fold(text))


class KindManager(models.Manager.from_queryset(OrganisationQuerySet)):
    """The organisations of one kind, for a proxy."""

    def __init__(self, kind: str | None = None):
        super().__init__()
        self.kind = kind

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.kind)


class Organisation(Record):
    """A cooperative, union or group. What they share exists once, in one table."""

    DERIVED_FROM = ("name", "registration_number")
    DERIVED = ("name_key", "search_key")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    registration_number = models.CharField(
        _("registration number"),
        max_length=30,
        blank=True,
        help_text=_("Required for cooperatives and unions; groups mostly have none."),
    )
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, default=Sector.OTHER)
    founded_on = models.DateField(_("founded on"))
    dissolved_on = models.DateField(
        _("dissolved on"),
        null=True,
        blank=True,
        help_text=_("The first day on which it is no longer registered."),
    )
    union = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        limit_choices_to={"kind": Kind.UNION},
        verbose_name=_("member of the union"),
    )
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        limit_choices_to={"kind": Kind.GROUP},
        verbose_name=_("the group that it was"),
    )
    name_key = models.CharField(max_length=LONGEST_KEY, editable=False)
    search_key = models.CharField(max_length=240, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_key", "pk"]
        indexes = [models.Index(fields=["kind", "founded_on"], name="organisation_by_founding")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="kind_is_known"),
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values),
                name="sector_is_known",
                violation_error_message=_("This sector is not known."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.GROUP) | ~Q(registration_number=""),
                name="cooperatives_and_unions_have_a_number",
                violation_error_message=_("A cooperative or union needs its registration number."),
            ),
            models.UniqueConstraint(
                fields=["kind", "registration_number"],
                condition=~Q(registration_number=""),
                name="registration_number_is_unique_within_kind",
                violation_error_message=_("This registration number is taken."),
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("founded_on")),
                name="dissolved_after_founding",
                violation_error_message=_("The dissolution cannot lie before the founding."),
            ),
            models.CheckConstraint(
                condition=Q(founded_on__gte=EARLIEST),
                name="founded_since_1945",
                violation_error_message=_("The founding cannot lie before 1945."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.COOPERATIVE) | Q(union__isnull=True),
                name="only_cooperatives_join_unions",
                violation_error_message=_("Only a cooperative can belong to a union."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.COOPERATIVE) | Q(predecessor__isnull=True),
                name="only_cooperatives_were_groups",
                violation_error_message=_("Only a cooperative can have been a group before."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        super().derive()
        self.name_key = sort_key(self.name)
        self.search_key = fold(f"{self.name} {self.registration_number}")

    def is_registered_on(self, day: date) -> bool:
        """Founded by a day and not dissolved by it."""
        return self.founded_on <= day and not (self.dissolved_on and self.dissolved_on <= day)

    def operates_on(self, day: date, suspensions: "Iterable[Suspension]") -> bool:
        """Registered on a day and in none of its suspensions on it."""
        return self.is_registered_on(day) and covering(suspensions, day) is None

    def unit_on(self, day: date) -> AdministrativeUnit | None:
        """The unit where it is placed on a day, or None. Reads placements that are loaded."""
        stay = covering(self.placements.all(), day)
        return stay and stay.unit


class Cooperative(Organisation):
    objects = KindManager(Kind.COOPERATIVE)

    class Meta:
        proxy = True
        verbose_name = _("cooperative")
        verbose_name_plural = _("cooperatives")

    def derive(self) -> None:
        self.kind = Kind.COOPERATIVE
        super().derive()


class CooperativeUnion(Organisation):
    objects = KindManager(Kind.UNION)

    class Meta:
        proxy = True
        verbose_name = _("cooperative union")
        verbose_name_plural = _("cooperative unions")

    def derive(self) -> None:
        self.kind = Kind.UNION
        super().derive()


class CooperativeGroup(Organisation):
    objects = KindManager(Kind.GROUP)

    class Meta:
        proxy = True
        verbose_name = _("cooperative group")
        verbose_name_plural = _("cooperative groups")

    def derive(self) -> None:
        self.kind = Kind.GROUP
        super().derive()


class Placement(Span):
    """Where an organisation is, for a time. It does not end with dissolution."""

    NAMED_BY = ("unit",)

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="placements", verbose_name=_("organisation")
    )
    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="placements", verbose_name=_("unit")
    )

    class Meta(Span.Meta):
        abstract = False
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["organisation", "valid_from"]
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "valid_from"],
                name="placement_begins_once_a_day",
                violation_error_message=_("A placement already begins on that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.unit}"


class Suspension(Span):
    """A time of not working, open while its end is not known.

    renewed_on: from which day the newest notice holds, where one came after the first.
    """

    NAMED_BY = ("valid_from",)

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="suspensions", verbose_name=_("organisation")
    )
    legal_status = models.CharField(
        _("legal status"), max_length=14, choices=LegalStatus, default=LegalStatus.BY_NOTICE
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    renewed_on = models.DateField(
        _("newest notice holds from"),
        null=True,
        blank=True,
        help_text=_("Where a new notice of suspension followed the first one."),
    )

    class Meta(Span.Meta):
        abstract = False
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["organisation", "valid_from"]
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "valid_from"],
                name="suspension_begins_once_a_day",
                violation_error_message=_("A suspension already begins on that day."),
            ),
            models.CheckConstraint(
                condition=Q(legal_status__in=LegalStatus.values),
                name="legal_status_is_known",
                violation_error_message=_("This legal status is not known."),
            ),
            models.CheckConstraint(
                condition=Q(renewed_on__isnull=True) | Q(renewed_on__gt=F("valid_from")),
                name="renewed_after_suspension_began",
                violation_error_message=_(
                    "A new notice holds from after the first day of not working."
                ),
            ),
            models.CheckConstraint(
                condition=Q(renewed_on__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(renewed_on__lt=F("valid_to")),
                name="renewed_before_suspension_ended",
                violation_error_message=_(
                    "A new notice holds from before the day of working again."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.valid_from}"

    @property
    def is_by_notice(self) -> bool:
        """Whether it rests on a notice of its own, which holds for a time."""
        return self.legal_status == LegalStatus.BY_NOTICE
