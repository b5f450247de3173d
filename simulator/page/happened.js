// The last things that happened between the bot and the world, newest first.

import { el } from "./dom.js";

const SHOWN = 60;

/** Lines of the list; `open` holds the keys of those whose details are open. */
export function happenings(requests, calls, open) {
  const merged = [...requests.map(ofFlextell), ...calls.map(ofTelegram)];
  merged.sort((a, b) => b.at - a.at);
  return merged.slice(0, SHOWN).map((happening) => line(happening, open.has(happening.key)));
}

function ofFlextell(request) {
  const query = new URLSearchParams(request.query ?? "").toString();
  const path = query ? `${request.path}?${query}` : request.path;
  return {
    at: moment(request.at),
    key: `${request.at}${path}`,
    whom: "Flextell",
    what: `${request.method} ${path}`,
    status: request.status,
    details: request.body,
  };
}

function ofTelegram(call) {
  const inAnswer = call.via === "webhook_answer";
  const what = inAnswer ? `${call.method} ↩` : call.method;
  const title = inAnswer
    ? "It came in the webhook’s answer: the bot is not told its result."
    : null;
  return {
    at: moment(call.at),
    key: `${call.at}${what}`,
    whom: "Telegram",
    what,
    title,
    status: call.status,
    details: call.params,
  };
}

function line({ at, key, whom, what, title, status, details }, open) {
  const summary = el(
    "summary",
    {},
    el("time", {}, new Date(at).toLocaleTimeString("en-GB")),
    el("span", { class: `whom ${whom.toLowerCase()}` }, whom),
    el("span", { class: "what", title }, what),
    el(
      "span",
      { class: `status-code ${kindOf(status)}` },
      status == null ? "no answer" : String(status),
    ),
  );
  const more = el("pre", { dir: "auto" }, details == null ? "" : asText(details));
  return el(
    "li",
    { "data-testid": "happening" },
    el("details", { open, "data-key": key }, summary, more),
  );
}

function kindOf(status) {
  if (status == null || status >= 500) return "bad";
  return status >= 400 ? "poor" : "good";
}

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 1));

// Times are ISO 8601 or seconds since the epoch.
const moment = (at) => (typeof at === "number" ? at * 1000 : Date.parse(at));
