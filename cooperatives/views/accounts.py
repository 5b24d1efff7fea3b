"""Accounts: the list of those to look at, invitations, handing over, making inactive."""

from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..accounts.handover import HandoverError, accounts_on_ended_units, hand_over, handovers
from ..accounts.invitations import days_valid, invite, tokens
from ..accounts.listing import AccountFilter, AccountState, accounts_within, listed, with_keys
from ..files.writing import TYPES, as_csv, as_xlsx
from ..ground.calendar import today
from ..imports.users import UsersKind, users_table
from ..models import User
from ..rights.access import needs
from ..rights.permissions import Permission
from .downloads import attachment

ACCOUNTS_PER_PAGE = 50

keeps = needs(Permission.ACCOUNT_WRITE)


@require_safe
@keeps
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts within reach, by state: who is on an ended unit, and who never signs in."""
    choice = AccountFilter(request.GET, reader=request.user)
    if not choice.is_valid():
        raise Http404(_("There is no such choice in this list."))
    page = Paginator(choice.apply(), ACCOUNTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = listed(with_keys(page.object_list))
    context = {"choice": choice, "page": page, "rows": rows, "states": AccountState}
    return render(request, "cooperatives/accounts/list.html", context)


@require_safe
@keeps
def accounts_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The accounts within reach in the import's columns: imported again they change nothing."""
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    header, rows = users_table(accounts_within(request.user))
    title = str(UsersKind.label)
    content = as_csv(header, rows) if ending == "csv" else as_xlsx(title, header, rows)
    name = f"{UsersKind.code}-{today().isoformat()}.{ending}"
    return attachment(content, TYPES[ending], name)


def _chosen(request: HttpRequest) -> list[User]:
    """The accounts ticked in a form, those within reach."""
    keys = [int(key) for key in request.POST.getlist("account") if key.isdecimal()]
    return list(accounts_within(request.user).filter(pk__in=keys).order_by("username"))


def _nobody(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Tick at least one account."))
    return redirect("accounts")


# --- Invitations ----------------------------------------------------------------------------------


@require_POST
@keeps
@never_cache
def invitations(request: HttpRequest) -> HttpResponse:
    """Send the chosen people links to set their passwords; links not sent are shown."""
    users = _chosen(request)
    return shown_invitations(request, users) if users else _nobody(request)


def shown_invitations(request: HttpRequest, users: list[User]) -> HttpResponse:
    """Invite people, and show whom a letter reached and what is to be given to the others."""
    found = invite(users)
    context = {
        "sent": [one for one in found if one.is_sent],
        "printed": [one for one in found if one.is_shown],
        "mail_alone": [one for one in found if one.is_by_mail_alone and not one.is_sent],
        "days": days_valid(),
    }
    return render(request, "cooperatives/accounts/invitations.html", context)


class InvitationView(PasswordResetConfirmView):
    """Where who was invited sets the own password."""

    token_generator = tokens
    template_name = "registration/invitation.html"
    success_url = reverse_lazy("login")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form):
        with transaction.atomic():
            answer = super().form_valid(form)
        said = _("Your password is set. Sign in as %(name)s.")
        messages.success(self.request, said % {"name": self.user.username})
        return answer


# --- Handing over ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@keeps
def account_handover(request: HttpRequest) -> HttpResponse:
    """Give accounts of ended units to those that took over: which goes where is shown first."""
    if request.method == "POST" and "confirmed" in request.POST:
        marks = request.POST.getlist("handover")
        units = {mark: request.POST.get(f"unit {mark}", "") for mark in marks}
        chosen = {mark: unit for mark, unit in units.items() if unit}
        if not chosen:
            messages.warning(request, _("Choose a unit for at least one account."))
            return redirect("account-handover")
        try:
            stored = hand_over(request.user, chosen)
        except HandoverError as error:
            messages.error(request, str(error))
            return redirect("account-handover")
        said = ngettext(
            "%(count)d account works for the unit that took over.",
            "%(count)d accounts work for the units that took over.",
            len(stored),
        )
        messages.success(request, said % {"count": len(stored)})
        return redirect("accounts")
    if request.method == "POST":
        users = _chosen(request)
    else:
        users = list(accounts_on_ended_units(request.user))
    context = {"handovers": handovers(request.user, users)}
    return render(request, "cooperatives/accounts/handover.html", context)


# --- Making inactive ------------------------------------------------------------------------------


@require_POST
@keeps
@transaction.atomic
def account_deactivation(request: HttpRequest) -> HttpResponse:
    """Make the chosen accounts inactive once that is confirmed; never the own one."""
    users = [user for user in _chosen(request) if user.pk != request.user.pk and user.is_active]
    if not users:
        messages.warning(request, _("Tick at least one active account that is not your own."))
        return redirect("accounts")
    if "confirmed" not in request.POST:
        return render(request, "cooperatives/accounts/deactivation.html", {"users": users})
    keys = [user.pk for user in users]
    count = User.objects.filter(pk__in=keys).update(is_active=False)
    said = ngettext("%(count)d account changed.", "%(count)d accounts changed.", count)
    messages.success(request, said % {"count": count})
    return redirect(f"{reverse('accounts')}?state={AccountState.INACTIVE}")
