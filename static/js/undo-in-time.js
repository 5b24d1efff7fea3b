// <section data-undo="57">: what can be taken back for so many seconds more goes when they are over.

for (const offer of document.querySelectorAll("[data-undo]")) {
  setTimeout(() => offer.remove(), Number(offer.dataset.undo) * 1000);
}
