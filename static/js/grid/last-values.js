// Last period's values, which stand small in the corners: a key takes one into its cell, and one gesture
// all of a column where figures hardly change (<div role="columnheader" data-repeats>), into blank cells.

export class LastValues {
  constructor({ page, cells, keys, editing }) {
    Object.assign(this, { page, cells, keys, editing });
    this.repeating = cells.fieldsWith("repeats");
    cells.grid.addEventListener("click", ({ target }) => target.matches("[data-take-last]") && this.takeColumn(target));
    cells.grid.addEventListener("focusin", () => page.tell(""));
  }

  // Of several cells those that are blank, and hardly change, take theirs; one takes it in any case.
  take(cell) {
    this.keys.take();
    const last = this.cells.last(cell);
    const chosen = this.keys.selected();
    if (chosen.length > 1) this.fill(chosen);
    else if (last) this.editing.change([[cell, last]]);
    else this.page.tell(this.page.say("no-last"));
    cell.select?.();
  }

  takeColumn(button) {
    const heading = button.closest("[role=columnheader]");
    const column = this.cells.fields.findIndex((field) => this.cells.heading(field) === heading);
    this.fill(this.cells.cells.map((row) => row[column]));
  }

  // Blank is a cell without a text of any kind, also one that waits. Of who need not report nothing is
  // taken. The focus goes to where something was filled, unless it is there.
  fill(cells) {
    const fits = (cell) => this.repeating.includes(cell.dataset.field) && this.cells.isExpected(cell) && !this.editing.textOf(cell);
    const changes = cells.filter(fits).map((cell) => [cell, this.cells.last(cell)]).filter(([, last]) => last);
    const n = this.editing.change(changes);
    if (n && !document.activeElement.matches("[data-field]")) this.cells.focus(changes[0][0]);
    this.page.tell(n ? this.page.say("took-last", { n }) : this.page.say("took-none"));
  }
}
