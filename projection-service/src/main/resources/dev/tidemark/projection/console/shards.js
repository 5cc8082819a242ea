import { badge, count, duration, element, show, sparkline, table } from "./dom.js";

const LOOKS_MAX = 60;
const WORRY_MS = 10_000;
const looks = [];

const sum = (positions) => positions.users + positions.sessions + positions.orders;
const total = (shards, store) => shards.reduce((all, shard) => all + (shard[store] ? sum(shard[store]) : 0), 0);

/** What changed between looks, a second. Offsets, of which transaction markers are some. */
function rates(store) {
  return looks.slice(1).map((look, i) => {
    const seconds = (look.at - looks[i].at) / 1000;
    return seconds > 0 ? Math.max(0, look[store] - looks[i][store]) / seconds : 0;
  });
}

function figure(title, store) {
  const all = rates(store);
  return element(
    "div",
    { class: "figure" },
    element("span", { class: "quiet" }, title),
    element("strong", { class: "number" }, all.length ? `${count(Math.round(all.at(-1)))}/s` : "…"),
    all.length > 1 ? sparkline(all, `${title}, the last ${all.length} looks`) : "",
  );
}

function freshness(shard) {
  if (shard.behindRecords === undefined) {
    return badge("bad", "unknown");
  }
  if (shard.behindRecords === 0) {
    return badge("good", "up to date");
  }
  return badge(shard.behindMs > WORRY_MS ? "bad" : "warn", `${count(shard.behindRecords)} behind, ${duration(shard.behindMs)}`);
}

function cache(shard) {
  if (shard.leaseMs === undefined) {
    return badge("bad", "unknown");
  }
  if (shard.leaseMs === 0) {
    return badge("bad", "bypassed");
  }
  return shard.redisBehindRecords > 0 ? badge("warn", `${count(shard.redisBehindRecords)} behind, ${duration(shard.redisBehindMs)}`) : badge("good", "live");
}

function owner(shard) {
  if (!shard?.owner) {
    return "";
  }
  const { node, state, term, waiting } = shard.owner;
  const serves = badge(state === "SERVING" ? "good" : "bad", state?.toLowerCase() ?? "no answer");
  return element("span", {}, serves, ` ${node}, term ${term}${waiting ? `, ${waiting} waiting` : ""}`);
}

function parked(shard) {
  if (shard.parkedRecords === undefined) {
    return badge("bad", "unknown");
  }
  return shard.parkedRecords ? badge("bad", `${count(shard.parkedAggregates)} of ${count(shard.parkedRecords)} events`) : "none";
}

/** Whether all is well, in a word. */
export function health(report, command) {
  const away = Object.keys(report.unavailable);
  const { shards } = report;
  if (away.length) {
    return badge("bad", `${away.join(", ")} cannot be asked`);
  }
  if (shards.some((shard) => shard.behindMs > WORRY_MS || shard.leaseMs === 0)) {
    return badge("bad", "behind");
  }
  if (!command) {
    return badge("warn", "owners of shards are unknown");
  }
  if (command.shards.some((shard) => shard.owner?.state !== "SERVING")) {
    return badge("bad", "some shards take no commands");
  }
  if (shards.some((shard) => shard.parkedRecords)) {
    return badge("warn", "some aggregates are parked");
  }
  return badge("good", "all is well");
}

export function showLag(report, command) {
  const { shards } = report;
  looks.push({ at: Date.parse(report.at), log: total(shards, "log"), postgres: total(shards, "postgres"), redis: total(shards, "redis") });
  looks.splice(0, looks.length - LOOKS_MAX);
  show("throughput", figure("Written to the log", "log"), figure("Applied to PostgreSQL", "postgres"), figure("Written through to Redis", "redis"));
  const rows = shards.map((shard) => [
    `Shard ${shard.shard}`,
    freshness(shard),
    cache(shard),
    shard.worker?.state?.toLowerCase() ?? "by another instance",
    parked(shard),
    owner(command?.shards?.[shard.shard]),
  ]);
  show("shards", table(["", "PostgreSQL", "Redis", "Worker", "Parked", "Decided by"], rows, "Shards"), ...why(report));
}

function why(report) {
  const reasons = Object.entries(report.unavailable).map(([store, reason]) => element("li", {}, `${store}: ${reason}`));
  return reasons.length ? [element("ul", { class: "notes" }, reasons)] : [];
}
