// Buttons around the grid: copying what is not stored, sending again, loading anew, closing.

import { asLines } from "./kept-blocks.js";
import { asTable } from "./unsent.js";

export class Buttons {
  constructor({ page, unsent, sync, kept, explaining, pasting, state }) {
    Object.assign(this, { page, unsent, sync, kept, explaining, pasting, state });
    this.each("[data-copy-unsent]", () => this.copy());
    this.each("[data-close]", (button) => this.close(button));
    this.each("[data-retry], [data-retry-now]", () => this.sendAgain());
    page.part("reload").addEventListener("click", (event) => {
      event.preventDefault();
      location.reload();
    });
  }

  each(selector, run) {
    for (const button of this.page.sheet.querySelectorAll(selector)) button.addEventListener("click", () => run(button));
  }

  // Also what another window has not sent, and what the bar says is from an earlier sign-in.
  sendAgain() {
    this.page.calm();
    this.kept.takeOver();
    if (this.state.name === "earlier") this.kept.adopt();
    this.sync.again();
    this.explaining.again();
    this.pasting.goOn();
  }

  copy() {
    const text = this.page.part("unsent-text");
    text.value = [asTable([...this.unsent]), ...this.pasting.all.map(asLines)].filter(Boolean).join("\n");
    this.page.part("unsent-dialog").showModal();
    text.select();
    navigator.clipboard?.writeText(text.value).catch(() => {});
  }

  close(button) {
    const dialog = button.closest("dialog");
    if (dialog) dialog.close();
    else button.closest(".notice").hidden = true;
  }
}
