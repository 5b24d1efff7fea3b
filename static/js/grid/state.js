// The state of it all: whether what was typed is stored, and what stands in the way.

// Its name. rests: nothing is under way; kept: how many cells this browser keeps; hasMine: whether this
// page is to send any of them; isPasting: whether it is not known yet what becomes of a block.
export function nameOf({ isSaved, isFull, isStopped, isOffline, rests, kept, hasMine, isPasting }) {
  if (isSaved) return "saved";
  if (isFull) return "full";
  if (isStopped) return "stopped";
  if (isOffline) return "offline";
  if (!rests) return "saving";
  if (!kept) return isPasting ? "pasting" : "typing";
  return hasMine ? "unsaved" : "elsewhere";
}

// "Storing…" and "All is stored" come with every cell; said aloud they would drown the figures.
const SAID_ALOUD = ["full", "stopped", "offline", "pasting", "unsaved"];
const USUAL = ["saved", "saving", "typing"];

export class State {
  constructor({ page, cells, unsent, sync, pasting, keys, editing }) {
    Object.assign(this, { page, cells, unsent, sync, pasting, keys, editing });
    this.isOffline = false;
    this.name = null;
    this.warning = null; // what was warned of last: {text, options}
  }

  // Nothing more happens by itself.
  get rests() {
    return this.pasting.rests && (this.sync.isIdle || this.isOffline || this.sync.isStopped);
  }

  // Whether something is lost if the page is closed now.
  get isFull() {
    return this.unsent.isFull || this.pasting.blocks.isFull;
  }

  show() {
    const { typing } = this.keys;
    const isTyping = typing !== null && typing.value !== this.editing.textOf(typing);
    const isSaved = this.unsent.size === 0 && this.sync.isIdle && this.pasting.isDone && !isTyping;
    this.cells.grid.dataset.saved = String(isSaved);
    if (!this.page.isLocked) this.showName(isSaved);
    if (this.page.isWarning) this.showWarning();
  }

  showName(isSaved) {
    const { page, unsent } = this;
    const { rests } = this;
    this.name = nameOf({
      isSaved,
      isFull: this.isFull,
      isStopped: this.sync.isStopped,
      isOffline: this.isOffline,
      rests,
      kept: unsent.size,
      isPasting: !this.pasting.isDone,
      // A block of thousands of cells comes by here with each of them.
      hasMine: rests && [...unsent].some(([, , kept]) => unsent.isMine(kept)),
    });
    const text = page.say(this.name, { n: unsent.size });
    page.part("state").textContent = text;
    page.part("state").dataset.state = this.name;
    const isStuck = !USUAL.includes(this.name);
    page.part("copy-now").hidden = !isStuck;
    page.part("retry-now").hidden = !isStuck;
    page.part("stored-at").hidden = isStuck;
    if (SAID_ALOUD.includes(this.name)) page.announce(text);
    else if (isSaved && page.part("announce").textContent) page.announce(text);
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
    this.page.warn(typeof text === "string" ? text : text(), [...this.unsent], options);
  }

  stopped({ isSignedOut, said, status }) {
    this.warn(said ?? this.page.say("error", { n: status }), { isSignedOut, offersReload: !isSignedOut });
  }
}
