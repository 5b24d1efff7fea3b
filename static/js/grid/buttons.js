// Buttons around the grid: copying what is not stored, sending again, loading anew, closing.

import { asTable } from "./unsent.js";

export class Buttons {
  constructor({ page, unsent, sync, explaining }) {
    Object.assign(this, { page, unsent, sync, explaining });
    this.each("[data-copy-unsent]", () => this.copy());
    this.each("[data-close]", (button) => this.close(button));
    page.part("retry").addEventListener("click", () => {
      page.calm();
      sync.again();
      explaining.again();
    });
    page.part("reload").addEventListener("click", (event) => {
      event.preventDefault();
      location.reload();
    });
  }

  each(selector, run) {
    for (const button of this.page.sheet.querySelectorAll(selector)) button.addEventListener("click", () => run(button));
  }

  copy() {
    const text = this.page.part("unsent-text");
    text.value = asTable([...this.unsent]);
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
