"""Of the demo's published figures nothing follows of one or two cooperatives."""

import json

from django.core.management import call_command

from cooperatives.evidence import all_evidence
from cooperatives.ground.calendar import Quarter
from targets.editions.publishing import publish
from targets.editions.records import RATING
from targets.public.content import public_content
from targets.public.whence import Whence
from tests.naive.adding_up import follows_of_few
from tests.targets.public.conftest import UNIT, cells

LAST_YEAR = "last year"


def test_in_the_demo_nothing_follows(bac_kan):
    call_command("load_demo", verbosity=0)
    for quarter in (1, 2, 3, 4):
        attack(publish(2024, quarter, UNIT))


def attack(edition):
    """By the rows that the edition rests on, of each figure over all values that are shown, those
    of the year before among them; whose record it is, and of when, by the evidence itself.
    """
    records = json.loads(edition.records)
    public = public_content(json.loads(edition.content), records).content
    told = cells(public) | {(LAST_YEAR, code): one for code, one in public["last_year"].items()}
    units = {one["key"]: one["path"].split("/")[1] for one in records["organisations"]}
    sources = Sources(edition)
    sums: dict[str, set[frozenset]] = {}
    for evidence in records["evidence"]:
        for code in evidence["indicators"]:
            for unit in {unit for unit, of in told if of == code}:
                if evidence["year"] != edition.year - (unit == LAST_YEAR):
                    continue
                if not evidence["reads"] or told[unit, code]["value"] is None:
                    continue
                those = {
                    key
                    for key, _state, value, weight in evidence["rows"]
                    if value is not None and weight and unit in (UNIT, LAST_YEAR, units[key])
                }
                for figure in evidence["reads"]:
                    found = sources.of(figure, evidence["year"])
                    told_of = frozenset((key, found[key]) for key in those)
                    sums.setdefault(figure, set()).add(told_of)
    assert len(sums["member_count"]) > len({unit for unit, _code in told})
    for figure, those in sums.items():
        assert not follows_of_few(list(those)), figure


class Sources:
    """From when each figure is that counts in a year, by the evidence in the database; and that the
    public page reads the same off an edition's rows.
    """

    def __init__(self, edition):
        self.edition, self.whence = edition, Whence(json.loads(edition.records))
        self.known = {}

    def of(self, figure, year):
        if (figure, year) not in self.known:
            self.known[figure, year] = found = {}
            key = "weak" if figure == RATING else figure
            for row in all_evidence(self.edition.unit, year, self.edition.quarter, key):
                if row.source is None:
                    continue
                when = row.source
                period = (when.year, when.number) if isinstance(when, Quarter) else (when, None)
                found[row.organisation_id] = period
                assert self.whence.of(figure, year, row.organisation_id, row.state) == period
        return self.known[figure, year]
