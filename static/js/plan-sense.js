// <form data-plan-sense>: says beside a row, while it is typed, what makes no sense for its indicator, and what the
// allocations come to. The server says the same when the form is sent, and then it alone; without this script nothing
// is lost.
//
// A row [data-plan-row] says what it counts (data-measure, see plans.sheet.measure_of); its fields bear data-sense
// (value, value_to, milestone_1 …, operator). Words are those of [data-plan-words], in the page's language.

const MILLION_IN_MILLIONS = 1e6; // a mean of one cooperative of so many million VND was typed in VND
const LEAST = 0.01; // million VND: less was meant in millions
const MONEY = ["money", "mean"];
const PERCENT = ["share", "percent"];

const form = document.querySelector("[data-plan-sense]");
const words = form.querySelector("[data-plan-words]").dataset;
const { mark } = words;
const other = mark === "," ? "." : ",";

// A number as the page's language writes it, or one that can be read one way only ("20.5"); NaN for what is none.
function numberOf(text) {
  const plain = text.replaceAll(/\s|%/g, "");
  if (plain === "") return null;
  const groups = new RegExp(`^-?\\d{1,3}(\\${other}\\d{3})+(\\${mark}\\d+)?$`);
  if (groups.test(plain)) return Number(plain.replaceAll(other, "").replace(mark, "."));
  if (new RegExp(`^-?\\d+(\\${mark}\\d+)?$`).test(plain)) return Number(plain.replace(mark, "."));
  return /^-?\d+\.\d+$/.test(plain) || /^-?\d+,\d+$/.test(plain) ? Number(plain.replace(",", ".")) : Number.NaN;
}

function shown(number) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6 }).format(number);
}

function valuesOf(row) {
  const read = (name) => numberOf(row.querySelector(`[data-sense="${name}"]`)?.value ?? "");
  const milestones = [1, 2, 3].map((number) => read(`milestone_${number}`));
  const target = row.dataset.target === undefined ? read("value") : numberOf(row.dataset.target);
  return { milestones, target, to: read("value_to") };
}

function isKnown(number) {
  return number !== null && !Number.isNaN(number);
}

// The first thing that makes no sense in a row, "" for none.
function complaint(row) {
  const { measure } = row.dataset;
  const { milestones, target, to } = valuesOf(row);
  const given = [target, to, ...milestones].filter(isKnown);
  const operator = row.querySelector('[data-sense="operator"]')?.value ?? ">=";
  const wantsMore = operator.startsWith(">");
  const isMoney = MONEY.includes(measure);
  const steps = [...milestones, target].filter(isKnown);
  if (measure === "share" && given.some((one) => one < 0 || one > 100)) return words.share;
  if (measure === "whole" && given.some((one) => !Number.isInteger(one))) return words.whole;
  if (measure === "mean" && given.some((one) => Math.abs(one) >= MILLION_IN_MILLIONS)) return words.large;
  if (isMoney && given.some((one) => one !== 0 && Math.abs(one) < LEAST)) return words.small;
  if (wantsMore && !PERCENT.includes(measure) && given.some((one) => one < 0)) return words.negative;
  if (isKnown(to) && isKnown(target) && to < target) return words.range;
  const falls = steps.some((one, place) => place && one < steps[place - 1]);
  return wantsMore && falls ? words.falls : "";
}

// What the server said of a field that it gave back.
function errorOf(field) {
  return document.getElementById(`${field.id}_error`);
}

// Nothing is said twice.
function look(row) {
  const said = row.dataset.measure ? complaint(row) : "";
  const isThere = [...row.querySelectorAll("[aria-invalid]")].some((one) => errorOf(one)?.textContent.includes(said));
  row.querySelector("[data-plan-said]").textContent = isThere ? "" : said;
}

// It was about what was sent, and goes once that is mended.
function takeBack(field) {
  const error = errorOf(field);
  if (!error) return;
  const line = error.closest("td");
  error.remove();
  field.removeAttribute("aria-invalid");
  if (line && !line.childElementCount) line.parentElement.remove();
}

// What allocations come to, below them.
function addUp(shares) {
  const total = form.querySelector("[data-plan-total]");
  if (shares.dataset.averages || !total) return;
  const values = [...shares.querySelectorAll('[data-sense="share"]')].map((one) => numberOf(one.value)).filter(isKnown);
  const target = numberOf(shares.dataset.target);
  const sum = Math.round(values.reduce((one, two) => one + two, 0) * 1e6) / 1e6;
  const apart = Math.round(Math.abs(sum - target) * 1e6) / 1e6;
  const text = sum > target ? words.more : sum < target ? words.less : words.total;
  total.textContent = values.length ? text.replace("{total}", shown(sum)).replace("{apart}", shown(apart)).replace("{target}", shown(target)) : "";
}

form.addEventListener("input", ({ target }) => {
  takeBack(target);
  const row = target.closest("[data-plan-row]");
  const shares = target.closest("[data-plan-shares]");
  if (row) look(row);
  if (shares) addUp(shares);
});

// A new row counts in what its indicator does.
form.addEventListener("change", ({ target }) => {
  const { measure, unit } = target.selectedOptions?.[0]?.dataset ?? {};
  const row = target.closest("[data-plan-row]");
  if (measure === undefined || !row) return;
  row.dataset.measure = measure;
  row.querySelector("[data-plan-unit]").textContent = unit;
  look(row);
});

for (const row of form.querySelectorAll("[data-plan-row]")) look(row);
