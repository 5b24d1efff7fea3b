"""Questions and what was answered: a person's word decides, then a safe offer, else it is open."""

from collections.abc import Iterable, Mapping

from .understood import Question

Choices = Iterable[tuple[str, str]]

YES, NO = "yes", "no"


class Asking:
    """Gathers the questions of one reading.

    said: what the person has said in this conversation; remembered: what was said before, which
    answers without being asked again.
    """

    def __init__(self, said: Mapping[str, str], remembered: Mapping[str, str]) -> None:
        self.said, self.remembered = said, remembered
        self.questions: list[Question] = []

    def said_of(self, key: str) -> str:
        """What was said, now or before; "" for nothing."""
        return self.said.get(key) or self.remembered.get(key, "")

    def has(self, kind: str) -> bool:
        """Whether a question of a kind was put already."""
        return any(question.kind == kind for question in self.questions)

    def ask(
        self,
        key: str,
        text: str,
        choices: Choices,
        *,
        offered: str = "",
        examples: Iterable[str] = (),
        anew: bool = False,
    ) -> str:
        """Ask, and return what is chosen by now; "" while nothing is. anew: whatever was said."""
        choices = tuple(choices)
        values = {value for value, _label in choices}
        said = "" if anew else self.said.get(key, "")
        chosen = said if said in values else offered
        kind = key.partition("-")[0]
        question = Question(key, kind, text, choices, chosen, said not in values, tuple(examples))
        self.questions.append(question)
        return chosen
