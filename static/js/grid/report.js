// What became of what was pasted, in a notice above the grid.

export class Report {
  constructor(page) {
    this.page = page;
  }

  // One text put into n cells.
  filled(n) {
    this.hide();
    this.page.announce(this.page.say("pasted", { n }));
  }

  // said: what the server says of a block; since: how many of its cells were typed into meanwhile; locked:
  // how many cannot be changed.
  pasted(said, { since, locked }) {
    const { page } = this;
    const how = [
      said.stored + said.cleared > 0 || said.same === 0 ? page.say("pasted", { n: said.stored + said.cleared }) : "",
      said.cleared && page.say("cleared", { n: said.cleared }),
      said.same && page.say("same", { n: said.same }),
      said.unreadable && page.say("unreadable", { n: said.unreadable }),
      since && page.say("typed-since", { n: since }),
      locked && page.say("left-locked", { n: locked }),
      said.aside.length && page.say("aside", { columns: said.aside.join(", ") }),
      said.stored + said.cleared + said.unreadable > 0 && page.say("one-undo"),
    ];
    const isClean = !(said.cleared || said.unreadable || since || locked || said.left.length);
    this.show(how.filter(Boolean).join(" "), said.left, {
      offersFounding: said.unknown, noNameFits: said.no_name_fits, isClean,
    });
  }

  problem(text) {
    this.show(text, [], { isProblem: true });
  }

  show(text, left, { isProblem = false, offersFounding = false, noNameFits = false, isClean = false } = {}) {
    const { page } = this;
    const box = page.part("pasted");
    box.hidden = false;
    box.classList.toggle("notice--error", isProblem);
    page.part("pasted-text").textContent = text;
    const why = noNameFits ? "left-unnamed" : "left-out";
    page.part("pasted-left").textContent = left.length ? page.say(why, { n: left.length }) : "";
    page.part("pasted-list").replaceChildren(...left.map((why) => Object.assign(document.createElement("li"), { textContent: why })));
    page.part("found-first").hidden = !offersFounding;
    if (!isClean) box.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.page.part("pasted").hidden = true;
  }
}
