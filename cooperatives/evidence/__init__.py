"""Evidence: what each organisation contributes to each figure at a quarter's end, and why.

`relation` puts the rules of design 1.3 together as SQL, once: `basis` says what is
asked for; `registry`, `amounts` and `ratings` hold a family of figures each, over
`cooperative_year` or `unit_year`, and `whom` whose values count. `tally` adds its rows up for
units; `listing` shows the very same rows one by one, and `missing` those without a value with whose
return each belongs to. So a number and its records cannot disagree.
"""

from .basis import (
    Basis,
    Key,
    answers_yes,
    basis_of,
    figures_of,
    is_counted,
    is_of_units,
    is_rated,
    lists_amounts,
    main_code,
    parts_of,
    reporter_of,
)
from .cooperative_year import WIDE_ROW
from .events import count_founded
from .listing import EvidenceRow, all_evidence, list_evidence
from .missing import MissingValue, list_missing, missing_field
from .ratings import RATING_EVIDENCE, year_in_force
from .registry import REGISTRY_EVIDENCE
from .relation import DIRECTLY_UNDER
from .states import Reason, ValueState
from .tally import WHOLE, Asked, Tallies, Tally, tally_each, tally_evidence
from .todays_units import TodaysUnits

OTHER_EVIDENCE = (*REGISTRY_EVIDENCE, *RATING_EVIDENCE, *WIDE_ROW)
"""What an entered figure cannot be called: other evidence, and what a cooperative's row holds."""

__all__ = [
    "DIRECTLY_UNDER",
    "OTHER_EVIDENCE",
    "RATING_EVIDENCE",
    "REGISTRY_EVIDENCE",
    "WHOLE",
    "Asked",
    "Basis",
    "EvidenceRow",
    "Key",
    "MissingValue",
    "Reason",
    "Tallies",
    "Tally",
    "TodaysUnits",
    "ValueState",
    "all_evidence",
    "answers_yes",
    "basis_of",
    "count_founded",
    "figures_of",
    "is_counted",
    "is_of_units",
    "is_rated",
    "list_evidence",
    "list_missing",
    "lists_amounts",
    "main_code",
    "missing_field",
    "parts_of",
    "reporter_of",
    "tally_each",
    "tally_evidence",
    "year_in_force",
]
