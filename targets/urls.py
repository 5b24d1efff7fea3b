"""Addresses of the plan: dashboard, targets, plans, API."""

from django.urls import path

from .views import api
from .views.dashboard import dashboard
from .views.plans import plan, plans
from .views.target import target, target_records

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("targets/<int:plan_id>/<slug:code>/", target, name="target"),
    path("targets/<int:plan_id>/<slug:code>/records.csv", target_records, name="target-records"),
    path("indicators/<slug:code>/", target, name="indicator"),
    path("indicators/<slug:code>/records.csv", target_records, name="indicator-records"),
    path("plans/", plans, name="plans"),
    path("plans/<int:pk>/", plan, name="plan"),
    path("api/v1/progress", api.progress, name="api-progress"),
]
