"""Evidence: what each organisation contributes to each figure at a quarter's end, and why.

`relation` holds every rule of design 1.3, as SQL, once. `tally` adds its rows up for units;
`listing` shows the very same rows one by one. So a number and its records cannot disagree.
"""

from .listing import EvidenceRow, list_evidence
from .relation import (
    DIRECTLY_UNDER,
    RATING_EVIDENCE,
    REGISTRY_EVIDENCE,
    Reason,
    State,
)
from .tally import WHOLE, Tallies, Tally, tally_evidence

__all__ = [
    "DIRECTLY_UNDER",
    "RATING_EVIDENCE",
    "REGISTRY_EVIDENCE",
    "WHOLE",
    "EvidenceRow",
    "Reason",
    "State",
    "Tallies",
    "Tally",
    "list_evidence",
    "tally_evidence",
]
