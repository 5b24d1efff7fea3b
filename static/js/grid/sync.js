// Sends typed cells to the server: one request at a time and in order, again after a broken line.
// A cell leaves the browser's keeping only when the server says that it holds the text.
//
// Whole rows are sent: what could not be stored in a row may fit once another cell of it has changed.

const MOST_CELLS = 1500;
const RETRY_SECONDS = [2, 5, 10, 20, 30];
const TIMEOUT = 30_000;

const UNAUTHORIZED = 401;
const TRY_LATER = [408, 429];

// Whether a request that failed so may come right by itself.
export function isOfTheLine(status) {
  return status < 400 || status >= 500 || TRY_LATER.includes(status);
}

// How long to wait after the last of so many failures before.
export function secondsToWait(failures) {
  return RETRY_SECONDS[Math.min(failures, RETRY_SECONDS.length - 1)];
}

export class Sync {
  constructor(sheet, unsent, on) {
    this.sheet = sheet;
    this.unsent = unsent;
    this.on = on; // maySend(number, field, kept), sending(), answered(answer, sent), offline(is), stopped(problem), changed()
    this.waiting = new Set(); // the numbers of rows, in the order of their first change
    this.isBusy = false;
    this.isStopped = false;
    this.failures = 0;
    addEventListener("online", () => this.isStopped || this.again());
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

  again() {
    this.isStopped = false;
    this.send();
  }

  async send() {
    if (this.isBusy || this.isStopped || this.waiting.size === 0) return;
    clearTimeout(this.timer);
    const { rows, cells } = this.take();
    this.isBusy = true;
    this.on.sending();
    this.on.changed();
    const answer = cells.length ? await this.post(this.sheet.dataset.cellsUrl, { cells }) : null;
    this.isBusy = false;
    if (answer?.failed) this.failed(rows, answer);
    else {
      if (answer) this.answered(answer, cells);
      this.send();
    }
    this.on.changed();
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
    this.failures = 0;
    this.on.offline(false);
    for (const { number, field } of cells) this.unsent.wasAnswered(number, field);
    this.on.answered(answer, cells);
  }

  failed(rows, { status, body }) {
    // They wait again, before what was typed meanwhile.
    this.waiting = new Set([...rows, ...this.waiting]);
    if (!isOfTheLine(status)) {
      this.isStopped = true;
      this.on.stopped({ isSignedOut: status === UNAUTHORIZED, said: body?.error, status });
    } else {
      this.on.offline(true);
      this.timer = setTimeout(() => this.send(), secondsToWait(this.failures) * 1000);
      this.failures += 1;
    }
  }

  // The answer, or {failed, status, body}; status is 0 without any answer.
  async post(url, content) {
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
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const body = await response.json().catch(() => null);
      if (response.ok && body) return body;
      return { failed: true, status: response.ok ? 0 : response.status, body };
    } catch {
      return { failed: true, status: 0, body: null };
    }
  }
}

// Read anew each time: a new sign-in in another tab brings a new one.
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}
