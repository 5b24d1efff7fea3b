"""Addresses of the records: organisations and imports."""

from django.urls import path

from .views import organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
]
