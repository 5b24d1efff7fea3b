// Words for unusual values on their way to the server: one gesture after the other, each of them all or
// nothing, again after a broken line. Until the server has them this browser keeps them too.

import { plain, showLeft, Words, wordsOf } from "../words.js";

const RETRY_SECONDS = 3;
const REFUSED = 400;
const UNAUTHORIZED = 401;
const TRY_LATER = [408, 429];

export class Explaining {
  constructor({ page, findings, sync }, on) {
    Object.assign(this, { page, findings, sync });
    this.on = on; // stored(answer), rows(answer), gone(said), offline(is), stopped(problem), changed()
    this.url = page.sheet.dataset.answersUrl;
    this.kept = new Words(page.sheet.dataset.user);
    this.waiting = []; // gestures: [{number, rule, ground, text}] each
    this.isBusy = false;
    this.isOffline = false;
    this.isStopped = false;
    this.isSignedOut = false;
    addEventListener("online", () => this.send());
  }

  get isIdle() {
    return this.waiting.length === 0;
  }

  get size() {
    return this.waiting.flat().length;
  }

  say(items, text) {
    const gesture = items.map(({ dataset }) => ({ number: dataset.of, rule: dataset.rule, ground: dataset.ground, text }));
    items.forEach((item) => this.keep(item, text));
    gesture.forEach((word) => this.show(word, { isSending: true }));
    this.waiting.push(gesture);
    this.on.changed();
    this.send();
  }

  again() {
    this.isStopped = false;
    this.isSignedOut = false;
    this.send();
  }

  async send() {
    if (this.isBusy || this.isStopped || this.isIdle) return;
    clearTimeout(this.timer);
    this.isBusy = true;
    const answer = await this.sync.post(this.url, { answers: this.waiting[0] });
    this.isBusy = false;
    if (answer.failed && answer.status !== REFUSED) this.failed(answer);
    else this.answered(this.waiting.shift(), answer);
    this.on.changed();
  }

  answered(gesture, answer) {
    this.lineIs({ broken: false });
    gesture.forEach((word) => this.show(word, { isSending: false }));
    if (answer.failed) this.refused(gesture, answer.body);
    else {
      for (const { number, rule } of gesture) this.kept.drop(this.action(number, rule));
      this.on.stored(answer);
    }
    this.send();
  }

  // The words stay in their fields, with why; those whose question has gone are shown by themselves.
  refused(gesture, body) {
    const said = body?.error ?? this.page.say("not-answered");
    if (body?.rows) this.on.rows(body);
    const [first] = gesture.map(({ number, rule }) => this.find(number, rule)).filter(Boolean);
    if (first) this.findings.complain(first, said);
    else this.on.gone(said);
    for (const { number, rule, text } of gesture) if (!this.find(number, rule)) showLeft(this.kept, this.action(number, rule), text);
  }

  failed({ status, body }) {
    if (status >= 400 && status < 500 && !TRY_LATER.includes(status)) {
      this.isStopped = true;
      this.isSignedOut = status === UNAUTHORIZED;
      this.on.stopped({ isSignedOut: this.isSignedOut, said: body?.error ?? this.page.say("not-answered") });
    } else {
      this.lineIs({ broken: true });
      this.timer = setTimeout(() => this.send(), RETRY_SECONDS * 1000);
    }
  }

  lineIs({ broken }) {
    if (this.isOffline === broken) return;
    this.isOffline = broken;
    this.on.offline(broken);
  }

  // The question that still asks, if it is there.
  find(number, rule) {
    const item = this.findings.items.find((one) => one.dataset.of === number && one.dataset.rule === rule);
    return item?.querySelector(".finding__answer") ? item : null;
  }

  show({ number, rule, text }, { isSending }) {
    const item = this.find(number, rule);
    if (!item) return;
    const field = this.findings.open(item);
    field.value = text;
    field.readOnly = isSending;
    item.toggleAttribute("data-sending", isSending);
    this.findings.complain(item, "");
  }

  // --- What this browser keeps ---

  action(number, rule) {
    return `${this.url}?${new URLSearchParams({ number, rule })}`;
  }

  keep(item, text) {
    const { of: number, rule } = item.dataset;
    const action = this.action(number, rule);
    const label = item.querySelector("[data-jump]").textContent.replace(/\s+/g, " ").trim();
    if (text.trim()) this.kept.put(action, { fields: [["text", text]], label, at: Date.now(), number, rule });
    else this.kept.drop(action);
  }

  // What had not arrived when the page was closed stands in its field again, and is not sent by itself.
  restore() {
    for (const [action, entry] of this.kept.under(`${this.url}?`)) {
      const item = this.find(entry.number, entry.rule);
      if (item) this.findings.open(item).value = wordsOf(entry);
      else if (this.isAnswered(entry)) this.kept.drop(action);
      else showLeft(this.kept, action, wordsOf(entry));
    }
  }

  isAnswered(entry) {
    const said = this.findings.items.filter((one) => one.dataset.of === entry.number && one.dataset.rule === entry.rule);
    return said.some((one) => one.querySelector("[data-word]")?.textContent === plain(wordsOf(entry)));
  }
}
