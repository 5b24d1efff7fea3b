"""A person's own account: how others reach them, which letters they get; and the link that stops
reminders, which stands in each.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..accounts.letters import REMINDERS
from ..accounts.listing import listed
from ..models import User
from ..pages.forms import AccountForm
from ..pages.stopping import no_such_link, stop_page


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the form for the own telephone and letters."""
    # Not the person of the session, whom a refused number would stand with in the page's header.
    own = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    (listed_as,) = listed([own])
    context = {"form": form, "listed": listed_as}
    return render(request, "cooperatives/account.html", context)


# Mail programs send this form, from anywhere: what they may do is signed in the address.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the reminders of the person to whom a letter went; a link alone asks first. Whoever
    holds it may do that, and learns no name.
    """
    found = REMINDERS.read(token)
    user = found and User.objects.filter(pk=found.key).first()
    if user is None or not found.went_to(user):
        return no_such_link(request)
    return stop_page(
        request,
        what=_("Reminders about returns."),
        is_on=user.gets_reminders,
        stop=user.stop_reminders,
        again=reverse("account"),
    )
