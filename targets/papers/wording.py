"""Counts and names as papers write them: counts below 10 with a zero, units of a kind together."""

from collections.abc import Sequence

from cooperatives.ground.unit_names import unit_inside
from cooperatives.ground.wording import figure

from ..comparison.progress import NamedUnit

KINDS = ("huyện ", "xã ", "phường ", "tỉnh ", "thành phố ", "thị xã ", "thị trấn ", "quận ")


def number(count: int) -> str:
    """A count in a sentence: "05", "12"."""
    return f"0{count}" if 0 < count < 10 else figure(count)


def names(units: Sequence[NamedUnit | str], others: int = 0) -> str:
    """Units in a sentence, those of one kind together: "các huyện Na Rì, Chợ Đồn và thành phố Bắc
    Kạn". others: how many more there are.
    """
    of_kind: dict[str, list[str]] = {}
    for unit in units:
        said = unit_inside(unit if isinstance(unit, str) else unit.name)
        kind = next((one for one in KINDS if said.startswith(one)), "")
        of_kind.setdefault(kind, []).append(said.removeprefix(kind))
    more = [f"{number(others)} đơn vị khác"] if others else []
    is_alone = len(of_kind) == 1 and not more
    listed = joined if is_alone else ", ".join
    parts = [
        f"{'các ' if kind and len(some) > 1 else ''}{kind}{listed(some)}"
        for kind, some in of_kind.items()
    ]
    return joined([*parts, *more])


def inside(label: str) -> str:
    """A name of something inside a sentence: "lợi nhuận bình quân HTX"; "HTX" stays."""
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def joined(said: Sequence[str]) -> str:
    """A list in a sentence: "một, hai và ba"."""
    return " và ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))
