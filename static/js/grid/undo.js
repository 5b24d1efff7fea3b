// Takes back whole gestures: a paste, a fill or a "no activity" is one step, like a single cell.

const MOST_STEPS = 200;

export class Undo {
  constructor() {
    this.steps = [];
  }

  // changes: [[cell, text before]]
  note(changes) {
    if (changes.length) this.steps.push(changes);
    if (this.steps.length > MOST_STEPS) this.steps.shift();
  }

  // The last gesture reversed: [[cell, text]].
  take() {
    return this.steps.pop() ?? [];
  }
}
