// Waits for a new sign-in in another page of this browser: it brings a new CSRF token, so that the server
// need not be asked.

import { csrfToken } from "./sync.js";

const EVERY = 1000;

export class NewSignIn {
  // on: what is done then.
  constructor(on) {
    this.on = on;
    this.timer = null;
    addEventListener("focus", () => this.look());
    addEventListener("visibilitychange", () => this.look());
  }

  await(isAwaited) {
    if (isAwaited === (this.timer !== null)) return;
    if (isAwaited) this.token = csrfToken();
    else clearInterval(this.timer);
    this.timer = isAwaited ? setInterval(() => this.look(), EVERY) : null;
  }

  look() {
    if (this.timer === null || this.token === csrfToken()) return;
    this.await(false);
    this.on();
  }
}
