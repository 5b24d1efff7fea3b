"""Addresses of the plan: dashboard, targets, API."""

urlpatterns = []
