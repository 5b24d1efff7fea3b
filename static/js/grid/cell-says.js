// What is said of the cell that has the focus, in the bar, in sight: the list may be far below. Of words
// that the field cuts off the bar shows the whole.

export class CellSays {
  constructor(page, cells) {
    this.page = page;
    this.cells = cells;
    this.bar = page.sheet.querySelector(".sheet__bar");
    cells.grid.addEventListener("focusin", () => this.show());
    cells.grid.addEventListener("focusout", () => this.show());
    cells.grid.addEventListener("input", ({ target }) => !cells.isNumber(target) && this.show());
  }

  show() {
    const cell = document.activeElement;
    const isCell = this.cells.grid.contains(cell);
    const isCut = isCell && cell.matches("input") && !this.cells.isNumber(cell) && cell.scrollWidth > cell.clientWidth;
    const ids = isCell ? (cell.getAttribute("aria-describedby") ?? "").split(" ") : [];
    const described = ids.map((id) => document.getElementById(id)).filter(Boolean);
    const remarks = described.filter((one) => one.matches("[data-remarks]")).flatMap((one) => [...one.children]);
    const said = described.filter((one) => one.matches("[data-said]"));
    const texts = [isCut ? cell.value : "", ...[...remarks, ...said].map((one) => one.textContent)];
    const box = this.page.part("cell-says");
    box.textContent = texts.filter(Boolean).join(" ");
    const isLong = isCut || remarks.length > 0;
    box.toggleAttribute("data-words", isLong);
    if (!isLong) return;
    scrollBy(0, Math.max(0, Math.ceil(cell.getBoundingClientRect().bottom - this.bar.getBoundingClientRect().top)));
  }
}
