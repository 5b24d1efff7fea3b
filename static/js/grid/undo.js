// Takes back whole gestures, and does them again: a paste, a fill or a "no activity" is one step, like a single cell.

const MOST_STEPS = 200;

export class Undo {
  constructor(textOf, follows = () => false) {
    this.textOf = textOf; // what a cell holds now
    this.follows = follows; // whether it follows other cells now: that is brought back too
    this.done = []; // steps that can be taken back: each [[cell, text before, whether it followed]]
    this.undone = []; // steps that were taken back: each [[cell, text after, whether it followed]]
  }

  // changes: [[cell, text before, whether it followed]]. isSameStep: they end the gesture that the last step began.
  note(changes, { isSameStep = false } = {}) {
    if (changes.length === 0) return;
    this.undone = [];
    if (isSameStep && this.done.length) this.done.at(-1).push(...changes);
    else this.done.push(changes);
    if (this.done.length > MOST_STEPS) this.done.shift();
  }

  // The last gesture reversed: [[cell, text, whether it follows]].
  back() {
    return this.turn(this.done, this.undone);
  }

  // What was last taken back, once more: [[cell, text, whether it follows]].
  again() {
    return this.turn(this.undone, this.done);
  }

  // The cells (a set) bear somebody else's text by now: to take ours back would overwrite that.
  forget(cells) {
    const without = (steps) => steps.map((step) => step.filter(([cell]) => !cells.has(cell))).filter((step) => step.length);
    this.done = without(this.done);
    this.undone = without(this.undone);
  }

  turn(from, to) {
    const step = from.pop();
    if (!step) return [];
    to.push(step.map(([cell]) => [cell, this.textOf(cell), this.follows(cell)]).reverse());
    return step.reverse();
  }
}
