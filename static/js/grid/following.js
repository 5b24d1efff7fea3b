// Cells that follow others until somebody types in them: <div role="gridcell" data-follows>, where their
// value is from in <small data-source>.

export class Following {
  constructor(cells, unsent) {
    Object.assign(this, { cells, unsent });
  }

  // Whether a cell follows, by what was last done to it here, else by what the server said.
  has(cell) {
    return this.unsent.get(cell)?.follows ?? "follows" in cell.parentElement.dataset;
  }

  // What the server says of a row: [text, source] by field. Cells that hold another text by now: [[cell, text]].
  show(number, follows = {}) {
    const row = this.cells.cells[this.cells.byNumber.get(number)] ?? [];
    return row.flatMap((cell) => this.mark(cell, follows[cell.dataset.field] ?? []));
  }

  mark(cell, [text, source]) {
    const box = cell.parentElement;
    if (!source && !("follows" in box.dataset)) return [];
    box.toggleAttribute("data-follows", Boolean(source));
    const said = box.querySelector("[data-source]");
    if (said) {
      if (source) said.textContent = said.title = source;
      this.cells.describe(cell, said.id, Boolean(source));
    }
    return source && text !== this.cells.stored.get(cell) ? [[cell, text]] : [];
  }
}
