// Elements without markup in strings: whatever a record says, it stays text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`class`, `onclick`, …) and children: elements, texts, or nothing. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return made;
}

/** A table that is a list of cards where there is no room for one. */
export function table(headings, rows, caption) {
  const cell = (content, column) =>
    element(column === 0 ? "th" : "td", column === 0 ? { scope: "row" } : { "data-label": headings[column] }, content);
  return element(
    "table",
    { "aria-label": caption },
    element("thead", {}, element("tr", {}, headings.map((heading) => element("th", { scope: "col" }, heading)))),
    element(
      "tbody",
      {},
      rows.map((row) =>
        element("tr", { class: row.className }, (row.cells ?? row).map((content, column) => cell(content ?? "", column))),
      ),
    ),
  );
}

export function badge(kind, text) {
  return element("span", { class: `badge ${kind}` }, text);
}

/** A line through numbers, the newest at the right. */
export function sparkline(numbers, label) {
  const max = Math.max(...numbers, 1);
  const points = numbers.map((number, i) => `${(i / Math.max(1, numbers.length - 1)) * 100},${38 - (number / max) * 36}`);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 40");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const line = document.createElementNS(SVG, "polyline");
  line.setAttribute("points", points.join(" "));
  line.setAttribute("vector-effect", "non-scaling-stroke");
  svg.append(line);
  return svg;
}

/** Puts this in the place of what was there, but not under the hands of who uses it. */
export function show(id, ...children) {
  const place = document.getElementById(id);
  if (!place.contains(document.activeElement)) {
    place.replaceChildren(...children);
  }
}

export const count = (number) => (number === undefined ? "?" : number.toLocaleString("en"));

export function duration(millis) {
  if (millis === undefined) {
    return "?";
  }
  const seconds = millis / 1000;
  if (seconds < 90) {
    return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${count(Math.round(seconds / 3600))} h`;
}
