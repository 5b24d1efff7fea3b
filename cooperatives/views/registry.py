"""Registry moves: a founding, a ceasing, a resumption, a dissolution, and corrections of them."""

from collections.abc import Callable
from typing import ClassVar

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_http_methods

from ..counting import hold_counts
from ..ground.calendar import Quarter, today
from ..ground.wording import period_inside
from ..models import AdministrativeUnit, Level, Organisation
from ..registry.becoming import BecomingForm
from ..registry.counted import store_counted
from ..registry.forms import (
    CorrectionForm,
    DissolutionForm,
    LifeForm,
    RenewalForm,
    ResumptionForm,
    SuspensionForm,
)
from ..registry.founding import FoundingForm
from ..registry.identity import IdentityForm
from ..registry.life import Life
from ..registry.lookalikes import Lookalikes
from ..registry.taking_back import (
    DissolutionTakingBack,
    FoundingTakingBack,
    RenewalTakingBack,
    ResumptionTakingBack,
    SuspensionTakingBack,
    TakingBack,
)
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.choosing import units_to_choose

writes = needs(Permission.REGISTRY_WRITE)


def _stored(attempt: Callable[[], HttpResponse]) -> HttpResponse:
    """Run an attempt to store in a transaction; once more where somebody else took the number at
    the same moment, so that its form says so.
    """
    try:
        with transaction.atomic():
            hold_counts()
            return attempt()
    except IntegrityError:
        with transaction.atomic():
            hold_counts()
            return attempt()


def _taken(request: HttpRequest, level: int, said: str) -> None:
    """Say what came of a form. The browser that kept it, until then, need keep it no longer."""
    messages.add_message(request, level, said, extra_tags=request.path)


# --- A founding -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@writes
def founding(request: HttpRequest) -> HttpResponse:
    """A new organisation. Who works for a country, or for no unit, says first in which province."""
    area, choices = _area(request)
    if area is None:
        return render(request, "cooperatives/founding.html", {"choices": choices})
    known = {"reader": request.user, "day": today(), "area": area}

    def attempt() -> HttpResponse:
        form = FoundingForm(request.POST, **known)
        is_valid, found = form.is_valid(), form.lookalikes()
        if not is_valid or not _told_apart(request, found):
            return _founding_page(request, form, choices, found)
        made = store_counted(form, request.user)
        _taken(request, messages.SUCCESS, form.recorded())
        return redirect("organisation", made.pk)

    if request.method == "POST":
        return _stored(attempt)
    return _founding_page(request, FoundingForm(**known), choices)


def _founding_page(
    request: HttpRequest, form: FoundingForm, choices: list, found: Lookalikes | None = None
) -> HttpResponse:
    unit = form.placement and form.placement.unit
    context = {"form": form, "choices": choices, **_comparison(form, found, unit)}
    return render(request, "cooperatives/founding.html", context)


def _area(request: HttpRequest) -> tuple[AdministrativeUnit | None, list[tuple[str, str]]]:
    """Where the founding lies, and among which units to choose that: none where it is settled.

    A country's communes do not fit into one list, so that its people choose a part of it first.
    """
    day = today()
    reach = AdministrativeUnit.objects.in_scope_of(request.user)
    code = request.GET.get("unit", "")
    chosen = reach.asked_for(code, day) if code else None
    if code and chosen is None:
        raise Http404(_("There is no such choice in this list."))
    roots = [request.user.unit] if request.user.unit else list(reach.filter(parent=None)[:2])
    if len(roots) == 1 and roots[0].level != Level.COUNTRY:
        return chosen or roots[0], []
    area = chosen if chosen and chosen.level != Level.COUNTRY else None
    return area, units_to_choose(request.user, chosen, day)


# --- What may be the same -------------------------------------------------------------------------


def _told_apart(request: HttpRequest, found: Lookalikes) -> bool:
    """Whether the person was shown all of these, and goes on."""
    return found.keys <= set(request.POST.get("distinct", "").split(","))


