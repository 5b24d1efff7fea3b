"""Removes what `load_demo` made and what was added to it, with its history, and nothing else.

Rows go by statements over whole tables rather than one by one: a nation's demo has two million.
What somebody has built real records on stays and only loses its mark.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.db.models import ManyToOneRel, Model, Q, QuerySet

from cooperatives.history import Change
from cooperatives.models import (
    AdministrativeUnit,
    ApiToken,
    LetterDrafted,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReportingYear,
    ReportsDone,
    ReturnOpening,
    ReturnStep,
    SentReminder,
    SheetMapping,
    Suspension,
    UnitFigures,
    User,
    WarningAnswer,
    YearlyReport,
)
from cooperatives.models.base import Record
from cooperatives.models.units import paths_down_to
from cooperatives.version import data_changed
from targets.models import Edition, Movement, OfficeTexts, Plan, Subscription, Target

Removed = Counter[type[Record]]
"""How many records of each model went."""


def clear_demo() -> tuple[Removed, list[Record]]:
    """Remove the demo.

    Returns what went, and the records that stay because real ones rest on them: returns with real
    cooperatives' figures, unions of real cooperatives and groups that these were, plans with real
    targets, units that real records lie in; and accounts that acted on real records, which are
    closed.
    """
    with transaction.atomic():
        _forget_movements()
        # What was published of invented records says nothing of real ones.
        _delete(Edition.objects.filter(is_demo=True))
        kept = _unmark(_organisations_under_real_ones())
        kept += _unmark(_returns_with_real_figures())
        kept += _unmark(_plans_with_real_targets())
        removed: Removed = Counter()
        for model, belongs in _parts():
            _remove(model, belongs, removed)
        _remove_words(removed)
        _remove_subscriptions(removed)
        _remove_figures_of_plan_units(removed)
        for model in (QuarterlyReturn, Organisation, Target, Plan, OfficeTexts, LetterDrafted):
            _remove_marked(model, removed)
        closed = _remove_accounts(removed)
        kept += _unmark(_units_in_use())
        for model in (SentReminder, SheetMapping):
            _delete(model.objects.filter(unit__is_demo=True))
        _remove_years(removed)
        _remove_marked(AdministrativeUnit, removed)
    return removed, kept + closed


# --- What stays -----------------------------------------------------------------------------------


def _organisations_under_real_ones() -> QuerySet:
    """Unions that real cooperatives belong to, and groups that they were."""
    real = Organisation.objects.filter(is_demo=False).order_by()
    return Organisation.objects.filter(
        Q(pk__in=real.filter(union__is_demo=True).values("union"))
        | Q(pk__in=real.filter(predecessor__is_demo=True).values("predecessor"))
    )


def _returns_with_real_figures() -> QuerySet:
    real = QuarterlyFigures.objects.filter(cooperative__is_demo=False)
    return QuarterlyReturn.objects.filter(is_demo=True, pk__in=real.values("quarterly_return"))


def _plans_with_real_targets() -> QuerySet:
    real = Target.objects.filter(is_demo=False)
    decisions = Plan.objects.filter(is_demo=False)
    return Plan.objects.filter(
        Q(pk__in=real.values("plan"))
        | Q(pk__in=decisions.filter(adjusts__isnull=False).values("adjusts"))
        | Q(pk__in=decisions.filter(replaced_by__isnull=False).values("replaced_by")),
        is_demo=True,
    )


def _units_in_use() -> QuerySet:
    """Demo units that something still refers to, and all above them."""
    marked = AdministrativeUnit.objects.filter(is_demo=True)
    paths: set[str] = set()
    for model, column in _references(AdministrativeUnit):
        rows = model._base_manager.filter(**{f"{column}__in": marked})
        if model is AdministrativeUnit:
            rows = rows.filter(is_demo=False)
        if model is ReportingYear:
            continue  # it goes with its unit
        paths |= set(rows.values_list(f"{column}__path", flat=True))
    above = {above for path in paths for above in paths_down_to(path)}
    return marked.filter(path__in=above)


def _unmark(kept: QuerySet) -> list[Record]:
    records = list(kept)
    for record in records:
        record.is_demo = False
        record.save()
    return records


# --- What goes ------------------------------------------------------------------------------------


def _forget_movements() -> None:
    """Forget what moved in units whose numbers held demo records: they were about nothing real."""
    touched = Placement.objects.filter(organisation__is_demo=True).order_by()
    touched = set(touched.values_list("unit__path", flat=True).distinct())
    touched |= set(AdministrativeUnit.objects.filter(is_demo=True).values_list("path", flat=True))
    above = {path for lowest in touched for path in paths_down_to(lowest)}
    told = Movement.objects.order_by().values_list("unit_path", flat=True).distinct()
    _delete(Movement.objects.filter(unit_path__in=above & set(told)))
    # What has moved elsewhere keeps their names.
    Movement.objects.filter(organisation__is_demo=True).update(organisation=None)
    Movement.objects.filter(quarterly_return__is_demo=True).update(quarterly_return=None)


def _parts() -> list[tuple[type[Record], dict[str, type[Record]]]]:
    """Models whose rows go with what they are part of, the smallest part first."""
    return [
        (WarningAnswer, {"figures": QuarterlyFigures, "unit_figures": UnitFigures}),
        (Remark, {"cooperative": Organisation, "quarterly_return": QuarterlyReturn}),
        (ReturnOpening, {"step": ReturnStep}),
        (ReturnStep, {"quarterly_return": QuarterlyReturn}),
        (QuarterlyFigures, {"cooperative": Organisation}),
        (UnitFigures, {"quarterly_return": QuarterlyReturn}),
        (YearlyReport, {"cooperative": Organisation}),
        (Suspension, {"organisation": Organisation}),
        (Placement, {"organisation": Organisation}),
        (ApiToken, {"user": User}),
    ]


def _keys(model: type[Record]) -> QuerySet:
    """Keys of a model's demo records, those that somebody deleted before included."""
    history = model.history.model.objects
    if model is QuarterlyFigures:
        return history.filter(cooperative_id__in=_keys(Organisation)).values("id")
    if model is UnitFigures:
        units = AdministrativeUnit.objects.filter(is_demo=True).order_by()
        in_none = Q(unit_id__in=units.values("pk"), quarterly_return_id=None)
        return history.filter(Q(quarterly_return_id__in=_keys(QuarterlyReturn)) | in_none).values(
            "id"
        )
    if model is ReturnStep:
        return history.filter(quarterly_return_id__in=_keys(QuarterlyReturn)).values("id")
    real = model._base_manager.filter(is_demo=False)
    return history.filter(is_demo=True).exclude(id__in=real.values("pk")).values("id")


