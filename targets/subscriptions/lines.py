"""A target in a line of a letter, in the words and numbers of the screen."""

from cooperatives.ground.printing import NOTHING

from ..movements.steps import NetChange
from ..overview.target_rows import TargetRow
from ..words.aims import beside_value
from ..words.labels import short_unit_label
from ..words.movements import because, moved, of_years


def changed_line(row: TargetRow, change: NetChange, was: str) -> str:
    """A target that moved: "Lợi nhuận bình quân: 54,9 → 54,6 triệu; đúng tiến độ → chậm tiến độ
    (mục tiêu ≥ 85); vì Chợ Đồn gửi biểu". was: how it stood, "" where it stood as now.
    """
    value = moved(change)
    if not change.has_moved:
        value = row.compared.with_unit(row.assessment.measure.value)
    status = f"{was} → {row.status_words or NOTHING}" if was else row.status_words
    aim = f"({row.aim})" if row.goal else ""
    why = because(change) if change.has_moved else ""
    said = "; ".join(filter(None, [value, f"{status} {aim}".strip(), why]))
    return f"{row.indicator.label}{of_years(change)}: {said}"


def standing_line(row: TargetRow) -> str:
    """Where a target stands: "Lợi nhuận bình quân: 54,6 / 85 triệu; chậm tiến độ"."""
    period = f" ({row.period})" if row.period else ""
    value = f"{row.value} / {beside_value(row.goal, row.compared)}" if row.goal else row.value
    with_unit = f"{value} {short_unit_label(row.indicator)}".rstrip()
    said = "; ".join(filter(None, [with_unit, row.status_words]))
    return f"{row.indicator.label}{period}: {said}"
