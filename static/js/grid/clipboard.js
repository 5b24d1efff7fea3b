// Copies blocks of cells and pastes them, and says what became of what was pasted.

import { format, lay, parse } from "./blocks.js";

export class Clipboard {
  constructor({ page, cells, keys, editing }) {
    Object.assign(this, { page, cells, keys, editing });
    const { grid } = cells;
    grid.addEventListener("copy", (event) => this.copy(event));
    grid.addEventListener("cut", (event) => this.copy(event) && editing.change(keys.selected().map((cell) => [cell, ""])));
    grid.addEventListener("paste", (event) => this.paste(event));
  }

  // Several cells as a block; the text of one is the field's own matter.
  copy(event) {
    if (this.keys.selected().length < 2) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", format(this.keys.block()));
    return true;
  }

  paste(event) {
    const cell = event.target;
    if (this.page.isLocked || !cell.matches("[data-field]")) return;
    const block = parse(event.clipboardData.getData("text/plain"));
    const isOne = block.length === 1 && block[0].length === 1;
    const chosen = this.keys.selected();
    if (isOne && chosen.length < 2 && cell.matches("input")) return; // the field's own
    event.preventDefault();
    this.keys.typing = null;
    if (isOne) this.report({ n: this.editing.change(chosen.map((one) => [one, block[0][0]])) });
    else this.report(this.put(lay(block, this.cells, chosen[0] ?? cell)));
    cell.select?.();
  }

  put(laid) {
    if (laid.problem) return laid;
    this.editing.change(laid.changes);
    const n = laid.changes.filter(([one]) => this.editing.mayChange(one)).length;
    return { ...laid, n, locked: laid.changes.length - n };
  }

  // What became of a block; left: lines that were not laid.
  report({ problem, n, m, heading, aside = [], left = [], locked = 0 }) {
    const { page } = this;
    const columns = aside.map((one) => one.heading || page.say("column", { n: one.n, text: one.text })).join(", ");
    const said = [
      problem ? page.say(problem, { n, m, heading, columns }) : page.say("pasted", { n }),
      locked && page.say("left-locked", { n: locked }),
      !problem && columns && page.say("aside", { columns }),
      left.length && page.say("left-out", { n: left.length }),
    ].filter(Boolean);
    const box = page.part("pasted");
    box.hidden = !problem && said.length < 2;
    box.classList.toggle("notice--error", Boolean(problem));
    page.part("pasted-text").textContent = said.join(" ");
    page.part("pasted-list").replaceChildren(
      ...left.map(({ name, why }) => Object.assign(document.createElement("li"), { textContent: page.say(why, { name }) })),
    );
    if (box.hidden) page.announce(said[0]);
    else box.scrollIntoView({ block: "nearest" });
  }
}
