"""Evidence: what each organisation contributes to each figure at a quarter's end, and why.

`relation` puts the rules of design 1.3 together as SQL, once: `registry`, `flows`, `levels` and
`ratings` hold a family of figures each, over `cooperative_year`. `tally` adds its rows up for
units; `listing` shows the very same rows one by one. So a number and its records cannot disagree.
"""

from .listing import EvidenceRow, list_evidence
from .ratings import RATING_EVIDENCE
from .registry import REGISTRY_EVIDENCE
from .relation import DIRECTLY_UNDER
from .states import Reason, ValueState
from .tally import WHOLE, Tallies, Tally, tally_evidence, tally_years

__all__ = [
    "DIRECTLY_UNDER",
    "RATING_EVIDENCE",
    "REGISTRY_EVIDENCE",
    "WHOLE",
    "EvidenceRow",
    "Reason",
    "Tallies",
    "Tally",
    "ValueState",
    "list_evidence",
    "tally_evidence",
    "tally_years",
]
