"""What the sentences of a report may say of a target, worked out from the comparison's JSON."""

import re
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import override

from targets.comparison.as_json import progress_as_json
from tests.targets.report.docx_files import lines_of, numbers_in, opened, sections

MONEY = {"average_profit", "average_member_income"}


def text_lines(content) -> list[str]:
    """The paragraphs of the text itself: neither tables nor annexes."""
    first = sections(opened(content))[0]
    said = [lines_of(one) for one in first if one.tag.endswith("}p")]
    return [line for lines in said for line in lines]


def shown(code: str, value) -> set[str]:
    """A number of the JSON as it may be printed, with one decimal or two."""
    if value is None:
        return {"–"}
    exact = Fraction(value).limit_denominator(10**7) / (10**6 if code in MONEY else 1)
    said = set()
    for decimals in (0, 1, 2):
        rounded = round(float(exact) + 1e-9, decimals)
        if abs(rounded - float(exact)) <= 0.5 * 10**-decimals + 1e-9:
            said.add(number_format(rounded, decimals, use_l10n=True))
    precise = said - {number_format(round(float(exact)), 0, use_l10n=True)}
    return said if exact.denominator == 1 else precise or said


def numbers_of(progress, fact) -> set[str]:
    """What the text may say of one target: its value, what is planned, due, projected, possible,
    how many lack figures, how much is reached, the year before, what the quarter added.
    """
    code = fact["indicator"]
    numbers = [fact["value"], fact["target"], fact["expected"], fact["projection"]]
    numbers += [*(fact["bounds"] or []), abs(fact["target"] - fact["value"])]
    numbers.append(float(progress.last_year[code].value))
    if fact["projection"] is not None and code not in MONEY:
        numbers.append(int(fact["projection"]))
    earlier = [one.assessment.measure.value for one in progress.series[code]][-2:]
    if len(earlier) > 1 and None not in earlier:
        numbers.append(float(earlier[1] - earlier[0]))
    known = set().union(*(shown(code, one) for one in numbers))
    reached = (fact["attainment"] or 0) * 100
    known |= shown("", round(reached, 4)) | shown("", round(reached - 100, 4))
    known |= {one.removesuffix(",0") for one in known}  # in a sentence 51,0 is 51
    coverage = fact["coverage"]
    lacking = coverage["expected"] - coverage["reported"] - coverage["carried"]
    known |= {f"{lacking:02d}", *(f"{one:02d}" for one in coverage.values())}
    for unit in progress.units:
        known.add(f"{unit.standing(code).assessment.measure.coverage.missing:02d}")
    return known | {f"0{one}" for one in known if re.fullmatch(r"\d", one)}


def said_of_targets(content, progress) -> list[tuple[str, str]]:
    """Each stretch of the results' text with the code of the target that it begins with."""
    names = {str(one.indicator.label): one.code for one in progress.whole.standings}
    results = " ".join(text_lines(content)).split("II. KẾT QUẢ")[1].split("Trên đây")[0]
    results = re.sub(r"(xếp loại )?năm 20\d\d|/20\d\d|^.*?CHỈ TIÊU| [123]\. ", " ", results)
    results = re.sub(r"\d+ đơn vị khác", "", results)
    results = results.split("Bảng")[0] + results.partition("Đến hết năm")[2]
    found = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    by_name = {name.casefold(): code for name, code in names.items()}
    parts = re.split(f"({found})", results, flags=re.IGNORECASE)[1:]
    return [(by_name[name.casefold()], said) for name, said in zip(*[iter(parts)] * 2, strict=True)]


def check_sentences(content, progress) -> int:
    """Assert that each number of the results' text is one of the target that it speaks of; how many
    were looked at.
    """
    by_code = {fact["indicator"]: fact for fact in progress_as_json(progress)["targets"]}
    checked = 0
    with override("vi"):
        said = said_of_targets(content, progress)
    for place, (code, text) in enumerate(said):
        known = numbers_of(progress, by_code[code])
        if place and said[place - 1][1].strip() == "và":  # what is said of two together
            known |= numbers_of(progress, by_code[said[place - 1][0]])
        numbers = numbers_in(text)
        checked += len(numbers)
        assert [one for one in numbers if one not in known] == [], (code, text)
    return checked
