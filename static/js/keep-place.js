// <form data-keeps-place>: sending it makes the page anew, and the person stays where he was: the same
// place, within each part that scrolls, and the same control.

const KEY = "place";
const form = document.querySelector("form[data-keeps-place]");
const parts = () => [...document.querySelectorAll("[data-scrolls]")];

function kept() {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return place?.path === location.pathname ? place : null;
  } catch {
    return null; // without storage the page begins at its top
  }
}

function goTo(place) {
  parts().forEach((part, n) => part.scrollTo(...(place.parts[n] ?? [0, 0])));
  form.elements[place.control]?.focus?.({ preventScroll: true });
  scrollTo(place.x, place.y);
}

const place = kept();
if (form) {
  if (place) goTo(place);
  form.addEventListener("submit", () => {
    const now = {
      path: location.pathname,
      x: scrollX,
      y: scrollY,
      parts: parts().map((part) => [part.scrollLeft, part.scrollTop]),
      control: document.activeElement?.form === form ? document.activeElement.name : "",
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(now));
    } catch {
      // nothing is kept
    }
  });
}
