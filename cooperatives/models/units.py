"""Administrative units: province, district, commune, in a tree whose rows hold for a time."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from itertools import chain, count
from operator import or_

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import today
from ..ground.telephone import validate_telephone
from ..ground.unit_names import short_name
from ..ground.vietnamese import fold
from .base import CHUNK
from .spans import Span, SpanQuerySet, holds_on

MOST_TILES = 20
"""How many rows and columns a tile map may have."""


HERITAGE = ("predecessor_paths", "whole_paths", "partly_paths")
"""The columns that say what a unit has of ended ones."""


MARK = "~"
"""What tells units apart in paths that bore one code under one parent, before a number."""

BEGINS = "@"
"""What stands in an address between the code of an ended unit and the day on which it began."""


class Level(models.TextChoices):
    """The levels of the tree, from the root down; any of them may be left out below the root."""

    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district or city")
    COMMUNE = "commune", _("commune or ward")

    @property
    def depth(self) -> int:
        """0 for the country, 3 for a commune."""
        return list(Level).index(self)


def bearer_on(bearers: "Iterable[AdministrativeUnit]", day: date) -> "AdministrativeUnit | None":
    """Which of all that ever bore a code is meant on a day, as
    `AdministrativeUnitQuerySet.with_code` says; None without any.
    """
    in_order = sorted(bearers, key=lambda unit: unit.valid_from)
    begun = [unit for unit in in_order if unit.valid_from <= day]
    return begun[-1] if begun else next(iter(in_order), None)


def bearer_named(
    bearers: "Iterable[AdministrativeUnit]", text: str, day: date
) -> "AdministrativeUnit | None":
    """Which of all that ever bore a code a text means: that of the day for a code alone
    (`bearer_on`), else the one whose `dated_code` it is.
    """
    if BEGINS not in text:
        return bearer_on(bearers, day)
    return next((unit for unit in bearers if unit.dated_code == text), None)


def path_starts_sql(start: str, column: str) -> str:
    """`path_starts` in SQL. start: an expression for the path of the unit, or a mark for it, which
    then stands there twice; column: the path of what lies there.
    """
    return f"substr({column}, 1, length({start})) = {start}"


def path_starts(path: str, column: str = "path") -> Q:
    """Everything at or under the unit with this path. An empty path means everything."""
    # Paths hold no wildcard and end with "/", so a prefix match is a subtree.
    return Q(**{f"{column}__startswith": path})


def any_path_starts(paths: Iterable[str], column: str = "path") -> Q:
    """Everything at or under one of the units with these paths; nothing without any."""
    found = [path_starts(path, column) for path in paths]
    return reduce(or_, found) if found else Q(pk__in=[])


def paths_down_to(path: str) -> list[str]:
    """The paths of a unit and of all above it, the root's first: "06/058/" gives "06/" and
    "06/058/".
    """
    return [path[:end] for end, char in enumerate(path, start=1) if char == "/"]


def path_above(path: str) -> str:
    """The path of the unit right above one; "" for a root."""
    return path[: path.rstrip("/").rfind("/") + 1]


def free_path(above: str, code: str, taken: Collection[str]) -> str:
    """The path of a new unit: its code below the path of the unit above it, with a mark that no
    code can hold where other units have had that: "06/05001/", then "06/05001~2/".
    """
    start = f"{above}{code}"
    marks = chain([""], (f"{MARK}{number}" for number in count(2)))
    return next(path for mark in marks if (path := f"{start}{mark}/") not in taken)


def at_or_above(path: str, column: str = "path") -> Q:
    """What lies at the unit with this path or above it: the unit itself and its ancestors."""
    return Q(**{f"{column}__in": paths_down_to(path)})


class AdministrativeUnitQuerySet(SpanQuerySet):
    def get_by_natural_key(self, code: str, valid_from: date | str):
        return self.get(code=code, valid_from=valid_from)

    def bulk_create(self, objs, batch_size=None, **kwargs):
        objs = list(objs)
        codes = sorted({unit.code for unit in objs})
        taken: set[str] = set()
        for start in range(0, len(codes), CHUNK):
            bearers = AdministrativeUnit.objects.filter(code__in=codes[start : start + CHUNK])
            taken.update(bearers.values_list("path", flat=True))
        for unit in objs:
            if not unit.path:
                unit.path = free_path(unit.path_above, unit.code, taken)
            taken.add(unit.path)
        return super().bulk_create(objs, batch_size=batch_size, **kwargs)

    def under(self, unit: "AdministrativeUnit"):
        """The unit itself and all below it, at any time."""
        return self.filter(path_starts(unit.path))

    def above(self, unit: "AdministrativeUnit"):
        """The unit itself and all above it, the nearest first."""
        return self.filter(at_or_above(unit.path)).order_by(Length("path").desc(), "-valid_from")

    def province_of(self, unit: "AdministrativeUnit") -> "AdministrativeUnit":
        """The province at or above a unit; the unit itself where there is none."""
        found = unit
        while found.level != Level.PROVINCE and found.parent_id:
            found = found.parent
        return found if found.level == Level.PROVINCE else unit

    def below_each(self, paths: list[str], day: date):
        """Direct sub-units of the units with these paths valid on a day, by their codes."""
        return self.filter(holds_on(day), parent__path__in=paths).order_by("code")

    def with_code(self, code: str, day: date):
        """The unit that bears a code on a day; failing that, the last that bore it before, or the
        first after. A code never overlaps itself, so this is one row or none.
        """
        bearers = self.filter(code=code).select_related("parent")
        return (
            bearers.filter(valid_from__lte=day).order_by("-valid_from").first()
            or bearers.order_by("valid_from").first()
        )

    def asked_for(self, text: str, day: date):
        """The unit that an address names: by its code on a day (`with_code`), or as
        `AdministrativeUnit.asked_as` writes it; None where there is none.
        """
        code, _at, begins = text.partition(BEGINS)
        if not begins:
            return self.with_code(code, day)
        try:
            valid_from = date.fromisoformat(begins)
        except ValueError:
            return None
        return self.filter(code=code, valid_from=valid_from).select_related("parent").first()

    def aggregates_open_to(self, user):
        """Units whose aggregates a user may ask for (design 1.5).

        All of the own province down to the districts, deeper only within the own unit; for a user
        of the country, or an admin without a unit, everything.
        """
        if not user.is_active:
            return self.none()
        if user.unit_id is None:
            return self if user.is_admin else self.none()
        own = user.unit
        if own.level in (Level.COUNTRY, Level.PROVINCE):
            return self.filter(any_path_starts(own.reach))
        province = AdministrativeUnit.objects.province_of(own)
        return self.filter(
            any_path_starts(own.reach)
            | any_path_starts(province.reach) & Q(level__in=[Level.PROVINCE, Level.DISTRICT])
        )

    def matching(self, text: str):
        """Whose name or code contains a text, case and accents aside."""
        return self.filter(search_key__contains=fold(text))

    def in_scope_of(self, user):
        """Units at or under the user's own."""
        return self.filter(user.scope("path"))


