// Cells that follow others until somebody types in them: <div role="gridcell" data-follows>, where their
// value is from in short in <small data-source>, in words in what follows it.

export class Following {
  constructor(cells, unsent) {
    Object.assign(this, { cells, unsent });
  }

  // Whether a cell follows, by what was last done to it here, else by what the server said.
  has(cell) {
    return this.unsent.get(cell)?.follows ?? "follows" in cell.parentElement.dataset;
  }

  // What the server says of a row: [text, source, the same in short] by field. Cells that hold another text
  // by now: [[cell, text]].
  show(number, follows = {}) {
    const row = this.cells.cells[this.cells.byNumber.get(number)] ?? [];
    return row.flatMap((cell) => this.mark(cell, follows[cell.dataset.field] ?? []));
  }

  mark(cell, [text, source, short]) {
    const box = cell.parentElement;
    if (!source && !("follows" in box.dataset)) return [];
    box.toggleAttribute("data-follows", Boolean(source));
    const shown = box.querySelector("[data-source]");
    if (shown) {
      const said = shown.nextElementSibling;
      if (source) Object.assign(shown, { textContent: short, title: source });
      if (source) said.textContent = source;
      this.cells.describe(cell, said.id, Boolean(source));
      const before = box.querySelector("small[id]");
      if (before) this.cells.describe(cell, before.id, !source);
    }
    return source && text !== this.cells.stored.get(cell) ? [[cell, text]] : [];
  }
}
