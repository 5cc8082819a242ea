import { get } from "./api.js";
import { badge, count, duration, element, table } from "./dom.js";

const VERDICTS = {
  agree: ["good", "all agree"],
  behind: ["warn", "behind"],
  parked: ["bad", "parked"],
  unknown: ["warn", "unknown"],
  differ: ["bad", "they differ"],
};

const form = document.getElementById("lookup");
const place = document.getElementById("aggregate");

const told = (value) =>
  value === undefined ? element("span", { class: "quiet" }, "—") : typeof value === "object" ? element("pre", {}, JSON.stringify(value, null, 1)) : String(value);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function stores({ log, postgres, redis }) {
  const held = [log?.state, postgres?.row, redis?.view];
  const fields = [...new Set(held.flatMap((state) => Object.keys(state ?? {})))];
  const rows = fields.map((field) => {
    const values = held.map((state) => state?.[field]);
    const known = held.flatMap((state, i) => (state ? [values[i]] : []));
    return { className: known.every((value) => same(value, known[0])) ? undefined : "differs", cells: [field, ...values.map(told)] };
  });
  const last = log?.events.at(-1);
  rows.unshift(
    ["applied up to", count(log?.position), count(postgres?.position), count(redis?.watermark)],
    ["last event at", last ? count(last.offset) : "—", told(postgres?.sourceOffset), told(redis?.version)],
    ["lives for", "for ever", "for ever", redis?.timeToLiveMs === undefined ? "—" : duration(redis.timeToLiveMs)],
  );
  return table(["", "Log", "PostgreSQL", "Redis"], rows, "What each store has");
}

function timeline(events) {
  const rows = events.map((event) => [
    event.type,
    count(event.offset),
    event.sequence === undefined ? "?" : String(event.sequence),
    event.recordedAt ? element("time", {}, event.recordedAt) : "?",
    element("div", {}, event.cause ? element("span", { class: "cause bad" }, event.cause) : "", element("code", {}, event.data)),
  ]);
  return table(["Event", "Offset", "Sequence", "Recorded", "Data"], rows, "Timeline");
}

async function look(kind, id) {
  place.replaceChildren(element("p", { class: "empty" }, "Reading the log…"));
  try {
    const report = await get(`/v1/admin/aggregates/${kind}/${encodeURIComponent(id)}`);
    place.replaceChildren(
      element("p", {}, badge(...VERDICTS[report.verdict]), ` ${report.id}, shard ${report.shard}`),
      element("ul", { class: "notes" }, report.notes.map((note) => element("li", {}, note))),
      element("h3", {}, "What each store has"),
      stores(report),
      element("h3", {}, "Timeline"),
      timeline(report.log?.events ?? []),
    );
  } catch (refused) {
    place.replaceChildren(element("p", { role: "alert" }, badge("bad", "not shown"), ` ${refused.message}`));
  }
}

/** The address says what is looked up, so that it can be handed on. */
function follow() {
  const [kind, ...rest] = location.hash.slice(1).split("/");
  const id = decodeURIComponent(rest.join("/"));
  if (id && [...form.elements.kind.options].some((option) => option.value === kind)) {
    form.elements.kind.value = kind;
    form.elements.id.value = id;
    look(kind, id);
    document.getElementById("lookup-title").scrollIntoView();
  }
}

export function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const hash = `#${form.elements.kind.value}/${encodeURIComponent(form.elements.id.value.trim())}`;
    if (hash === location.hash) {
      follow();
    } else {
      location.hash = hash;
    }
  });
  addEventListener("hashchange", follow);
  follow();
}
