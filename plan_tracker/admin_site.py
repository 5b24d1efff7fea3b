"""The admin site, open to admins only."""

from django.contrib.admin import AdminSite


class PlanTrackerAdminSite(AdminSite):
    """Django's admin site for those whose role opens it."""

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_authenticated and request.user.is_staff
