// Words that somebody has written on this browser and that have not arrived, by person and form: one
// entry of localStorage for each. Never read by another person's page.
//
// An entry: {fields, label, at, isSent, before}; fields: [[name, value]] of the form; isSent: whether it
// was sent off, though it may not have arrived; before: how often the page said the same by then.
// Forms of fields (keep-fields.js) are kept likewise, under a name of their own.

export const WORDS = "plan_tracker.words";
export const FIELDS = "plan_tracker.fields";

export class Words {
  constructor(user, root = WORDS) {
    this.prefix = `${root}|${user}|`;
  }

  get(action) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + action));
    } catch {
      return null;
    }
  }

  // Where the browser keeps nothing, the words live as long as the page.
  put(action, entry) {
    try {
      localStorage.setItem(this.prefix + action, JSON.stringify(entry));
    } catch {}
  }

  drop(action) {
    try {
      localStorage.removeItem(this.prefix + action);
    } catch {}
  }

  // Each entry, [action, entry], of the forms whose address begins so.
  under(path = "") {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix + path));
      return keys.map((key) => key.slice(this.prefix.length)).map((action) => [action, this.get(action)]).filter(([, entry]) => entry);
    } catch {
      return [];
    }
  }
}

// The words themselves: what the last field holds is what the choices before it are about.
export function wordsOf({ fields }) {
  return fields.at(-1)[1];
}

// Drops what anybody's forms kept under a root for longer than so many milliseconds, or unreadably.
export function forget(root, longest) {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`${root}|`))) {
      if (!(Date.now() - dated(localStorage.getItem(key)) < longest)) localStorage.removeItem(key);
    }
  } catch {}
}

function dated(text) {
  try {
    return JSON.parse(text).at;
  } catch {
    return NaN;
  }
}

// As the server stores it.
export function plain(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

// Shows words that have no place on the page any more, by themselves, until they are discarded.
export function showLeft(words, action, text) {
  const left = document.querySelector("[data-words-left]");
  const one = left.content.firstElementChild.cloneNode(true);
  one.querySelector("blockquote").textContent = text;
  one.querySelector("button").addEventListener("click", () => {
    words.drop(action);
    one.remove();
  });
  left.after(one);
}
