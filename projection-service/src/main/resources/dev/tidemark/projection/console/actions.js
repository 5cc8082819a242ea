import { post } from "./api.js";
import { badge, element } from "./dom.js";

const dialog = document.getElementById("confirm");
const reasons = document.getElementById("confirm-reasons");

/** What an operator may have done in spite of it. */
const FORCIBLE = ["not-compared", "differs", "not-ready", "repaired-since"];

/** The end of the last question. It is told a little after the dialog has closed. */
let answered = Promise.resolve();

/**
 * Asks before it does what cannot be undone at once.
 *
 * @param why whether to ask who decides it, and why
 * @returns the answers, as parameters; nothing if it is not to be done
 */
async function confirmed(question, why = false) {
  await answered;
  document.getElementById("confirm-text").textContent = question;
  reasons.hidden = !why;
  reasons.disabled = !why;
  dialog.returnValue = "no";
  dialog.showModal();
  answered = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  await answered;
  return dialog.returnValue === "yes" ? new URLSearchParams(why ? new FormData(dialog.querySelector("form")) : []) : undefined;
}

/** Says what came of it, until the next thing is done there. */
export function tell(section, ...children) {
  document.getElementById(`${section}-told`).replaceChildren(...children);
}

function refusal(section, refused, again) {
  const anyway = again && FORCIBLE.includes(refused.code) ? element("button", { class: "danger", onclick: again }, "Do it all the same") : "";
  tell(section, badge("bad", "refused"), ` ${refused.message} `, anyway);
}

/**
 * A button that asks the service for something.
 *
 * @param section where it is told what came of it
 * @param question to ask before, if any
 * @param why whether to ask for reasons as well
 * @param force whether it can be forced
 * @param done what to do then, with the answer
 */
export function action(label, section, path, { question, why, force, done }) {
  const button = element("button", {
    onclick: async () => {
      const reasons = question ? await confirmed(question, why) : new URLSearchParams();
      if (!reasons) {
        return;
      }
      button.disabled = true;
      tell(section);
      await perform(section, reasons.size ? `${path}${path.includes("?") ? "&" : "?"}${reasons}` : path, force, done);
      button.disabled = false;
    },
  }, label);
  return button;
}

/** Asks for it, and tells what came of it. */
export async function perform(section, path, force, done) {
  try {
    const answer = await post(path);
    // What has the focus is not drawn anew.
    document.activeElement?.blur();
    await done(answer);
  } catch (refused) {
    document.activeElement?.blur();
    refusal(section, refused, force && (() => {
      tell(section);
      return perform(section, `${path}?force=true`, false, done);
    }));
  }
}
