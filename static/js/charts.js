// Draws each <div data-chart="ID"> from the Plotly figure in <script type="application/json" id="ID">.
// Colours arrive as var(--token) and are looked up in our stylesheet, so that charts follow the theme.

const darkMode = matchMedia("(prefers-color-scheme: dark)");
const probe = document.createElement("span");

function colourOf(token) {
  probe.style.color = token;
  return getComputedStyle(probe).color;
}

// Plotly reads rgb() but not oklch(): one pixel of a canvas translates.
const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });

function asRgb(colour) {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
}

function withColours(value) {
  if (typeof value === "string" && value.startsWith("var(--")) return asRgb(colourOf(value));
  if (Array.isArray(value)) return value.map(withColours);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withColours(item)]));
  }
  return value;
}

function draw(place) {
  const figure = withColours(JSON.parse(document.getElementById(place.dataset.chart).textContent));
  const vietnamese = document.documentElement.lang === "vi";
  const layout = {
    ...figure.layout,
    separators: vietnamese ? ",." : ".,",
    font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: asRgb(colourOf("var(--ink-soft)")) },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
  };
  return window.Plotly.react(place, figure.data, layout, { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false, showTips: false });
}

function drawAll() {
  document.body.append(probe);
  document.querySelectorAll("[data-chart]").forEach(draw);
  probe.remove();
}

if (window.Plotly) {
  drawAll();
  darkMode.addEventListener("change", drawAll);
}
