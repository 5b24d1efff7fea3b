// Whether the server can be reached. Where it could not be, or is long silent, it is asked every two
// seconds by a tiny request, until it answers.

const EVERY = 2000;
const SLOW = 3000; // how long a request may be under way before the line is doubted
const PATIENCE = 10_000; // a weak line answers late: several questions may be on their way
const SILENT = 3; // as many questions without an answer mean that the line is broken
// What answers and does not take the cells is left in peace for longer each time.
const REFUSED_SECONDS = [2, 2, 5, 10, 20, 30];
const MOST = 15; // who may not ask this address may send after as many questions all the same

export class Line {
  // on: lost() while a request is under way, back().
  constructor(address, on) {
    this.address = address;
    this.on = on;
    this.isLost = false;
    this.round = 0; // answers to questions of an earlier one say nothing any more
    this.unanswered = 0;
    this.refusals = 0;
    addEventListener("online", () => this.askNow());
    // A page in the background is seldom let do anything.
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.askNow());
  }

  // A request is under way.
  watch() {
    this.calm();
    this.wait(SLOW);
  }

  // One failed. isAnswered: something answered, be it the server or what stands before it.
  lose({ isAnswered }) {
    this.calm();
    this.isLost = true;
    this.refusals = isAnswered ? this.refusals + 1 : 0;
    this.wait(1000 * REFUSED_SECONDS[Math.min(this.refusals, REFUSED_SECONDS.length - 1)]);
  }

  // One was answered well.
  hold() {
    this.calm();
    this.refusals = 0;
  }

  calm() {
    clearTimeout(this.timer);
    this.round += 1;
    this.isLost = false;
    this.unanswered = 0;
  }

  wait(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), after);
  }

  askNow() {
    if (this.isLost) this.wait(0);
  }

  async ask() {
    this.wait(EVERY);
    if (this.unanswered >= SILENT) this.broken();
    if (this.unanswered >= MOST) {
      this.returned();
      return;
    }
    this.unanswered += 1;
    const { round } = this;
    const isThere = await this.isThere();
    if (round !== this.round) return;
    if (!isThere) this.broken();
    else if (this.isLost) this.returned();
    else this.unanswered = 0;
  }

  // A page that another puts in its place, as one of a Wi-Fi that asks for a sign-in, is no answer.
  async isThere() {
    try {
      const response = await fetch(this.address, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
      return response.ok && (await response.text()) === "ok";
    } catch {
      return false;
    }
  }

  broken() {
    this.refusals = 0;
    if (this.isLost) return;
    this.isLost = true;
    this.on.lost();
  }

  returned() {
    this.calm();
    this.on.back();
  }
}
