"""What history says, in words: who changed which field of a record when, from what to what."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.manager import HistoricalQuerySet

from ..catalogue.figures import Figure, Quantity, all_figures, figure_named
from ..ground.calendar import Quarter, today
from ..ground.printing import NOTHING
from ..ground.wording import period_inside
from ..history import LINK_SENT, LINK_SHOWN, PASSWORD_CHANGED, STOPPED_BY_LINK
from . import Organisation, Sector, User, YearlyReport
from .base import CHUNK

EXTRA = "extra"
"""The field that holds the figures without a column of their own."""
FOLLOWS = "follows"
"""The field that lists the figures of a yearly report that follow its quarters."""

CREATED, CHANGED, DELETED = "+", "~", "-"


@dataclass(frozen=True)
class FieldChange:
    """One field of a record: its name, and its old and new value as a person reads them.

    is_written: whether that is what somebody wrote, in Vietnamese whatever the page's language.
    """

    name: str
    old: str
    new: str
    is_written: bool = False


@dataclass(frozen=True)
class RecordChange:
    """One version of a record, seen beside the one before.

    kind: `CREATED`, `CHANGED` or `DELETED`; by: the person's name, "" where a command did it;
    way: by which way it came in; subject: which record, "" for the one that the list is about.
    """

    at: datetime
    by: str
    way: str
    kind: str
    subject: str
    fields: tuple[FieldChange, ...]

    @property
    def kind_name(self) -> str:
        """What happened, in a word."""
        return {CREATED: _("created"), CHANGED: _("changed"), DELETED: _("deleted")}[self.kind]


def changes_of(
    reader: User,
    own: HistoricalQuerySet,
    *others: HistoricalQuerySet,
    after: Sequence[int] = (),
    known_by: Collection[str] = (),
) -> list[RecordChange]:
    """All changes in some queries of history, the newest first.

    own: the history of the record that the list is about; `others`: those of records that belong to
    it, which each change names. after: for each query the key of the last version that is known
    already, 0 for none; only later ones are told. known_by: names of fields that are not told, as
    they say which record it is, and the page has said that already. Organisations outside the
    reader's scope are not named. Versions that changed nothing are left out. One statement for each
    query and each model that fields refer to.
    """
    sources = [list(source.select_related("history_user")) for source in (own, *others)]
    names = _Names(reader, sources)
    known = after or [0] * len(sources)
    told = [
        (version.history_date, place, version.history_id, change)
        for place, versions in enumerate(sources)
        for version, change in _told(versions, names, known_by, is_own=place == 0)
        if version.history_id > known[place]
    ]
    told.sort(key=lambda entry: entry[:3], reverse=True)
    return [change for *_order, change in told]


def _told(
    versions, names: "_Names", known_by: Collection[str], *, is_own: bool
) -> Iterator[tuple[Any, RecordChange]]:
    """Each version of the records of one model, beside the one before it."""
    before: dict[Any, Any] = {}
    for version in sorted(versions, key=lambda version: version.history_id):
        key = getattr(version, version.instance_type._meta.pk.attname)
        fields = tuple(_field_changes(before.get(key), version, names, known_by))
        before[key] = version
        if fields or version.history_type != CHANGED:
            change = RecordChange(
                at=version.history_date,
                by=str(version.history_user or ""),
                way=version.get_way_display(),
                kind=version.history_type,
                subject="" if is_own else _subject(version, names),
                fields=fields,
            )
            yield version, change


def _field_changes(
    earlier, version, names: "_Names", known_by: Collection[str]
) -> Iterator[FieldChange]:
    if version.history_type == DELETED:
        return
    followed, follows = _following(earlier), _following(version)
    for field in _shown_fields(version):
        if field.name in known_by:
            continue
        old = None if earlier is None else getattr(earlier, field.attname)
        new = getattr(version, field.attname)
        was, does = field.name in followed, field.name in follows
        if field.name == EXTRA:
            yield from _extra_changes(earlier, version)
        elif was != does or (old != new and not (old in (None, "") and new in (None, ""))):
            told = version.instance_type.told
            said = [
                (version_of and told(version_of, field.name)) or names.of(field, value)
                for version_of, value in ((earlier, old), (version, new))
            ]
            yield FieldChange(
                capfirst(str(field.verbose_name)),
                _by_the_quarters() if was else said[0],
                _by_the_quarters() if does else said[1],
                is_written=isinstance(field, models.CharField | models.TextField)
                and not field.choices
                and not told(version, field.name),
            )
    if version.history_type == CHANGED and version.history_change_reason in _REASONS:
        what, told = _REASONS[version.history_change_reason]
        yield FieldChange(capfirst(str(what)), "", str(told))


_REASONS = {
    PASSWORD_CHANGED: (gettext_lazy("password"), gettext_lazy("set anew")),
    LINK_SENT: (gettext_lazy("link to set a password"), gettext_lazy("sent by mail")),
    LINK_SHOWN: (gettext_lazy("link to set a password"), gettext_lazy("shown, to be handed over")),
    STOPPED_BY_LINK: (gettext_lazy("letters"), gettext_lazy("stopped by the link in a letter")),
}
"""What a reason noted with a version of an account says: of what, and what was done."""


def _following(version) -> list[str]:
    """The figures that follow the quarters in a version: a draft stores no value for them."""
    is_draft = getattr(version, "state", "") == YearlyReport.State.DRAFT
    return getattr(version, FOLLOWS, []) if is_draft else []


def _by_the_quarters() -> str:
    return _("by the quarters")


def _extra_changes(earlier, version) -> Iterator[FieldChange]:
    """The figures without a column of their own that differ."""
    followed, follows = _following(earlier), _following(version)
    for figure in all_figures():
        if figure.has_column:
            continue
        before, now = earlier and figure.read(earlier), figure.read(version)
        was, does = figure.code in followed, figure.code in follows
        if before != now or was != does:
            yield FieldChange(
                capfirst(str(figure.name)),
                _by_the_quarters() if was else figure_in_words(figure, before),
                _by_the_quarters() if does else figure_in_words(figure, now),
            )


def figure_in_words(figure: Figure, value: int | None) -> str:
    """A figure's value as a person reads it; amounts of money in million VND, shares in %."""
    if value is None:
        return NOTHING
    if figure.measure is Quantity.YES_NO:
        return _("yes") if value else _("no")
    shown = figure.shown(value)
    amount = number_format(shown.normalize() if shown % 1 else round(shown))
    if figure.measure is Quantity.PERCENT:
        return f"{amount}%"
    return _("%(amount)s million VND") % {"amount": amount} if figure.is_money else amount


