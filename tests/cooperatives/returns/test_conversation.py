"""Remarks: settled by the side that made them, answered by the other, in threads."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from cooperatives.history import Way, changes_by
from cooperatives.models import Remark, User
from cooperatives.returns.submission import submit
from cooperatives.returns.workflow import About, send_back
from tests.admin_pages import errors_of, sent_by_page
from tests.factories import close_year, make_admin, make_commune, make_district_staff, seen
from tests.targets.pages import find, parsed, text

PAGE = "/returns/2024/3/061/"
SIDES = ("officer", "clerk")
OTHER = {"officer": "clerk", "clerk": "officer"}


@pytest.fixture
def submitted(district):
    district.fill("A1", "B2")
    return submit(district.sheet(), "C3")


@pytest.fixture
def people(district):
    return {
        "officer": district.officer,
        "clerk": district.clerk,
        "admin": make_admin(),
        "admin of the district": make_admin(district.unit),
    }


@pytest.fixture
def as_(client, people):
    """Somebody at the page: `as_("clerk")`."""

    def signed_in(who):
        client.force_login(people[who])
        return client

    return signed_in


def remark_of(as_, who, **about) -> Remark:
    as_(who).post(PAGE + "remarks/", {"text": f"Ý kiến của {who}"} | about)
    return Remark.objects.filter(in_answer_to=None).latest("pk")


def settle(client, remark, settled="1"):
    return client.post(f"{PAGE}remarks/{remark.pk}/settlement/", {"settled": settled})


def answer(client, remark, words="Đã xem lại"):
    return client.post(f"{PAGE}remarks/{remark.pk}/answers/", {"text": words})


def conversation(client) -> str:
    return text(find(parsed(client.get(PAGE)), "section", id="conversation"))


# --- Whose it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "side"),
    [
        ("officer", "officer"),
        ("admin", "officer"),
        ("admin of the district", "officer"),
        ("clerk", "district"),
    ],
)
def test_a_remark_speaks_for_the_side_of_its_author(as_, submitted, who, side):
    assert remark_of(as_, who).side == side


def test_a_reason_that_points_at_a_cell_speaks_for_who_approves(district, submitted):
    about = About(district.cooperatives[0], "profit")
    send_back(seen(submitted), district.officer, "Xem lại", about)
    assert Remark.objects.get().side == "officer"


# --- Settling -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", SIDES)
def test_the_side_that_made_it_settles_it_and_opens_it_again(as_, submitted, who):
    remark = remark_of(as_, who)
    assert "Đánh dấu đã giải quyết" in conversation(as_(who))
    assert settle(as_(who), remark).status_code == 302
    assert Remark.objects.get().is_settled
    assert settle(as_(who), remark, "0").status_code == 302
    assert not Remark.objects.get().is_settled


@pytest.mark.parametrize("who", SIDES)
def test_the_other_side_does_not(as_, submitted, who):
    remark = remark_of(as_, who)
    page = conversation(as_(OTHER[who]))
    assert "Đánh dấu đã giải quyết" not in page
    assert "Bên ghi ý kiến sẽ đánh dấu" in page
    assert settle(as_(OTHER[who]), remark).status_code == 403
    assert not Remark.objects.get().is_settled
    settle(as_(who), remark)
    assert "Mở lại" not in conversation(as_(OTHER[who]))
    assert settle(as_(OTHER[who]), remark, "0").status_code == 403
    assert Remark.objects.get().is_settled


def test_a_colleague_of_the_same_side_does(as_, client, district, submitted):
    remark = remark_of(as_, "clerk")
    client.force_login(make_district_staff(district.unit))
    assert settle(client, remark).status_code == 302


@pytest.mark.parametrize("who", ["admin", "admin of the district"])
def test_admins_settle_what_who_approves_said_and_no_more(as_, submitted, who):
    mine, theirs = remark_of(as_, "officer"), remark_of(as_, "clerk")
    assert settle(as_(who), mine).status_code == 302
    assert settle(as_(who), theirs).status_code == 403


def test_on_the_admin_site_neither(as_, district, submitted):
    """It is refused at the remark, in words."""
    remark = remark_of(as_, "clerk")
    page = f"/admin/cooperatives/quarterlyreturn/{submitted.pk}/change/"
    client = as_("admin")
    sent = sent_by_page(client.get(page)) | {"remarks-0-is_settled": "on"}
    assert "bên báo cáo tự đánh dấu" in errors_of(client.post(page, sent))
    remark.refresh_from_db()
    assert not remark.is_settled


# --- Answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", SIDES)
def test_the_other_side_answers_and_the_answer_stands_under_it(as_, district, submitted, who):
    remark = remark_of(as_, who, number="A1", field="profit")
    response = answer(as_(OTHER[who]), remark)
    assert response.url == f"{PAGE}#conversation"
    said = Remark.objects.get(in_answer_to=remark)
    assert (said.text, said.cooperative, said.field, said.is_settled) == (
        "Đã xem lại",
        remark.cooperative,
        "profit",
        False,
    )
    assert said.side != remark.side
    assert (said.history.get().way, said.history.get().history_user) == (Way.FORM, said.by)
    page = conversation(as_(who))
    assert page.index(remark.text) < page.index("Đã xem lại")
    assert page.count("Đánh dấu đã giải quyết") == 1


def test_the_thread_stands_at_the_cell_and_at_the_row(as_, district, submitted):
    on_cell = remark_of(as_, "officer", number="A1", field="profit")
    on_row = remark_of(as_, "officer", number="B2")
    later = remark_of(as_, "officer", number="A1", field="profit")
    answer(as_("clerk"), on_cell, "Đúng đấy")
    answer(as_("clerk"), on_row, "Chưa giải thể")
    html = as_("officer").get(PAGE).content.decode()
    lines = [
        f"{district.officer}: {on_cell.text}",
        f"↳ {district.clerk}: Đúng đấy",
        f"{district.officer}: {later.text}",
    ]
    assert 'title="{}"'.format("\n".join(lines)) in html
    assert f'<small class="grid__remark">↳ {district.clerk}: Chưa giải thể</small>' in html


def test_who_asked_may_say_more(as_, submitted):
    remark = remark_of(as_, "officer")
    assert "Viết thêm" in conversation(as_("officer"))
    answer(as_("officer"), remark, "Cả quý II nữa")
    answer(as_("clerk"), remark, "Vâng")
    page = conversation(as_("officer"))
    assert page.index("Cả quý II nữa") < page.index("Vâng")


def test_with_the_remark_its_answers_are_settled(as_, district, submitted):
    remark = remark_of(as_, "officer", number="A1", field="profit")
    answer(as_("clerk"), remark)
    settle(as_("officer"), remark)
    html = as_("clerk").get(PAGE).content.decode()
    assert "data-remarked" not in html
    assert "Đã xem lại" in html
    assert all(not row.remarks for row in district.sheet().rows())


def test_an_answered_demand_stands_until_who_made_it_settles_it(as_, district, submitted):
    remark = remark_of(as_, "officer", number="A1", field="profit")
    send_back(seen(submitted), district.officer, "Xem lại")
    answer(as_("officer"), remark, "Cả ô bên cạnh")

    def notice():
        return text(find(parsed(as_("clerk").get(PAGE)), "section", aria_labelledby="sent-back"))

    assert remark.text in notice()
    assert "(đã trả lời)" not in notice()
    answer(as_("clerk"), remark)
    assert f"{remark.text} (đã trả lời)" in notice()
    settle(as_("officer"), remark)
    assert remark.text not in notice()


def test_what_a_district_asks_is_no_demand(as_, district, submitted):
    remark = remark_of(as_, "clerk", number="A1", field="profit")
    send_back(seen(submitted), district.officer, "Xem lại")
    notice = find(parsed(as_("clerk").get(PAGE)), "section", aria_labelledby="sent-back")
    assert remark.text not in text(notice)


def test_a_settled_remark_takes_no_answer_and_the_words_are_kept(as_, submitted):
    remark = remark_of(as_, "officer")
    settle(as_("officer"), remark)
    assert "Trả lời" not in conversation(as_("clerk"))
    page = answer(as_("clerk"), remark, "Lời đã gõ").content.decode()
    assert "đã được giải quyết" in page
    assert "Lời đã gõ" in page
    assert Remark.objects.count() == 1


def test_an_answer_takes_none_itself(as_, submitted):
    remark = remark_of(as_, "officer")
    answer(as_("clerk"), remark)
    said = Remark.objects.get(in_answer_to=remark)
    assert answer(as_("officer"), said).status_code == 404
    assert settle(as_("clerk"), said).status_code == 404


@pytest.mark.parametrize(("words", "said"), [(" ", "bắt buộc"), ("Dài " * 300, "1000 kí tự")])
def test_what_is_wrong_with_an_answer_is_said_and_the_words_kept(as_, submitted, words, said):
    remark = remark_of(as_, "officer")
    response = answer(as_("clerk"), remark, words)
    assert said in text(find(parsed(response), "div", "notices"))
    assert words.strip() in response.content.decode()
    assert Remark.objects.count() == 1


def test_a_closed_year_takes_no_answer(as_, district, submitted):
    remark = remark_of(as_, "officer")
    close_year(district.province, 2024)
    response = answer(as_("clerk"), remark, "Lời đã gõ")
    assert "đã khóa" in text(parsed(response)) or "2024" in text(parsed(response))
    assert "Lời đã gõ" in response.content.decode()
    assert Remark.objects.count() == 1


def test_a_remark_of_another_return_is_not_found_there(as_, client, district, submitted):
    remark = remark_of(as_, "officer")
    path = f"/returns/2024/2/061/remarks/{remark.pk}/answers/"
    assert as_("clerk").post(path, {"text": "x"}).status_code == 404
    client.force_login(make_district_staff(district.other))
    assert answer(client, remark).status_code == 404
    client.force_login(make_district_staff(make_commune(district.other, "02000")))
    assert answer(client, remark).status_code == 404


def test_an_answer_is_settled_by_nothing(as_, submitted):
    remark = remark_of(as_, "officer")
    answer(as_("clerk"), remark)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.exclude(in_answer_to=None).update(is_settled=True)


# --- Those that were there before -----------------------------------------------------------------


MIGRATION = "predecessors_legal_status_and_sides"


def migrated_apps():
    """The migration, and the models as it sees them."""
    loader = MigrationLoader(connection)
    (name,) = (key for key in loader.disk_migrations if key[1].endswith(MIGRATION))
    return loader.disk_migrations[name], loader.project_state(name).apps


def test_sides_of_those_that_were_there_follow_the_role_of_then(district, submitted):
    """Who is an officer today, and was district staff then, spoke for the district."""
    at = {month: datetime(2024, month, 1, tzinfo=UTC) for month in (1, 3, 5, 7)}
    moved = make_district_staff(district.unit)
    moved.history.update(history_date=at[3])
    with changes_by(None, Way.COMMAND):
        moved.role, moved.unit = "officer", district.province
        moved._history_date = at[5]
        moved.save()
    made = {
        "before all that is kept": (moved, at[1]),
        "as district staff": (moved, datetime(2024, 4, 1, tzinfo=UTC)),
        "as officer": (moved, at[7]),
        "by an officer": (district.officer, at[7]),
    }
    for words, (by, moment) in made.items():
        submitted.remarks.create(text=words, by=by, at=moment)
    unknown = submitted.remarks.create(text="of nobody known", by=district.clerk, at=at[7])
    User.history.filter(id=district.clerk.pk).delete()
    migration, apps = migrated_apps()
    (tell,) = (one.code for one in migration.operations if isinstance(one, RunPython))
    tell(apps, None)
    assert dict(Remark.objects.values_list("text", "side")) == {
        "before all that is kept": "district",
        "as district staff": "district",
        "as officer": "officer",
        "by an officer": "officer",
        "of nobody known": "officer",
    }
    assert unknown.history.get().side == "officer"
