import { action, tell } from "./actions.js";
import { get } from "./api.js";
import { badge, count, element, show, table } from "./dom.js";

const SECTION = "parked";

const kindOf = (topic) => topic.replace(/\.events$/, "");

function outcome({ items }) {
  const [{ aggregateId, applied, discarded, left, cause }] = items;
  const verdict = left === 0 ? badge("good", "done") : badge("bad", `${count(left)} left`);
  tell(SECTION, verdict, ` ${aggregateId}: ${count(applied)} applied, ${count(discarded)} left out${cause ? `; ${cause}` : ""}`);
}

function actions({ aggregateId, topic, shard, firstOffset }) {
  const whose = new URLSearchParams({ aggregateId, topic, shard });
  return element(
    "div",
    { class: "actions" },
    action("Retry", SECTION, `/v1/admin/parked/retries?${whose}`, { done: outcome }),
    action("Leave out", SECTION, `/v1/admin/parked/discards?${whose}&offset=${firstOffset}`, {
      question: `Leave the event at ${firstOffset} of ${aggregateId} out of the views for good?`,
      why: true,
      done: outcome,
    }),
  );
}

/** The aggregates that are parked, and where each can be looked up. */
export async function showParked(report) {
  if (report.shards.length === 0 || report.shards.some((shard) => shard.parkedRecords === undefined)) {
    show(SECTION, element("p", { class: "empty" }, "Unknown."));
    return;
  }
  const records = report.shards.reduce((all, shard) => all + shard.parkedRecords, 0);
  if (records === 0) {
    show(SECTION, element("p", { class: "empty" }, "None."));
    return;
  }
  try {
    const { items, next } = await get("/v1/admin/parked");
    const rows = items.map((item) => [
      element("a", { href: `#${kindOf(item.topic)}/${item.aggregateId}` }, item.aggregateId),
      kindOf(item.topic),
      String(item.shard),
      count(item.events),
      item.cause,
      actions(item),
    ]);
    show(
      SECTION,
      table(["Aggregate", "Kind", "Shard", "Events", "Cause", "Actions"], rows, "Parked aggregates"),
      next ? element("p", { class: "quiet" }, "There are more: tidemark parked list shows all.") : "",
    );
  } catch (refused) {
    show(SECTION, element("p", {}, `${count(records)} events are parked. ${refused.message}`));
  }
}
