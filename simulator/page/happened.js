// The last things that happened between the bot and the world, newest first.

import { el } from "./dom.js";

/** How many happenings are shown, and how many of each kind are worth asking for. */
export const SHOWN = 60;

/** Lines of the list; `open` holds the keys of those whose details are open. */
export function happenings(requests, calls, open) {
  const merged = [...requests.map(ofFlextell), ...calls.map(ofTelegram)];
  merged.sort((a, b) => b.at - a.at);
  return folded(merged)
    .slice(0, SHOWN)
    .map((each) => line(each, open.has(each.key)));
}

function ofFlextell(request) {
  const query = new URLSearchParams(request.query ?? "").toString();
  const path = query ? `${request.path}?${query}` : request.path;
  return {
    at: moment(request.at),
    key: `${request.at}${path}`,
    whom: "Flextell",
    what: `${request.method} ${path}`,
    looks: request.method === "GET",
    status: request.status,
    details: request.body,
  };
}

function ofTelegram(call) {
  const inAnswer = call.via === "webhook_answer";
  const what = inAnswer ? `${call.method} ↩` : call.method;
  return {
    at: moment(call.at),
    key: `${call.at}${what}`,
    whom: "Telegram",
    what,
    note: inAnswer ? "It came in the webhook’s answer: the bot is not told its result." : "",
    looks: call.method === "getUpdates",
    status: call.status,
    details: call.params,
  };
}

/** Looks that repeat the one before are one line; what changes the world always has its own. */
function folded(happened) {
  const lines = [];
  for (const each of happened) {
    const newer = lines.at(-1);
    if (newer?.looks && newer.what === each.what && newer.status === each.status) {
      // The key is that of the oldest: an open line stays open when one more is folded in.
      lines[lines.length - 1] = { ...newer, key: each.key, times: newer.times + 1 };
    } else {
      lines.push({ ...each, times: 1 });
    }
  }
  return lines;
}

function line(happening, open) {
  const { at, key, whom, what, note, looks, status, details, times } = happening;
  const words = times > 1 ? `${what} × ${times}` : what;
  const title = [words, note].filter(Boolean).join("\n");
  const summary = el(
    "summary",
    {},
    el("time", {}, new Date(at).toLocaleTimeString("en-GB")),
    el("span", { class: `whom ${whom.toLowerCase()}` }, whom),
    el("span", { class: looks ? "what looks" : "what", title }, words),
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
