"""Addresses of the plan: dashboard, targets, API."""

from django.urls import path

from . import api
from .views.dashboard import dashboard

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("api/v1/progress", api.progress, name="api-progress"),
]
