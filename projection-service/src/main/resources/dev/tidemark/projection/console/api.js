// The admin API, which is all that this page talks to.

export class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const PATIENCE_MS = 20_000;

async function ask(method, path) {
  const answer = await fetch(path, { method, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Refused(answer.status, body.code, body.detail ?? `${path} answered ${answer.status}`);
  }
  return body;
}

export const get = (path) => ask("GET", path);
export const post = (path) => ask("POST", path);

/** Calls again and again, each time when the last call has ended; a hidden page rests. */
export function repeat(everyMs, work) {
  const turn = async () => {
    if (!document.hidden) {
      await work();
    }
    setTimeout(turn, everyMs);
  };
  turn();
}
