// <form data-submit-on-change>: choosing with a pointer is enough. By keyboard each arrow key chooses
// too, so there, and without a script, the button sends.

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  let byKeyboard = false;
  form.addEventListener("keydown", () => (byKeyboard = true));
  form.addEventListener("pointerdown", () => (byKeyboard = false));
  form.addEventListener("change", () => byKeyboard || form.requestSubmit());
}