class AdministrativeUnit(Span):
    """One unit during one span of its existence. A reform closes rows and makes new ones.

    path: names this very unit and no other, at any time, as `free_path` says; it stays as it was
    given, and what lies at or under the unit is what begins with it.
    predecessor_paths, whole_paths, partly_paths: what it has of ended ones, as
    `successions.Heritage` says.
    """

    UNTRACKED = (*HERITAGE, "search_key")
    DERIVED_FROM = ("code", "name", "parent", "parent_id")
    DERIVED = ("path", "search_key")

    code = models.CharField(
        _("code"),
        max_length=10,
        validators=[
            RegexValidator(r"\A[0-9A-Z-]+\Z", _("Only capital letters, digits and hyphens."))
        ],
        help_text=_("Official statistical code, with its leading zeros."),
    )
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent unit"),
    )
    path = models.CharField(_("path"), max_length=60, editable=False, db_index=True)
    search_key = models.CharField(max_length=120, blank=True, editable=False)
    contact_name = models.CharField(
        _("contact's name"),
        max_length=150,
        blank=True,
        help_text=_("Whom to ask about its returns; blank means who submits them."),
    )
    contact_telephone = models.CharField(
        _("contact's telephone"), max_length=30, blank=True, validators=[validate_telephone]
    )
    contact_mail = models.EmailField(_("contact's e-mail address"), blank=True)
    tile_row = models.PositiveSmallIntegerField(
        _("row on the tile map"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_TILES)],
        help_text=_("Counted from the north; with the column it says where the unit lies."),
    )
    tile_column = models.PositiveSmallIntegerField(
        _("column on the tile map"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_TILES)],
        help_text=_("Counted from the west."),
    )
    # Kept by `successions.keep_heritage`: whoever reads a unit knows at once what it took over.
    predecessor_paths = models.JSONField(default=list, blank=True, editable=False)
    whole_paths = models.JSONField(default=list, blank=True, editable=False)
    partly_paths = models.JSONField(default=list, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = AdministrativeUnitQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["path", "valid_from"]
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="unit_code_begins_once_a_day",
                violation_error_message=_("This code already begins on that day."),
            ),
            models.UniqueConstraint(
                fields=["path"],
                name="unit_path_names_one_unit",
                violation_error_message=_("Another unit has this path."),
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="unit_level_is_known"),
            models.CheckConstraint(
                condition=Q(tile_row__isnull=True, tile_column__isnull=True)
                | Q(
                    tile_row__isnull=False,
                    tile_column__isnull=False,
                    tile_row__range=(1, MOST_TILES),
                    tile_column__range=(1, MOST_TILES),
                ),
                name="tile_has_row_and_column",
                violation_error_message=_(
                    "A place on the tile map has a row and a column, both from 1 to 20: give both"
                    " or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, date]:
        return self.code, self.valid_from

    @property
    def told_apart(self) -> str:
        """The name with what tells it from others that bear it: "Xã Tân Lập (01990), Huyện Ba Bể,
        until 30/6/2025".
        """
        parts = [f"{self.name} ({self.code})"]
        if self.parent:
            parts.append(self.parent.name)
        if self.last_day:
            parts.append(
                _("until %(day)s") % {"day": date_format(self.last_day, "SHORT_DATE_FORMAT")}
            )
        return ", ".join(parts)

    @property
    def asked_as(self) -> str:
        """What an address has for it where no day says which bearer of a code is meant: the code,
        for one that has ended with its first day ("01849@1997-01-01").
        """
        return self.dated_code if self.has_ended else self.code

    @property
    def dated_code(self) -> str:
        """The code with its first day: no other bearer of the code is meant, on whatever day."""
        return f"{self.code}{BEGINS}{self.valid_from:%Y-%m-%d}"

    @property
    def has_ended(self) -> bool:
        """Whether it ended before today or ends today."""
        return self.valid_to is not None and self.valid_to <= today()

    @property
    def short_name(self) -> str:
        """The name without its kind ("Huyện Ba Bể" → "Ba Bể"), for narrow columns."""
        return short_name(self.name)

    def exists_in(self, year: int) -> bool:
        """Whether it exists on a day of a year."""
        last = self.last_day
        return self.valid_from.year <= year and (last is None or year <= last.year)

    @property
    def reach(self) -> tuple[str, ...]:
        """The paths of the subtrees that are its own: its own one, and those of ended units that
        went there whole.
        """
        return self.path, *self.whole_paths

    @property
    def reporting_unit(self) -> "AdministrativeUnit":
        """Whose quarterly return holds the figures of what lies here: the district at or above it,
        or the unit itself where there is none.
        """
        return self if self.reports_itself else self.parent

    @property
    def reports_itself(self) -> bool:
        """Whether its returns are its own, not those of a district above it."""
        # Levels fall from parent to child: only the parent of a commune can be a district.
        return not (
            self.level == Level.COMMUNE and self.parent and self.parent.level == Level.DISTRICT
        )

    @property
    def path_above(self) -> str:
        """The path of the unit right above it; "" for a root."""
        return self.parent.path if self.parent else ""

    def derive(self) -> None:
        super().derive()
        above = self.path_above
        known = rf"{re.escape(above + self.code)}({MARK}\d+)?/"
        if not re.fullmatch(known, self.path):
            bearers = AdministrativeUnit.objects.filter(code=self.code).exclude(pk=self.pk)
            self.path = free_path(above, self.code, set(bearers.values_list("path", flat=True)))
        self.search_key = fold(f"{self.code} {self.name}")
