// The state of it all: whether what was typed is stored, and what stands in the way.

import { NewSignIn } from "./new-sign-in.js";

// Its name. isSaved: nothing of the grid waits; fields: how many of the fields above it do. rests: nothing is under way; kept: how many cells this browser keeps; hasMine: whether this
// page is to send any of them; isEarlier: whether those were all typed under an earlier sign-in; isPasting:
// whether it is not known yet what becomes of a block.
export function nameOf({ isSaved, fields, isFull, isSignedOut, isStopped, isOffline, rests, kept, hasMine, isEarlier, isPasting }) {
  if (isSaved) return fields ? "fields" : "saved";
  if (isFull) return "full";
  if (isSignedOut) return "signed-out";
  if (isStopped) return "stopped";
  if (isOffline) return "offline";
  if (!rests) return "saving";
  if (!kept) return isPasting ? "pasting" : "typing";
  if (!hasMine) return "elsewhere";
  return isEarlier ? "earlier" : "unsaved";
}

// "Storing…" and "All is stored" come with every cell; said aloud they would drown the figures.
const SAID_ALOUD = ["full", "signed-out", "stopped", "offline", "pasting", "earlier", "unsaved"];
const USUAL = ["saved", "saving", "typing", "fields"];

export class State {
  // on: signedIn().
  constructor({ page, cells, unsent, sync, pasting, explaining, keys, editing, unitFields }, on) {
    Object.assign(this, { page, cells, unsent, sync, pasting, explaining, keys, editing, unitFields });
    this.newSignIn = new NewSignIn(() => on.signedIn());
    this.isOffline = false;
    this.name = null;
    this.warning = null; // what was warned of last: {text, options}
  }

  // Nothing more happens by itself.
  get rests() {
    const isIdle = this.sync.isIdle && this.explaining.isIdle;
    return this.pasting.rests && (isIdle || this.isOffline || this.isStopped);
  }

  // Whether something is lost if the page is closed now.
  get isFull() {
    return this.unsent.isFull || this.pasting.blocks.isFull;
  }

  get isStopped() {
    return this.sync.isStopped || this.explaining.isStopped;
  }

  get isSignedOut() {
    return this.sync.isSignedOut || this.explaining.isSignedOut || this.pasting.isSignedOut;
  }

  show() {
    const { typing } = this.keys;
    const isTyping = typing !== null && typing.value !== this.editing.textOf(typing);
    const isIdle = this.sync.isIdle && this.explaining.isIdle && this.pasting.isDone;
    const isSaved = this.unsent.size === 0 && isIdle && !isTyping;
    this.cells.grid.dataset.saved = String(isSaved && !this.unitFields.size);
    if (!this.page.isLocked) this.showName(isSaved);
    if (this.page.isWarning) this.showWarning();
  }

  showName(isSaved) {
    const { page, unsent } = this;
    const { rests } = this;
    // A block of thousands of cells comes by here with each of them.
    const mine = rests ? [...unsent].filter(([, , kept]) => unsent.isMine(kept)) : [];
    this.name = nameOf({
      isSaved,
      fields: this.unitFields.size,
      isFull: this.isFull,
      isSignedOut: this.isSignedOut,
      isStopped: this.isStopped,
      isOffline: this.isOffline,
      rests,
      kept: unsent.size,
      isPasting: !this.pasting.isDone,
      hasMine: mine.length > 0,
      isEarlier: mine.every(([, , kept]) => unsent.isEarlier(kept)),
    });
    const text = this.said;
    page.part("state").textContent = text;
    page.part("state").dataset.state = this.name;
    const isStuck = !USUAL.includes(this.name);
    page.part("copy-now").hidden = !isStuck;
    page.part("retry-now").hidden = !isStuck;
    page.part("stored-at").hidden = isStuck;
    page.part("sign-in").hidden = !this.isSignedOut;
    this.newSignIn.await(this.isSignedOut);
    if (SAID_ALOUD.includes(this.name)) page.announce(text);
    else if (isSaved && page.part("announce").textContent) page.announce(text);
  }

  get said() {
    const { page, unsent, explaining } = this;
    if (unsent.size === 0 && explaining.size) return this.ofWords;
    if (this.name === "fields") return page.say("fields", { n: this.unitFields.size });
    const isOfBlock = unsent.size === 0 && this.name === "signed-out";
    return page.say(isOfBlock ? "signed-out-block" : this.name, { n: unsent.size });
  }

  // What is said while nothing but words for unusual values waits.
  get ofWords() {
    const name = this.name === "saving" ? "saving" : `${this.name}-words`;
    return this.page.say(name, { n: this.explaining.size });
  }

  offline(is) {
    this.isOffline = is;
    if (!is) this.page.calm();
  }

  // text: what is wrong, or what says it anew each time: it counts what is not stored.
  warn(text, options = {}) {
    this.warning = { text, options };
    this.showWarning();
  }

  showWarning() {
    const { text, options } = this.warning;
    this.page.warn(typeof text === "string" ? text : text(), [...this.unsent], { ...options, offersRetry: this.isStopped });
  }

  // An ended sign-in is said by the bar, which is always in sight.
  stopped({ isSignedOut, said, status }) {
    if (isSignedOut) this.page.calm();
    else this.warn(said ?? this.page.say("error", { n: status }), { offersReload: true });
  }
}
