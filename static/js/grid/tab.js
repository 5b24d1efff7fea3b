// One page of the browser, by a name of its own, and what it and others of the same person tell.

const ROOT = "plan_tracker.tab";

export class Tab {
  constructor(sheet, user) {
    this.id = `${Date.now()}-${Math.random()}`;
    this.awaited = new Set();
    // Held as long as the page lives: others hear by it that the page is gone, also if it crashed.
    navigator.locks?.request(`${ROOT}|${this.id}`, () => new Promise(() => {}));
    // Texts as the server shows them are read in the language that they are shown in.
    this.channel = new BroadcastChannel([ROOT, user, sheet, document.documentElement.lang].join("|"));
  }

  // Once the page of that id is gone. Where a browser cannot tell (without HTTPS) never, but for pages
  // from before this one, which are taken for gone. what: what is taken over from it, once.
  whenGone(id, run, { isFromBefore = false, what = "cells" } = {}) {
    const name = `${what}|${id}`;
    if (!navigator.locks) {
      if (isFromBefore) run();
    } else if (!this.awaited.has(name)) {
      this.awaited.add(name);
      navigator.locks.request(`${ROOT}|${id}`, () => {
        this.awaited.delete(name);
        run();
      });
    }
  }

  tell(answer) {
    this.channel.postMessage(answer);
  }

  set onTold(run) {
    this.channel.onmessage = ({ data }) => run(data);
  }
}
