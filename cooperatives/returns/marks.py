"""The shape that stands for each state of a return."""

from ..models import QuarterlyReturn

State = QuarterlyReturn.State


STATE_MARKS = {
    State.DRAFT: "no_data",
    State.SUBMITTED: "on_track",
    State.RETURNED: "behind",
    State.APPROVED: "met",
}
"""The shape that stands for each state of a return (components/status.html)."""