def _comparison(
    form: IdentityForm, found: Lookalikes | None, unit: AdministrativeUnit | None
) -> dict:
    """What a page shows of lookalikes beside what was typed."""
    if not found:
        return {}
    kind, number = form.instance.kind, form.instance.registration_number
    taken = Organisation.objects.filter(kind=kind, registration_number=number)
    is_taken = bool(number) and taken.exclude(pk=form.instance.pk).exists()
    return {
        "typed": form.instance,
        "typed_unit": unit,
        "found": found,
        "distinct": "" if is_taken else ",".join(sorted(found.keys)),
    }


def _named(periods: list[Quarter]) -> str:
    return ", ".join(map(period_inside, periods))


# --- An organisation that is there ----------------------------------------------------------------


@method_decorator(writes, name="dispatch")
class MoveView(View):
    """One kind of change of an organisation. GET shows the form; POST stores it, or says why not;
    POST with `taking_back` takes back what was recorded.
    """

    http_method_names = ["get", "head", "post"]

    heading: ClassVar[Promise]
    button: ClassVar[Promise | str] = ""
    meaning: ClassVar[Promise | str] = ""
    """What follows from it, said before it is recorded."""

    form_class: ClassVar[type[LifeForm] | None] = None

    taking_back: ClassVar[type[TakingBack] | None] = None
    taking_back_heading: ClassVar[Promise | str] = ""
    """Of the page on which what was recorded may be mended or taken back."""
    taking_back_button: ClassVar[Promise | str] = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form over what is stored."""
        organisation = self.organisation(pk)
        life = Life.of(organisation)
        why_not = (self.form_class or self.taking_back).why_not(life)
        if why_not and self.form_class:
            raise Http404(why_not)
        return self.page(organisation, life, self.form(life), why_not=why_not)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store it, unless it breaks a rule or somebody else changed the organisation."""
        return _stored(lambda: self.attempt(pk))

    def attempt(self, pk: int) -> HttpResponse:
        """Store it within the transaction in force."""
        life, organisation = Life.locked(pk), self.organisation(pk)
        takes_back = self.taking_back is not None and "taking_back" in self.request.POST
        form_class = self.taking_back if takes_back else self.form_class
        if form_class is None:
            return redirect(self.request.path)
        if why_not := form_class.why_not(life):
            _taken(self.request, messages.WARNING, why_not)
            return redirect("organisation", pk)
        form = self.form(life, self.request.POST, form_class)
        if changes := form.changes_meanwhile(self.request.user):
            form = form.over_what_is_stored()
            return self.page(organisation, life, form, changes=changes, status=409)
        if not form.is_valid():
            return self.page(organisation, life, form)
        if not form.changes_anything:
            _taken(self.request, messages.INFO, _("Nothing was changed."))
            return redirect("organisation", pk)
        touched = form.touched()
        if touched and self.request.POST.get("touched") != _named(touched):
            return self.page(organisation, life, form, touched=_named(touched))
        return self.store(organisation, life, form)

    def store(self, organisation: Organisation, life: Life, form: LifeForm) -> HttpResponse:
        """Store a form that is right."""
        store_counted(form, self.request.user)
        _taken(self.request, messages.SUCCESS, form.recorded())
        return redirect("organisation", organisation.pk)

    def organisation(self, pk: int) -> Organisation:
        """The organisation as it is stored. Http404 outside the reader's scope."""
        day = today()
        reach = Organisation.objects.in_scope_of(self.request.user, day)
        found = reach.with_place_and_activity(day).filter(pk=pk).first()
        if found is None:
            raise Http404(_("There is no such organisation within your reach."))
        return found

    def form(self, life: Life, data=None, form_class: type[LifeForm] | None = None) -> LifeForm:
        """The form, or another one of this view, over a life."""
        return (form_class or self.form_class or self.taking_back)(life, data)

    def page(self, organisation: Organisation, life: Life, form: LifeForm, **more) -> HttpResponse:
        """The page with its form, and with what can be taken back beside it."""
        status = more.pop("status", 200)
        context = {
            "organisation": organisation,
            "heading": self.heading,
            "button": self.button,
            "meaning": self.meaning,
            "form": form,
            **more,
        }
        stored = Life.of(organisation)
        if isinstance(form, TakingBack):
            context |= {"form": None, "taking_back": form}
        elif self.taking_back and not self.taking_back.why_not(stored):
            context |= {
                "taking_back": self.taking_back(stored),
                "button": _("Store the correction"),
            }
        if "taking_back" in context:
            context["heading"] = self.taking_back_heading
            context["taking_back_button"] = self.taking_back_button
        return render(self.request, "cooperatives/move.html", context, status=status)


