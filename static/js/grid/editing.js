// How cells change: in gestures, each of which is kept, shown, sent, and taken back as one.

import { Undo } from "./undo.js";

export class Editing {
  // follow(typed, cells): what the typed changes of a gesture bring with them, [[cell, text]].
  constructor({ page, cells, unsent, findings, sync, keys, following, follow }) {
    Object.assign(this, { page, cells, unsent, findings, sync, keys, following, follow });
    this.undo = new Undo((cell) => this.textOf(cell), (cell) => this.following.has(cell));
    this.reason = null; // the note that is to say why there was no activity: it ends that gesture
    this.times = new WeakMap(); // when each cell was changed last
  }

  // What the cell held before it was touched: the kept text, else the stored one.
  textOf(cell) {
    return this.unsent.get(cell)?.text ?? this.cells.stored.get(cell);
  }

  // The cell as it was before it was touched, to be typed in anew.
  revert(cell) {
    this.cells.show(cell, this.textOf(cell));
    cell.select?.();
  }

  // When a cell was changed last: here, or in a page before.
  changedAt(cell) {
    return this.times.get(cell) ?? this.unsent.get(cell)?.at ?? 0;
  }

  mayChange(cell) {
    return cell && !this.page.isLocked && !cell.readOnly && !cell.disabled;
  }

  // A cell's text is taken as soon as the person moves on; what follows others is theirs once they have
  // typed it, though it be the same. Whether there is anything to take.
  commit(cell, isTyped) {
    const isReason = cell === this.reason;
    this.reason = null;
    if (cell.value === this.textOf(cell) && !(isTyped && this.following.has(cell))) return false;
    this.change([[cell, cell.value]], { isSameStep: isReason });
    return true;
  }

  // One gesture: several cells change, and are taken back, together: [[cell, text, whether it follows
  // others from then on]]. How many were changed by hand.
  // options: {isUndo, isSameStep, at: when the person did it, by default now}.
  change(changes, options = {}) {
    this.reason = null;
    const typed = changes.filter(([cell, text, follows = false]) => {
      return this.mayChange(cell) && (text !== this.textOf(cell) || follows !== this.following.has(cell));
    });
    const given = this.follow(typed, new Set(changes.map(([cell]) => cell)));
    const real = [...typed, ...given];
    const before = real.map(([cell]) => [cell, this.textOf(cell), this.following.has(cell)]);
    if (!options.isUndo) this.undo.note(before, options);
    for (const [cell, text] of [...changes, ...given]) if (this.mayChange(cell)) this.cells.show(cell, text);
    for (const [cell, text, follows = false] of real) {
      this.findings.clear(cell);
      this.times.set(cell, options.at ?? Date.now());
      this.unsent.keep(cell, text, this.cells.stored.get(cell), this.cells.label(cell), follows);
      this.send(cell);
    }
    return typed.length;
  }

  send(cell) {
    this.cells.mark(cell, "waiting", true);
    this.sync.want(cell.dataset.cooperative);
  }

  // The cell shows what is stored, or what another page typed into it since.
  drop(cell) {
    this.unsent.drop(cell.dataset.cooperative, cell.dataset.field);
    this.showText(cell);
  }

  // What is being typed into the cell is not touched.
  showText(cell) {
    this.findings.clear(cell);
    this.cells.mark(cell, "waiting", Boolean(this.unsent.get(cell)));
    if (this.keys.typing !== cell) this.cells.show(cell, this.textOf(cell));
  }

  // --- Of two texts for one cell ---

  keepMine(cell) {
    this.findings.clear(cell);
    this.unsent.rebase(cell, this.cells.stored.get(cell));
    this.send(cell);
    this.cells.focus(cell);
  }

  takeTheirs(cell) {
    this.undo.forget(new Set([cell]));
    this.drop(cell);
    this.cells.focus(cell);
  }
}
