// One word for all open questions of a kind: a dialog names each of them with its value, and what is
// taken off in it is not answered. It is in the page only while it asks.

import { isWord, offerOf, offersOf, take } from "./offers.js";

export class ForAll {
  constructor(page, on) {
    this.page = page;
    this.on = on; // say(items, text)
  }

  // items: the questions of the kind; text: what is written already; last: what was said last.
  ask(items, text, last) {
    this.items = items;
    this.dialog = this.page.copy("for-all");
    this.part("kind-name").textContent = items[0].dataset.kind;
    this.part("list").replaceChildren(...items.map((item) => this.line(item)));
    this.offers = offersOf(this.page, { asked: items[0].dataset.asked, last });
    this.part("offers-here").replaceWith(this.offers);
    this.word = this.part("word");
    this.word.value = text;
    this.listen();
    this.page.sheet.append(this.dialog);
    this.follow();
    this.dialog.showModal();
    (this.part("confirm").disabled ? this.word : this.part("confirm")).focus();
  }

  part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  line(item) {
    const line = this.page.copy("for-all-line");
    const [box, name, said] = line.firstElementChild.children;
    box.value = item.dataset.of;
    name.textContent = item.querySelector("[data-jump]").textContent.replace(/\s+/g, " ").trim();
    said.textContent = item.querySelector("[data-said]").textContent;
    return line;
  }

  listen() {
    const { dialog, word } = this;
    dialog.addEventListener("input", () => this.follow());
    dialog.addEventListener("keydown", (event) => this.take(event.target === word && offerOf(event, this.offers), event));
    dialog.addEventListener("click", (event) => this.take(event.target.closest("[data-key]"), event));
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close();
      this.on.say(this.chosen, word.value);
    });
  }

  get chosen() {
    const boxes = [...this.part("list").querySelectorAll("input")];
    return this.items.filter((_item, place) => boxes[place].checked);
  }

  take(offer, event) {
    if (!offer) return;
    event.preventDefault();
    take(offer, this.word);
    this.follow();
  }

  follow() {
    const n = this.chosen.length;
    this.offers.hidden = isWord(this.word.value); // on a phone the rest is in sight then
    this.part("confirm").disabled = !isWord(this.word.value) || n === 0;
    this.part("confirm").textContent = this.page.say("confirm-all", { n });
  }
}
