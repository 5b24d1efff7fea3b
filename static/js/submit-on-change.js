// <form data-submit-on-change>: choosing is enough; the button stays for those without script.

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
