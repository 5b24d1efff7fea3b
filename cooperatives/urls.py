"""Addresses of the records: organisations and imports."""

urlpatterns = []
