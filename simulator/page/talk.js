// The messages of a chat, kept in step with the stage: what is new comes, what changed changes.

import { bubble } from "./bubbles.js";
import { el } from "./dom.js";
import { dayOf } from "./labels.js";

const NEAR_THE_END = 80;

/** The scrolling part of a column.  `press` gets a message's id and a button's data. */
export class Talk {
  constructor(person, { welcome, focusInstead, press }) {
    this.person = person;
    this.focusInstead = focusInstead;
    this.press = press;
    this.shown = new Map();
    this.bubbles = el("div", { class: "bubbles" });
    const attributes = { class: "scroll", role: "log", "aria-live": "polite", tabindex: 0 };
    attributes["aria-label"] = person.first_name;
    this.element = el("div", attributes, welcome, this.bubbles);
  }

  /** Show these messages; `undelivered` is how many of the person's acts the bot has not seen. */
  show(messages, undelivered) {
    this.undelivered = undelivered;
    const atEnd = this.#belowView() < NEAR_THE_END;
    const ids = new Set(messages.map((message) => message.message_id));
    const grew = messages.some((message) => !this.shown.has(message.message_id));
    for (const [id, { element }] of this.shown) {
      if (!ids.has(id)) this.#forget(id, element);
    }
    const own = messages.filter((message) => message.from === "person");
    const unread = new Set(own.slice(Math.max(0, own.length - undelivered)));
    messages.forEach((message, index) =>
      this.#showBubble(message, messages[index - 1], messages[index + 1], !unread.has(message)),
    );
    if (atEnd || grew) this.element.scrollTop = this.element.scrollHeight;
  }

  #belowView() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  #showBubble(message, before, after, read) {
    const state = JSON.stringify([message, read]);
    const known = this.shown.get(message.message_id);
    const element =
      known?.state === state ? known.element : this.#freshBubble(message, known, read);
    this.shown.set(message.message_id, { state, element });
    if (this.undelivered === 0) element.querySelector(".busy")?.classList.remove("busy");
    element.classList.toggle("first", before?.from !== message.from);
    element.classList.toggle("last", after?.from !== message.from);
    this.#showDay(element, message, before);
  }

  #freshBubble(message, known, read) {
    const press = (data) => this.press(message.message_id, data);
    const fresh = bubble(message, { person: this.person, read, press });
    if (!known) {
      fresh.classList.add("new");
      this.bubbles.append(fresh);
      return fresh;
    }
    const focused = [...known.element.querySelectorAll(".button")].indexOf(document.activeElement);
    const busy = this.undelivered > 0 ? known.element.querySelector(".busy")?.textContent : null;
    known.element.replaceWith(fresh);
    const buttons = [...fresh.querySelectorAll(".button")];
    if (busy) buttons.find((button) => button.textContent === busy)?.classList.add("busy");
    if (focused >= 0) (buttons[focused] ?? buttons.at(-1) ?? this.focusInstead).focus();
    return fresh;
  }

  #showDay(element, message, before) {
    const language = this.person.language_code;
    const day = dayOf(message.date, language);
    const needed = !before || dayOf(before.date, language) !== day;
    const head = element.previousElementSibling;
    const has = head?.classList.contains("day");
    if (needed && !has) element.before(el("p", { class: "day" }, el("span", {}, day)));
    if (!needed && has) head.remove();
  }

  #forget(id, element) {
    const hadFocus = element.contains(document.activeElement);
    if (element.previousElementSibling?.classList.contains("day"))
      element.previousElementSibling.remove();
    element.remove();
    this.shown.delete(id);
    if (hadFocus) this.focusInstead.focus();
  }
}
