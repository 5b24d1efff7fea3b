"""A rating that is made final moves the share of weak cooperatives, and back."""

from fractions import Fraction

import pytest
from django.urls import reverse

from tests.factories import (
    make_cooperative,
    make_district,
    make_officer,
    make_plan,
    make_province,
    make_target,
    make_yearly_report,
)
from tests.reading import measure_of
from tests.targets.pages import find, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def test_the_weak_share_moves_when_a_draft_is_made_final_and_back(client):
    province = make_province()
    district = make_district(province, "061")
    make_target(make_plan(province), "weak_share", operator="<=", value=40)
    for number, (rating, state) in enumerate([("good", "final")] * 3 + [("weak", "draft")]):
        cooperative = make_cooperative(district, registration_number=f"A{number}")
        make_yearly_report(cooperative, 2023, rating=rating, state=state)
    client.force_login(make_officer(province))

    def shown():
        page = parsed(client.get(reverse("dashboard"), {"quarter": 3}))
        return text(find(page, data_indicator="weak_share"))

    assert measure_of(province, "weak_share", 3).value == 0
    before = shown()
    address = reverse("yearly-report-finalisation", args=[2023, "061"])
    [draft] = client.get(address).context["drafts"]
    client.post(address, {"report": [draft.mark]})
    measure = measure_of(province, "weak_share", 3)
    assert (measure.value, measure.coverage.reported) == (Fraction(100, 4), 4)
    assert "25,0%" in shown().replace("\u00a0", " ")
    client.post(reverse("yearly-report-reopening", args=[2023, "061"]), {"number": ["A3"]})
    assert shown() == before
