"""A rule of a record is one: the admin's page and the import refuse with the very words with which
`check_records` names what slipped in past them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from cooperatives.figures.values import value_of
from cooperatives.models import (
    Cooperative,
    CooperativeGroup,
    LetterDrafted,
    Organisation,
    RatingScale,
    Remark,
    ReportsDone,
    ReturnOpening,
    ReturnStep,
    UnitFigures,
    UnitSuccession,
    WarningAnswer,
)
from cooperatives.models.base import Record
from targets.models import EnteredIndicator
from targets.plans.checking import violations
from tests.admin_pages import errors_of, forms_on, sent_by_page
from tests.cooperatives.imports.files import Importer, as_csv
from tests.factories import (
    close_year,
    make_admin,
    make_api_token,
    make_baseline_figure,
    make_commune,
    make_cooperative,
    make_district,
    make_entered_figure,
    make_figures,
    make_group,
    make_office_texts,
    make_officer,
    make_plan,
    make_province,
    make_return,
    make_subscription,
    make_target,
    make_yearly_report,
    move,
    open_year,
    suspend,
)

NOON = datetime(2024, 4, 10, 5, tzinfo=UTC)
NEXT_YEAR = date(2025, 1, 1)
TOO_EARLY = date(1944, 12, 31)


class Books:
    """One sound record of each kind."""

    def __init__(self):
        self.province = make_province()
        self.elsewhere = make_province("20", name="Tỉnh Lạng Sơn")
        self.district = make_district(self.province)
        self.commune = make_commune(self.district)
        self.other = make_district(self.province, "062")
        self.ended = make_district(self.province, "069", valid_to=date(2020, 1, 1))
        self.later = make_district(self.province, "068", valid_from=date(2022, 1, 1))
        self.succession = UnitSuccession.objects.create(
            predecessor=self.ended, successor=self.other, on=self.ended.valid_to
        )
        self.group = make_group(self.district, registration_number="THT-1")
        self.cooperative = make_cooperative(self.district, registration_number="0610001")
        self.organisation = Organisation.objects.get(pk=self.cooperative.pk)
        self.placement = self.cooperative.placements.get()
        self.suspension = suspend(self.cooperative, date(2022, 1, 1))
        self.moved = move(
            make_cooperative(self.district, registration_number="0610003"),
            self.other,
            date(2023, 1, 1),
        )
        self.was = make_group(
            self.district,
            registration_number="0610004",
            dissolved_on=date(2023, 1, 1),
            name="THT Trước",
        )
        self.became = make_cooperative(
            self.district,
            registration_number="0610004",
            founded_on=date(2023, 1, 1),
            predecessor=Organisation.objects.get(pk=self.was.pk),
        )
        self.officer = make_officer(self.province)
        self.token, _secret = make_api_token(self.officer)
        self.subscription = make_subscription(self.officer)
        self.report = make_yearly_report(self.cooperative, state="draft")
        self.closing = close_year(self.province, 2021)
        self.opened = open_year(self.province, 2024)
        self.filed = make_return(self.district, 2024, 2, state="returned")
        self.figures = make_figures(self.cooperative, 2024, 2, quarterly_return=self.filed)
        by = {"by": self.officer, "at": NOON}
        self.step = ReturnStep.objects.create(
            quarterly_return=self.filed, step="send_back", reason="sai", **by
        )
        self.submission = ReturnStep.objects.create(
            quarterly_return=self.filed, step="submit", **by
        )
        self.opening = ReturnOpening.objects.create(step=self.submission, **by)
        self.back = ReturnStep.objects.create(
            quarterly_return=self.filed, step="take_back", takes_back=self.step, **by
        )
        self.done = ReportsDone.objects.create(unit=self.district, year=2023, **by)
        self.letter = LetterDrafted.objects.create(unit=self.district, year=2024, quarter=2, **by)
        self.other_filed = make_return(self.district, 2024, 1)
        self.remark = Remark.objects.create(
            quarterly_return=self.filed, cooperative=self.cooperative, text="xem lại", **by
        )
        self.remark_on_all = Remark.objects.create(quarterly_return=self.filed, text="thiếu", **by)
        self.reply = Remark.objects.create(
            quarterly_return=self.filed, text="đã sửa", in_answer_to=self.remark_on_all, **by
        )
        self.figure = make_entered_figure(from_year=2031)
        make_entered_figure("advisers", reported_by="unit", from_year=2031)
        make_entered_figure("households", reported_by="plan_unit", from_year=2031)
        period = {"year": 2024, "quarter": 2}
        self.of_unit = UnitFigures.objects.create(
            unit=self.district, quarterly_return=self.filed, **period
        )
        self.of_province = UnitFigures.objects.create(unit=self.province, **period)
        self.answer = WarningAnswer.objects.create(
            figures=self.figures, rule="jump", value=5, text="đúng", **by
        )
        self.scale = RatingScale.objects.create(
            from_year=2030, to_year=2030, good=80, fair=65, average=50, source="Thông tư mới"
        )
        self.next_scale = RatingScale.objects.create(
            from_year=2031, good=80, fair=65, average=50, source="Thông tư sau"
        )
        self.indicator = EnteredIndicator.objects.create(
            code="total_revenue", name_vi="Tổng doanh thu", rule="sum", of="revenue"
        )
        self.plan = make_plan(self.province)
        self.target = make_target(self.plan)
        self.share = make_target(self.plan, "weak_share", "<", "9.5")
        self.texts = make_office_texts(self.province)
        self.baseline = make_baseline_figure(self.province)
        self.baseline_share = make_baseline_figure(self.province, "weak_share", 10)

    def stored(self, wrong):
        """A sound record, and the values with which it breaks a rule; names mean records here."""
        record = getattr(self, wrong.record)
        values = {
            name: getattr(self, value.removeprefix("the ")) if str(value)[:4] == "the " else value
            for name, value in wrong.values.items()
        }
        return record, values


ADD = "add"
SHOWN = "shown"
NOWHERE = "nowhere"


@dataclass(frozen=True)
class Case:
    """Values that a record of `Books` takes, and with which it breaks a rule or just does not.

    record: its name there. values: by field; "the district" is a record of `Books`. said: words of
    the message. page: the owner of the record on whose admin page it is edited; ADD where the page
    of an existing one shows these fields alone, SHOWN where no page edits such records, NOWHERE
    where none edits these fields: what sets them is tested where it stands. kind, row:
    an import that says the same, "" where no file can. same_words: whether the page and the import
    say it with the very words; what is not there to choose, or blank, Django says in words of its
    own.
    """

    record: str
    values: dict[str, Any]
    said: str
    page: Callable[[Record], Record] | str = lambda record: record
    kind: str = ""
    row: dict[str, Any] = field(default_factory=dict)
    same_words: bool = True


def as_cooperative(record):
    return Cooperative.objects.get(pk=getattr(record, "organisation_id", record.pk))


NEW_COOPERATIVE = {
    "registration_number": "0610002",
    "name": "HTX Mới",
    "unit_code": "061",
    "sector": "agriculture",
    "founded_on": "2020-01-01",
}
NEW_TARGET = {
    "plan_number": "1/KH-UBND",
    "plan_title": "Kế hoạch",
    "issued_on": "2024-10-20",
    "year": 2025,
    "unit_code": "06",
    "indicator": "new_cooperatives",
    "operator": ">=",
    "value": 8,
}
NEW_FIGURE = {
    "code": "households",
    "name_vi": "Số hộ",
    "measure": "persons",
    "nature": "level",
}
DUE = {
    "due_on_1": date(2024, 4, 1),
    "due_on_2": date(2024, 7, 20),
    "due_on_3": date(2024, 10, 31),
    "due_on_4": date(2025, 1, 1),
}
FUTURE = "lies in the future: enter it once it has happened"
COUNTED = "This indicator is counted: write a whole number"
SHARE = "This indicator is a share: write a number from 0 to 100"
IN_NO_WORDS_OF_OURS = {"same_words": False}

WRONG = [
    # Units and organisations
    Case("succession", {"on": date(2021, 1, 1)}, "it ends on that very day"),
    Case("succession", {"successor": "the later"}, "does not exist on that day"),
    Case(
        "district",
        {"level": "province"},
        "Its level must be below that of",
        kind="units",
        row={"code": "061", "valid_from": "1997-01-01", "level": "province"},
    ),
    Case(
        "organisation",
        {"founded_on": NEXT_YEAR},
        FUTURE,
        page=as_cooperative,
        kind="cooperatives",
        row=NEW_COOPERATIVE | {"founded_on": NEXT_YEAR},
    ),
    Case(
        "placement",
        {"valid_from": date(2016, 1, 1)},
        "place it from its founding on",
        page=as_cooperative,
    ),
    Case(
        "suspension",
        {"valid_from": NEXT_YEAR},
        FUTURE,
        page=as_cooperative,
        kind="cooperatives",
        row=NEW_COOPERATIVE | {"ceased_on": NEXT_YEAR},
    ),
    Case(
        "moved",
        {"valid_from": NEXT_YEAR},
        "enter the move once it has happened",
        page=as_cooperative,
        kind="cooperatives",
        row={"registration_number": "0610001", "unit_code": "062", "unit_from": NEXT_YEAR},
    ),
    Case(
        "suspension",
        {"renewed_on": NEXT_YEAR},
        FUTURE,
        page=as_cooperative,
    ),
    Case(
        "became",
        {"founded_on": date(2023, 1, 2)},
        "A group ends on the day on which the cooperative that it became begins",
        page=as_cooperative,
        kind="cooperatives",
        row={"registration_number": "0610004", "founded_on": date(2023, 1, 2)},
    ),
    Case(
        "became",
        {"registration_number": "0610005", "search_key": "x", "name_key": "x"},
        "bear one number",
        page=NOWHERE,
    ),
    Case(
        "was",
        {"dissolved_on": None},
        "A group ends on the day on which the cooperative that it became begins",
        page=lambda record: CooperativeGroup.objects.get(pk=record.pk),
        kind="groups",
        row={"registration_number": "0610004", "dissolved_on": None},
    ),
    Case(
        "became",
        {"predecessor": "the organisation"},
        "only a group becomes a cooperative",
        page=NOWHERE,
    ),
    # People
    Case("officer", {"email": "x"}, "Enter a valid email address"),
    Case("token", {"name": ""}, "cannot be blank", **IN_NO_WORDS_OF_OURS),
    Case(
        "subscription",
        {"language": "xx"},
        "is not a valid choice",
        page=NOWHERE,
        **IN_NO_WORDS_OF_OURS,
    ),
    # What was reported
    Case(
        "report",
        {"year": 2025},
        "2025 has not begun",
        page=ADD,
        kind="yearly_reports",
        row={"registration_number": "0610001", "year": 2025},
    ),
    Case(
        "report",
        {"year": 2010},
        "after the period that ended on 31/12/2010",
        page=ADD,
        kind="yearly_reports",
        row={"registration_number": "0610001", "year": 2010},
    ),
    # Figures
    Case(
        "figure",
        {"code": "profit"},
        "means something else already",
        kind="figures",
        row=NEW_FIGURE | {"code": "profit"},
    ),
    Case(
        "figure",
        {"code": "total_groups"},
        "means something else already",
        kind="figures",
        row=NEW_FIGURE | {"code": "total_groups"},
    ),
    Case(
        "figure",
        {"code": "weak"},
        "means something else already",
        kind="figures",
        row=NEW_FIGURE | {"code": "weak"},
    ),
    Case(
        "figure",
        {"code": "sales_million"},
        "means something else already",
        kind="figures",
        row=NEW_FIGURE | {"code": "sales_million"},
    ),
    Case(
        "figure",
        {"code": "Lao động"},
        "a letter first",
        kind="figures",
        row=NEW_FIGURE | {"code": "Lao động"},
    ),
    Case("figure", {"sector": "poetry"}, "There is no sector"),
    Case(
        "figure",
        {"name_vi": "DOANH THU"},
        "is a name of another figure already: revenue",
        kind="figures",
        row=NEW_FIGURE | {"name_vi": "DOANH THU"},
    ),
    Case(
        "figure",
        {"names": "Hộ; lntt; LN"},
        "is a name of another figure already: profit",
        kind="figures",
        row=NEW_FIGURE | {"names": "Hộ; LN"},
    ),
    Case(
        "figure",
        {"highest": "2000000"},
        "lies between 0 and 1000000",
        kind="figures",
        row=NEW_FIGURE | {"highest": "2000000"},
    ),
    Case(
        "figure",
        {"lowest": "1.5"},
        "A number of persons is whole",
        kind="figures",
        row=NEW_FIGURE | {"lowest": "1.5"},
    ),
    Case("of_unit", {"extra": {"advisers": -1}}, "at least", page=NOWHERE),
    Case("of_unit", {"extra": {"advisers": "x"}}, "outside the possible", page=NOWHERE),
    Case("of_unit", {"extra": {"households": 1}}, "stands in no return", page=NOWHERE),
    Case("of_unit", {"quarter": 1}, "or of another quarter", page=NOWHERE),
    Case("of_province", {"extra": {"advisers": 1}}, "of a reporting unit", page=NOWHERE),
    Case("of_province", {"unit": "the district"}, "Only a province", page=NOWHERE),
    Case("of_province", {"year": 2025}, FUTURE, page=NOWHERE),
    Case("report", {"follows": ["wages"]}, "is a list of figures", page=NOWHERE),
    Case("letter", {"quarter": 4}, "The quarter ends on", page=SHOWN),
    Case("letter", {"unit": "the commune"}, "reports through the district above it", page=SHOWN),
    Case("done", {"year": 2025}, "2025 has not begun", page=SHOWN),
    Case("done", {"unit": "the commune"}, "reports through the district above it", page=SHOWN),
    Case("report", {"cooperative": "the group"}, "is not a cooperative", ADD, same_words=False),
    Case(
        "closing",
        {"closed": date(2021, 12, 31)},
        "2021 is not over: it can be closed from 1/1/2022 on",
        page=NOWHERE,
    ),
    Case("closing", {"closed": NEXT_YEAR}, FUTURE, page=NOWHERE),
    Case("opened", {"opened": NEXT_YEAR}, FUTURE, page=NOWHERE),
    Case("opened", {"year": 1990}, "did not exist in 1990", page=ADD),
    Case("opened", {"unit": "the ended", "year": 2020}, "did not exist in 2020", page=ADD),
    Case("opened", {"unit": "the commune"}, "reports through the district above it", page=ADD),
    Case("opened", DUE | {"due_on_1": date(2024, 3, 31)}, "The quarter ends on 31/3/2024 only"),
    Case("opened", DUE | {"due_on_4": date(2024, 12, 31)}, "The quarter ends on 31/12/2024 only"),
    Case("opened", {"reports_due_on": date(2024, 11, 30)}, "they are due from 1/12/2024 on"),
    Case("filed", {"unit": "the commune"}, "reports through the district above it", page=ADD),
    Case(
        "filed",
        {"year": 2025},
        "The quarter begins on",
        page=ADD,
        kind="quarterly_figures",
        row={"registration_number": "0610001", "year": 2025, "quarter": 2, "profit_million": 1},
    ),
    Case(
        "figures",
        {"cooperative": "the group"},
        "is not a cooperative",
        page=ADD,
        kind="quarterly_figures",
        row={"registration_number": "THT-1", "year": 2024, "quarter": 2, "profit_million": 1},
        **IN_NO_WORDS_OF_OURS,
    ),
    Case("step", {"step": "lost"}, "is not a valid choice", page=SHOWN),
    Case("back", {"takes_back": "the back"}, "Only a step that was taken is taken", page=SHOWN),
    Case("back", {"quarterly_return": "the other_filed"}, "a step of another return", page=SHOWN),
    Case("opening", {"step": "the step"}, "Only a submission is opened", page=SHOWN),
    Case(
        "remark",
        {"cooperative": "the group"},
        "is not a cooperative",
        page=lambda remark: remark.quarterly_return,
    ),
    Case(
        "reply",
        {"cooperative": "the organisation"},
        "An answer is about the very return",
        page=NOWHERE,
    ),
    Case("remark_on_all", {"in_answer_to": "the reply"}, "This is an answer itself", page=NOWHERE),
    Case(
        "answer",
        {"text": ""},
        "cannot be blank",
        page=lambda answer: answer.figures,
        **IN_NO_WORDS_OF_OURS,
    ),
    # Plans
    Case("plan", {"unit": "the commune"}, "A commune has no plan of its own"),
    Case("scale", {"to_year": 2031}, "There is a scale for some of these years already"),
    Case(
        "indicator", {"of": "nothing"}, "There is no figure with the code “nothing”", page=NOWHERE
    ),
    Case(
        "plan",
        {"issued_on": NEXT_YEAR},
        FUTURE,
        kind="targets",
        row=NEW_TARGET | {"issued_on": NEXT_YEAR},
    ),
    Case(
        "plan",
        {"issued_on": TOO_EARLY},
        "lies before 1945",
        kind="targets",
        row=NEW_TARGET | {"issued_on": TOO_EARLY},
    ),
    Case(
        "target",
        {"value": "35.5"},
        COUNTED,
        page=lambda target: target.plan,
        kind="targets",
        row=NEW_TARGET | {"value": "35.5"},
    ),
    Case(
        "target",
        {"milestone_2": "8.5"},
        COUNTED,
        page=lambda target: target.plan,
        kind="targets",
        row=NEW_TARGET | {"milestone_2": "8.5"},
    ),
    Case(
        "share",
        {"value": 101},
        SHARE,
        page=lambda target: target.plan,
        kind="targets",
        row=NEW_TARGET | {"indicator": "weak_share", "value": 101},
    ),
    Case(
        "target",
        {"unit": "the elsewhere"},
        "does not lie in Tỉnh Bắc Kạn, whose plan this is",
        page=lambda target: target.plan,
    ),
    Case("texts", {"recipients": "x" * 1001}, "at most 1000 characters", page=NOWHERE),
    Case("baseline", {"value": "371.5"}, COUNTED),
    Case("baseline", {"date": NEXT_YEAR}, FUTURE),
    Case("baseline", {"date": TOO_EARLY}, "lies before 1945"),
    Case("baseline_share", {"value": "100.5"}, SHARE),
    Case("baseline_share", {"value": -1}, SHARE),
]
each_wrong = pytest.mark.parametrize(
    "wrong", WRONG, ids=lambda wrong: f"{wrong.record}-{'-'.join(wrong.values)}"
)
imported = [wrong for wrong in WRONG if wrong.kind]


@pytest.fixture(scope="module")
def sound(kept):
    return kept(Books)


@pytest.fixture
def books(sound, db, demo_day, english):
    return sound


@pytest.fixture
def load(tmp_path, monkeypatch) -> Importer:
    """Import a file. The command's last act, to close the connection, would end the test's
    transaction.
    """
    monkeypatch.setattr("django.core.management.base.connections", SimpleNamespace(close_all=int))
    return Importer(tmp_path)


def broken(books, wrong) -> str:
    """Let a record break its rule, past all forms: what `check_records` says of it."""
    record, values = books.stored(wrong)
    type(record).objects.filter(pk=record.pk).update(**values)
    (message,) = {said for found, said in violations() if found == record and wrong.said in said}
    return message


def test_sound_records_break_no_rule(books):
    assert not list(violations())


def test_every_kind_of_record_is_among_them(books):
    kinds = {
        model for model in apps.get_models() if issubclass(model, Record) and not model._meta.proxy
    }
    assert kinds == {type(getattr(books, wrong.record))._meta.concrete_model for wrong in WRONG}


@each_wrong
def test_check_records_names_it(books, wrong):
    assert broken(books, wrong)


@each_wrong
def test_the_admin_site_refuses_it_in_the_same_words(books, client, wrong):
    record, values = books.stored(wrong)
    client.force_login(make_admin())
    told = sent_to_page(client, wrong, record, values)
    if told is None:
        return
    assert told.status_code == 200
    errors = errors_of(told)
    if wrong.same_words:
        assert broken(books, wrong) in errors
    else:
        assert all(name in errors for name in values)


def sent_to_page(client, case, record, values):
    """What the admin site answers who types the values; None where no page edits such records."""
    if case.page == SHOWN:
        with pytest.raises(NoReverseMatch):
            address(record, "change", record.pk)
        return None
    if case.page == NOWHERE:
        return None
    if case.page == ADD:
        page = address(record, "add")
        opened = client.get(page)
        (form,) = forms_on(opened)
        kept = {name: as_typed(value_of(record, name)) for name in form.fields}
    else:
        owner = case.page(record)
        page = address(owner, "change", owner.pk)
        opened = client.get(page)
        (form,) = (one for one in forms_on(opened) if one.instance == record)
        kept = {}
    typed = kept | {name: as_typed(value) for name, value in values.items()}
    prefixed = {form.add_prefix(name): value for name, value in typed.items()}
    return client.post(page, sent_by_page(opened) | prefixed)


def address(record, what, *keys) -> str:
    """The address of an admin page."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{what}", args=keys)


