"""The way of a return (design 1.2) a second time: by a loop over what people do, from its text."""

from dataclasses import dataclass, field

LEADS = {
    ("submit", "draft"): "submitted",
    ("submit", "returned"): "submitted",
    ("approve", "submitted"): "approved",
    ("send back", "submitted"): "returned",
    ("reopen", "approved"): "returned",
}
DECISIONS = ("approve", "send back", "reopen")


@dataclass
class Way:
    """What has become of a return.

    standing: the numbers of the acts that led to its state and were not taken back, with the act
    and the state before it. opened: the submissions that an officer has opened. fresh: whether the
    last decision is less than a minute old. corrected: whether the district has changed a figure
    since. submitted_by: the number of its first submission.
    """

    state: str = "draft"
    standing: list[tuple[int, str, str]] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    undoable: set[int] = field(default_factory=set)

    @property
    def submitted_by(self) -> int | None:
        return next((number for number, act, _before in self.standing if act == "submit"), None)

    def does(self, number: int, act: str) -> bool:
        """Whether an act is possible; if it is, it is done."""
        last, last_act, before = self.standing[-1] if self.standing else (None, "", "")
        if act == "open":
            if self.state == "submitted" and last_act == "submit":
                self.opened.add(last)
        elif act == "wait":
            self.undoable = set()
        elif act == "type":
            if self.state not in ("draft", "returned"):
                return False
            self.undoable = set()
        elif act == "take back":
            # The district takes a submission back while no officer has opened its page.
            if self.state != "submitted" or last_act != "submit" or last in self.opened:
                return False
            self.state = before
            self.standing.pop()
        elif act == "undo":
            # Who took a step of approval or sending back takes it back within a minute.
            if last not in self.undoable:
                return False
            self.state = before
            self.standing.pop()
        else:
            if (act, self.state) not in LEADS:
                return False
            self.standing.append((number, act, self.state))
            self.state = LEADS[act, self.state]
            if act in DECISIONS:
                self.decided(number, last if last_act == "submit" else None)
        return True

    def decided(self, number: int, submission: int | None) -> None:
        """A decision can be undone; who decides about a submission has seen it."""
        self.undoable.add(number)
        self.opened |= {submission} - {None}
