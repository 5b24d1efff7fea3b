// Sends typed cells to the server: one request at a time and in order, again once a broken line is back.
// A cell leaves the browser's keeping only when the server says that it holds the text.
//
// Whole rows are sent: what could not be stored in a row may fit once another cell of it has changed.

import { Line } from "./line.js";

const MOST_CELLS = 1500;
const TIMEOUT = 30_000;
const CUT_OFF = "cut off";

const UNAUTHORIZED = 401;
const TRY_LATER = [408, 429];
const BY_GATEWAY = [502, 504]; // what stands before the server does not reach it

// Whether a request that failed so may come right by itself.
export function isOfTheLine(status) {
  return status < 400 || status >= 500 || TRY_LATER.includes(status);
}

// Whether the server itself answered so.
export function isAnswered(status) {
  return status > 0 && !BY_GATEWAY.includes(status);
}

export class Sync {
  constructor(sheet, unsent, on) {
    this.sheet = sheet;
    this.unsent = unsent;
    this.on = on; // maySend(number, field, kept), sending(), answered(answer, sent), offline(is), stopped(problem), changed()
    this.waiting = new Set(); // the numbers of rows, in the order of their first change
    this.isBusy = false;
    this.isStopped = false;
    this.isSignedOut = false;
    this.underWay = null; // ends the request that is under way
    this.isCutOff = false; // one was ended, as the line broke under it, and none was answered since
    this.line = new Line(sheet.dataset.aliveUrl, { lost: () => this.lost(), back: () => this.back() });
  }

  get isIdle() {
    return !this.isBusy && this.waiting.size === 0;
  }

  want(number) {
    this.waiting.add(number);
    this.on.changed();
    // Cells of one gesture go together.
    queueMicrotask(() => this.send());
  }

  // All that is unsent, at once, whatever is known of the line.
  again() {
    this.isStopped = false;
    this.isSignedOut = false;
    for (const [number] of this.unsent) this.waiting.add(number);
    this.line.calm();
    if (this.isBusy) this.cutOff();
    else this.send();
  }

  // The line broke under a request, which is silent.
  lost() {
    this.on.offline(true);
    this.on.changed();
  }

  // The line is there again. Of one that is merely slow the same might be thought each time: what is
  // under way is given up for it once.
  back() {
    if (!this.isBusy) this.send();
    else if (!this.isCutOff) this.cutOff();
  }

  // What is under way is sent anew.
  cutOff() {
    this.isCutOff = true;
    this.underWay.abort(CUT_OFF);
  }

  async send() {
    if (this.isBusy || this.isStopped || this.waiting.size === 0) return;
    if (this.line.isLost) {
      this.line.askNow();
      return;
    }
    const { rows, cells } = this.take();
    this.isBusy = true;
    this.on.sending();
    this.on.changed();
    const answer = cells.length ? await this.postCells(cells) : null;
    this.isBusy = false;
    if (answer?.failed) this.failed(rows, answer);
    else {
      if (answer) this.answered(answer, cells);
      this.send();
    }
    this.on.changed();
  }

  postCells(cells) {
    this.underWay = new AbortController();
    if (!this.isCutOff) this.line.watch();
    return this.post(this.sheet.dataset.cellsUrl, { cells }, this.underWay);
  }

  // The next rows, as many as fit into a request, with their cells.
  take() {
    const kept = new Map();
    for (const [number, field, one] of this.unsent) {
      if (!this.waiting.has(number) || !this.on.maySend(number, field, one)) continue;
      if (!kept.has(number)) kept.set(number, []);
      kept.get(number).push(field);
    }
    const rows = [];
    const cells = [];
    for (const number of this.waiting) {
      if (cells.length >= MOST_CELLS) break;
      rows.push(number);
      for (const field of kept.get(number) ?? []) cells.push(this.unsent.toSend(number, field));
    }
    for (const number of rows) this.waiting.delete(number);
    return { rows, cells };
  }

  answered(answer, cells) {
    this.isCutOff = false;
    this.line.hold();
    this.on.offline(false);
    for (const { number, field } of cells) this.unsent.wasAnswered(number, field);
    this.on.answered(answer, cells);
  }

  failed(rows, { status, body }) {
    // They wait again, before what was typed meanwhile.
    this.waiting = new Set([...rows, ...this.waiting]);
    if (!isOfTheLine(status)) {
      this.isStopped = true;
      this.isSignedOut = status === UNAUTHORIZED;
      this.line.hold();
      this.on.stopped({ isSignedOut: this.isSignedOut, said: body?.error, status });
    } else if (this.underWay.signal.reason === CUT_OFF) {
      this.send();
    } else {
      this.isCutOff = false;
      this.line.lose({ isAnswered: isAnswered(status) });
      this.on.offline(true);
    }
  }

  // The answer, or {failed, status, body}; status is 0 without any answer.
  async post(url, content, ending = new AbortController()) {
    const timer = setTimeout(() => ending.abort(), TIMEOUT);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "Accept": "application/json",
          "Content-Type": "application/json",
          "X-CSRFToken": csrfToken(),
          "X-Typed-By": this.sheet.dataset.user,
          "X-Page-Language": document.documentElement.lang,
        },
        body: JSON.stringify(content),
        signal: ending.signal,
      });
      const body = await response.json().catch(() => null);
      if (response.ok && body) return body;
      return { failed: true, status: response.ok ? 0 : response.status, body };
    } catch {
      return { failed: true, status: 0, body: null };
    } finally {
      clearTimeout(timer);
    }
  }
}

// Read anew each time: a new sign-in in another tab brings a new one.
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}
