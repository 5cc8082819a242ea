import { get, post } from "./api.js";
import { badge, count, duration, element, show, table } from "./dom.js";

const dialog = document.getElementById("confirm");

/** Asks before it does what cannot be undone at once. */
async function confirmed(question) {
  document.getElementById("confirm-text").textContent = question;
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "yes";
}

function action(label, path, question) {
  let alert;
  const button = element("button", {
    onclick: async () => {
      if (question && !(await confirmed(question))) {
        return;
      }
      alert?.remove();
      button.disabled = true;
      try {
        await post(path);
        button.blur();
        await showGenerations();
      } catch (refused) {
        button.blur();
        alert = element("span", { class: "badge bad", role: "alert" }, refused.message);
        button.after(alert);
        button.disabled = false;
      }
    },
  }, label);
  return button;
}

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

/** The one that a rollback is to: of those on standby, the last that served. */
function previous(generations) {
  const standby = generations.filter((generation) => generation.state === "standby");
  return standby.sort((one, other) => Date.parse(other.changedAt) - Date.parse(one.changedAt))[0];
}

function actions(generation, rollbackTo) {
  const path = `/v1/admin/generations/${generation.generation}`;
  const name = `generation ${generation.generation}`;
  const cancel = action("Cancel", `${path}/cancellation`, `Give up filling ${name}?`);
  const cutover = action("Cut over", `${path}/cutover`, `Let ${name} answer all reads from now on?`);
  cutover.disabled = !(generation.donePlaces >= generation.goalPlaces);
  const byState = {
    building: () => [cutover, action("Pause", `${path}/pause`), cancel],
    paused: () => [action("Resume", `${path}/resume`), cancel],
    standby: () => [
      generation === rollbackTo ? action("Roll back", "/v1/admin/rollback", `Let ${name} answer all reads again?`) : "",
      action("Remove", `${path}/pruning`, `Remove all rows and values of ${name}?`),
    ],
    cancelled: () => [action("Remove", `${path}/pruning`, `Remove all rows and values of ${name}?`)],
  };
  return element("div", { class: "actions" }, byState[generation.state]?.() ?? []);
}

export async function showGenerations() {
  try {
    const { generations } = await get("/v1/admin/generations");
    const rollbackTo = previous(generations);
    const rows = generations.filter((generation) => generation.state !== "pruned").map((generation) => [
      `Generation ${generation.generation}`,
      badge(generation.state === "serving" ? "good" : "warn", generation.state),
      progress(generation),
      actions(generation, rollbackTo),
    ]);
    show("generations", table(["", "State", "Progress", "Actions"], rows, "Generations"));
  } catch (refused) {
    show("generations", element("p", { class: "empty" }, refused.message));
  }
}
