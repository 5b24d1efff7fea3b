"""What is open in returns: what an officer weighs before approving them."""

from collections import Counter
from dataclasses import dataclass

from ..figures.answers import still_explains
from ..figures.completeness import NOTHING_EXPECTED, Completeness
from ..models import Remark, User, WarningAnswer


@dataclass(frozen=True)
class Weight:
    """remarks: how many are not settled; own: those of them that the reader made. explained:
    unusual values for which there is a word. blanks: cooperatives that lack a figure.
    """

    remarks: int = 0
    own: tuple[Remark, ...] = ()
    explained: int = 0
    blanks: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is open."""
        return not (self.remarks or self.explained or self.blanks)

    @property
    def own_about(self) -> list[str]:
        """The cooperatives that the reader's remarks are about, each once."""
        return list(dict.fromkeys(one.cooperative.name for one in self.own if one.cooperative))


def weights_of(filled: dict[int, Completeness], reader: User) -> dict[int, Weight]:
    """What is open in stored returns, by their keys. filled: how full each is. Two statements."""
    remarks: dict[int, list[Remark]] = {key: [] for key in filled}
    # Answers stand and fall with what they answer.
    said = Remark.objects.filter(
        quarterly_return__in=list(filled), is_settled=False, in_answer_to=None
    )
    for remark in said.select_related("cooperative").order_by("at", "pk"):
        remarks[remark.quarterly_return_id].append(remark)
    words = WarningAnswer.objects.filter(figures__quarterly_return__in=list(filled))
    explained = Counter(
        word.figures.quarterly_return_id
        for word in words.order_by().select_related("figures")
        if still_explains(word)
    )
    return {
        key: Weight(
            len(remarks[key]),
            tuple(remark for remark in remarks[key] if remark.by_id == reader.pk),
            explained[key],
            counts.expected - counts.complete if counts != NOTHING_EXPECTED else 0,
        )
        for key, counts in filled.items()
    }
