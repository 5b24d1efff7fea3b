"""Who took over from units that a reform ended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import cache

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import Record, RecordQuerySet
from .units import HERITAGE, AdministrativeUnit


class UnitSuccessionQuerySet(RecordQuerySet):
    def get_by_natural_key(self, *key):
        """The succession of two units, each by its code and first day."""
        units = AdministrativeUnit.objects
        return self.get(
            predecessor=units.get_by_natural_key(*key[:2]),
            successor=units.get_by_natural_key(*key[2:]),
        )

    def bulk_create(self, objs, batch_size=None, **kwargs):
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, batch_size=batch_size, **kwargs)
            keep_heritage()
        return created

    def update(self, **values):
        with transaction.atomic(using=self.db, savepoint=False):
            count = super().update(**values)
            keep_heritage()
        return count

    update.alters_data = True

    def delete(self):
        with transaction.atomic(using=self.db, savepoint=False):
            deleted = super().delete()
            keep_heritage()
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


class UnitSuccession(Record):
    """That a unit took over an ended one, or a part of it, on the day on which that one ended.

    A unit with one successor went there whole; with several, each of its organisations went where
    it is placed from that day on.
    """

    NAMED_BY = ("successor",)

    predecessor = models.ForeignKey(
        AdministrativeUnit,
        models.CASCADE,
        related_name="successions",
        verbose_name=_("ended unit"),
    )
    successor = models.ForeignKey(
        AdministrativeUnit,
        models.PROTECT,
        related_name="takeovers",
        verbose_name=_("successor"),
    )
    on = models.DateField(_("on"), help_text=_("The day on which the ended unit no longer exists."))

    objects = UnitSuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        ordering = ["on", "predecessor__path", "successor__path", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="unit_is_succeeded_once",
                violation_error_message=_("This succession is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="unit_does_not_succeed_itself",
                violation_error_message=_("A unit does not take over itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def natural_key(self):
        return (*self.predecessor.natural_key(), *self.successor.natural_key())

    natural_key.dependencies = ["cooperatives.administrativeunit"]

    def save(self, *args, **kwargs) -> None:
        """Save, and bring up to date what units reach by it."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            keep_heritage()

    def delete(self, *args, **kwargs):
        """Delete, and bring up to date what units reached by it."""
        with transaction.atomic(savepoint=False):
            deleted = super().delete(*args, **kwargs)
            keep_heritage()
        return deleted


@dataclass(frozen=True)
class Heritage:
    """What a unit has of ended ones, as paths in their order.

    predecessors: of those that it took over, whole or in part, and of theirs before them. whole:
    of the units beyond its own subtree all of which went under it; what lies under another of them
    is not named. partly: of those of which a part went under it.
    """

    predecessors: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


def heritages(successions: Iterable[UnitSuccession]) -> dict[AdministrativeUnit, Heritage]:
    """The heritage of each unit that has any.

    An ended unit went whole to where all of its successors lie, or all that took over from these:
    so a province has all of a district whose communes were dealt out among its own, and nothing of
    a commune that came to it and went on to another one.
    """
    successors: dict[AdministrativeUnit, list[AdministrativeUnit]] = defaultdict(list)
    predecessors: dict[AdministrativeUnit, list[AdministrativeUnit]] = defaultdict(list)
    for row in successions:
        successors[row.predecessor].append(row.successor)
        predecessors[row.successor].append(row.predecessor)

    @cache
    def by_now(unit: AdministrativeUnit, *, all_of_it: bool) -> frozenset[AdministrativeUnit]:
        """Under which units all of a unit lies by now, or any of it, and under which ended ones."""
        line = _line(unit)
        if unit not in successors:
            return line
        found = went(unit, all_of_it=all_of_it)
        return found | {one for one in line if one.valid_to}

    def went(ended: AdministrativeUnit, *, all_of_it: bool) -> frozenset[AdministrativeUnit]:
        ways = [by_now(one, all_of_it=all_of_it) for one in successors[ended]]
        return frozenset.intersection(*ways) if all_of_it else frozenset().union(*ways)

    whole: dict[AdministrativeUnit, set[str]] = defaultdict(set)
    partly: dict[AdministrativeUnit, set[str]] = defaultdict(set)
    for ended in list(successors):
        holders = went(ended, all_of_it=True)
        for unit in went(ended, all_of_it=False):
            if not ended.path.startswith(unit.path):
                (whole if unit in holders else partly)[unit].add(ended.path)

    @cache
    def before(unit: AdministrativeUnit) -> frozenset[str]:
        found = (before(one) | {one.path} for one in predecessors.get(unit, ()))
        return frozenset().union(*found)

    return {
        unit: Heritage(
            tuple(sorted(before(unit))),
            _topmost(whole.get(unit, ())),
            tuple(sorted(partly.get(unit, ()))),
        )
        for unit in {*predecessors, *whole, *partly}
    }


def _line(unit: AdministrativeUnit) -> frozenset[AdministrativeUnit]:
    """A unit and all above it."""
    above = _line(unit.parent) if unit.parent else frozenset()
    return above | {unit}


def _topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths under no other of them, in their order."""
    found: list[str] = []
    for path in sorted(paths):
        if not (found and path.startswith(found[-1])):
            found.append(path)
    return tuple(found)


def outdated_heritages() -> Iterator[tuple[AdministrativeUnit, Heritage]]:
    """The units whose stored heritage is not what the successions say, with what it should be."""
    line = "__parent__parent__parent"
    rows = UnitSuccession.objects.select_related("predecessor", f"successor{line}")
    right = heritages(rows)
    stored = AdministrativeUnit.objects.exclude(**{name: [] for name in HERITAGE})
    for unit in {*right, *stored}:
        heritage = right.get(unit, Heritage())
        if heritage != Heritage(*(tuple(getattr(unit, name)) for name in HERITAGE)):
            yield unit, heritage


def keep_heritage() -> None:
    """Bring up to date what units have of ended ones, after a succession changed."""
    for unit, heritage in outdated_heritages():
        for name, paths in zip(HERITAGE, astuple(heritage), strict=True):
            setattr(unit, name, list(paths))
        unit.save(update_fields=HERITAGE)
