"""Files, the admin site and the demo keep what they moved as everybody does."""

from datetime import date
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Organisation
from targets.models import Movement
from tests.admin_pages import errors_of, sent_by_page
from tests.cooperatives.imports.files import as_csv
from tests.factories import make_admin, make_cooperative
from tests.targets.movements.conftest import MILLION, steps

HEADER = ("registration_number", "year", "quarter", "profit_million")


@pytest.fixture
def load(tmp_path):
    def loaded(rows, kind="quarterly_figures", header=HEADER, **options):
        path = tmp_path / "file.csv"
        path.write_bytes(as_csv(header, rows))
        with CaptureQueriesContext(connection) as captured:
            call_command("import_data", kind, str(path), format="json", **options)
        return sum("cooperative_year AS" in query["sql"] for query in captured)

    return loaded


def test_a_file_is_measured_once_for_all_that_it_changes(land, load):
    rows = [
        (one.registration_number, 2024, 3, 30)
        for office in land.offices
        for one in office.cooperatives
    ]
    assert load(rows, submit=True) == 2
    there = Fraction(50 * MILLION)
    assert steps(land.province) == [("import", None, there)]
    assert steps(land.ba_be.unit) == steps(land.cho_don.unit) == [("import", None, there)]
    row = Movement.objects.filter(cause="import").first()
    assert (row.about, row.place, row.by) == ("quarterly_figures", "", None)


def test_a_file_that_is_tried_or_refused_keeps_nothing(land, load):
    row = (land.ba_be.cooperatives[0].registration_number, 2024, 3, 30)
    assert load([row], dry_run=True) == 0
    with pytest.raises(Exception, match="ABSENT"):
        load([row, ("ABSENT", 2024, 3, 30)])
    assert not Movement.objects.exists()


def test_a_file_of_foundings_moves_counts(land, load):
    header = ("registration_number", "name", "sector", "founded_on", "unit_code")
    unit = land.ba_be.cooperatives[0].placements.get().unit
    row = ("X1", "HTX Mới", "agriculture", "2024-02-01", unit.code)
    load([row], "cooperatives", header)
    assert steps(land.province, "new_cooperatives", 1) == [("import", 0, 1)]
    assert steps(land.cho_don.unit, "new_cooperatives", 1) == []


def test_the_admin_site_keeps_what_it_moves(land, client):
    """Q2 of both districts counts: four cooperatives with a manager each."""
    client.force_login(make_admin())
    one = land.ba_be.cooperatives[0]
    page = f"/admin/cooperatives/cooperative/{one.pk}"
    sent = sent_by_page(client.get(f"{page}/change/"))
    response = client.post(f"{page}/change/", {**sent, "dissolved_on": "2024-04-15"})
    assert response.status_code == 302, errors_of(response)
    expected = [("correction", 4, 3)]
    assert steps(land.province, "managers_vocational", 2) == expected
    assert steps(land.province, "managers_vocational", 1) == []
    row = Movement.objects.filter(unit_path="06/061/", quarter=2).first()
    assert (row.cause, row.organisation_name) == ("correction", one.name)


def test_the_admin_site_deletes_and_founds(land, client):
    client.force_login(make_admin())
    unit = land.ba_be.cooperatives[0].placements.get().unit
    gone = make_cooperative(unit, name="HTX Thừa", founded_on=date(2024, 5, 1))
    client.post(f"/admin/cooperatives/cooperative/{gone.pk}/delete/", {"post": "yes"})
    assert not Organisation.objects.filter(name="HTX Thừa").exists()
    assert steps(land.province, "new_cooperatives", 2) == [("removal", 1, 0)]
    assert steps(land.province, "new_cooperatives", 1) == []
    sent = sent_by_page(client.get("/admin/cooperatives/cooperative/add/"))
    sent |= {
        "name": "HTX Thêm",
        "registration_number": "T1",
        "sector": "agriculture",
        "founded_on": "2024-05-02",
        "placements-0-unit": unit.pk,
        "placements-0-valid_from": "2024-05-02",
    }
    response = client.post("/admin/cooperatives/cooperative/add/", sent)
    assert response.status_code == 302, errors_of(response)
    assert steps(land.province, "new_cooperatives", 2)[-1] == ("founding", 0, 1)
    assert Movement.objects.first().organisation.name == "HTX Thêm"
