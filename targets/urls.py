"""Addresses of the plan: dashboard, targets, API."""

from django.urls import path

from . import api
from .views import plans
from .views.dashboard import dashboard

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("api/v1/progress", api.progress, name="api-progress"),
]
