"""Addresses of the records: organisations and imports."""

from django.urls import include, path

from .views import cells, imports, organisations, returns

of_a_return = [
    path("", returns.quarterly_return, name="return"),
    path("cells/", cells.return_cells, name="return-cells"),
    path("answers/", cells.return_answers, name="return-answers"),
    path("submission/", returns.submission, name="return-submission"),
    path("approval/", returns.approval, name="return-approval"),
    path("sending-back/", returns.sending_back, name="return-sending-back"),
    path("reopening/", returns.reopening, name="return-reopening"),
    path("remarks/", returns.remarks, name="return-remarks"),
    path(
        "remarks/<int:pk>/settlement/", returns.remark_settlement, name="return-remark-settlement"
    ),
    path("history/", returns.row_history, name="return-row-history"),
]

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("returns/<int:year>/<int:quarter>/<slug:code>/", include(of_a_return)),
    path("import/", imports.import_page, name="import"),
    path("import/confirmation/", imports.import_confirmation, name="import-confirmation"),
    path("import/<slug:kind>.csv", imports.import_template, name="import-template"),
]
