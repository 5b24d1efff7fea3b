// The question about a pasted block: a dialog with what the server makes of it. Every choice goes to the
// server, which says what would become of the block then.

export class BlockQuestion {
  constructor(sheet, on) {
    this.sheet = sheet;
    this.on = on; // said(key, choice), confirmed(), cancelled()
    this.dialog = null;
  }

  get isOpen() {
    return this.dialog !== null;
  }

  // html: all that it says. What has the focus keeps it, and what is scrolled stays so.
  show(html) {
    const isNew = !this.isOpen;
    if (isNew) this.open();
    const { body } = this;
    const { name, value, type } = body.contains(document.activeElement) ? document.activeElement : {};
    const scrolled = this.scrolling.map((one) => [one.scrollLeft, one.scrollTop]);
    body.innerHTML = html;
    this.isBusy = false;
    if (isNew) {
      // Not a button: what is being typed would press it.
      body.querySelector("h2").focus();
      return;
    }
    const same = [...body.querySelectorAll("[name]")].filter((one) => one.name === name);
    const focused = type === "radio" ? same.find((one) => one.value === value) : same[0];
    (focused ?? body.querySelector("h2")).focus({ preventScroll: true });
    // For those who do not see what the choice has changed.
    this.dialog.querySelector("[role=status]").textContent = this.sum;
    this.scrolling.forEach((one, place) => one.scrollTo(...(scrolled[place] ?? [0, 0])));
  }

  open() {
    const made = this.sheet.querySelector("template[data-question-dialog]").content.cloneNode(true);
    this.dialog = made.firstElementChild;
    this.body = this.dialog.querySelector("form");
    this.sheet.append(this.dialog);
    this.dialog.addEventListener("change", ({ target }) => this.changed(target));
    this.dialog.addEventListener("click", ({ target }) => target.closest("[data-cancel]") && this.on.cancelled());
    this.dialog.addEventListener("submit", (event) => this.confirm(event));
    const { dialog } = this;
    // By Escape, or whatever else closes it.
    dialog.addEventListener("close", () => dialog === this.dialog && this.on.cancelled());
    dialog.showModal();
  }

  // What is open, and how much would be pasted.
  get sum() {
    return [...this.body.querySelectorAll("[data-sum] > :not([data-cancel])")].map((one) => one.textContent.trim()).join(" ");
  }

  get scrolling() {
    return [this.dialog, ...this.body.querySelectorAll("[data-scrolls]")];
  }

  set isBusy(is) {
    this.body.ariaBusy = String(is);
    if (is) this.body.querySelector("[data-confirm]").disabled = true;
  }

  changed({ name, value }) {
    this.isBusy = true;
    this.on.said(name, value);
  }

  confirm(event) {
    event.preventDefault();
    this.isBusy = true;
    this.on.confirmed();
  }

  close() {
    const { dialog } = this;
    this.dialog = null;
    dialog?.close();
    dialog?.remove();
  }
}
