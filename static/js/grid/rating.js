// The rating that a score gives by law. The page says which score gives which, the highest first.

const said = document.querySelector("[data-ratings]");
const levels = [...(said?.querySelectorAll("data") ?? [])].map((one) => [Number(one.value), one.textContent.trim()]);

// Of a score as it is typed; null where the text is none, which the server says.
export function ratingOf(text) {
  const score = /^\d{1,3}(?:[.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN;
  return score <= 100 ? (levels.find(([least]) => score >= least)?.[1] ?? null) : null;
}

// In words, for those who do not see the cell change.
export function inWords(name, rating) {
  return said.dataset.said.replace("{name}", () => name).replace("{rating}", () => rating);
}
