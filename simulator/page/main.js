// The page as a whole: who is shown, the panel beside them, and the stream that keeps all current.

import { ask, coalesced, follow } from "./api.js";
import { Column } from "./column.js";
import { askIn, choice, field } from "./dialogs.js";
import { el } from "./dom.js";
import { Panel } from "./panel.js";

const LANGUAGES = [
  ["en", "English"],
  ["ar", "العربية"],
  ["fa", "فارسی"],
  ["he", "עברית"],
  ["tr", "Türkçe"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["es", "Español"],
  ["ru", "Русский"],
  ["hi", "हिन्दी"],
];

const columns = new Map();
const hidden = new Set();
const columnsAt = document.getElementById("columns");
const peopleAt = document.getElementById("people");
const connectionAt = document.getElementById("connection");
const panel = new Panel(document.getElementById("panel"));
let bot = { user: { first_name: "" }, commands: {}, description: {} };
let people = [];

const loadBot = coalesced(async () => {
  bot = await ask("/stage/telegram/bot");
  for (const column of columns.values()) column.meet(bot);
});

const loadPeople = coalesced(async () => {
  people = (await ask("/stage/people")).people;
  showPeople();
});

function showPeople() {
  const ids = new Set(people.map((person) => person.id));
  for (const [id, column] of columns) {
    if (ids.has(id) && !hidden.has(id)) continue;
    column.element.remove();
    columns.delete(id);
  }
  for (const person of people) showPerson(person);
  peopleAt.replaceChildren(...people.map(chip), addButton);
}

function showPerson(person) {
  if (hidden.has(person.id)) return;
  if (!columns.has(person.id)) {
    const column = new Column(person, bot);
    columns.set(person.id, column);
    columnsAt.insertBefore(column.element, columnAfter(person));
    column.load();
  }
  columns.get(person.id).become(person);
}

/** The first column that stands behind this person's, as the chips do; null where none does. */
function columnAfter(person) {
  const behind = people.slice(people.indexOf(person) + 1);
  return behind.map(({ id }) => columns.get(id)?.element).find(Boolean) ?? null;
}

function chip(person) {
  const shown = !hidden.has(person.id);
  const toggle = () => {
    if (!hidden.delete(person.id)) hidden.add(person.id);
    showPeople();
    peopleAt.querySelector(`[data-testid="show-${person.id}"]`).focus();
  };
  const attributes = { type: "button", class: "chip", "aria-pressed": String(shown), dir: "auto" };
  return el(
    "button",
    { ...attributes, "data-testid": `show-${person.id}`, on: { click: toggle } },
    person.first_name,
  );
}

const addButton = el(
  "button",
  { type: "button", class: "chip add", "data-testid": "add-person", on: { click: addPerson } },
  "+ Add person",
);

async function addPerson() {
  const number = `+4477009001${String(people.length + 1).padStart(2, "0")}`;
  const fields = [
    field("First name", {
      name: "first_name",
      required: true,
      autocomplete: "off",
      "data-testid": "new-first-name",
    }),
    field("Last name", { name: "last_name", autocomplete: "off", "data-testid": "new-last-name" }),
    choice(
      "Language of their Telegram",
      { name: "language_code", "data-testid": "new-language" },
      LANGUAGES,
    ),
    field("Phone number", {
      name: "phone_number",
      type: "tel",
      value: number,
      autocomplete: "off",
      "data-testid": "new-phone",
    }),
  ];
  const wish = await askIn({
    title: "Add a person",
    fields,
    yes: "Add",
    no: "Cancel",
    testId: "new-person",
    yesId: "new-save",
    noId: "new-cancel",
  });
  if (wish)
    await ask("/stage/people", "POST", wish).catch(
      (error) => (connectionAt.textContent = error.message),
    );
}

function startOver() {
  columns.clear();
  columnsAt.replaceChildren();
  hidden.clear();
  loadEverything();
}

function loadEverything() {
  loadBot();
  loadPeople();
  panel.loadAll();
  for (const column of columns.values()) column.load();
}

const CHANGES = {
  chat: ({ chat_id }) => columns.get(chat_id)?.load(),
  typing: ({ chat_id }) => columns.get(chat_id)?.botTypes(),
  people: loadPeople,
  bot: loadBot,
  reset: startOver,
  calls: () => panel.loadCalls(),
  faults: () => panel.loadFaults(),
  flextell: () => panel.loadFlextell(),
};

document.getElementById("reset").addEventListener("click", async () => {
  const text = "All talks, customers and faults are forgotten. The bot stays connected.";
  if (
    await askIn({
      title: "Start over?",
      text,
      yes: "Start over",
      no: "Cancel",
      yesId: "reset-yes",
    })
  ) {
    await ask("/stage/reset", "POST", { keep_bot: true });
  }
});

document.getElementById("panel-toggle").addEventListener("click", ({ currentTarget }) => {
  const open = currentTarget.getAttribute("aria-expanded") !== "true";
  currentTarget.setAttribute("aria-expanded", String(open));
  document.getElementById("panel").hidden = !open;
});

follow({
  onOpen: () => {
    connectionAt.textContent = "";
    loadEverything();
  },
  onChange: (change) => CHANGES[change.kind]?.(change),
  onLost: () => (connectionAt.textContent = "Connecting…"),
});