def _remove(model: type[Record], belongs: dict[str, type[Record]], removed: Removed) -> None:
    """Remove the rows of a model that belong to demo records, and their history."""
    condition = Q()
    for column, whole in belongs.items():
        condition |= Q(**{f"{column}_id__in": _keys(whole)})
    removed[model] += _delete(model._base_manager.filter(condition))
    _delete(model.history.model.objects.filter(condition))


def _remove_marked(model: type[Record], removed: Removed) -> None:
    """Remove a model's records that bear the mark, and their history."""
    removed[model] += _delete(model._base_manager.filter(is_demo=True))
    _delete(model.history.model.objects.filter(id__in=_keys(model)))


def _remove_years(removed: Removed) -> None:
    """Remove the reporting years of demo units, and their history."""
    units = AdministrativeUnit.objects.filter(is_demo=True).order_by()
    of_demo = Q(unit_id__in=units.values("pk"))
    _delete(ReportingYear.history.model.objects.filter(of_demo))
    removed[ReportingYear] += _delete(ReportingYear.objects.filter(of_demo))


def _remove_figures_of_plan_units(removed: Removed) -> None:
    """Remove what demo units reported in no return, and its history."""
    units = AdministrativeUnit.objects.filter(is_demo=True).order_by()
    of_demo = Q(unit_id__in=units.values("pk"), quarterly_return_id=None)
    _delete(UnitFigures.history.model.objects.filter(of_demo))
    removed[UnitFigures] += _delete(UnitFigures.objects.filter(of_demo))


def _remove_words(removed: Removed) -> None:
    """Remove what was said about the yearly reports of demo units, or by demo accounts."""
    units = AdministrativeUnit.objects.filter(is_demo=True).order_by()
    people = User.objects.filter(is_demo=True).order_by()
    of_demo = Q(unit_id__in=units.values("pk")) | Q(by_id__in=people.values("pk"))
    _delete(ReportsDone.history.model.objects.filter(of_demo))
    removed[ReportsDone] += _delete(ReportsDone.objects.filter(of_demo))


def _remove_subscriptions(removed: Removed) -> None:
    """Remove the subscriptions of demo accounts, and those about demo units, with their history."""
    units = AdministrativeUnit.objects.filter(is_demo=True).order_by()
    people = User.objects.filter(is_demo=True).order_by()
    of_demo = Q(unit_id__in=units.values("pk")) | Q(user_id__in=people.values("pk"))
    _delete(Subscription.history.model.objects.filter(of_demo))
    removed[Subscription] += _delete(Subscription.objects.filter(of_demo))


def _delete(rows: QuerySet) -> int:
    """Delete rows in one statement, past the signals that would write history of it."""
    data_changed(rows.db)
    return rows.order_by()._raw_delete(rows.db)


def _remove_accounts(removed: Removed) -> list[Record]:
    """Remove the demo accounts but those that acted on what stays: these are closed."""
    accounts = User.objects.filter(is_demo=True)
    acted: set[int] = set()
    for model, column in _references(User):
        rows = model._base_manager.filter(**{f"{column}__in": accounts})
        if model is User.history.model:
            rows = rows.exclude(id__in=accounts.values("pk"))
        acted |= set(rows.values_list(column, flat=True))
    closed = list(accounts.filter(pk__in=acted))
    for user in closed:
        user.is_active = False
        user.set_unusable_password()
        user.save()
    gone = accounts.exclude(pk__in=acted)
    keys = list(gone.values_list("pk", flat=True))
    # One by one: what Django itself notes about people goes with them.
    removed[User] += gone.delete()[1].get(User._meta.label, 0)
    _delete(User.history.model.objects.filter(id__in=keys))
    return closed


def _references(model: type[Record]) -> Iterator[tuple[type[Model], str]]:
    """Foreign keys of records and of their history that the database holds to a model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if (
            isinstance(relation, ManyToOneRel)
            and issubclass(relation.related_model, Record | Change)
            and relation.field.db_constraint
        ):
            yield relation.related_model, relation.field.name
