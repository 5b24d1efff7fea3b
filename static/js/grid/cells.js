// The cells of a grid as rows and columns: <input data-cooperative data-field> in role="row" elements.

export class Cells {
  constructor(grid) {
    this.grid = grid;
    this.rows = [...grid.querySelectorAll("[data-row]")];
    this.cells = this.rows.map((row) => [...row.querySelectorAll("[data-field]")]);
    this.byNumber = new Map(this.rows.map((row, place) => [row.dataset.row, place]));
    this.fields = (this.cells[0] ?? []).map((cell) => cell.dataset.field);
    this.cells.forEach((cells, row) => cells.forEach((cell, column) => Object.assign(cell, { row, column })));
    // What the server has, as it showed it: the ground on which a change is made.
    this.stored = new WeakMap();
    for (const cell of this.cells.flat()) this.stored.set(cell, cell.value);
  }

  at(row, column) {
    return this.cells[row]?.[column];
  }

  find(number, field) {
    return this.at(this.byNumber.get(number), this.fields.indexOf(field));
  }

  label(cell) {
    const heading = document.getElementById(`c-${cell.dataset.field}`).firstChild.textContent.trim();
    return `${this.rows[cell.row].dataset.name}, ${heading}`;
  }

  // One mark a cell, the most urgent of: refused, conflict, error, warning, waiting.
  mark(cell, kind, on) {
    const box = cell.parentElement;
    const kinds = new Set((box.dataset.marks ?? "").split(" ").filter(Boolean));
    if (on) kinds.add(kind);
    else kinds.delete(kind);
    if (kinds.size) box.dataset.marks = [...kinds].join(" ");
    else delete box.dataset.marks;
    const wrong = ["refused", "conflict", "error"].some((name) => kinds.has(name));
    if (wrong) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }

  focus(cell) {
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    cell?.focus({ preventScroll: true });
  }
}
