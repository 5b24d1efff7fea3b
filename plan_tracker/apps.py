from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlanTrackerConfig(AppConfig):
    """The shell around both applications: settings, middleware, sign-in, error pages."""

    name = "plan_tracker"


class PlanTrackerAdminConfig(AdminConfig):
    """Django's admin site with our header and our rights."""

    default_site = "plan_tracker.admin_site.PlanTrackerAdminSite"
