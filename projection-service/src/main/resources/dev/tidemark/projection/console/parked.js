import { get } from "./api.js";
import { count, element, show, table } from "./dom.js";

const kindOf = (topic) => topic.replace(/\.events$/, "");

/** The aggregates that are parked, and where each can be looked up. */
export async function showParked(report) {
  if (report.shards.length === 0 || report.shards.some((shard) => shard.parkedRecords === undefined)) {
    show("parked", element("p", { class: "empty" }, "Unknown."));
    return;
  }
  const records = report.shards.reduce((all, shard) => all + shard.parkedRecords, 0);
  if (records === 0) {
    show("parked", element("p", { class: "empty" }, "None."));
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
    ]);
    show(
      "parked",
      table(["Aggregate", "Kind", "Shard", "Events", "Cause"], rows, "Parked aggregates"),
      next ? element("p", { class: "quiet" }, "There are more: tidemark parked list shows all.") : "",
    );
  } catch (refused) {
    show("parked", element("p", {}, `${count(records)} events are parked. ${refused.message}`));
  }
}
