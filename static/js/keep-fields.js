// <form data-keeps-fields>: what is filled in is kept in this browser, by person and address, until the server
// says that it has taken the form ([data-taken], the form's address, on whatever page comes next). After a new
// sign-in, a closed page or a broken line the fields are as they were left. Passwords and files are never kept.
//
// A form that the server gave back (data-filled) holds what was sent last, and what others changed meanwhile: it is
// kept as it stands. What a form carries unseen, such as the version that it was opened on, is kept with it, so
// that the server still tells what somebody else changed since.

import { shown } from "./moment.js";
import { FIELDS, Words, forget } from "./words.js";

const LONGEST = 7 * 24 * 60 * 60 * 1000; // over a weekend and a few days off, on a machine that others use too
const NEVER = "[type=password], [type=file], [type=submit], [type=button], [name=csrfmiddlewaretoken], button";

const { user } = document.querySelector("[data-sign-out]").dataset;
const kept = new Words(user, FIELDS);

function addressOf(form) {
  const { pathname, search } = new URL(form.getAttribute("action") ?? "", location.href);
  return pathname + search;
}

function fieldsOf(form) {
  return [...form.elements].filter((one) => one.name && !one.matches(NEVER));
}

function isOn(field) {
  return !field.matches("[type=radio], [type=checkbox]") || field.checked;
}

function valuesOf(form) {
  return fieldsOf(form).filter(isOn).map(({ name, value }) => [name, value]);
}

// What a person reads of it, in one line.
function said(form) {
  const seen = fieldsOf(form).filter((one) => isOn(one) && one.type !== "hidden" && one.value.trim());
  return seen.map((one) => `${one.labels?.[0]?.textContent.trim() ?? one.ariaLabel ?? one.name}: ${textOf(one)}`).join("; ");
}

function textOf(field) {
  if (field.matches("select")) return field.selectedOptions[0]?.textContent.trim() ?? "";
  return field.matches("[type=radio], [type=checkbox]") ? "✓" : field.value;
}

function keep(form) {
  const label = document.querySelector("h1").textContent.trim();
  kept.put(addressOf(form), { fields: valuesOf(form), said: said(form), label, at: Date.now() });
}

function restore(form, { fields, at }) {
  const values = new Map(fields);
  for (const field of fieldsOf(form)) {
    if (field.matches("[type=radio], [type=checkbox]")) {
      field.checked = fields.some(([name, value]) => name === field.name && value === field.value);
    } else if (values.has(field.name)) {
      field.value = values.get(field.name);
    }
  }
  const note = form.querySelector("[data-fields-note]");
  const text = note.querySelector("[data-said]");
  text.textContent = text.dataset.said.replace("{at}", () => shown(at));
  note.hidden = false;
  form.dispatchEvent(new Event("filled"));
  note.querySelector("button").addEventListener("click", () => {
    kept.drop(addressOf(form));
    location.assign(addressOf(form));
  });
}

function watch(form) {
  const untouched = JSON.stringify(valuesOf(form));
  const isTouched = () => JSON.stringify(valuesOf(form)) !== untouched;
  const entry = kept.get(addressOf(form));
  if ("filled" in form.dataset) keep(form);
  else if (entry) restore(form, entry);
  form.addEventListener("input", () => {
    if ("filled" in form.dataset || isTouched()) keep(form);
    else kept.drop(addressOf(form));
  });
  form.addEventListener("submit", () => keep(form));
  form.querySelector("[data-drops-fields]")?.addEventListener("click", () => kept.drop(addressOf(form)));
}

forget(FIELDS, LONGEST);
for (const { dataset } of document.querySelectorAll("[data-taken]")) {
  for (const [address] of kept.under(dataset.taken)) {
    if (address.split("?")[0] === dataset.taken) kept.drop(address);
  }
}
for (const form of document.querySelectorAll("[data-keeps-fields]")) watch(form);
