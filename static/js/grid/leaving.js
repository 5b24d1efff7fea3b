// Leaving the page: what leads on by what is stored waits for what is under way (<a data-waits>,
// <form data-waits>), and nothing that is being typed is lost. What shows the same sheet in another way
// (data-waits="line") waits for a line alone: what the server refused is in the browser there too.

export class Leaving {
  constructor({ page, unsent, sync, pasting, keys, state }) {
    Object.assign(this, { page, unsent, sync, pasting, keys, state });
    this.by = null; // the link or form by which the person wants to go on as soon as all is stored
    page.sheet.addEventListener("click", (event) => this.wait(event, event.target.closest("a")));
    page.sheet.addEventListener("submit", (event) => this.wait(event, event.target));
    // A page may go without a focusout: what is being typed is kept all the same.
    addEventListener("pagehide", () => keys.take());
    // Of what happened while it lay aside, a page that comes back knows nothing.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keys.take());
    addEventListener("beforeunload", (event) => {
      keys.take();
      if (state.isFull) event.preventDefault();
    });
  }

  wait(event, way) {
    if (this.page.isLocked || !way?.matches("[data-waits]")) return;
    this.keys.take();
    if (this.mayGo(way)) return;
    event.preventDefault();
    this.by = { way, submitter: event.submitter };
    this.state.show();
    this.goOn();
  }

  // Once nothing more happens by itself.
  goOn() {
    if (!this.by || !this.state.rests) return;
    const { way, submitter } = this.by;
    this.by = null;
    if (!this.mayGo(way)) this.refuse();
    else if (way.matches("form")) way.requestSubmit(submitter);
    else way.click();
  }

  mayGo(way) {
    return this.pasting.isDone && this.sync.isIdle && (this.unsent.size === 0 || way.dataset.waits === "line");
  }

  refuse() {
    const { page, state, unsent } = this;
    // What stopped the sending, or keeps a block, says what to do about it.
    if (unsent.size > 0 && !this.sync.isStopped) {
      const why = state.name === "elsewhere" ? "blocked-elsewhere" : state.isOffline ? "blocked-offline" : "blocked";
      state.warn(() => page.say(why, { n: this.unsent.size }));
    }
    page.part(unsent.size > 0 ? "trouble" : "block-trouble").scrollIntoView({ block: "nearest" });
  }
}
