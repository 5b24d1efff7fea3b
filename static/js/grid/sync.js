// Sends typed cells to the server: one request at a time and in order, again after a broken line.
// A cell leaves the browser's keeping only when the server says that it holds the text.

const MOST_CELLS = 1500;
const RETRY_SECONDS = [2, 5, 10, 20, 30];
const TIMEOUT = 30_000;

const UNAUTHORIZED = 401;
const CONFLICT = 409;

export class Sync {
  constructor(sheet, unsent, on) {
    this.sheet = sheet;
    this.unsent = unsent;
    this.on = on; // answered(answer, sent), offline(is), stopped(problem), changed()
    this.waiting = new Map(); // what is to be sent, by name: [number, field]
    this.busy = false;
    this.failures = 0;
    this.stopped = false;
    addEventListener("online", () => this.again());
  }

  get isIdle() {
    return !this.busy && this.waiting.size === 0;
  }

  want(number, field) {
    this.waiting.set(`${field}|${number}`, [number, field]);
    this.on.changed();
    // Cells of one gesture go together.
    queueMicrotask(() => this.send());
  }

  again() {
    clearTimeout(this.timer);
    this.stopped = false;
    this.send();
  }

  async send() {
    if (this.busy || this.stopped || this.waiting.size === 0) return;
    clearTimeout(this.timer);
    this.busy = true;
    const sent = [...this.waiting.entries()].slice(0, MOST_CELLS);
    const cells = [];
    for (const [name, [number, field]] of sent) {
      this.waiting.delete(name);
      const kept = this.unsent.cells.get(name);
      if (kept) cells.push({ number, field, text: kept.text, base: kept.base });
    }
    this.on.changed();
    const answer = cells.length ? await this.post(this.sheet.dataset.cellsUrl, { cells }) : null;
    this.busy = false;
    if (answer?.failed) this.failed(sent, answer);
    else {
      this.failures = 0;
      this.on.offline(false);
      if (answer) this.on.answered(answer, cells);
      this.on.changed();
      this.send();
    }
  }

  failed(sent, { status, body }) {
    // They wait again, before what was typed meanwhile.
    this.waiting = new Map([...sent, ...this.waiting]);
    if (status >= 400 && status < 500) {
      this.stopped = true;
      const signIn = status === UNAUTHORIZED;
      this.on.stopped({ signIn, reload: !signIn, locked: status === CONFLICT, said: body?.error, status });
    } else {
      this.on.offline(true);
      const seconds = RETRY_SECONDS[Math.min(this.failures, RETRY_SECONDS.length - 1)];
      this.failures += 1;
      this.timer = setTimeout(() => this.send(), seconds * 1000);
    }
    this.on.changed();
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
