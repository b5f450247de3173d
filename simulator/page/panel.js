// What Flextell holds, what goes wrong on purpose, and what happened, beside the chats.

import { ask, coalesced } from "./api.js";
import { el } from "./dom.js";
import { Faults } from "./faults.js";
import { happenings } from "./happened.js";

const FIRST_FIELDS = [
  "id",
  "first_name",
  "last_name",
  "phone_number",
  "email",
  "date_of_birth",
  "gender",
];

/** The panel in `element`; each `load...` brings a part up to date. */
export class Panel {
  constructor(element) {
    this.count = el("span", { class: "count" });
    this.table = el("table", { class: "customers" });
    this.empty = el(
      "p",
      { class: "quiet" },
      "Nobody yet. A customer appears here when the bot creates one.",
    );
    this.happened = el("ol", { class: "happened", "data-testid": "happened" });
    this.faults = new Faults();
    this.seen = null;
    this.requests = [];
    this.calls = [];
    element.append(
      section(
        "Customers in Flextell",
        this.count,
        this.empty,
        el(
          "div",
          { class: "table-wrap", tabindex: 0, role: "region", "aria-label": "Customers" },
          this.table,
        ),
      ),
      section("What goes wrong", null, this.faults.element),
      section("What happened", null, this.happened),
    );
    this.loadCustomers = coalesced(() => this.#loadCustomers());
    this.loadRequests = coalesced(() => this.#loadRequests());
    this.loadCalls = coalesced(() => this.#loadCalls());
    this.loadFaults = coalesced(() => this.faults.load());
  }

  loadAll() {
    this.loadFlextell();
    this.loadCalls();
  }

  loadFlextell() {
    this.loadCustomers();
    this.loadRequests();
    this.loadFaults();
  }

  async #loadCustomers() {
    const { customers } = await ask("/stage/flextell/customers");
    this.count.textContent = String(customers.length);
    this.empty.hidden = customers.length > 0;
    this.table.hidden = customers.length === 0;
    const named = new Set(customers.flatMap((customer) => Object.keys(customer)));
    const fields = [...FIRST_FIELDS.filter((field) => named.delete(field)), ...named];
    const rows = [...customers].reverse().map((customer) => this.#row(customer, fields));
    this.table.replaceChildren(
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...fields.map((field) => el("th", { scope: "col" }, field.replaceAll("_", " "))),
        ),
      ),
      el("tbody", {}, ...rows),
    );
    this.seen = new Set(customers.map((customer) => customer.id));
  }

  #row(customer, fields) {
    const fresh = this.seen && !this.seen.has(customer.id);
    const cells = fields.map((field) =>
      el("td", { dir: "auto", "data-field": field }, shown(customer[field])),
    );
    return el("tr", { "data-testid": "customer", class: fresh ? "fresh" : null }, ...cells);
  }

  async #loadRequests() {
    this.requests = (await ask("/stage/flextell/requests")).requests;
    this.#tell();
  }

  async #loadCalls() {
    this.calls = (await ask("/stage/telegram/calls?last=60")).calls;
    this.#tell();
  }

  #tell() {
    const open = new Set(
      [...this.happened.querySelectorAll("details[open]")].map((each) => each.dataset.key),
    );
    this.happened.replaceChildren(...happenings(this.requests, this.calls, open));
  }
}

function section(title, extra, ...content) {
  return el("section", {}, el("h2", {}, title, extra), ...content);
}

function shown(value) {
  if (value == null || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
