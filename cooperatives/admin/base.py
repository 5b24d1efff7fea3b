"""What all pages of the admin site share: an admin's reach, what somebody else stored meanwhile,
history, search and money.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, unquote
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, Field, ModelChoiceField
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..catalogue.figures import figure_named
from ..ground.calendar import today
from ..ground.paging import RECORDS_PER_PAGE
from ..ground.printing import NOTHING
from ..ground.problems import Problem
from ..ground.vietnamese import fold
from ..models import AdministrativeUnit, Organisation
from ..models.base import Record
from ..models.changes import changes_of
from ..models.locks import lock_record
from ..models.record_form import RecordForm
from ..models.spans import Span
from ..units.choosing import units_to_choose


class PageForm(RecordForm):
    """A form of the admin site that overwrites nothing in silence.

    A page carries the values that it showed. What the admin left as shown stays as it is stored by
    now. Where the admin changed a field and so did somebody else, both values are told and nothing
    is stored; the page has then shown what is stored, so that to save it again replaces that.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # A program that names no value shown means what is stored, as everywhere in Django.
            sent = not self.is_bound or self.add_initial_prefix(name) in self.data
            carried = sent and self._is_stored(name) and not field.disabled
            field.show_hidden_initial = bool(self.instance.pk and carried)

    def _clean_fields(self):
        super()._clean_fields()
        carrying = [name for name, field in self.fields.items() if field.show_hidden_initial]
        now = {name: self._as_carried(name) for name in carrying}
        outdated = [name for name in carrying if now[name] != self._carried(name)]
        changed = set(self.changed_data)
        if outdated:
            self.data = self.data.copy()
        for name in outdated:
            self.data[self.add_initial_prefix(name)] = now[name]
            if name not in changed:
                self.data[self.add_prefix(name)] = now[name]
                self._keep(name)
            elif name in self.cleaned_data and self.cleaned_data[name] != self._stored(name):
                self.add_error(name, self._conflict(name))

    def _keep(self, name: str) -> None:
        self._errors.pop(name, None)
        self.cleaned_data[name] = self._stored(name)

    def _is_stored(self, name: str) -> bool:
        """Whether a field of the form is one of the record: others are asked anew each time."""
        return any(field.name == name for field in self._meta.model._meta.get_fields())

    def _stored(self, name: str):
        """The value, or the record chosen, that is stored; asked before the form fills it in."""
        return getattr(self.instance, name)

    def _carried(self, name: str) -> str:
        """What the page carries as shown; browsers send lines with other ends than are stored."""
        return _plain_lines(self.data[self.add_initial_prefix(name)])

    def _as_carried(self, name: str) -> str:
        """What a page would carry now."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        return _plain_lines(field.hidden_widget().format_value(value) or "")

    def _conflict(self, name: str) -> ValidationError:
        field, stored, typed = self.fields[name], self._stored(name), self.cleaned_data[name]
        message = _(
            "%(field)s: somebody else stored “%(stored)s” meanwhile, you typed “%(typed)s”. Nothing"
            " was stored. Save again to replace theirs, or type theirs to keep it."
        )
        return ValidationError(
            message,
            code="changed_meanwhile",
            params={
                "field": capfirst(str(field.label)),
                "stored": self._told(name, field, stored),
                "typed": self._told(name, field, typed),
            },
        )

    def _told(self, name: str, field: Field, value) -> str:
        if value is None or value == "":
            return NOTHING
        if isinstance(field, ModelChoiceField):
            return field.label_from_instance(value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Decimal):
            return number_format(value.normalize())  # without the zeros that the column stores
        return display_for_field(value, self._meta.model._meta.get_field(name), NOTHING)


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n")


class Reach:
    """Pages and inlines: what they let choose lies within the admin's reach."""

    form = PageForm

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = self.admin_site.get_model_admin(db_field.related_model)
        kwargs.setdefault("queryset", related.get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        figure = figure_named(db_field.name)
        if field is not None and figure and figure.is_money:
            hint = _("In VND, not in millions.")
            field.help_text = f"{field.help_text} {hint}".strip()
        return field


class ReadAlone:
    """What this site shows and does not change."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RecordAdmin(Reach, admin.ModelAdmin):
    """A kind of records: an admin with a unit reaches what lies under it, one without all of them.

    What lies outside is not found. History is shown and cannot be changed.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    object_history_template = "admin/changes.html"

    scope_column: str
    """The column with the path of the unit that a record belongs to."""

    def within_reach(self, records: QuerySet, request) -> QuerySet:
        """Those of the records that the admin may see."""
        return records.filter(request.user.scope(self.scope_column))

    def get_queryset(self, request):
        return self.within_reach(super().get_queryset(request), request)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        # Django sends people to the front page of the admin site instead.
        raise Http404(_("There is no such record within your reach."))

    def get_object(self, request, object_id, from_field=None):
        """The record; what is sent to its page is measured against it as it is, once it is held."""
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST":
            return record
        self.hold(record)
        return super().get_object(request, object_id, from_field)

    def hold(self, record: Record) -> None:
        """Lock a record, or what it belongs to, as others do who change it."""
        lock_record(record)

    # --- History ---

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        """Every change of the record and of what its page edits with it. Nothing can be undone."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        changes = changes_of(request.user, *self.get_histories(record))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(record)s") % {"record": record},
            "opts": self.opts,
            "object": record,
            "page": Paginator(changes, RECORDS_PER_PAGE).get_page(request.GET.get("page")),
            **(extra_context or {}),
        }
        return render(request, self.object_history_template, context)

    def get_histories(self, record: Record) -> list[QuerySet]:
        """The history of a record, and those of the records that its page edits with it."""
        own = record._meta.concrete_model
        histories = [own.history.filter(id=record.pk)]
        for inline in self.inlines:
            owner = next(
                field
                for field in inline.model._meta.fields
                if field.related_model and field.related_model._meta.concrete_model is own
            )
            histories.append(inline.model.history.filter(**{owner.attname: record.pk}))
        return histories


class RecordInline(Reach, admin.TabularInline):
    """Records that are edited with the one that they belong to."""

    extra = 0
    show_change_link = False


class SmallTable:
    """Search that ignores case and accents, for tables of some thousand rows without a search key.

    The names are folded here; what has a stored key is searched by it in the database.
    """

    search_fields: tuple[str, ...]

    def get_search_results(self, request, queryset, search_term):
        wanted = fold(search_term)
        if not wanted:
            return queryset, False
        names = queryset.order_by().values_list("pk", *self.search_fields)
        found = [pk for pk, *texts in names if wanted in fold(" ".join(map(str, texts)))]
        return queryset.filter(pk__in=found), False


class OfOrganisations:
    """Search by the name or number of the organisation that a record belongs to."""

    organisation_field: str
    search_help_text = gettext_lazy("Name or registration number; case and accents do not matter.")

    def get_search_results(self, request, queryset, search_term):
        if not fold(search_term):
            return queryset, False
        found = Organisation.objects.matching(search_term)
        return queryset.filter(**{f"{self.organisation_field}__in": found.order_by()}), False


class UnitFilter(admin.SimpleListFilter):
    """Choose a unit, and then one below it: the list offers what lies on the way."""

    title = gettext_lazy("unit")
    parameter_name = "unit"

    def __init__(self, request, params, model, model_admin):
        self.reach = AdministrativeUnit.objects.in_scope_of(request.user)
        super().__init__(request, params, model, model_admin)

    @property
    def chosen(self) -> AdministrativeUnit | None:
        """The unit asked for; Http404 where it is not within the admin's reach."""
        if not self.value():
            return None
        unit = self.reach.asked_for(self.value(), today())
        if unit is None:
            raise Http404(_("There is no such record within your reach."))
        return unit

    def lookups(self, request, model_admin):
        code = self.used_parameters.get(self.parameter_name)
        unit = self.reach.asked_for(code, today()) if code else None
        return units_to_choose(request.user, unit, today())

    def queryset(self, request, queryset):
        return self.of_unit(queryset, self.chosen) if self.chosen else queryset

    def of_unit(self, queryset: QuerySet, unit: AdministrativeUnit) -> QuerySet:
        """The records of a unit and of all below it."""
        raise NotImplementedError


class SpanFormSet(BaseInlineFormSet):
    """Dated rows of one record, so that a broken rule across rows is an error of the form."""

    def spans(self) -> list[Span] | None:
        """The rows as they would be after saving; None while one of them is wrong by itself."""
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        if not all(form.is_valid() for form in kept):
            return None
        return [form.instance for form in kept if form.instance.pk or form.has_changed()]

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show problems of our own rows at them, and raise those of the whole."""
        forms_of = {id(form.instance): form for form in self.forms}
        others = []
        for found in problems:
            form = forms_of.get(id(found.record))
            if form is None:
                others.append(found.error)
            else:
                form.add_error(found.field or None, found.error)
        if others:
            raise ValidationError(others)
