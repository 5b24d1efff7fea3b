"""The letter that urges as a Word file, from plain values: who is urged about what, the office's
fixed texts, and the day.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import override

from cooperatives.returns.urging import Urged

from ..papers.fixed import DEMO, FixedTexts
from ..papers.form import WIDTH, Column, Foot, Group, Head, Paper, Row, day_on_paper
from ..papers.wording import joined
from . import text

SIZE = 10.5
"""In points, what stands in cells."""
UNITS = [
    Column("TT", 9, "center"),
    Column("Đơn vị", 34),
    Column("Hạn gửi", 24, "center"),
    Column("Tình trạng", 44),
    Column("Số HTX phải báo cáo", 16, "center"),
    Column("HTX thiếu số liệu", 14, "center"),
    Column("Chưa có số nào", 14, "center"),
]
COOPERATIVES = [
    Column("TT", 9, "center"),
    Column("Tên HTX", WIDTH - 9 - 26 - 58),
    Column("Số đăng ký", 26, "center"),
    Column("Số liệu còn thiếu", 58),
]


def urging_letter(
    urged: Sequence[Urged], texts: FixedTexts, day: date, *, is_demo: bool = False
) -> bytes:
    """The letter to some units as .docx, in Vietnamese whatever the language of the page; with a
    table of them where they are several, and the cooperatives that lack figures as an annex.
    """
    with override("vi"):
        symbol, issuer = text.symbol_of(texts.symbol), " ".join(texts.issuer.split())
        about = text.about(urged)
        paper = Paper(f"Công văn {about}", day)
        paper.head(Head(texts.superior, texts.issuer, symbol, texts.place, day, about=about))
        to = text.addressees(urged)
        paper.addressed_to(to, before=12)
        demo = [DEMO] if is_demo else []
        paper.text(" ".join([*demo, text.opening(urged, day)]))
        if len(urged) > 1:
            _points(paper, text.how_they_stand(urged))
        for said in text.what_is_missing(urged):
            paper.text(said)
        asks = f"{issuer} đề nghị" if issuer else "Đề nghị"
        if len(urged) > 1:
            paper.caption("Bảng 1. Biểu báo cáo theo đơn vị")
            paper.table(UNITS, _unit_rows(urged), SIZE)
            paper.text(f"{asks}:", keeps_next=True)
            for said in text.requests(urged):
                paper.text(f"- {said}.")
            paper.end("Đề nghị các đơn vị khẩn trương thực hiện")
        else:
            paper.end(f"{asks} {joined(to)} {text.request(urged[0])}")
        given = text.recipients(texts.recipients)
        paper.foot(Foot(given, texts.signing_for, texts.signer_title, texts.signer_name))
        if any(one.blanks for one in urged):
            period = urged[0].owed.period
            title = f"Danh sách hợp tác xã còn thiếu số liệu {text.quarter(period)}"
            paper.annex(title, symbol, day, issuer, is_only=True, of="Công văn")
            paper.table(COOPERATIVES, _cooperative_rows(urged), SIZE)
            paper.end_annex("Trong mỗi đơn vị, HTX chưa có số liệu nào xếp trước")
        return paper.content()


def _points(paper: Paper, said: Sequence[str]) -> None:
    """Points with letters, where there are several."""
    if len(said) > 1:
        paper.points(said)
    else:
        paper.text(*said)


def _unit_rows(urged: Sequence[Urged]) -> Iterable[Row]:
    for place, one in enumerate(urged, start=1):
        yield [
            str(place),
            one.owed.unit.name,
            day_on_paper(one.owed.due_on, ""),
            text.state(one),
            str(one.owed.completeness.expected),
            str(len(one.blanks)),
            str(one.without_any),
        ]


def _cooperative_rows(urged: Sequence[Urged]) -> Iterable[Row]:
    place = 0
    for one in urged:
        if one.blanks:
            yield Group(f"{one.owed.unit.name} ({len(one.blanks)} HTX)")
        for blank in one.blanks:
            place += 1
            labels = "; ".join(str(figure.label) for figure in blank.missing)
            yield [
                str(place),
                blank.cooperative.name,
                blank.cooperative.registration_number,
                "Chưa có số liệu nào" if blank.is_all else labels,
            ]
