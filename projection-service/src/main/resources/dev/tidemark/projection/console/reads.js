import { get } from "./api.js";
import { badge, count, element, show, table } from "./dom.js";

const LOOKS_MAX = 13;
const TIERS = {
  near: "Near cache, in the query service",
  redis: "Redis",
  replica: "Replica of PostgreSQL",
  postgres: "PostgreSQL",
};

const looks = [];

/** What was counted between the first look that is kept and the last; nothing is known if a service began to count anew. */
function since(counters, key) {
  const first = looks[0][counters][key] ?? 0;
  const last = looks.at(-1)[counters][key] ?? 0;
  return Math.max(0, last - first);
}

const percent = (part, whole) => (whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : "…");

function figure(title, part, whole) {
  return element(
    "div",
    { class: "figure" },
    element("span", { class: "quiet" }, title),
    element("strong", { class: "number" }, percent(part, whole)),
  );
}

function mix(seconds) {
  const answers = Object.keys(TIERS).map((tier) => since("answers", tier));
  const all = answers.reduce((sum, each) => sum + each, 0);
  const rows = Object.values(TIERS).map((name, i) => [
    name,
    seconds > 0 ? `${count(Math.round(answers[i] / seconds))}/s` : "…",
    all > 0
      ? element("div", {}, element("progress", { value: answers[i], max: all, "aria-label": name }), ` ${percent(answers[i], all)}`)
      : "…",
  ]);
  return table(["", "Answers", "Share"], rows, "Answers by the farthest store they needed");
}

function figures() {
  const cached = since("answers", "near") + since("answers", "redis");
  return element(
    "div",
    { class: "figures" },
    figure("Answered by the caches", cached, cached + since("answers", "replica") + since("answers", "postgres")),
    figure("Hits of the near cache", since("hits", "near"), since("looks", "near")),
    figure("Hits of Redis", since("hits", "redis"), since("looks", "redis")),
  );
}

/** Which tier answers, in the last minute. */
export async function showReads() {
  try {
    const report = await get("/v1/admin/reads");
    if (report.services === 0) {
      show("reads", element("p", { class: "empty" }, "Unknown: PROJECTION_QUERY_METRICS_URLS names no query service."));
      return;
    }
    // Sums of others than before say nothing beside those.
    if (looks.length && String(Object.keys(report.unavailable)) !== String(Object.keys(looks.at(-1).unavailable))) {
      looks.length = 0;
    }
    looks.push(report);
    looks.splice(0, looks.length - LOOKS_MAX);
    const seconds = (Date.parse(report.at) - Date.parse(looks[0].at)) / 1000;
    const away = Object.entries(report.unavailable).map(([address, why]) =>
      element("li", {}, badge("bad", "not counted"), ` ${address}: ${why}`),
    );
    show("reads", figures(), mix(seconds), away.length ? element("ul", { class: "notes" }, away) : "");
  } catch (refused) {
    show("reads", element("p", { class: "empty" }, refused.message));
  }
}
