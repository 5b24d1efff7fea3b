"""The quarterly report as a Word file, from plain values alone: the comparison, where the returns
stand, the office's fixed texts, the annexes, and the mark of the edition that they are from.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Progress
from ..output.pictures import targets_picture, units_picture
from ..overview.panels import target_panel
from ..overview.target_rows import TargetRow, most_urgent_first, target_rows
from ..papers.fixed import DEMO, DRAFT, FixedTexts
from ..papers.form import WIDTH, Foot, Head, Paper
from . import text
from .tables import (
    MARKS_NOTE,
    SIZE,
    TARGETS,
    UNITS_NOTE,
    Annex,
    annex_table,
    target_cells,
    unit_tables,
)
from .text import Mark


def quarterly_report(
    progress: Progress,
    reporting: Reporting,
    texts: FixedTexts,
    annexes: Sequence[Annex] = (),
    edition: Mark | None = None,
    *,
    issuers: text.Issuers | None = None,
    is_demo: bool = False,
    goes_on: bool = True,
) -> bytes:
    """The report as .docx, in Vietnamese whatever the language of the page. edition: the mark of
    the edition that all the values are from; None where they are live, which makes it a draft.
    issuers: who issued the decisions that it cites.
    goes_on: whether the unit has not ended since, so that its year's end may be told.
    """
    with override("vi"):
        rows = target_rows(progress, goes_on=goes_on)
        issuer = " ".join(texts.issuer.split())
        paper = Paper(" ".join(["Báo cáo", *text.about(progress)]), _day_of(progress, edition))
        _top(paper, progress, texts, edition)
        _general(
            paper, text.basis(progress, edition, issuers or {}), reporting, rows, is_demo=is_demo
        )
        _results(paper, progress, reporting, rows)
        _next_steps(paper, progress, reporting, rows)
        charts = _charts(progress, rows, is_demo=is_demo)
        count = len(annexes) + bool(charts)
        paper.end(text.closing(progress, issuer, count))
        paper.foot(Foot(texts.recipients, texts.signing_for, texts.signer_title, texts.signer_name))

        def begin(title: str) -> None:
            paper.annex(title, texts.symbol, _day_of(progress, edition), issuer, is_only=count == 1)

        if charts:
            begin(f"Biểu đồ kết quả thực hiện kế hoạch {text.quarter_of(progress)}")
            for picture, says in charts:
                paper.picture(picture, WIDTH, says)
            paper.end_annex("Số liệu của biểu đồ như các bảng của báo cáo")
        for annex in annexes:
            begin(annex.title)
            paper.table(*annex_table(annex), SIZE)
            paper.end_annex(annex.note)
        return paper.content()


def _top(paper: Paper, progress: Progress, texts: FixedTexts, edition: Mark | None) -> None:
    dated, mark = _day_of(progress, edition), "" if edition else DRAFT
    paper.head(Head(texts.superior, texts.issuer, texts.symbol, texts.place, dated, mark))
    paper.title("Báo cáo", text.about(progress))
    paper.addressed_to(texts.addressees)


def _general(
    paper: Paper,
    basis: str,
    reporting: Reporting,
    rows: Sequence[TargetRow],
    *,
    is_demo: bool,
) -> None:
    paper.part(1, "Tình hình chung")
    paper.text(" ".join([basis, *([DEMO] if is_demo else [])]))
    if said := " ".join(filter(None, [text.tally_said(rows), text.returns_said(reporting)])):
        paper.text(said)


def _results(
    paper: Paper, progress: Progress, reporting: Reporting, rows: Sequence[TargetRow]
) -> None:
    paper.part(2, "Kết quả thực hiện các chỉ tiêu")
    sections = [
        ("Chỉ tiêu đạt, đúng tiến độ", text.good(progress, rows)),
        ("Chỉ tiêu chậm tiến độ, nguy cơ không đạt", text.bad(progress, rows)),
        ("Số liệu còn thiếu và ảnh hưởng", text.missing(progress, rows)),
    ]
    for place, (title, sentences) in enumerate([one for one in sections if one[1]], start=1):
        paper.heading(place, title)
        if len(sentences) > 1:
            paper.points(sentences)
        else:
            paper.text(*sentences)
    if names := text.unknown(rows):
        paper.text(f"Chưa có số liệu: {', '.join(names)}.")
    paper.caption("Bảng 1. Kết quả thực hiện các chỉ tiêu kế hoạch")
    paper.table(TARGETS, target_cells(rows), SIZE, stays_whole=True)
    tables = unit_tables(progress, reporting)
    for place, table in enumerate(tables, start=2):
        paper.caption(f"Bảng {place}. Kết quả theo đơn vị")
        paper.table(table.columns, table.rows, SIZE, stays_whole=True)
    paper.note(UNITS_NOTE if tables else MARKS_NOTE)


def _next_steps(
    paper: Paper, progress: Progress, reporting: Reporting, rows: Sequence[TargetRow]
) -> None:
    if found := text.to_do(progress, rows, reporting):
        paper.part(3, "Việc cần làm trong thời gian tới")
        for said in found:
            paper.text(f"- {said}")


def _charts(
    progress: Progress, rows: Sequence[TargetRow], *, is_demo: bool
) -> list[tuple[bytes, str]]:
    """All targets, and the sub-units of the most urgent one, each with what it shows in words."""
    found = [
        (targets_picture(progress, rows, "png", is_demo=is_demo), "Các chỉ tiêu so với kế hoạch")
    ]
    if progress.units and rows:
        most = most_urgent_first(list(rows))[0]
        panel = target_panel(progress, most.standing.code)
        says = f"{most.indicator.label} theo đơn vị"
        found.append((units_picture(progress, panel, "png", is_demo=is_demo), says))
    return [(picture, says) for picture, says in found if picture]


def _day_of(progress: Progress, edition: Mark | None) -> date:
    return edition.published_on if edition else progress.day
