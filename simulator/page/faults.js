// The switches for what goes wrong on purpose: with Flextell, with the bot's calls, with updates.

import { ask } from "./api.js";
import { el } from "./dom.js";
import { Switch } from "./switch.js";

const PLACES = [
  ["create", "When a customer is created"],
  ["list", "When customers are listed"],
  ["search", "When customers are searched"],
  ["token", "When tokens are granted"],
];

const ANSWERS = [
  {
    name: "429",
    title: "Too many requests (429)",
    what_happens: "Telegram refuses the call and says to come again in 3 seconds.",
  },
  {
    name: "403",
    title: "Blocked (403)",
    what_happens: "Telegram says that the person blocked the bot.",
  },
  { name: "400", title: "Bad request (400)", what_happens: "Telegram refuses the call for good." },
  {
    name: "500",
    title: "Server error (500)",
    what_happens: "Telegram fails without doing anything.",
  },
  {
    name: "502_html",
    title: "Bad gateway, as HTML (502)",
    what_happens: "A proxy answers in Telegram’s place.",
  },
  {
    name: "drop",
    title: "Done, but no answer",
    what_happens: "The call takes effect, then the connection closes without an answer.",
  },
  {
    name: "reset",
    title: "Connection reset",
    what_happens: "The connection closes before anything is done.",
  },
];

const UPDATES = [
  [
    "duplicate",
    "Updates come twice",
    [
      [0, "never"],
      [0.2, "1 in 5"],
      [1, "always"],
    ],
  ],
  [
    "lose_answer",
    "The bot’s answers get lost",
    [
      [0, "never"],
      [0.2, "1 in 5"],
      [0.5, "1 in 2"],
      [1, "always"],
    ],
  ],
  [
    "delay_ms",
    "Updates are late",
    [
      [0, "no"],
      [300, "0.3 s"],
      [1000, "1 s"],
      [5000, "5 s"],
    ],
  ],
];

const HOOKS = {
  duplicate: "updates-duplicate",
  lose_answer: "updates-lose",
  delay_ms: "updates-delay",
};

/** All switches; `load` shows how they stand. */
export class Faults {
  constructor() {
    this.flextell = {};
    this.looks = 0;
    this.wishes = 0;
    this.element = el("div", { class: "faults" });
    this.telegram = new Switch(
      "telegram",
      "When the bot calls Telegram",
      ANSWERS,
      ["once", "always"],
      () => this.#putTelegram(),
    );
    this.updates = Object.fromEntries(
      UPDATES.map(([name, title, values]) => [name, this.#update(name, title, values)]),
    );
  }

  /** Show how things stand; an answer that a newer look or wish has overtaken is not shown. */
  async load() {
    if (!this.element.children.length) await this.#build();
    const look = ++this.looks;
    const [flextell, telegram] = await Promise.all([
      ask("/stage/flextell/faults"),
      ask("/stage/telegram/faults"),
    ]);
    if (look !== this.looks || this.wishes > 0) return;
    for (const [place] of PLACES) this.flextell[place].show(flextell[place] ?? {});
    const [first] = telegram.faults;
    this.telegram.show(first ? { fault: first.answer, times: first.times, rate: 1 } : {});
    for (const [name, select] of Object.entries(this.updates))
      show(select, telegram.updates[name]);
  }

  async #build() {
    const known = await ask("/stage/flextell/faults/known");
    for (const [place, title] of PLACES) {
      this.flextell[place] = new Switch(
        place,
        title,
        known[place] ?? [],
        ["once", "always", "chance"],
        () => this.#putFlextell(),
      );
    }
    const rows = UPDATES.map(([name, title]) =>
      el("label", { class: "update-fault" }, el("span", {}, title), this.updates[name]),
    );
    this.element.append(
      el("h3", {}, "Flextell"),
      ...Object.values(this.flextell).map((each) => each.element),
      el("h3", {}, "Telegram"),
      this.telegram.element,
      ...rows,
    );
  }

  #update(name, title, values) {
    const options = values.map(([value, words]) => el("option", { value }, words));
    return el(
      "select",
      {
        "aria-label": title,
        "data-testid": HOOKS[name],
        on: { change: () => this.#putTelegram() },
      },
      ...options,
    );
  }

  #putFlextell() {
    const wanted = Object.fromEntries(
      PLACES.map(([place]) => [place, this.flextell[place].wanted()]),
    );
    return this.#put("/stage/flextell/faults", wanted);
  }

  #putTelegram() {
    const { fault, times } = this.telegram.wanted();
    const faults = fault ? [{ method: "*", answer: fault, times, retry_after: 3 }] : [];
    const updates = Object.entries(this.updates).map(([name, select]) => [
      name,
      Number(select.value),
    ]);
    return this.#put("/stage/telegram/faults", { faults, updates: Object.fromEntries(updates) });
  }

  async #put(path, wanted) {
    this.wishes += 1;
    await ask(path, "PUT", wanted).catch((error) => console.warn(error.message));
    this.wishes -= 1;
    await this.load();
  }
}

/** Show a value, also one that none of the options has. */
function show(select, value) {
  const known = [...select.options].some((option) => Number(option.value) === value);
  if (!known) select.append(el("option", { value }, String(value)));
  select.value = String(value);
}
