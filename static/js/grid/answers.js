// What the server answers, and what another page of the same person was answered, in the cells.

import { Unsent } from "./unsent.js";

export class Answers {
  constructor({ page, cells, unsent, sync, findings, editing, following, tab }) {
    Object.assign(this, { page, cells, unsent, sync, findings, editing, following, tab });
    this.overtaken = new Set(); // cells that another page had stored while ours were on their way
  }

  sending() {
    this.overtaken = new Set();
  }

  answered(answer, sent) {
    const typed = new Map(sent.map(({ number, field, text }) => [Unsent.name(number, field), text]));
    const saved = answer.saved.filter(([number, field]) => this.counts(number, field));
    for (const [number, field, text] of saved) this.saved(this.cells.find(number, field), text, this.settled(number, field, typed));
    for (const { number, field, message, fields } of answer.refused) {
      const { cell, kept } = this.ofOurs(number, field, typed);
      if (!kept) continue;
      this.cells.mark(cell, "waiting", false);
      this.findings.refuse(cell, kept.text, message, fields);
    }
    for (const { number, field, text, by, at } of answer.conflicts) {
      const { cell, kept } = this.ofOurs(number, field, typed);
      if (!kept) continue;
      this.cells.stored.set(cell, text);
      this.cells.mark(cell, "waiting", false);
      const blank = this.page.say("blank");
      this.findings.conflict(cell, kept.text || blank, text || blank, [by, at].filter(Boolean).join(", "));
    }
    this.showRows(answer);
    const { rows, complete, expected, at } = answer;
    this.tab.tell({ saved, rows, complete, expected, at });
  }

  // What another page typed or stored since is its own matter, and what became of ours is past.
  counts(number, field) {
    const cell = this.cells.find(number, field);
    const kept = cell && this.unsent.get(cell);
    return !this.overtaken.has(cell) && (!kept || this.unsent.isMine(kept));
  }

  // The cell and what is kept of it; nothing where it was typed anew since: that is sent next.
  settled(number, field, typed) {
    const cell = this.cells.find(number, field);
    const kept = cell && this.unsent.get(cell);
    if (!kept || kept.text === typed.get(Unsent.name(number, field))) return { cell, kept };
    this.sync.want(number);
    return {};
  }

  ofOurs(number, field, typed) {
    return this.counts(number, field) ? this.settled(number, field, typed) : {};
  }

  saved(known, text, { cell }) {
    if (known) this.cells.stored.set(known, text);
    if (cell) this.editing.drop(cell);
    else if (known) this.unsent.rebase(known, text);
  }

  // What another page had stored.
  told(answer) {
    const theirs = new Set();
    for (const [number, field, text] of answer.saved) {
      const cell = this.cells.find(number, field);
      if (!cell) continue;
      theirs.add(cell);
      this.cells.stored.set(cell, text);
      if (this.sync.isBusy) this.overtaken.add(cell);
      if (!this.unsent.get(cell)) this.editing.showText(cell);
    }
    this.editing.undo.forget(theirs);
    this.showRows(answer);
  }

  showRows(answer) {
    for (const [number, row] of Object.entries(answer.rows)) {
      this.findings.show(number, row.findings);
      this.showFollowing(number, row.follows);
      this.cells.rows[this.cells.byNumber.get(number)]?.toggleAttribute("data-complete", row.complete);
    }
    this.page.part("complete-text").textContent = `${answer.complete}/${answer.expected}`;
    this.page.part("progress").max = answer.expected || 1;
    this.page.part("progress").value = answer.complete;
    this.page.part("stored-at").textContent = this.page.say("at", { at: answer.at });
  }

  // What a cell follows may have changed since the page was made.
  showFollowing(number, follows) {
    for (const [cell, text] of this.following.show(number, follows)) {
      this.cells.stored.set(cell, text);
      if (!this.unsent.get(cell)) this.editing.showText(cell);
    }
  }
}
