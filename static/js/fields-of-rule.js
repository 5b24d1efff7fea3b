// <… data-with-rules="sum mean">: a field that means something with some rules is shown with these alone; without a
// rule, and without this script, all are. What is filled in stays in sight: the server says what is wrong with it.

const rule = document.querySelector("[name=rule]");
const fields = [...document.querySelectorAll("[data-with-rules]")];

function isFilled(input) {
  return input.type === "checkbox" ? input.checked : input.value !== "";
}

function show() {
  for (const input of fields) {
    const field = input.closest(".field");
    const means = rule.value === "" || input.dataset.withRules.split(" ").includes(rule.value);
    field.hidden = !means && ![...field.querySelectorAll("input, select")].some(isFilled);
  }
}

rule.addEventListener("change", show);
show();
