// Keys that lead out of the cells, and back: F6 to what is to be looked at, also before the table has the
// focus, Shift+F2 to the remarks on a cell, and addresses to a cell.

import { openAtCell } from "./at-cell.js";

export class Ways {
  constructor({ page, cells, keys, findings, rowHistory }) {
    Object.assign(this, { page, cells, keys, findings, rowHistory });
    // The list of what to look at has an F6 of its own, from one to the next.
    addEventListener("keydown", (event) => !event.defaultPrevented && !event.isComposing && this.pressed(event));
    addEventListener("hashchange", () => openAtCell(cells));
  }

  pressed(event) {
    const isInCell = this.cells.grid.contains(event.target) && event.target.matches("[data-field]");
    if (event.key === "F6" && !hasModifier(event) && !document.querySelector("dialog[open]")) this.goOn(event);
    else if (event.key === "F2" && event.shiftKey && isInCell) this.showHistory(event);
  }

  goOn(event) {
    event.preventDefault();
    this.keys.take();
    if (!this.findings.focusFirst()) this.page.focusBar();
  }

  showHistory(event) {
    event.preventDefault();
    this.keys.take();
    this.rowHistory.show(this.cells.rows[event.target.row], event.target);
  }
}

function hasModifier({ ctrlKey, altKey, shiftKey, metaKey }) {
  return ctrlKey || altKey || shiftKey || metaKey;
}
