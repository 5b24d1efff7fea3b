// Moves among the cells as a spreadsheet does, selects with Shift, and tells typing from moving.

import { ON_PHONE } from "./pager.js";

const PAGE = 10;

export class Keys {
  constructor(cells, on) {
    this.cells = cells;
    this.on = on; // commit(cell), revert(cell), typed()
    this.editing = false; // F2 or a double click: arrows move the caret
    this.typing = null; // the cell whose text the person has changed and not yet left
    this.current = null; // the cell that has the focus, or had it last
    this.anchor = null;
    this.end = null;
    this.marked = new Set(); // the selected cells, where they are several
    const { grid } = cells;
    grid.addEventListener("focusin", (event) => this.entered(event.target));
    grid.addEventListener("focusout", (event) => this.left(event.target));
    grid.addEventListener("input", (event) => this.typed(event.target));
    grid.addEventListener("change", (event) => event.target.matches("select") && this.left(event.target));
    grid.addEventListener("keydown", (event) => this.pressed(event));
  }

  entered(cell) {
    if (!cell.matches("[data-field]")) return;
    this.current = cell;
    cell.select?.();
    this.select(cell, cell);
  }

  typed(cell) {
    this.typing = cell;
    this.on.typed();
  }

  left(cell) {
    this.editing = false;
    this.typing = null;
    if (cell.matches("[data-field]")) this.on.commit(cell);
  }

  // Takes the text that is being typed without leaving the cell.
  take() {
    if (this.typing) this.left(this.typing);
  }

  // Whether keys are about the text of the cell, and not about the cell as a whole.
  isInText(cell) {
    return this.editing || this.typing === cell;
  }

  edit(cell) {
    this.editing = true;
    cell.setSelectionRange?.(cell.value.length, cell.value.length);
    if (cell.matches("select:not(:disabled)")) cell.showPicker();
  }

  pressed(event) {
    const cell = event.target;
    if (!cell.matches("[data-field]") || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a" && !this.isInText(cell)) {
      event.preventDefault();
      this.selectAll();
      return;
    }
    const move = this.moveOf(event, cell);
    if (!move) return;
    const [row, column] = move;
    const target = this.cells.at(row, column);
    if (!target) return; // Tab leaves the grid at its end
    event.preventDefault();
    if (event.shiftKey && event.key.startsWith("Arrow")) this.extend(row, column);
    else if (target === cell) this.stay(cell);
    else this.cells.focus(target);
  }

  // At the grid's edge a move leads nowhere, and takes what was typed all the same.
  stay(cell) {
    this.take();
    this.entered(cell);
  }

  // Where a key leads: [row, column], or nothing for a key that is the field's own.
  moveOf(event, cell) {
    const { row, column } = event.shiftKey && this.end && event.key.startsWith("Arrow") ? this.end : cell;
    const last = this.cells.rows.length - 1;
    const width = this.cells.fields.length - 1;
    const isOpen = this.editing && cell.matches("select");
    switch (event.key) {
      case "ArrowDown":
        if (event.altKey) this.editing = true; // opens a choice
        return event.altKey || isOpen ? null : [Math.min(row + 1, last), column];
      case "ArrowUp": return isOpen ? null : [Math.max(row - 1, 0), column];
      case "ArrowRight": return this.editing ? null : [row, Math.min(column + 1, width)];
      case "ArrowLeft": return this.editing ? null : [row, Math.max(column - 1, 0)];
      case "Enter": return ON_PHONE.matches && !event.shiftKey ? this.after(row, column) : [Math.max(0, Math.min(row + (event.shiftKey ? -1 : 1), last)), column];
      case "Tab": return event.shiftKey ? this.before(row, column) : this.after(row, column);
      case "Home": return this.editing ? null : [event.ctrlKey ? 0 : row, 0];
      case "End": return this.editing ? null : [event.ctrlKey ? last : row, width];
      case "PageDown": return [Math.min(row + PAGE, last), column];
      case "PageUp": return [Math.max(row - PAGE, 0), column];
      case "F2":
        if (event.shiftKey) return null; // asks for the cell's remarks
        this.edit(cell);
        event.preventDefault();
        return null;
      case "Escape": this.escape(cell); return null;
      default: return null;
    }
  }

  escape(cell) {
    this.editing = false;
    this.typing = null;
    this.select(cell, cell);
    this.on.revert(cell);
  }

  after(row, column) {
    return column < this.cells.fields.length - 1 ? [row, column + 1] : [row + 1, 0];
  }

  before(row, column) {
    return column > 0 ? [row, column - 1] : [row - 1, this.cells.fields.length - 1];
  }

  // --- Selection ---

  extend(row, column) {
    this.take();
    this.select(this.anchor, this.cells.at(row, column));
    this.end.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  select(anchor, end) {
    this.anchor = anchor;
    this.end = end;
    const chosen = this.selected();
    const before = this.marked;
    this.marked = new Set(chosen.length > 1 ? chosen : []);
    // Of a large block that grows by a row the rest stays as it is.
    for (const cell of before) if (!this.marked.has(cell)) cell.parentElement.classList.remove("is-selected");
    for (const cell of this.marked) if (!before.has(cell)) cell.parentElement.classList.add("is-selected");
  }

  selectAll() {
    this.select(this.cells.at(0, 0), this.cells.at(this.cells.rows.length - 1, this.cells.fields.length - 1));
  }

  selected() {
    return this.block().flat();
  }

  // The selected cells, row by row.
  block() {
    if (!this.anchor || !this.end) return [];
    const [top, bottom] = [this.anchor.row, this.end.row].sort((a, b) => a - b);
    const [left, right] = [this.anchor.column, this.end.column].sort((a, b) => a - b);
    return this.cells.cells.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  }
}