def as_typed(value):
    return "" if value is None else getattr(value, "pk", value)


@pytest.mark.parametrize(
    "wrong", imported, ids=lambda wrong: f"{wrong.record}-{'-'.join(wrong.values)}"
)
def test_the_import_refuses_it_in_the_same_words(books, wrong, load):
    content = as_csv(list(wrong.row), [list(wrong.row.values())], day="%Y-%m-%d")
    run = load(wrong.kind, content, "--decimal", "point")
    assert run.status == 1
    if wrong.same_words:
        assert broken(books, wrong) in [message for *_cell, message in run.errors]


# --- What they let pass ---------------------------------------------------------------------------

ALLOWED = [
    Case("plan", {"issued_on": date(2024, 10, 20)}, ""),
    Case("plan", {"issued_on": date(1945, 1, 1)}, ""),
    Case("target", {"year": 2025}, "", page=lambda target: target.plan),
    Case("share", {"value": 100, "milestone_1": 0}, "", page=lambda target: target.plan),
    Case("baseline", {"date": date(2024, 10, 20)}, ""),
    Case("baseline", {"date": date(1945, 1, 1)}, ""),
    Case("baseline_share", {"value": "0.5"}, ""),
    Case("opened", {"year": 2023}, "", page=ADD),
    Case("opened", {"year": 2026}, "", page=ADD),
    Case("opened", {"year": 1997, "unit": "the district"}, "", page=ADD),
    Case("opened", {"year": 2019, "unit": "the ended"}, "", page=ADD),
    Case("opened", DUE, ""),
]


@pytest.mark.parametrize(
    "right", ALLOWED, ids=lambda right: f"{right.record}-{'-'.join(right.values)}"
)
def test_what_is_allowed_is_taken_and_not_named(books, client, right):
    record, values = books.stored(right)
    client.force_login(make_admin())
    answer = sent_to_page(client, right, record, values)
    assert answer.status_code == 302, errors_of(answer)
    assert not list(violations())


# --- What may not change --------------------------------------------------------------------------


def test_a_final_report_is_made_a_draft_before_it_changes(books, client, load):
    books.report.state = "final"
    books.report.save()
    client.force_login(make_admin())
    case = Case("report", {"score": 70}, "")
    told = errors_of(sent_to_page(client, case, books.report, case.values))
    run = load("yearly_reports", "registration_number,year,score\n0610001,2023,70\n")
    ((_row, _column, _value, message),) = run.errors
    assert message == "This report is final: make it a draft before you change it."
    assert message in told
