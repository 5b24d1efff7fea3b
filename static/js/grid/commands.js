// Keys that change cells as wholes: take back, fill down, clear, last period's value, no activity; and
// the decimal key of the keypad, which types the page's own mark.

export class Commands {
  constructor({ page, cells, keys, editing, lastValues, report }) {
    Object.assign(this, { page, cells, keys, editing, lastValues, report });
    // The page says what a period without activity holds: zeros, and the reason.
    this.zeros = cells.fieldsWith("zero");
    [this.reason] = cells.fieldsWith("reason");
    cells.grid.addEventListener("keydown", (event) => {
      if (event.isComposing || page.isLocked || !event.target.matches("[data-field]")) return;
      const command = isDecimalKey(event) ? this.typeMark(event.target) : this.commandOf(event);
      if (!command) return;
      event.preventDefault();
      command();
    });
  }

  // The keypad gives a point or a comma by the system's language, not by the page's: where "9.625" is
  // nine thousand, its point is no decimal mark. Typed so, the field can take it back.
  typeMark(cell) {
    return this.cells.isNumber(cell) && (() => document.execCommand("insertText", false, this.page.decimalMark));
  }

  // What a key asks for; nothing where it is the field's own.
  commandOf(event) {
    const cell = event.target;
    const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : null;
    const { undo } = this.editing;
    if ((key === "z" || key === "y") && !this.keys.typing) {
      const isBack = key === "z" && !event.shiftKey;
      return () => this.turn(isBack ? undo.back() : undo.again(), isBack ? "taken-back" : "done-again");
    }
    if (key === "d") return () => this.fillDown(cell);
    if (key && (key === "'" || event.code === "Quote")) return () => this.lastValues.take(cell);
    if (event.key === "F4" && this.zeros.length && this.reason) return () => this.noActivity(cell);
    if (this.keys.isInText(cell)) return null;
    // Backspace in a single cell goes on to typing.
    const isSeveral = this.keys.selected().length > 1;
    if (event.key === "Delete" || (event.key === "Backspace" && isSeveral)) return () => this.clear(cell);
    return null;
  }

  // A gesture taken back or done again, and the way to where it was: that may be out of sight.
  turn(changes, said) {
    if (changes.length === 0) return;
    this.editing.change(changes, { isUndo: true });
    this.report.hide(); // what it says is so no more
    const places = changes.map(([cell]) => cell).sort((a, b) => a.row - b.row || a.column - b.column);
    this.cells.focus(places[0]);
    places[0].select?.();
    this.page.announce(this.page.say(said, { n: places.length }));
  }

  fillDown(cell) {
    this.keys.take();
    const [first, ...below] = this.keys.block();
    const changes = below.length
      ? below.flatMap((row) => row.map((one, column) => [one, first[column].value]))
      : first.map((one) => [one, this.cells.at(one.row - 1, one.column)?.value ?? one.value]);
    this.editing.change(changes);
    cell.select?.();
  }

  clear(cell) {
    this.editing.change(this.keys.selected().map((one) => [one, ""]));
    cell.select?.();
  }

  // The reason that is typed next belongs to the gesture.
  noActivity(cell) {
    const row = this.cells.cells[cell.row];
    const reason = row.find((one) => one.dataset.field === this.reason);
    this.keys.take();
    const zeros = row.filter((one) => this.zeros.includes(one.dataset.field));
    const n = this.editing.change(zeros.map((one) => [one, "0"]));
    this.cells.focus(reason);
    if (n) this.editing.reason = reason;
  }
}

// Without NumLock it is Delete.
export function isDecimalKey({ code, key, ctrlKey, altKey, metaKey }) {
  return code === "NumpadDecimal" && key !== "Delete" && !ctrlKey && !altKey && !metaKey;
}
