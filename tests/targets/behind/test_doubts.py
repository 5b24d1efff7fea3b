"""A doubt about a number: a remark on a return, to which the page leads."""

import pytest
from django.urls import reverse

from cooperatives.models import AdministrativeUnit, Remark
from tests.factories import make_cooperative, make_officer, make_target
from tests.targets.pages import attribute, find, parsed, text

pytestmark = pytest.mark.django_db


def test_the_page_says_where_the_doubt_stands_and_leads_there(bac_kan, plan, client):
    district = AdministrativeUnit.objects.get(code="062")
    make_cooperative(AdministrativeUnit.objects.filter(parent=district).order_by("code").first())
    make_target(plan, "average_profit", unit=district)
    client.force_login(make_officer(bac_kan))
    client.cookies["django_language"] = "vi"
    address = reverse("target-doubt", args=[plan.pk, "average_profit"]) + "?quarter=3&unit=062"
    page = parsed(client.post(address, {"about": "062", "text": "Cao quá"}, follow=True))
    notice = find(page, "div", "notice--success")
    assert text(notice) == "Nghi vấn của bạn đã ghi thành ý kiến trên biểu của huyện Ngân Sơn."
    assert attribute(find(notice, "a"), "href") == "/returns/2024/3/062/#conversation"
    said = Remark.objects.get().text
    assert said == "Về chỉ tiêu “Lợi nhuận bình quân HTX” của huyện Ngân Sơn, quý III/2024: Cao quá"
