"""The grid of a return as a person meets it: its cells, keys, clipboard, and what it says."""

import re
from html import unescape

from playwright.sync_api import Locator, Page, Route, expect

from .districts import NAMES, District

MONEY = ("revenue", "profit", "average_member_income")
FIGURES = (
    *MONEY,
    "member_count",
    "managers_total",
    "managers_higher_education",
    "managers_vocational",
)
FIELDS = (*FIGURES, "note")

CELLS = "**/cells/"
"""Where cells are stored."""

GOOD_ROW = ("120", "12", "6", "21", "5", "2", "1")
"""Seven figures without anything unusual."""


class Grid:
    """The open page of a district's return."""

    def __init__(self, page: Page, district: District):
        self.page, self.district = page, district
        self.root = page.get_by_role("grid")
        self.trouble = page.locator("[data-trouble]")
        self.kept = page.locator("[data-kept]")
        self.report = page.locator("[data-pasted]")
        self.question = page.get_by_role("dialog").and_(page.locator("[data-question]"))
        self.findings = page.locator("[data-findings-list] > li")
        self.explains = self.findings.locator("[data-explain]")
        self.state = page.locator("[data-state]")

    def open(self) -> "Grid":
        self.page.goto(self.district.path)
        return self

    # --- Cells ----------------------------------------------------------------------------------

    def cell(self, row: int, field: str) -> Locator:
        number = self.district.numbers[row]
        return self.root.locator(f'[data-cooperative="{number}"][data-field="{field}"]')

    def box(self, row: int, field: str) -> Locator:
        return self.cell(row, field).locator("..")

    def row(self, row: int) -> list[str]:
        """What the cells of a row show."""
        return [self.cell(row, field).input_value() for field in FIELDS]

    def column(self, field: str) -> list[str]:
        return [self.cell(row, field).input_value() for row in range(len(NAMES))]

    # --- Hands ----------------------------------------------------------------------------------

    def enter(self, row: int, field: str, text: str) -> None:
        """Type a text into a cell and move on."""
        self.cell(row, field).focus()
        self.type(text)
        self.press("Tab")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def copy_elsewhere(self, text: str) -> None:
        """Put a text on the clipboard, as another program would."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def paste(self, row: int, field: str, text: str) -> None:
        self.copy_elsewhere(text)
        self.cell(row, field).focus()
        self.press("Control+v")

    def confirm(self) -> list[tuple[int, str]]:
        """Agree to what the question about a pasted block offers: the cells that it lists."""
        expect(self.question.locator("[data-confirm]")).to_be_enabled()
        listed = self.listed()
        self.question.locator("[data-confirm]").click()
        expect(self.question).to_have_count(0)
        return listed

    def choose(self, key: str, value: str) -> None:
        """Choose in the question, and wait until it says what would become of the block."""
        with self.page.expect_response("**/paste/"):
            self.question.locator(f"select[name={key}]").select_option(value)
        expect(self.question.locator("form")).to_have_attribute("aria-busy", "false")

    def answer_open_choices(self) -> None:
        """Answer everything that the question leaves open: columns in the order of the grid, else
        by the first choice.
        """
        expect(self.question.locator("[data-confirm]")).to_be_visible()
        fields = iter(("revenue:million", "profit:million", "average_member_income:million"))
        while self.question.locator("[data-open-choice]").count():
            choice = self.question.locator("[data-open-choice]").first
            with self.page.expect_response("**/paste/"):
                if choice.get_by_role("radio").count():
                    choice.get_by_role("radio").first.check()
                else:
                    choice.get_by_role("combobox").select_option(next(fields))
            expect(self.question.locator("form")).to_have_attribute("aria-busy", "false")

    def cancel(self) -> None:
        """Close the question about a pasted block."""
        self.question.locator("[data-cancel]").click()
        expect(self.question).to_have_count(0)

    def explain(self, text: str) -> None:
        """Write the word that the only open warning asks for, without sending it."""
        self.explains.click()
        self.findings.get_by_role("textbox").fill(text)

    # --- What it says ---------------------------------------------------------------------------

    def agrees(self):
        """The block that was pasted belongs where it was pasted."""
        question = self.page.locator("[data-question]")
        question.locator("[name=place][value=here]").check()
        question.locator("[data-confirm]").click()

    def is_saved(self) -> None:
        expect(self.root).to_have_attribute("data-saved", "true")

    def is_unsaved(self) -> None:
        expect(self.root).to_have_attribute("data-saved", "false")

    def has_focus(self, row: int, field: str) -> None:
        expect(self.cell(row, field)).to_be_focused()

    def stored(self) -> list[list[str]]:
        """The rows of cells as the server has them now."""
        html = self.page.request.get(self.district.path).text()
        cells = dict(
            re.findall(r'data-cooperative="([^"]*" data-field="[^"]*)" value="([^"]*)"', html)
        )
        return [
            [unescape(cells[f'{number}" data-field="{field}']) for field in FIELDS]
            for number in self.district.numbers
        ]

    def listed(self) -> list[tuple[int, str]]:
        """The cells that the question about a pasted block lists: row and field."""
        cells = self.question.locator("[data-cooperative][data-field]").evaluate_all(
            "cells => cells.map(({ dataset }) => [dataset.cooperative, dataset.field])"
        )
        return [(self.district.numbers.index(number), field) for number, field in cells]

    def stored_row(self, row: int) -> list[str]:
        return self.stored()[row]

    def kept_in_browser(self) -> list[str]:
        """The names of the cells that localStorage holds."""
        return self.page.evaluate("Object.keys(localStorage)")


def block(*rows: tuple[str, ...], newline: str = "\n") -> str:
    """Rows as a spreadsheet puts them on the clipboard."""
    return newline.join("\t".join(row) for row in rows)


def held_back(page: Page, addresses: str) -> list[Route]:
    """The page's requests for addresses, which the test lets go on when it wants to."""
    held = []

    def hold(route):
        held.append(route)

    page.route(addresses, hold)
    return held
