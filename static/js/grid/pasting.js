// Pasted blocks on their way into the cells, one after the other. The server says where a block belongs,
// and what it cannot know the person is asked. Nothing of a block is shown in cells or stored before.

import { shown } from "../moment.js";
import { BlockQuestion } from "./block-question.js";
import { Line } from "./line.js";
import { isAnswered, isOfTheLine } from "./sync.js";

const UNAUTHORIZED = 401;
const UNFIT = [400, 413]; // no block that the server could ever take

export class Pasting {
  constructor({ page, cells, keys, editing, sync, tab, blocks, report }, on) {
    Object.assign(this, { page, cells, keys, editing, sync, tab, blocks, report });
    this.on = on; // changed()
    this.waiting = []; // blocks that go by themselves
    this.held = []; // those that wait for the person
    this.current = null; // that which the server or the person is asked about
    this.trouble = null; // why it cannot be asked about: {text, isSignedOut}
    this.turn = 0; // answers to what was asked before it are of no interest any more
    this.question = new BlockQuestion(page.sheet, {
      said: (key, choice) => this.said(key, choice),
      confirmed: () => this.send(this.fingerprint),
      cancelled: () => this.cancelled(),
    });
    this.box = page.part("block-trouble");
    this.home = page.part("block-home");
    page.part("block-again").addEventListener("click", () => this.goOn());
    page.part("block-discard").addEventListener("click", () => this.discard());
    this.line = new Line(page.sheet.dataset.aliveUrl, { lost: () => this.lost(), back: () => this.back() });
    this.isCutOff = false; // a request was given up, as the line broke under it, and none was answered since
  }

  // Whether nothing is left of which it is not known yet what becomes of it.
  get isDone() {
    return !this.current && this.waiting.length + this.held.length === 0;
  }

  // Nothing more happens by itself.
  get rests() {
    return !this.isBusy || this.trouble !== null;
  }

  get isSignedOut() {
    return this.trouble?.isSignedOut ?? false;
  }

  get all() {
    return [this.current, ...this.waiting, ...this.held].filter(Boolean);
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
    const turn = (this.turn += 1);
    this.confirmed = confirmed;
    this.isBusy = true;
    this.underWay = new AbortController();
    if (!this.isCutOff) this.line.watch();
    this.on.changed();
    const { rows, order, start, said, language } = this.current;
    const asked = { block: rows, order, start, said, language, confirmed };
    const answer = await this.sync.post(this.page.sheet.dataset.pasteUrl, asked, this.underWay);
    if (turn !== this.turn) return; // the person has chosen something else since
    this.isBusy = false;
    if (answer.failed) this.failed(answer);
    else this.answered(answer);
    this.show();
  }

  answered(answer) {
    this.isCutOff = false;
    this.line.hold();
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
    if (isOfTheLine(status)) {
      this.isCutOff = false;
      this.line.lose({ isAnswered: isAnswered(status) });
      this.trouble = { text: this.page.say("block-offline") };
    } else {
      this.line.hold();
      const text = body?.error ?? this.page.say("block-refused", { n: status });
      this.trouble = { text, isSignedOut: status === UNAUTHORIZED };
    }
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
    this.line.calm();
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
    if (this.page.isLocked) return;
    this.waiting.push(...this.held.splice(0));
    this.line.calm();
    this.again();
    this.next();
  }

  discard() {
    this.question.close();
    for (const block of this.all) this.drop(block);
    this.waiting = [];
    this.show();
  }

  // --- A broken line, and what a page before left ---

  // Once more what failed, or what is silent.
  again() {
    if (this.current && this.trouble) this.send(this.confirmed);
  }

  // The line broke under a request, which is silent.
  lost() {
    this.trouble = { text: this.page.say("block-offline") };
    this.show();
  }

  // Of a line that is merely slow the same might be thought each time: a request is given up once.
  back() {
    if (!this.isBusy) this.again();
    else if (!this.isCutOff) {
      this.isCutOff = true;
      this.underWay.abort();
      this.again();
    }
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
    // The bar says that the sign-in has ended; behind a dialog it is not seen.
    const isSaidByBar = this.isSignedOut && !this.question.dialog && this.held.length === 0;
    box.hidden = kept.length === 0 || isSaidByBar;
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
