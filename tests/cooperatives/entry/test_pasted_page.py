"""The dialog about a pasted block: what it offers for lines that nobody knows."""

from dataclasses import replace

from cooperatives.office.uses import LEAVE
from cooperatives.pages.pasted import MOST_OPTIONS, Pasted
from tests.cooperatives.office.tables import ROWS, TARGET, A, block, read


def pasted(strangers, rows):
    """A block of so many strangers beside a target of so many rows."""
    target = replace(
        TARGET,
        rows=tuple(
            replace(ROWS[0], number=f"N{n}", name=A.name if n == 0 else f"HTX Khuổi Lùng số {n}")
            for n in range(rows)
        ),
    )
    lines = [f"Wxyz {n}|7" for n in range(strangers)]
    return Pasted(None, read(block("Tên HTX|TV", f"{A.name}|21", *lines), target), {})


def test_all_cooperatives_are_listed_for_a_line_that_is_nobodys():
    few = pasted(3, 200)
    assert few.sought == ()
    for question in few.unmatched:
        numbers = {value for value, _label in question.choices}
        assert numbers == {LEAVE} | {f"N{n}" for n in range(1, 200)}


def test_where_they_are_too_many_to_list_they_are_looked_up():
    many = pasted(50, 200)
    assert [number for number, _label in many.sought] == [f"N{n}" for n in range(200)]
    assert sum(len(question.choices) for question in many.unmatched) < MOST_OPTIONS
    assert all(question.choices[0][0] == LEAVE for question in many.unmatched)


def test_a_cooperative_that_is_given_twice_is_said_to_be():
    found = read(block("Tên HTX|TV", f"{A.name}|21", f"{A.name}|22"))
    shown = Pasted(None, found, {}).lines
    assert [line.meaning for line in shown[1:]] == ["ghi hai lần"] * 2
