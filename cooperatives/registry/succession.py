"""The end of a group that becomes a cooperative: it follows the cooperative's beginning."""

from ..ground.problems import Problem
from ..models import Organisation
from .life import Life


class GroupEnd:
    """The end of a group: on the day on which the cooperative begins that it becomes, and under the
    same number. Changed with the cooperative, in the transaction that holds both.
    """

    def __init__(self, group: Organisation) -> None:
        self.group = group
        self.life = Life.of(group)

    @classmethod
    def before(cls, cooperative: Organisation) -> "GroupEnd | None":
        """That of the group which a cooperative was, None where it was none."""
        return cls(cooperative.predecessor) if cooperative.predecessor_id else None

    def follow(self, cooperative: Organisation) -> None:
        """End with the beginning of a cooperative, stored or not."""
        cooperative.predecessor = self.group  # so that each of them knows the other as it is now
        self.group.dissolved_on = cooperative.founded_on
        if self.group.registration_number:
            self.group.registration_number = cooperative.registration_number

    def take_back(self) -> None:
        """Not end: the cooperative that it became goes."""
        Organisation._meta.get_field("predecessor").remote_field.set_cached_value(self.group, None)
        self.group.dissolved_on = None

    def problems(self) -> list[Problem]:
        """What is wrong with the group as it is then, its own constraints aside."""
        return self.life.problems()

    def field_of(self, found: Problem) -> str | None:
        """The field of the cooperative that shows what is wrong with the group."""
        if found.record is not self.group:
            return None
        return "registration_number" if found.field == "registration_number" else "founded_on"
