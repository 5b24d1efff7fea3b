// What this browser kept from before: shown again, sent, or offered where it is not sent by itself.

import { howMuch } from "./page.js";

export class Kept {
  constructor({ page, cells, unsent, sync, editing, tab }, on) {
    Object.assign(this, { page, cells, unsent, sync, editing, tab });
    this.on = on; // changed()
    page.part("send-kept").addEventListener("click", () => this.adopt());
    page.part("discard-kept").addEventListener("click", () => this.discard());
  }

  // What is not sent by itself: typed under an earlier sign-in, into a sheet that is locked by now, or
  // into a row that is not here any more.
  held() {
    return [...this.unsent].filter(([number, field, kept]) => {
      return this.page.isLocked || this.unsent.isEarlier(kept) || !this.cells.find(number, field);
    });
  }

  restore() {
    for (const one of this.unsent) this.restoreCell(...one);
    this.show();
  }

  // The person has seen them, and wants them sent.
  adopt() {
    this.unsent.adopt();
    this.restore();
  }

  restoreCell(number, field, kept) {
    const cell = this.cells.find(number, field);
    if (!cell || this.page.isLocked) return;
    this.editing.showText(cell);
    if (this.unsent.isMine(kept) && !this.unsent.isEarlier(kept)) this.sync.want(number);
  }

  show() {
    const { page } = this;
    const waiting = this.held();
    const mayBeSent = ([number, field, kept]) => !page.isLocked && this.unsent.isEarlier(kept) && this.cells.find(number, field);
    const isEarlier = waiting.some(mayBeSent);
    page.part("kept").hidden = waiting.length === 0;
    page.part("send-kept").hidden = !isEarlier;
    if (waiting.length === 0) return;
    page.part("kept-text").textContent = page.say(isEarlier ? "kept" : "kept-stuck", howMuch(waiting));
  }

  // Its count, where it is shown.
  refresh() {
    if (!this.page.part("kept").hidden) this.show();
  }

  discard() {
    for (const [number, field] of this.held()) {
      const cell = this.cells.find(number, field);
      if (cell) this.editing.drop(cell);
      else this.unsent.drop(number, field);
    }
    this.show();
    this.on.changed();
  }

  // What a page had not sent when it was closed is sent by one that is still there.
  inherit(options) {
    for (const id of this.others()) {
      this.tab.whenGone(id, () => {
        this.takeFrom(id);
        this.show();
        this.on.changed();
      }, options);
    }
  }

  // The person asks this page to send what others have.
  takeOver() {
    for (const id of this.others()) this.takeFrom(id);
  }

  others() {
    return new Set([...this.unsent].map(([, , kept]) => kept.tab).filter((id) => id !== this.tab.id));
  }

  takeFrom(id) {
    for (const one of this.unsent.inherit(id)) this.restoreCell(...one);
  }
}
