// <dialog popover class="passport">, which its button opens without a script. With one it is modal: the
// focus stays in it and goes back to the button, as no popover makes it. An address that ends with
// the card's id opens it.

for (const card of document.querySelectorAll("dialog.passport")) {
  const [opener, closer] = document.querySelectorAll(`[popovertarget="${card.id}"]`);
  // A popover cannot be a modal dialog as well.
  card.removeAttribute("popover");
  for (const button of [opener, closer]) button.removeAttribute("popovertarget");
  opener.addEventListener("click", () => card.showModal());
  closer.addEventListener("click", () => card.close());
  card.addEventListener("click", (event) => {
    if (event.target === card) card.close();
  });
  for (const details of card.querySelectorAll("details")) {
    details.addEventListener("toggle", () => {
      if (details.open) details.scrollIntoView({ block: "end" });
    });
  }
  if (location.hash === `#${card.id}`) card.showModal();
}
