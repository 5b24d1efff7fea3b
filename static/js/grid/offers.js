// What is offered as the word for an unusual value: what the row says itself, the reasons that offices
// give, the person's last word. Each has a key of its own while the field is blank.

// The list for what is asked; own: the row's words; last: the person's; blank where there are none.
export function offersOf(page, { asked, own = "", last = "" }) {
  const list = page.copy("offers");
  const reasons = page.part(`reasons="${asked}"`).content.cloneNode(true);
  list.querySelector("[data-offers-reasons]").replaceWith(reasons);
  for (const [name, text] of [["own", own], ["last", last]]) {
    const button = list.querySelector(`[data-offers-${name}]`);
    button.value = text;
    button.querySelector("[data-text]").textContent = text;
    button.parentElement.hidden = !isWord(text);
  }
  return list;
}

// As the server takes it: a letter, a digit or a dot alone says nothing.
export function isWord(text) {
  return text.trim().length > 1;
}

export function isVoid(offer) {
  return offer.parentElement.hidden;
}

// The offer that a key takes into a field; nothing where the key is the field's own. One that is hidden has
// nothing to offer here, and its key writes nothing either.
export function offerOf(event, list) {
  const { key, target } = event;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  if (target.selectionEnd - target.selectionStart < target.value.length) return null; // replaces no more than is chosen
  const offer = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return offer;
}

// The person may add to it.
export function take(offer, field) {
  if (isVoid(offer)) return;
  field.value = offer.value;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}
