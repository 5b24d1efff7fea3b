// <button data-copy-link="https://…" data-copied="Copied" hidden>: shown where there is a clipboard to
// copy the link to. Without one, or without a script, the link beside it is copied by hand.

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy-link]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copyLink);
    button.textContent = button.dataset.copied;
  });
}
