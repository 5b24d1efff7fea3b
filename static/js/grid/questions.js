// The questions in the list: an unusual value asks for a word, and is answered by a key or two.

import { ForAll } from "./for-all.js";
import { isVoid, isWord, offerOf, offersOf, take } from "./offers.js";

const FIELD = ".finding__answer input";

export class Questions {
  constructor({ page, cells, findings, explaining }) {
    Object.assign(this, { page, cells, findings, explaining });
    this.forAll = new ForAll(page, { say: (items, text) => this.say(items, text) });
    this.last = page.sheet.dataset.lastWord ?? "";
    [this.words] = cells.fieldsWith("reason");
    this.offers = null; // those of the question with the focus
    findings.list.addEventListener("focusin", ({ target }) => target.matches(FIELD) && this.offer(target.closest("li")));
    findings.list.addEventListener("input", ({ target }) => target.matches(FIELD) && this.explaining.keep(target.closest("li"), target.value));
    findings.list.addEventListener("keydown", (event) => event.target.matches(FIELD) && this.pressed(event));
    findings.list.addEventListener("click", ({ target }) => this.clicked(target.closest("button")));
  }

  // The questions that nothing was said to yet.
  get open() {
    return this.findings.items.filter((one) => one.querySelector(".finding__answer") && !("sending" in one.dataset));
  }

  like(item) {
    return this.open.filter((one) => one.dataset.kind === item.dataset.kind);
  }

  offer(item) {
    if (this.offers?.parentElement === item) return;
    this.offers?.remove();
    const { of, asked } = item.dataset;
    this.offers = offersOf(this.page, { asked, own: this.cells.find(of, this.words)?.value, last: this.last });
    const n = this.like(item).length;
    if (n > 1) {
      const forAll = this.page.copy("offer-for-all");
      forAll.querySelector("span").textContent = this.page.say("for-kind", { n });
      this.offers.append(forAll);
    }
    item.append(this.offers);
  }

  pressed(event) {
    const command = this.commandOf(event, event.target.closest("li"));
    if (!command) return;
    event.preventDefault();
    command();
  }

  commandOf(event, item) {
    const field = event.target;
    if (event.isComposing || field.readOnly) return null;
    if (event.key === "Enter") return () => this.answer(item, { isForAll: event.ctrlKey || event.metaKey });
    if (event.key === "Escape" && field.value) return () => this.put(item, "");
    const offer = this.offers && offerOf(event, this.offers);
    return offer && (() => this.take(offer, item));
  }

  clicked(button) {
    const item = button?.closest("li.finding");
    if (!item) return;
    if (button.matches("[data-answer]")) this.answer(item);
    if (button.matches("[data-key]")) this.take(button, item);
    if (button.matches("[data-for-kind]")) this.answer(item, { isForAll: true });
  }

  take(offer, item) {
    const field = this.findings.open(item);
    if (isVoid(offer)) {
      if (offer.matches("[data-offers-own]")) this.findings.complain(item, this.page.say("no-note"));
      return;
    }
    take(offer, field);
    this.explaining.keep(item, field.value);
    this.page.announce(offer.value);
  }

  // The word of one question; of all of its kind where that is asked.
  answer(item, { isForAll = false } = {}) {
    const field = this.findings.open(item);
    const all = this.like(item);
    if (isForAll && all.length > 1) this.forAll.ask([item, ...all.filter((one) => one !== item)], field.value, this.last);
    else if (isWord(field.value)) this.say([item], field.value);
    else {
      this.findings.complain(item, this.page.say("few-words"));
      field.focus();
    }
  }

  // The next question does not wait until the word has arrived.
  say(items, text) {
    this.last = text;
    this.explaining.say(items, text);
    this.next(items[0]);
  }

  put(item, text) {
    this.findings.open(item).value = text;
    this.explaining.keep(item, text);
  }

  // From an answered question to the next that is open, so that one key after the other answers all.
  next(item) {
    const { open } = this;
    const next = open.find((one) => item.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? open[0];
    this.offers?.remove();
    if (next) this.findings.open(next).focus();
    else this.page.focusBar();
  }
}