class IdentityView(MoveView):
    """A move with a new name or number, which may be another's."""

    def form(self, life, data=None, form_class=None):
        return self.form_class(life, data, reader=self.request.user, day=today())

    def store(self, organisation, life, form):
        if not _told_apart(self.request, form.lookalikes()):
            return self.page(organisation, life, form)
        stored = store_counted(form, self.request.user)
        _taken(self.request, messages.SUCCESS, form.recorded())
        return redirect("organisation", stored.pk)

    def page(self, organisation, life, form, **more):
        if form.is_bound:
            form.is_valid()
            unit = life.placements[-1].unit if life.placements else None
            more |= _comparison(form, form.lookalikes(), unit)
        return super().page(organisation, life, form, **more)


class CorrectionView(IdentityView):
    """Mend what was recorded wrongly."""

    heading = gettext_lazy("Correct the registration")
    button = gettext_lazy("Store the correction")
    form_class = CorrectionForm


class BecomingView(IdentityView):
    """A group becomes a cooperative."""

    heading = gettext_lazy("Become a cooperative")
    button = gettext_lazy("Record the cooperative")
    meaning = gettext_lazy(
        "On one day the group ends and the cooperative begins, in the same place and under the "
        "same number. The cooperative counts as newly founded in that year; the group counts no "
        "more."
    )
    form_class = BecomingForm


class SuspensionView(MoveView):
    """A ceasing."""

    heading = gettext_lazy("Record a ceasing")
    button = gettext_lazy("Record the ceasing")
    form_class = SuspensionForm
    taking_back = SuspensionTakingBack
    taking_back_heading = gettext_lazy("Correct the ceasing")
    taking_back_button = gettext_lazy("It did not cease: take it back")


class RenewalView(MoveView):
    """A new notice of a suspension."""

    heading = gettext_lazy("Record a new notice")
    button = gettext_lazy("Record the new notice")
    form_class = RenewalForm
    taking_back = RenewalTakingBack
    taking_back_heading = gettext_lazy("Correct the new notice")
    taking_back_button = gettext_lazy("There was no new notice: take it back")


class ResumptionView(MoveView):
    """A resumption after a ceasing."""

    heading = gettext_lazy("Record a resumption")
    button = gettext_lazy("Record the resumption")
    form_class = ResumptionForm
    taking_back = ResumptionTakingBack
    taking_back_heading = gettext_lazy("Correct the resumption")
    taking_back_button = gettext_lazy("It has not resumed: take it back")


class DissolutionView(MoveView):
    """A dissolution."""

    heading = gettext_lazy("Record a dissolution")
    button = gettext_lazy("Record the dissolution")
    form_class = DissolutionForm
    taking_back = DissolutionTakingBack
    taking_back_heading = gettext_lazy("Correct the dissolution")
    taking_back_button = gettext_lazy("It is not dissolved: take it back")


class OneFoundingView(MoveView):
    """The founding of one organisation, which can be taken back."""

    heading = gettext_lazy("Take back the founding")
    taking_back = FoundingTakingBack
    taking_back_heading = heading
    taking_back_button = gettext_lazy("It was recorded by mistake: take it back")

    def store(self, organisation, life, form):
        store_counted(form, self.request.user)
        _taken(self.request, messages.SUCCESS, form.recorded())
        return redirect("organisations")
