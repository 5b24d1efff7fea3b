"""Following a unit by mail: what one gets, and the link that stops it."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cooperatives.ground.unit_names import unit_inside
from cooperatives.pages.stopping import no_such_link, stop_page
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..models import Subscription
from ..models.subscriptions import SubscriptionKind
from ..subscriptions.following import (
    STOP,
    follow,
    followed_by,
    stop,
    unit_to_follow,
    why_no_letter,
)


class FollowForm(forms.Form):
    """Which letters a person gets about a unit."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Letters"),
        choices=[(code, capfirst(label)) for code, label in SubscriptionKind.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Each week on Monday, and only where a target has changed. Without a tick you get none."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AGGREGATE_READ)
def subscriptions(request: HttpRequest) -> HttpResponse:
    """What one gets by mail, and the letters about the unit asked for by `unit`."""
    code = request.GET.get("unit", "")
    unit = unit_to_follow(request.user, code)
    if unit is None and code:
        raise Http404(_("There is no unit with the code %(code)s here.") % {"code": code})
    followed = followed_by(request.user)
    refusal = unit and why_no_letter(request.user, unit)
    form = None
    if unit and not refusal:
        held = [one.subscription for one in followed if one.subscription.unit == unit]
        form = FollowForm(request.POST or None, initial=_as_held(held))
        if request.method == "POST" and form.is_valid():
            follow(request.user, unit, form.cleaned_data["kinds"], form.cleaned_data["language"])
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('subscriptions')}?unit={unit.asked_as}")
    context = {"unit": unit, "refusal": refusal, "form": form, "followed": followed}
    return render(request, "targets/subscriptions.html", context)


def _as_held(held: list[Subscription]) -> dict:
    return {
        "kinds": [one.kind for one in held],
        "language": held[0].language if held else get_language(),
    }


# Mail programs send this form, from anywhere: what they may do is signed in the address.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop what a link was made for; a link alone asks first. Whoever holds it may do that, and
    learns no name. What was stopped is gone: nobody can tell any more which letters these were.
    """
    made_for = STOP.read(token)
    if made_for is None:
        return no_such_link(request)
    found = Subscription.objects.filter(pk=made_for.key).select_related("user", "unit").first()
    if found is None:
        what = _("If you get others still: each is stopped by the link in its newest.")
    elif made_for.went_to(found.user):
        what = _letters(found)
    else:
        return no_such_link(request)
    return stop_page(
        request,
        what=what,
        is_on=found is not None,
        stop=lambda: stop(found),
        again=reverse("subscriptions"),
    )


def _letters(found: Subscription) -> str:
    return _("Letters about %(unit)s: %(kind)s.") % {
        "unit": unit_inside(found.unit.name),
        "kind": found.get_kind_display(),
    }
