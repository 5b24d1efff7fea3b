// <form data-open-choices>: its button goes on only once everything in it is chosen.

for (const form of document.querySelectorAll("form[data-open-choices]")) {
  const button = form.querySelector("[data-confirm]");
  const follow = () => {
    button.disabled = !form.checkValidity();
  };

  form.addEventListener("change", follow);
  // Who comes back to the page finds what was chosen, after this has run.
  addEventListener("pageshow", follow);
  follow();
}
