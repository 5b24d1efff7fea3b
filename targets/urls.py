"""Addresses of the plan: dashboard, targets, API."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("", TemplateView.as_view(template_name="base.html"), name="dashboard"),
]
