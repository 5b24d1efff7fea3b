// A letter is answered with a file, which leaves the page as it was (<form data-drafts>). Once the file is
// there, told by a cookie with the very mark that the form sent, the page is read anew: it shows the day.
for (const form of document.querySelectorAll("form[data-drafts]")) {
  form.addEventListener("submit", () => {
    const mark = String(Date.now());
    form.elements.drafted.value = mark;
    const looking = setInterval(() => {
      if (!document.cookie.split("; ").includes(`drafted=${mark}`)) return;
      clearInterval(looking);
      location.reload();
    }, 300);
    setTimeout(() => clearInterval(looking), 60_000);
  });
}
