// The mouse among the cells, as in a spreadsheet: dragging selects a block, a heading its column. Text
// is dragged neither out of cells nor into them. Fingers scroll and tap as everywhere.

import { ON_PHONE } from "./pager.js";

const STEP = 60; // milliseconds from cell to cell towards a pointer beyond the cells

export class Mouse {
  constructor(cells, keys) {
    this.cells = cells;
    this.keys = keys;
    this.isMouse = true;
    this.from = null; // the cell that is dragged from, while the button is down
    const { grid } = cells;
    grid.addEventListener("pointerdown", ({ pointerType }) => { this.isMouse = pointerType === "mouse"; });
    grid.addEventListener("mousedown", (event) => this.pressed(event));
    grid.addEventListener("click", (event) => this.clicked(event));
    grid.addEventListener("dblclick", ({ target }) => target.matches("input") && keys.edit(target));
    addEventListener("mousemove", (event) => this.from && this.moved(event));
    addEventListener("mouseup", () => this.from && this.released());
    grid.addEventListener("dragstart", (event) => event.preventDefault());
    grid.addEventListener("drop", (event) => event.preventDefault());
    grid.addEventListener("dragover", (event) => {
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    });
  }

  pressed(event) {
    const cell = event.target.closest("[data-field]");
    this.entered = null;
    if (!cell || event.button !== 0) {
      // The menu that copies is about what is selected.
      if (cell && this.isBlock(cell)) event.preventDefault();
      return;
    }
    const { keys } = this;
    const hasFocus = cell === document.activeElement;
    if (event.shiftKey && keys.anchor) {
      event.preventDefault();
      keys.take();
      keys.select(keys.anchor, cell);
      this.drag(keys.anchor, event);
    } else if (hasFocus && keys.isInText(cell)) {
      keys.editing = true; // the text is the field's own
      keys.select(cell, cell);
    } else if (hasFocus && cell.matches("input") && !this.cells.isNumber(cell)) {
      this.caret = cell; // a click into words that have the focus sets the caret in them
      keys.select(cell, cell);
      if (this.mayDrag) this.drag(cell, event);
      else this.editWords();
    } else {
      // A figure is replaced by what is typed next, as after any other way into it.
      this.entered = cell;
      if (this.isMouse) this.enter(cell, event);
    }
  }

  // A phone shows one row at a time.
  get mayDrag() {
    return this.isMouse && !ON_PHONE.matches;
  }

  isBlock(cell) {
    const chosen = this.keys.selected();
    return chosen.length > 1 && chosen.includes(cell);
  }

  // The browser would set the caret, and take what moves then for text.
  enter(cell, event) {
    const opens = cell.matches("select") && !cell.showPicker;
    if (opens || cell.disabled) return;
    event.preventDefault();
    cell.focus({ preventScroll: true });
    this.keys.entered(cell);
    this.drag(cell, event);
  }

  editWords() {
    this.keys.editing = true;
    this.caret = null;
  }

  clicked({ target }) {
    const heading = target.closest("[role=columnheader]");
    if (heading && !target.closest("button")) this.selectUnder(heading);
    const cell = this.entered;
    if (!cell || target !== cell) return;
    if (this.isMouse && cell.matches("select:not(:disabled)")) cell.showPicker?.();
    // A finger's tap sets the caret only once this event is over.
    else if (!this.isMouse) setTimeout(() => this.selectText(cell));
  }

  selectText(cell) {
    const isEntered = cell === document.activeElement && !this.keys.isInText(cell);
    if (isEntered && cell.selectionStart === cell.selectionEnd) cell.select?.();
  }

  // A column, or from the corner all of them; the focus stays in its row.
  selectUnder(heading) {
    if (ON_PHONE.matches) return; // there it is the name of the figure beside it
    const { cells, keys } = this;
    const column = cells.fields.findIndex((field) => cells.heading(field) === heading);
    const { row, column: here } = keys.current ?? cells.at(0, 0);
    cells.focus(cells.at(row, column < 0 ? here : column));
    if (column < 0) keys.selectAll();
    else keys.select(cells.at(0, column), cells.at(cells.rows.length - 1, column));
  }

  // --- Dragging ---

  drag(cell, { clientX, clientY }) {
    if (!this.mayDrag) return;
    this.from = cell;
    this.point = [clientX, clientY];
  }

  moved(event) {
    if (!(event.buttons & 1)) {
      this.released(); // outside of the window
      return;
    }
    this.point = [event.clientX, event.clientY];
    const cell = this.under();
    if (cell) this.reach(cell);
    else this.timer ??= setInterval(() => this.step(), STEP);
  }

  under() {
    const cell = document.elementFromPoint(...this.point);
    return cell?.matches("[role=grid] [data-field]") ? cell : null;
  }

  reach(cell) {
    clearInterval(this.timer);
    this.timer = null;
    if (cell === this.keys.end) return;
    this.keys.select(this.from, cell);
    this.caret = null;
    this.from.select?.();
  }

  // Towards a pointer that is beside the cells, which scrolls on.
  step() {
    const cell = this.under();
    if (cell) {
      this.reach(cell);
      return;
    }
    const { end } = this.keys;
    const [x, y] = this.point;
    const { left, right, top, bottom } = end.getBoundingClientRect();
    const next = this.cells.at(end.row + side(y, top, bottom), end.column) ?? end;
    const reached = this.cells.at(next.row, end.column + side(x, left, right)) ?? next;
    this.keys.select(this.from, reached);
    reached.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  released() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.caret) this.editWords();
    this.from = null;
  }
}

// On which side of a stretch a place lies: -1, 0 within it, or 1.
export function side(place, first, last) {
  if (place < first) return -1;
  return place > last ? 1 : 0;
}
