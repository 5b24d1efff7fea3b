// Draws each <div data-chart="ID"> from the Plotly figure in <script type="application/json" id="ID">.
// Colours arrive as var(--token) and are looked up in our stylesheet, so that charts follow the theme.

const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false, showTips: false };
const ON_PAPER = { width: 620, height: 210 };

const root = document.documentElement;
const darkMode = matchMedia("(prefers-color-scheme: dark)");
const probe = document.createElement("span");
// Plotly reads rgb() but not oklch(): one pixel of a canvas translates.
const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });

function asRgb(token) {
  probe.style.color = token;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = getComputedStyle(probe).color;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
}

function withColours(value) {
  if (typeof value === "string" && value.startsWith("var(--")) return asRgb(value);
  if (Array.isArray(value)) return value.map(withColours);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withColours(item)]));
  }
  return value;
}

function draw(place, size) {
  const figure = withColours(JSON.parse(document.getElementById(place.dataset.chart).textContent));
  const layout = {
    ...figure.layout,
    ...size,
    separators: root.lang === "vi" ? ",." : ".,",
    font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: asRgb("var(--ink-soft)") },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
  };
  window.Plotly.react(place, figure.data, layout, CONFIG);
}

function drawAll(size) {
  document.body.append(probe);
  document.querySelectorAll("[data-chart]").forEach((place) => draw(place, size));
  probe.remove();
}

function drawForPaper() {
  root.style.colorScheme = "light";
  drawAll(ON_PAPER);
}

function drawForScreen() {
  root.style.colorScheme = "";
  drawAll({});
}

if (window.Plotly) {
  drawForScreen();
  darkMode.addEventListener("change", drawForScreen);
  addEventListener("beforeprint", drawForPaper);
  addEventListener("afterprint", drawForScreen);
}
