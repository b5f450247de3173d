// The customers that Flextell holds, newest first, each with all that is known of them.

import { el } from "./dom.js";

const ALWAYS_SHOWN = [
  "id",
  "first_name",
  "last_name",
  "phone_number",
  "email",
  "date_of_birth",
  "gender",
];

/** The list in `element`, and in `count` how many stand there. */
export class Customers {
  constructor() {
    this.count = el("span", { class: "count" });
    this.empty = el(
      "p",
      { class: "quiet" },
      "Nobody yet. A customer appears here when the bot creates one.",
    );
    this.list = el("ol", { class: "customers", tabindex: 0, "aria-label": "Customers" });
    this.element = el("div", {}, this.empty, this.list);
    this.seen = null;
  }

  /** Show these customers, oldest first as the stage gives them; a new one lights up. */
  show(customers) {
    const state = JSON.stringify(customers);
    if (state === this.state) return;
    this.state = state;
    this.count.textContent = String(customers.length);
    this.empty.hidden = customers.length > 0;
    this.list.hidden = customers.length === 0;
    this.list.replaceChildren(...[...customers].reverse().map((each) => this.#row(each)));
    this.seen = new Set(customers.map(({ id }) => id));
  }

  #row(customer) {
    const fresh = this.seen && !this.seen.has(customer.id);
    const others = Object.keys(customer).filter(
      (field) => !ALWAYS_SHOWN.includes(field) && customer[field] != null,
    );
    const facts = [...ALWAYS_SHOWN, ...others].map((field) => fact(field, customer[field]));
    return el(
      "li",
      { "data-testid": "customer", class: fresh ? "fresh" : null },
      el("dl", {}, ...facts),
    );
  }
}

function fact(field, value) {
  return el(
    "div",
    {},
    el("dt", {}, field.replaceAll("_", " ")),
    el("dd", { dir: "auto", "data-field": field }, shown(value)),
  );
}

function shown(value) {
  if (value == null || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
