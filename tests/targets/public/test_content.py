"""What of an edition goes out: what is named alone, with a hash of its own."""

import json
import re

import pytest

from targets.editions.canonical import canonical, sha256
from targets.public.content import public_content
from tests.targets.public.conftest import read

pytestmark = pytest.mark.usefixtures("english")

LEFT_OUT = (
    "comparison",
    "evidence",
    "goes_on",
    "note",
    "published_by",
    "records_sha256",
    "returns",
    "returns_seen_on",
)


@pytest.fixture
def edition(land):
    return land.publish()


def test_it_has_a_hash_of_its_own(edition):
    public = public_content(json.loads(edition.content), json.loads(edition.records))
    read_again = json.loads(public.text)
    assert canonical(read_again) == public.text
    said = read_again.pop("sha256")
    assert sha256(canonical(read_again)) == said != edition.sha256
    # As the page tells anybody to do it.
    assert sha256(re.sub(r',"sha256":"[0-9a-f]*"', "", public.text)) == said


def test_the_same_edition_always_gives_the_same(edition):
    assert read(edition) == read(edition)


def test_what_else_an_edition_holds_is_null_and_listed(edition):
    content = json.loads(edition.content) | {"a_new_part": {"name": "Bế Văn Bí Mật"}}
    public = public_content(content, json.loads(edition.records)).content
    parts = [one["part"] for one in public["left_out"] if one["why"] == "not_public"]
    assert parts == ["a_new_part", *LEFT_OUT]
    assert {public[part] for part in parts} == {None}


def test_what_is_in_a_value_or_a_unit_in_future_does_not_go_out(edition):
    content = json.loads(edition.content)
    content["units"][0]["telephone"] = "0209 111 222"
    content["period"]["said_by"] = "Bế Văn Bí Mật"
    content["plan"]["signed_by"] = "Bế Văn Bí Mật"
    content["progress"]["targets"][0]["worst_cooperative"] = "HTX Kín"
    content["progress"]["units"][0]["head"] = "Bế Văn Bí Mật"
    text = public_content(content, json.loads(edition.records)).text
    assert not re.search("0209|signed_by|worst|Bí Mật|Kín", text)


def test_no_cooperative_person_or_note_is_in_it(edition):
    text = public_content(json.loads(edition.content), json.loads(edition.records)).text
    assert not re.search("Kín|KIN-|Bí Mật|kín", text)


def test_what_is_not_left_out_is_as_it_was_published(edition):
    frozen, public = json.loads(edition.content), read(edition)
    for name in ("unit", "year", "quarter", "number", "period", "plan", "units", "indicators"):
        assert public[name] == frozen[name]
    listed = {
        (one["unit"], one["indicator"], name)
        for one in public["left_out"]
        if "unit" in one
        for name in one["fields"]
    }
    found = set()
    for part, was in zip(
        [public["progress"], *public["progress"]["units"]],
        [frozen["progress"], *frozen["progress"]["units"]],
        strict=True,
    ):
        for one, before in zip(part["targets"], was["targets"], strict=True):
            assert one.keys() == before.keys()
            moved = {name for name in one if one[name] != before[name]}
            assert {one[name] for name in moved} <= {None}
            found |= {(part["unit"], one["indicator"], name) for name in moved}
    assert found == listed
