"""A person's own account: how others reach them, which they keep up themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..accounts.listing import listed
from ..models import User
from ..pages.forms import AccountForm


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the form for the own telephone."""
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
