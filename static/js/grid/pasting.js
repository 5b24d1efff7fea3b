// Pasted blocks on their way into the cells, one after the other. The server says where a block belongs,
// and what it cannot know the person is asked. Nothing of a block is shown in cells or stored before.

import { shown } from "../moment.js";
import { BlockQuestion } from "./block-question.js";
import { isOfTheLine, secondsToWait } from "./sync.js";

const UNAUTHORIZED = 401;
const UNFIT = [400, 413]; // no block that the server could ever take

export class Pasting {
  constructor({ page, cells, keys, editing, sync, tab, blocks, report }, on) {
    Object.assign(this, { page, cells, keys, editing, sync, tab, blocks, report });
    this.on = on; // changed()
    this.waiting = []; // blocks that go by themselves
    this.held = []; // those that wait for the person
    this.current = null; // that which the server or the person is asked about
    this.trouble = null; // why it cannot be asked about: {text, isSignedOut, isOfTheLine}
    this.failures = 0;
    this.turn = 0;
    this.question = new BlockQuestion(page.sheet, {
      said: (key, choice) => this.said(key, choice),
      confirmed: () => this.send(this.fingerprint),
      cancelled: () => this.cancelled(),
    });
    this.box = page.part("block-trouble");
    this.home = page.part("block-home");
    page.part("block-again").addEventListener("click", () => this.goOn());
    page.part("block-discard").addEventListener("click", () => this.discard());
    addEventListener("online", () => this.lineIsBack());
  }

  // Whether nothing is left of which it is not known yet what becomes of it.
  get isDone() {
    return !this.current && this.waiting.length + this.held.length === 0;
  }

  // rows: the block's texts; cell: that which it was pasted into.
  paste(rows, cell) {
    const order = this.cells.rows.map((row) => row.dataset.row);
    const block = this.blocks.make(rows, order, [cell.dataset.cooperative, cell.dataset.field]);
    for (const one of this.held.filter((held) => this.blocks.isSame(held, block))) this.drop(one);
    this.waiting.push(block);
    this.again();
    this.next();
  }

  next() {
    if (!this.current) {
      this.current = this.waiting.shift() ?? null;
      if (this.current) this.send();
    }
    this.show();
  }

  // confirmed: the mark of what the person has seen and agreed to.
  async send(confirmed = null) {
    clearTimeout(this.timer);
    const turn = (this.turn += 1);
    this.confirmed = confirmed;
    this.isBusy = true;
    this.on.changed();
    const { rows, order, start, said, language } = this.current;
    const answer = await this.sync.post(this.page.sheet.dataset.pasteUrl, { block: rows, order, start, said, language, confirmed });
    if (turn !== this.turn) return; // the person has chosen something else since
    this.isBusy = false;
    if (answer.failed) this.failed(answer);
    else this.answered(answer);
    this.show();
  }

  answered(answer) {
    this.failures = 0;
    this.trouble = null;
    if (answer.question === null) {
      this.take(answer);
      return;
    }
    this.fingerprint = answer.fingerprint;
    this.current.isAsked = true;
    this.blocks.put(this.current);
    if (!this.question.isOpen) this.keys.take();
    this.question.show(answer.question);
  }

  // Into the cells, as one gesture. What was typed since the block was pasted stays.
  take({ changes, said_of_it: said, problem }) {
    const { current: block } = this;
    if (problem) {
      this.refuse(problem);
      return;
    }
    this.keys.take();
    const known = changes.map(([number, field, text]) => [this.cells.find(number, field), text]).filter(([cell]) => cell);
    const mine = known.filter(([cell]) => !(this.editing.changedAt(cell) > block.at));
    const locked = mine.filter(([cell]) => !this.editing.mayChange(cell)).length;
    this.finish();
    this.editing.change(mine, { at: block.at });
    this.report.pasted(said, { since: known.length - mine.length, locked });
    const start = this.cells.find(...block.start);
    if (start === document.activeElement) start.select?.();
    this.next();
  }

  failed({ status, body }) {
    if (UNFIT.includes(status)) {
      this.refuse(body?.error ?? this.page.say("block-refused", { n: status }));
      return;
    }
    const isLine = isOfTheLine(status);
    this.trouble = {
      text: isLine ? this.page.say("block-offline") : (body?.error ?? this.page.say("block-refused", { n: status })),
      isSignedOut: status === UNAUTHORIZED,
      isOfTheLine: isLine,
    };
    if (!isLine) return;
    this.timer = setTimeout(() => this.again(), secondsToWait(this.failures) * 1000);
    this.failures += 1;
  }

  // The block fits nowhere.
  refuse(why) {
    this.finish();
    this.report.problem(why);
    this.next();
  }

  // Nothing more is asked about the block.
  finish() {
    const { current: block } = this;
    const wasAsked = this.question.isOpen;
    this.question.close();
    this.drop(block);
    if (wasAsked) this.cells.focus(this.cells.find(...block.start));
  }

  drop(block) {
    this.blocks.drop(block);
    this.held = this.held.filter((one) => one !== block);
    if (block !== this.current) return;
    clearTimeout(this.timer);
    this.turn += 1;
    this.isBusy = false;
    this.trouble = null;
    this.current = null;
  }

  // --- What the person says ---

  // What nobody has touched is no choice: the server may offer something else then.
  said(key, choice) {
    const { [key]: before, ...others } = this.current.said;
    this.current.said = choice ? { ...others, [key]: choice } : others;
    this.blocks.put(this.current);
    this.send();
  }

  cancelled() {
    this.finish();
    this.page.announce(this.page.say("nothing-pasted"));
    this.next();
  }

  goOn() {
    this.waiting.push(...this.held.splice(0));
    this.again();
    this.next();
  }

  discard() {
    this.question.close();
    for (const block of [this.current, ...this.waiting, ...this.held].filter(Boolean)) this.drop(block);
    this.waiting = [];
    this.show();
  }

  // --- A broken line, and what a page before left ---

  // Once more what failed.
  again() {
    if (this.current && this.trouble && !this.isBusy) this.send(this.confirmed);
  }

  lineIsBack() {
    if (this.trouble?.isOfTheLine) this.again();
  }

  restore() {
    for (const block of this.blocks.all) {
      this.tab.whenGone(block.tab, () => this.inherit(block), { isFromBefore: true, what: block.id });
    }
  }

  inherit(block) {
    const mine = this.blocks.inherit(block);
    if (!mine) return;
    if (this.page.isLocked || this.blocks.waitsForPerson(mine)) this.held.push(mine);
    else this.waiting.push(mine);
    this.next();
  }

  show() {
    const { page, box, trouble } = this;
    const kept = [...this.held, ...(trouble ? [this.current, ...this.waiting] : [])];
    box.hidden = kept.length === 0;
    if (kept.length) {
      const at = shown(Math.min(...kept.map((block) => block.at)));
      page.part("block-trouble-text").textContent = trouble?.text ?? page.say("block-held");
      page.part("block-kept").textContent = page.say("blocks-kept", { n: kept.length, at });
      page.part("block-sign-in").hidden = !trouble?.isSignedOut;
      page.part("block-again").hidden = page.isLocked;
    }
    // Behind a dialog nobody sees it.
    const place = this.question.dialog ?? this.home;
    if (box.parentElement !== place) place.prepend(box);
    this.on.changed();
  }
}
