"""The admin site, open to admins only, entered through the product's own sign-in."""

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from cooperatives.models import AdministrativeUnit


class ChoicesView(AutocompleteJsonView):
    """What a field of the admin site offers while somebody types."""

    def serialize_result(self, obj, to_field_name):
        """A unit also tells its code, the unit above and its time: many communes bear one name."""
        found = super().serialize_result(obj, to_field_name)
        return found | {"text": obj.told_apart} if isinstance(obj, AdministrativeUnit) else found


class PlanTrackerAdminSite(AdminSite):
    """Django's admin site for those whose role opens it."""

    site_header = _("Administration")
    site_title = _("Cooperative plan tracker")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_authenticated and request.user.is_staff

    def autocomplete_view(self, request):
        return ChoicesView.as_view(admin_site=self)(request)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Where the admin site sends whoever may not see a page: to our sign-in, or to our 403."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", ""))
