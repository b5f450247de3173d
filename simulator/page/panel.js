// What Flextell holds, what goes wrong on purpose, and what happened, beside the chats.

import { ask, coalesced } from "./api.js";
import { Customers } from "./customers.js";
import { el } from "./dom.js";
import { Faults } from "./faults.js";
import { happenings, SHOWN } from "./happened.js";

// Many changes come at once while a bot works; the panel is no film.
const PAUSE_MS = 250;

/** The panel in `element`; each `load...` brings a part up to date. */
export class Panel {
  constructor(element) {
    this.customers = new Customers();
    this.happened = el("ol", { class: "happened", "data-testid": "happened" });
    this.faults = new Faults();
    this.requests = [];
    this.calls = [];
    element.append(
      section("Customers in Flextell", this.customers.count, this.customers.element),
      section("What goes wrong", null, this.faults.element),
      section("What happened", null, this.happened),
    );
    this.loadCustomers = coalesced(() => this.#loadCustomers(), PAUSE_MS);
    this.loadRequests = coalesced(() => this.#loadRequests(), PAUSE_MS);
    this.loadCalls = coalesced(() => this.#loadCalls(), PAUSE_MS);
    this.loadFaults = coalesced(() => this.faults.load(), PAUSE_MS);
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
    this.customers.show((await ask("/stage/flextell/customers")).customers);
  }

  async #loadRequests() {
    this.requests = (await ask(`/stage/flextell/requests?last=${SHOWN}`)).requests;
    this.#tell();
  }

  async #loadCalls() {
    const last = `last=${SHOWN}&empty_polls=false`;
    this.calls = (await ask(`/stage/telegram/calls?${last}`)).calls;
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
