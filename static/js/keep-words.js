// <form data-keeps-words>: what is written into it is kept until it stands on the page that it was sent
// to ([data-arrived]): a sign-in that has ended, a broken line or a closed page lose nothing of it.
// What was written into a form that is not there any more is shown, each text by itself (<template data-words-left>).

import { shown } from "./moment.js";
import { plain, showLeft, Words, wordsOf } from "./words.js";

const left = document.querySelector("[data-words-left]");
const words = new Words(left.dataset.user);
const forms = [...document.querySelectorAll("[data-keeps-words]")];
const arrived = [...document.querySelectorAll("[data-arrived]")].map((one) => plain(one.textContent));

// How often a text stands on the page: the same may have been said before.
function timesHere(text) {
  return arrived.filter((one) => one === plain(text)).length;
}

function actionOf(form) {
  return new URL(form.action).pathname;
}

function fieldsOf(form) {
  return [...form.elements].filter((one) => one.matches("select, textarea"));
}

function keep(form, isSent) {
  const fields = fieldsOf(form);
  const text = fields.at(-1);
  if (!text.value.trim()) {
    words.drop(actionOf(form));
    return;
  }
  const label = `${document.querySelector("h1").textContent.trim()}\t${text.labels[0].textContent.trim()}`;
  const at = Date.now();
  const before = timesHere(text.value);
  words.put(actionOf(form), { fields: fields.map(({ name, value }) => [name, value]), label, at, isSent, before });
}

function restore(form, { fields, at }) {
  for (const field of fieldsOf(form)) {
    const [, value] = fields.find(([name]) => name === field.name) ?? [];
    if (value !== undefined) field.value = value;
  }
  form.closest("details")?.setAttribute("open", "");
  const note = form.querySelector("[data-words-note]");
  note.textContent = note.dataset.said.replace("{at}", () => shown(at));
  note.hidden = false;
}

// The server says so itself, this once.
const isRefusedHere = Boolean(document.querySelector("[data-words-refused]"));

for (const [action, entry] of words.under(left.dataset.wordsLeft)) {
  if (entry.rule) continue; // the grid's own
  const form = forms.find((one) => actionOf(one) === action);
  if (entry.isSent && timesHere(wordsOf(entry)) > entry.before) words.drop(action);
  else if (!form && !isRefusedHere) showLeft(words, action, wordsOf(entry));
  // A form that the server gave back holds what was sent last.
  else if (form && !fieldsOf(form).at(-1).value.trim()) restore(form, entry);
}

for (const form of forms) {
  form.addEventListener("input", () => keep(form, false));
  form.addEventListener("submit", () => keep(form, true));
}
