// Takes back whole gestures: a paste, a fill or a "no activity" is one step, like a single cell.

const MOST_STEPS = 200;

export class Undo {
  constructor() {
    this.steps = [];
  }

  // changes: [[cell, text before]]. isSameStep: they end the gesture that the last step began.
  note(changes, { isSameStep = false } = {}) {
    if (changes.length === 0) return;
    if (isSameStep && this.steps.length) this.steps.at(-1).push(...changes);
    else this.steps.push(changes);
    if (this.steps.length > MOST_STEPS) this.steps.shift();
  }

  // The last gesture reversed: [[cell, text]].
  take() {
    return (this.steps.pop() ?? []).reverse();
  }
}
