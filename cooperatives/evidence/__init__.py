"""Evidence: what each organisation contributes to each figure at a quarter's end, and why.

`relation` puts the rules of design 1.3 together as SQL, once: `registry`, `flows`, `levels` and
`ratings` hold a family of figures each, over `cooperative_year`. `tally` adds its rows up for
units; `listing` shows the very same rows one by one, and `missing` those without a value with whose
return each belongs to. So a number and its records cannot disagree.
"""

from .cooperative_year import WIDE_ROW
from .events import count_founded
from .listing import EvidenceRow, list_evidence
from .missing import MissingValue, list_missing, missing_field
from .ratings import RATING_EVIDENCE, year_in_force
from .registry import REGISTRY_EVIDENCE
from .relation import DIRECTLY_UNDER
from .states import Reason, ValueState
from .tally import WHOLE, Asked, Tallies, Tally, tally_each, tally_evidence, tally_years

OTHER_EVIDENCE = (*REGISTRY_EVIDENCE, *RATING_EVIDENCE, *WIDE_ROW)
"""What an entered figure cannot be called: other evidence, and what a cooperative's row holds."""

__all__ = [
    "DIRECTLY_UNDER",
    "OTHER_EVIDENCE",
    "RATING_EVIDENCE",
    "REGISTRY_EVIDENCE",
    "WHOLE",
    "Asked",
    "EvidenceRow",
    "MissingValue",
    "Reason",
    "Tallies",
    "Tally",
    "ValueState",
    "count_founded",
    "list_evidence",
    "list_missing",
    "missing_field",
    "tally_each",
    "tally_evidence",
    "tally_years",
    "year_in_force",
]
