import { action, perform, tell } from "./actions.js";
import { get } from "./api.js";
import { badge, count, duration, element, show, table } from "./dom.js";

const SECTION = "generations";

function progress(generation) {
  const { donePlaces, goalPlaces, placesPerSecond, secondsLeft } = generation;
  if (goalPlaces === undefined || generation.state === "serving") {
    return "";
  }
  const left = secondsLeft === undefined ? "" : `, ${duration(secondsLeft * 1000)} left`;
  const rate = placesPerSecond === undefined ? "" : `, ${count(placesPerSecond)}/s`;
  return element(
    "div",
    {},
    element("progress", { value: donePlaces, max: Math.max(1, goalPlaces), "aria-label": `Generation ${generation.generation}` }),
    element("span", { class: "number" }, `${count(donePlaces)} of ${count(goalPlaces)}${rate}${left}`),
  );
}

/** What the last comparison with the one that serves found. */
function compared(diff) {
  if (!diff) {
    return "";
  }
  const { state, differing, undecided, against } = diff;
  if (state === "running") {
    return badge("warn", "being compared");
  }
  if (state === "failed") {
    return element("span", { class: "cause bad" }, diff.trouble ?? "failed");
  }
  const found = differing + undecided === 0 ? badge("good", "the same") : badge("bad", `${count(differing)} differ, ${count(undecided)} undecided`);
  return element("span", {}, found, ` as generation ${against}`);
}

/** The one that a rollback is to: of those on standby, the last that served. */
function previous(generations) {
  const standby = generations.filter((generation) => generation.state === "standby");
  return standby.sort((one, other) => Date.parse(other.changedAt) - Date.parse(one.changedAt))[0];
}

function actions(generation, rollbackTo) {
  const path = `/v1/admin/generations/${generation.generation}`;
  const name = `generation ${generation.generation}`;
  const done = showGenerations;
  const ask = (label, verb, question, force) => action(label, SECTION, `${path}/${verb}`, { question, force, done });
  const compare = ask("Compare", "diff");
  const cancel = ask("Cancel", "cancellation", `Give up filling ${name}?`);
  const cutover = ask("Cut over", "cutover", `Let ${name} answer all reads from now on?`, true);
  const remove = ask("Remove", "pruning", `Remove all rows and values of ${name}?`);
  const rollback = action("Roll back", SECTION, "/v1/admin/rollback", { question: `Let ${name} answer all reads again?`, force: true, done });
  cutover.disabled = !(generation.donePlaces >= generation.goalPlaces);
  const byState = {
    building: [compare, cutover, ask("Pause", "pause"), cancel],
    paused: [ask("Resume", "resume"), cancel],
    standby: [generation === rollbackTo ? rollback : "", compare, remove],
    cancelled: [remove],
  };
  return element("div", { class: "actions" }, byState[generation.state] ?? []);
}

const lastDiff = ({ generation, state }) =>
  ["building", "standby"].includes(state) ? get(`/v1/admin/generations/${generation}/diff`).catch(() => undefined) : undefined;

export async function showGenerations() {
  try {
    const { generations } = await get("/v1/admin/generations");
    const there = generations.filter((generation) => generation.state !== "pruned");
    const diffs = await Promise.all(there.map(lastDiff));
    const rollbackTo = previous(generations);
    const rows = there.map((generation, i) => [
      `Generation ${generation.generation}`,
      badge(generation.state === "serving" ? "good" : "warn", generation.state),
      progress(generation),
      compared(diffs[i]),
      actions(generation, rollbackTo),
    ]);
    show(SECTION, table(["", "State", "Progress", "Compared", "Actions"], rows, "Generations"));
  } catch (refused) {
    show(SECTION, element("p", { class: "empty" }, refused.message));
  }
}

/** The form that begins a rebuild. */
export function listenForRebuilds() {
  const form = document.getElementById("rebuild");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { target, throttle } = form.elements;
    const wish = new URLSearchParams({ target: target.value, throttle: throttle.value || "0" });
    tell(SECTION);
    perform(SECTION, `/v1/admin/rebuilds?${wish}`, false, showGenerations);
  });
}
