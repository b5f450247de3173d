// The stage's control API, and the stream of what changes.

/** Ask the stage; an answer other than 2xx becomes an Error with the stage's own words. */
export async function ask(path, method = "GET", body = undefined) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `${method} ${path}: ${response.status}`);
  return answer;
}

/** Let a person do something. */
export const act = (person, what, wish = {}) =>
  ask(`/stage/people/${person}/${what}`, "POST", wish);

/** Follow the stage: `onChange` for each change, `onOpen` after each (re)connection. */
export function follow({ onOpen, onChange, onLost }) {
  const stream = new EventSource("/stage/events");
  stream.addEventListener("open", onOpen);
  stream.addEventListener("message", (event) => onChange(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    onLost();
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow({ onOpen, onChange, onLost }), 1000);
  });
}

/** Run `load` now; while it runs, and `pause` ms longer, further calls are one more run. */
export function coalesced(load, pause = 0) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await load().catch((error) => console.warn(error.message));
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    } while (again);
    running = false;
  };
}
