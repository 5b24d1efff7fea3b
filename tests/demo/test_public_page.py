"""Of the demo's published figures nothing follows of one or two cooperatives."""

import json

from django.core.management import call_command

from targets.editions.publishing import publish
from targets.public.content import public_content
from tests.naive.adding_up import follows_of_few
from tests.targets.public.conftest import UNIT, cells


def test_in_the_demo_nothing_follows(bac_kan):
    call_command("load_demo", verbosity=0)
    for quarter in (1, 2, 3):
        attack(publish(2024, quarter, UNIT))


def attack(edition):
    """By the rows that the edition rests on, of each figure over all values that are shown."""
    records = json.loads(edition.records)
    public = public_content(json.loads(edition.content), records).content
    told = cells(public)
    units = {one["key"]: one["path"].split("/")[1] for one in records["organisations"]}
    sums: dict[str, set[frozenset]] = {}
    for evidence in records["evidence"]:
        for code in evidence["indicators"]:
            for unit in {unit for unit, of in told if of == code and evidence["year"] == 2024}:
                if not evidence["reads"] or told[unit, code]["value"] is None:
                    continue
                those = frozenset(
                    key
                    for key, _state, value, _weight in evidence["rows"]
                    if value is not None and unit in (UNIT, units[key])
                )
                for figure in evidence["reads"]:
                    sums.setdefault(figure, set()).add(those)
    assert len(sums["member_count"]) > len({unit for unit, _code in told})
    for figure, those in sums.items():
        assert not follows_of_few(list(those)), figure
