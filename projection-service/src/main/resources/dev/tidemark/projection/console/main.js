import { get, repeat } from "./api.js";
import { badge, show } from "./dom.js";
import { listenForRebuilds, showGenerations } from "./generations.js";
import { listen } from "./lookup.js";
import { showParked } from "./parked.js";
import { showReads } from "./reads.js";
import { health, showLag } from "./shards.js";

const LAG_EVERY_MS = 2_000;
const OTHERS_EVERY_MS = 5_000;

let command;

repeat(OTHERS_EVERY_MS, async () => {
  command = await get("/v1/admin/shards").catch(() => undefined);
});

repeat(OTHERS_EVERY_MS, showGenerations);

repeat(OTHERS_EVERY_MS, showReads);

repeat(LAG_EVERY_MS, async () => {
  try {
    const report = await get("/v1/admin/lag");
    show("health", health(report, command));
    showLag(report, command);
    await showParked(report);
  } catch (failure) {
    show("health", badge("bad", `The service does not answer: ${failure.message}`));
  }
});

listen();
listenForRebuilds();
