// One switch of the panel: which fault, and whether once, always or by chance.

import { el } from "./dom.js";

const WHENS = { once: "once", always: "always", chance: "by chance" };

/** One fault to choose, and when it strikes. */
export class Switch {
  constructor(place, title, known, whens, changed) {
    this.known = known;
    const options = [
      el("option", { value: "" }, "all is well"),
      ...known.map(({ name, title: words }) => el("option", { value: name }, words)),
    ];
    this.fault = el(
      "select",
      { "aria-label": title, "data-testid": `fault-${place}`, on: { change: changed } },
      ...options,
    );
    this.when = el(
      "select",
      {
        "aria-label": `${title}: how often`,
        "data-testid": `fault-${place}-when`,
        on: { change: changed },
      },
      ...whens.map((when) => el("option", { value: when }, WHENS[when])),
    );
    this.rate = el("input", {
      type: "range",
      min: 0.05,
      max: 0.95,
      step: 0.05,
      value: 0.3,
      "aria-label": `${title}: chance`,
      "data-testid": `fault-${place}-rate`,
      on: { change: changed, input: () => this.#tellRate() },
    });
    this.percent = el("output", {});
    this.about = el("p", { class: "quiet", dir: "auto" });
    this.chance = el("div", { class: "chance" }, this.rate, this.percent);
    this.element = el(
      "fieldset",
      { class: "fault" },
      el("legend", {}, title),
      el("div", { class: "fault-row" }, this.fault, this.when),
      this.chance,
      this.about,
    );
    this.show({});
  }

  /** What the switch asks for, as the control API takes it. */
  wanted() {
    const when = this.when.value;
    return {
      fault: this.fault.value || null,
      times: when === "once" ? 1 : null,
      rate: when === "chance" ? Number(this.rate.value) : 1,
    };
  }

  /** Show how things stand. */
  show({ fault = null, times = null, rate = 1 }) {
    this.fault.value = fault ?? "";
    if (fault) {
      this.when.value = rate < 1 ? "chance" : times == null ? "always" : "once";
      if (rate < 1) this.rate.value = String(rate);
    }
    this.element.classList.toggle("on", Boolean(fault));
    this.chance.hidden = this.when.value !== "chance";
    this.about.textContent = this.known.find(({ name }) => name === fault)?.what_happens ?? "";
    this.#tellRate();
  }

  #tellRate() {
    this.percent.textContent = `${Math.round(this.rate.value * 100)} %`;
  }
}
