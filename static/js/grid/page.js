// The page of a sheet, <div data-sheet>: its elements by their data- attributes, its texts, what is told
// to those who do not see it, and what it warns of.

import { shown } from "../moment.js";
import { oldest } from "./unsent.js";

// What is said of kept cells: how many, and since when.
export function howMuch(kept) {
  return { n: kept.length, at: shown(oldest(kept)) };
}

export class Page {
  constructor(sheet) {
    this.sheet = sheet;
    this.isLocked = "locked" in sheet.dataset;
    this.decimalMark = sheet.dataset.decimalMark;
    this.parts = new Map();
    const texts = [...this.part("texts").content.children];
    this.texts = new Map(texts.map((text) => [text.dataset.text, text.textContent]));
  }

  // An element of the sheet by its data- attribute; to look through thousands of cells takes a while.
  part(name) {
    if (!this.parts.has(name)) this.parts.set(name, this.sheet.querySelector(`[data-${name}]`));
    return this.parts.get(name);
  }

  // What a template of the sheet holds, to be put into the page.
  copy(name) {
    return this.part(name).content.firstElementChild.cloneNode(true);
  }

  say(name, values = {}) {
    const entries = Object.entries(values);
    return entries.reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), this.texts.get(name));
  }

  // How many questions and errors are open; the bar leads to them.
  count(open) {
    this.part("to-look-at").hidden = open === 0;
    this.write("to-look-at", this.say("to-look-at", { n: open }));
  }

  // Only what they must know, not every cell that is stored.
  announce(text) {
    this.write("announce", text);
  }

  // What a gesture did, where that is not seen at a glance.
  tell(text) {
    this.write("told", text);
  }

  // kept: what this browser has, [..., {at}]; it is said with it, and may be sent again.
  warn(text, kept, { offersReload = false, offersRetry = false } = {}) {
    this.part("trouble").hidden = false;
    this.write("trouble-text", text);
    this.write("trouble-kept", kept.length ? this.say("kept-here", howMuch(kept)) : "");
    this.part("reload").hidden = !offersReload;
    this.part("retry").hidden = kept.length === 0 && !offersRetry;
  }

  get isWarning() {
    return !this.part("trouble").hidden;
  }

  // What stands there already is not read out again.
  write(name, text) {
    if (this.part(name).textContent !== text) this.part(name).textContent = text;
  }

  calm() {
    this.part("trouble").hidden = true;
  }

  // Where F6 leads after the last cell: what is done with the sheet.
  focusBar() {
    (this.part("submit") ?? this.sheet.querySelector(".sheet__bar :is(a, button)"))?.focus();
  }
}
