"""Addresses of the records: organisations, returns, yearly reports and imports."""

from django.urls import include, path

from .views import (
    account,
    accounts,
    cells,
    explanations,
    figures,
    imports,
    organisations,
    pasting,
    reform,
    registry,
    registry_files,
    returns,
    returns_files,
    returns_lists,
    unit_fields,
    units,
    uploads,
    workbooks,
    yearly_reports,
    years,
)

of_a_return = [
    path("", returns.quarterly_return, name="return"),
    path("cells/", cells.return_cells, name="return-cells"),
    path("fields/", unit_fields.return_fields, name="return-fields"),
    path("paste/", pasting.return_paste, name="return-paste"),
    path("answers/", cells.return_answers, name="return-answers"),
    path("explanations/", explanations.explanations, name="return-explanations"),
    path("submission/", returns.submission, name="return-submission"),
    path(
        "submission/taking-back/",
        returns.submission_taking_back,
        name="return-submission-taking-back",
    ),
    path("approval/", returns.approval, name="return-approval"),
    path("sending-back/", returns.sending_back, name="return-sending-back"),
    path("reopening/", returns.reopening, name="return-reopening"),
    path("decision/taking-back/", returns.decision_taking_back, name="return-decision-taking-back"),
    path("remarks/", returns.remarks, name="return-remarks"),
    path(
        "remarks/<int:pk>/settlement/", returns.remark_settlement, name="return-remark-settlement"
    ),
    path("remarks/<int:pk>/answers/", returns.remark_answers, name="return-remark-answers"),
    path("history/", returns.row_history, name="return-row-history"),
    path("workbook/", workbooks.return_workbook, name="return-workbook"),
    path("upload/", uploads.upload_page, name="return-upload"),
    path("office-file/", uploads.office_file, name="return-office-file"),
]

of_yearly_reports = [
    path("", yearly_reports.yearly_report, name="yearly-report"),
    path("cells/", cells.yearly_report_cells, name="yearly-report-cells"),
    path("paste/", pasting.yearly_report_paste, name="yearly-report-paste"),
    path("start/", yearly_reports.start, name="yearly-report-start"),
    path("done/", yearly_reports.done, name="yearly-report-done"),
    path(
        "done/taking-back/", yearly_reports.done_taking_back, name="yearly-report-done-taking-back"
    ),
    path("finalisation/", yearly_reports.finalisation, name="yearly-report-finalisation"),
    path("reopening/", yearly_reports.reopening, name="yearly-report-reopening"),
    path("history/", yearly_reports.row_history, name="yearly-report-row-history"),
]

of_an_organisation = [
    path("", organisations.organisation, name="organisation"),
    path("founding/", registry.OneFoundingView.as_view(), name="organisation-founding"),
    path("correction/", registry.CorrectionView.as_view(), name="correction"),
    path("suspension/", registry.SuspensionView.as_view(), name="suspension"),
    path("renewal/", registry.RenewalView.as_view(), name="renewal"),
    path("cooperative/", registry.BecomingView.as_view(), name="becoming"),
    path("resumption/", registry.ResumptionView.as_view(), name="resumption"),
    path("dissolution/", registry.DissolutionView.as_view(), name="dissolution"),
]

urlpatterns = [
    path("account/", account.account, name="account"),
    path("stop-reminders/<str:token>/", account.reminders_stop, name="reminders-stop"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts.<slug:ending>", accounts.accounts_file, name="accounts-file"),
    path("accounts/invitations/", accounts.invitations, name="account-invitations"),
    path("accounts/handover/", accounts.account_handover, name="account-handover"),
    path("accounts/deactivation/", accounts.account_deactivation, name="account-deactivation"),
    path("invitation/<uidb64>/<token>/", accounts.InvitationView.as_view(), name="invitation"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/founding/", registry.founding, name="founding"),
    path(
        "organisations/<slug:kind>.<slug:ending>",
        registry_files.registry_file,
        name="registry-file",
    ),
    path("organisations/<int:pk>/", include(of_an_organisation)),
    path("returns/", returns_lists.returns, name="returns"),
    path("returns.<slug:ending>", returns_files.returns_file, name="returns-file"),
    path("returns/approvals/", returns_lists.return_approvals, name="return-approvals"),
    path("returns/<int:year>/<int:quarter>/<slug:code>/", include(of_a_return)),
    path("yearly-reports/", yearly_reports.yearly_reports, name="yearly-reports"),
    path("yearly-reports/<int:year>/<slug:code>/", include(of_yearly_reports)),
    path("figures/", figures.figures_page, name="figures"),
    path("figures/new/", figures.new_figure, name="new-figure"),
    path("figures/entered.<slug:ending>", figures.figures_file, name="figures-file"),
    path("figures/of-units.<slug:ending>", figures.unit_figures_file, name="unit-figures-file"),
    path("figures/<slug:code>/", figures.figure_page, name="figure"),
    path("figures/<slug:code>/change/", figures.figure_change, name="figure-change"),
    path("years/<int:year>/opening/", years.year_opening, name="year-opening"),
    path("years/<int:year>/due-days/", years.due_days, name="due-days"),
    path("units/", units.units, name="units"),
    path("units/reform/", reform.unit_reform, name="unit-reform"),
    path(
        "units/reform/confirmation/",
        reform.unit_reform_confirmation,
        name="unit-reform-confirmation",
    ),
    path("units/<int:pk>/organisations/", reform.unit_placing, name="unit-placing"),
    path("plan-units/", unit_fields.plan_unit_figures, name="plan-units"),
    path(
        "plan-units/<int:year>/<int:quarter>/<slug:code>/",
        unit_fields.plan_unit,
        name="plan-unit",
    ),
    path("import/", imports.import_page, name="import"),
    path("import/answer/", imports.import_answer, name="import-answer"),
    path("import/confirmation/", imports.import_confirmation, name="import-confirmation"),
    path("import/office-file/", imports.office_file_choice, name="import-office-file"),
    path("import/<slug:kind>.csv", imports.import_template, name="import-template"),
]
