// Copies blocks of cells, and takes what is pasted: one text into cells, a block to where it belongs.

import { format, parse, withoutBlankEnd } from "./blocks.js";

export class Clipboard {
  constructor({ page, cells, keys, editing, pasting, report }) {
    Object.assign(this, { page, cells, keys, editing, pasting, report });
    const { grid } = cells;
    grid.addEventListener("copy", (event) => this.copy(event));
    grid.addEventListener("cut", (event) => this.copy(event) && editing.change(keys.selected().map((cell) => [cell, ""])));
    grid.addEventListener("paste", (event) => this.paste(event));
  }

  // Several cells as a block; the text of one is the field's own matter.
  copy(event) {
    if (this.keys.selected().length < 2) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", format(this.keys.block()));
    return true;
  }

  paste(event) {
    const cell = event.target;
    if (this.page.isLocked || !cell.matches("[data-field]")) return;
    const text = event.clipboardData.getData("text/plain");
    const first = this.keys.selected()[0] ?? cell;
    const { rows: all } = this.cells;
    const rows = withoutBlankEnd(parse(text), all.length - all.findIndex((row) => row.contains(first)));
    if (rows.length > 1 || rows[0].length > 1) {
      event.preventDefault();
      this.keys.take();
      this.pasting.paste(rows, first);
    } else this.one(event, text, rows[0][0]);
  }

  // One text is the field's own, unless a spreadsheet put it into quotes or lines; several cells get it each.
  one(event, text, clean) {
    const chosen = this.keys.selected();
    const isOfField = chosen.length < 2 && event.target.matches("input");
    if (isOfField && text.trim() === clean) return;
    event.preventDefault();
    if (isOfField) document.execCommand("insertText", false, clean); // the field takes it back with Ctrl+Z
    else {
      this.keys.typing = null;
      this.report.filled(this.editing.change(chosen.map((one) => [one, clean])));
      event.target.select?.();
    }
  }
}