def _shown_fields(version) -> list[models.Field]:
    return [
        field
        for field in version.tracked_fields
        if (field.editable or field.name == EXTRA) and not field.primary_key
    ]


def _subject(version, names: "_Names") -> str:
    model = version.instance_type
    kind = capfirst(str(model._meta.verbose_name))
    if model.NAMED_BY == ("year", "quarter"):
        return f"{kind} ({period_inside(Quarter(version.year, version.quarter))})"
    parts = [
        names.of(field, getattr(version, field.attname))
        for field in map(model._meta.get_field, model.NAMED_BY)
    ]
    return f"{kind} ({', '.join(parts)})" if parts else kind


class _Names:
    """Values as a person reads them; records that fields refer to are looked up all at once."""

    def __init__(self, reader: User, sources: list[list]):
        wanted: dict[type[models.Model], set] = defaultdict(set)
        for versions in sources:
            for version in versions:
                for field in version.tracked_fields:
                    if isinstance(field, models.ForeignKey):
                        wanted[field.related_model].add(getattr(version, field.attname))
        self.found = {
            model: self._named(reader, model, keys - {None}) for model, keys in wanted.items()
        }

    @staticmethod
    def _named(reader: User, model: type[models.Model], keys: set) -> dict[Any, str]:
        rows = model._base_manager.select_related()
        if issubclass(model, Organisation):
            rows = Organisation.objects.in_scope_of(reader, today())
        ordered = sorted(keys)
        return {
            row.pk: str(row)
            for start in range(0, len(ordered), CHUNK)
            for row in rows.filter(pk__in=ordered[start : start + CHUNK])
        }

    def of(self, field: models.Field, value: Any) -> str:
        """One value of a field; amounts of money in million VND."""
        if value is None or value == "":
            return NOTHING
        if isinstance(field, models.ForeignKey):
            return self.found[field.related_model].get(value) or _("(not within your reach)")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if figure := figure_named(field.name):
            return figure_in_words(figure, value)
        if field.name.endswith("year"):
            return str(value)
        if field.name == "sector":
            known = dict(Sector.choices)
            return ", ".join(str(known.get(code, code)) for code in value.split(","))
        return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int():
            return number_format(value)
        case Decimal():
            return number_format(value.normalize())
        case datetime():
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case date():
            return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)
