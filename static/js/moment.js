// A moment as the pages' language writes it: the day with its whole year, and the time.
export function shown(at) {
  return new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit" });
}
