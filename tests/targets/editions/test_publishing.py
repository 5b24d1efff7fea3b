"""An edition holds what stands at one moment, counts from 1, and never changes."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from cooperatives.models import AdministrativeUnit, Cooperative, QuarterlyFigures
from targets.comparison.as_json import progress_as_json
from targets.comparison.reading import progress_of
from targets.comparison.selection import NothingThereError, select
from targets.editions import content, publishing
from targets.editions.canonical import canonical, sha256
from targets.editions.checking import broken_editions
from targets.editions.content import Figures, progress_in, reporting_in
from targets.editions.publishing import NotPublishedError, OtherFiguresError, publish
from targets.models import Edition, NeverChangedError, Plan, Target
from tests.factories import make_district, make_entered_figure
from tests.targets.editions.conftest import UNIT, correct

pytestmark = pytest.mark.usefixtures("english")


def command(capsys, *arguments):
    call_command("publish", *arguments)
    return capsys.readouterr().out


def test_a_second_look_finds_what_was_frozen(land, first):
    held = json.loads(first.content)
    selection = select(year=2024, quarter=2, unit_code=UNIT)
    again = progress_as_json(progress_of(selection, every_indicator=True))
    assert held["progress"] == json.loads(json.dumps(again))
    assert progress_in(held) == progress_of(selection)
    assert [one.unit.code for one in reporting_in(held).returns] == ["061", "064"]
    assert held["last_year"] == {} or set(held["last_year"]) <= {
        one["code"] for one in held["indicators"]
    }


def test_it_says_who_published_what_when(land, first):
    held = json.loads(first.content)
    said = {key: held[key] for key in ("unit", "year", "quarter", "number", "note", "is_demo")}
    assert said == {
        "unit": "06",
        "year": 2024,
        "quarter": 2,
        "number": 1,
        "note": "Lần đầu",
        "is_demo": False,
    }
    assert held["published_by"] == str(land.officer)
    assert held["published_at"].startswith("2024-10-20T")
    assert held["period"] == {
        "first": "2024-01-01",
        "last": "2024-06-30",
        "figures_on": "2024-06-30",
    }
    assert held["plan"]["number"] == land.plan.number
    by_code = {one["code"]: one for one in held["indicators"]}
    assert by_code["average_profit"]["name_vi"] == "Lợi nhuận bình quân HTX"
    assert by_code["average_profit"]["name_en"] == "Average profit per cooperative"
    assert by_code["average_profit"]["unit_vi"] == "triệu đồng"
    assert held["evidence"]["average_profit"]["061"] == {
        "expected": 2,
        "reported": 2,
        "carried": 0,
        "missing": 0,
    }


def test_the_language_of_who_publishes_changes_nothing(land):
    selection = select(year=2024, quarter=2, unit_code=UNIT)
    here = Figures.of(selection).content
    with override("vi"):
        assert Figures.of(selection).content == here


def test_the_hash_is_that_of_the_content_and_the_content_canonical(first):
    assert first.sha256 == sha256(first.content)
    assert canonical(json.loads(first.content)) == first.content
    assert first.records_sha256 == sha256(first.records)


def test_the_command_says_the_edition_and_its_hash(land, capsys):
    said = command(
        capsys, "--year", "2024", "--quarter", "2", "--unit", UNIT, "--note", " Vì  sao "
    )
    made = Edition.objects.get()
    assert said == f"edition 1 sha256 {made.sha256}\n"
    assert (made.note, made.published_by) == ("Vì sao", "")


def test_figures_that_have_not_moved_are_refused(land, first, capsys):
    with pytest.raises(CommandError, match="Nothing has moved since edition 1"):
        command(capsys, "--year", "2024", "--quarter", "2", "--unit", UNIT)
    assert Edition.objects.count() == 1


def test_another_day_alone_moves_nothing(land, first, settings):
    settings.TODAY = "2024-10-21"
    with pytest.raises(NotPublishedError):
        publish(2024, 2, UNIT)


def test_a_correction_is_the_next_edition_of_its_quarter_alone(land, first):
    correct(land.ba_be)
    assert publish(2024, 2, UNIT).number == 2
    assert publish(2024, 1, UNIT).number == 1
    assert publish(2024, 2, "061").number == 1


@pytest.mark.parametrize("model", [Cooperative, AdministrativeUnit])
def test_names_alone_move_nothing(land, first, model):
    renamed = {
        Cooperative: land.ba_be.cooperatives[0],
        AdministrativeUnit: AdministrativeUnit.objects.get(code="06101"),
    }[model]
    renamed.name = "Tên khác"
    renamed.save()
    make_entered_figure("loans", "money", "flow", name_vi="Vốn vay")
    with pytest.raises(NotPublishedError):
        publish(2024, 2, UNIT)


def test_corrections_that_leave_every_value_are_an_edition_too(land, first):
    correct(land.ba_be, 11, 0)
    correct(land.ba_be, 9, 1)
    made = publish(2024, 2, UNIT)
    assert json.loads(made.content)["progress"] == json.loads(first.content)["progress"]


def test_what_comes_after_the_quarter_moves_nothing(land, first):
    cooperative = land.ba_be.cooperatives[0]
    cooperative.dissolved_on = "2024-08-01"
    cooperative.save()
    correct(land.ba_be, 50, quarter=3)
    with pytest.raises(NotPublishedError):
        publish(2024, 2, UNIT)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((2024, 5, UNIT), "quarters 1 to 4"),
        ((2025, 1, UNIT), "has not begun"),
        ((2024, 2, "99"), "no unit with the code 99"),
        ((2023, 2, UNIT), "No plan has a target|no record"),
    ],
)
def test_what_cannot_be_published_is_said_and_nothing_written(land, asked, said):
    with pytest.raises((NothingThereError, NotPublishedError), match=said):
        publish(*asked)
    assert not Edition.objects.exists()


def test_a_quarter_that_has_not_begun_is_refused(land, monkeypatch, settings):
    settings.TODAY = "2024-05-20"
    with pytest.raises(NothingThereError, match="has not begun"):
        publish(2024, 3, UNIT)


def test_a_unit_that_had_ended_by_then_is_refused(land):
    ended = make_district(land.province, "099", valid_to="2024-03-01")
    with pytest.raises(NotPublishedError, match="does not exist at the end"):
        publish(2024, 2, ended.code)


def test_what_is_decided_is_what_was_seen(land):
    seen = Figures.of(select(year=2024, quarter=2, unit_code=UNIT)).mark
    correct(land.ba_be)
    with pytest.raises(OtherFiguresError):
        publish(2024, 2, UNIT, seen=seen)
    seen = Figures.of(select(year=2024, quarter=2, unit_code=UNIT)).mark
    assert publish(2024, 2, UNIT, seen=seen).number == 1


def test_a_note_that_is_too_long_stores_nothing(land):
    with pytest.raises(ValidationError):
        publish(2024, 2, UNIT, note="x" * 501)
    assert not Edition.objects.exists()


def test_what_fails_midway_leaves_nothing(land, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(publishing, "holds_demo", fail)
    with pytest.raises(RuntimeError):
        publish(2024, 2, UNIT)
    assert not Edition.objects.exists()


def test_an_edition_is_neither_changed_nor_deleted(first):
    first.note = "anders"
    rows = Edition.objects.all()
    for change in (
        first.save,
        first.delete,
        rows.delete,
        lambda: rows.update(note="x"),
        lambda: Edition.objects.bulk_update([first], ["note"]),
        lambda: Edition.objects.bulk_create([Edition()]),
        Edition.objects.get(pk=first.pk).save,
    ):
        with pytest.raises(NeverChangedError):
            change()
    assert Edition.objects.get().note == "Lần đầu"


# --- Tampering ------------------------------------------------------------------------------------


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_sound_editions_are_said_to_be_sound(first, capsys):
    call_command("check_snapshots")
    assert "as it was published" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("content = REPLACE(content, '\"reported\":2', '\"reported\":3')", "content has the SHA"),
        ("records = REPLACE(records, '10000000', '20000000')", "records has the SHA"),
        ("sha256 = REPLACE(sha256, SUBSTR(sha256, 1, 2), 'zz')", "content has the SHA"),
        ("note = 'khác'", "content says note 'Lần đầu', the row 'khác'"),
        ("published_at = '2024-11-30 02:00:00'", "content says published_at '2024-10-20T"),
        ("published_by = 'khác'", "the row 'khác'"),
        ("is_demo = TRUE", "content says is_demo False, the row True"),
        ("quarter = 1", "content says quarter 2, the row 1"),
        ("number = 2", "06 2024Q2 edition 1: missing"),
    ],
)
def test_what_was_changed_in_the_database_is_found(first, capsys, statement, said):
    sql(f"UPDATE targets_edition SET {statement}")  # noqa: S608
    with pytest.raises(CommandError):
        call_command("check_snapshots")
    assert said in capsys.readouterr().err


def test_what_was_found_is_said_in_the_readers_language(first, capsys):
    with override("vi"):
        call_command("check_snapshots")
        assert "đúng như khi công bố" in capsys.readouterr().out
        sql("UPDATE targets_edition SET records = REPLACE(records, '10000000', '20000000')")
        with pytest.raises(CommandError, match="Có 1 bản"):
            call_command("check_snapshots")
        assert "06, quý 2/2024, bản số 1: số liệu từng HTX có mã SHA-256" in capsys.readouterr().err


def test_what_is_no_canonical_json_is_found_whatever_its_hash(first):
    text = first.content + " "
    sql("UPDATE targets_edition SET content = %s, sha256 = %s", text, sha256(text))
    assert list(broken_editions()) == ["06 2024Q2 edition 1: content is no canonical JSON"]


def test_rows_that_were_forged_with_their_hash_are_found_by_that_of_the_content(first):
    text = first.records.replace("10000000", "20000000")
    sql("UPDATE targets_edition SET records = %s, records_sha256 = %s", text, sha256(text))
    (line,) = broken_editions()
    assert f"content says records_sha256 '{first.records_sha256}', the row '{sha256(text)}'" in line


@pytest.mark.parametrize("column", ["content", "records"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "is no edition"),
        ('"x"', "is no edition"),
        ("5", "is no edition"),
        ("{}", "says unit None"),
        ("[" * 100_000 + "]" * 100_000, "is no canonical JSON"),
    ],
)
def test_whatever_a_text_was_made_to_say_is_found(first, column, text, said):
    hashed = {"content": "sha256", "records": "records_sha256"}[column]
    sql(f"UPDATE targets_edition SET {column} = %s, {hashed} = %s", text, sha256(text))  # noqa: S608
    (line,) = broken_editions()
    assert f"{column} {said}" in line


@pytest.mark.parametrize("what", ["targets", "plan"])
def test_demo_targets_or_plans_make_a_demo_edition(land, what):
    if what == "plan":
        Plan.objects.update(is_demo=True)
    else:
        Target.objects.filter(pk=Target.objects.earliest("pk").pk).update(is_demo=True)
    assert publish(2024, 2, UNIT).is_demo


def test_it_is_a_line_for_each_edition(land, first):
    correct(land.ba_be)
    publish(2024, 2, UNIT)
    sql("UPDATE targets_edition SET content = content || ' ', records = records || ' '")
    assert len(list(broken_editions())) == 2


def test_no_row_of_a_draft_is_in_it(land, first):
    held = json.loads(publish(2024, 3, UNIT).records)
    assert {row["quarter"] for row in held["quarterly_figures"]} == {1, 2}
    assert QuarterlyFigures.objects.filter(quarter=3).exists()
    assert content.FORMAT == 1
