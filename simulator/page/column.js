// One person's side of the talk: head, bubbles, reply keyboard and input, as a chat app shows them.

import { act, ask, coalesced } from "./api.js";
import { Composer } from "./composer.js";
import { askIn } from "./dialogs.js";
import { el, refill } from "./dom.js";
import { directionOf, labelsFor } from "./labels.js";
import { menu } from "./menu.js";
import { Talk } from "./talk.js";

const TOAST_MS = 3500;
const TYPING_MS = 5000;

/** A person's column; `load` brings it up to date. */
export class Column {
  constructor(person, bot) {
    this.person = person;
    this.labels = labelsFor(person.language_code);
    this.keyboardShown = true;
    this.toastsSeen = null;
    this.composer = new Composer(person, this.#acts());
    this.load = coalesced(() => this.#load());
    this.#build();
    this.meet(bot);
  }

  /** Take over what the bot tells about itself. */
  meet(bot) {
    this.bot = bot;
    const language = this.person.language_code;
    this.composer.commands = bot.commands[language] ?? bot.commands[""] ?? [];
    this.about.textContent =
      bot.description[language] || bot.description[""] || this.labels.nothing;
    this.#tellStatus();
  }

  /** Take over what changed about the person. */
  become(person) {
    this.person = person;
    this.element.classList.toggle("blocked", person.blocked);
    this.#tellStatus();
  }

  /** Show for a while that the bot types. */
  botTypes() {
    this.typingUntil = Date.now() + TYPING_MS;
    this.#tellStatus();
    setTimeout(() => this.#tellStatus(), TYPING_MS + 50);
  }

  #acts() {
    const doing = (what) => (wish) => this.#do(what, wish);
    return {
      say: (text) => this.#do("text", { text }),
      edit: (message_id, text) => this.#do("edit", { message_id, text }),
      media: (kind, file = {}) => this.#do("media", { kind, ...file }),
      card: doing("contact"),
      group: doing("group"),
      block: doing("block"),
      unblock: doing("unblock"),
      editLast: () => this.composer.edit(this.#lastOwn()),
      toggleKeyboard: () => this.#toggleKeyboard(),
    };
  }

  #build() {
    const { id, language_code } = this.person;
    const direction = directionOf(language_code);
    this.status = el("span", { class: "status", "data-testid": `typing-${id}`, role: "status" });
    this.about = el("p", { dir: "auto" });
    this.welcome = this.#welcome();
    this.talk = new Talk(this.person, {
      welcome: this.welcome,
      focusInstead: this.composer.input,
      press: (message_id, data) => this.#do("press", { message_id, data }),
    });
    this.talk.element.addEventListener("contextmenu", (event) => this.#editPointedAt(event));
    this.keyboard = el("div", { class: "keyboard", hidden: true });
    this.toast = el("div", {
      class: "toast",
      role: "status",
      hidden: true,
      "data-testid": "toast",
    });
    const attributes = {
      class: "column",
      dir: direction,
      lang: language_code,
      "data-testid": `person-${id}`,
    };
    this.element = el(
      "section",
      attributes,
      this.#head(),
      this.talk.element,
      this.toast,
      this.composer.element,
      this.keyboard,
    );
  }

  #head() {
    const { first_name, last_name, language_code, phone_number, id } = this.person;
    const name = [first_name, last_name].filter(Boolean).join(" ");
    const language = el("span", { class: "language" }, language_code);
    const number = el("bdi", { class: "number", dir: "ltr" }, phone_number);
    this.menu = menu(this.labels, () => this.person, this.composer.acts);
    return el(
      "header",
      { class: "head" },
      el(
        "span",
        { class: `picture colour-${id % 7}`, "aria-hidden": "true" },
        first_name.slice(0, 1),
      ),
      el(
        "div",
        { class: "who" },
        el("div", { class: "who-line" }, el("h2", { dir: "auto" }, name), language),
        el("div", { class: "who-line" }, this.status, number),
      ),
      this.menu,
    );
  }

  #welcome() {
    const start = el(
      "button",
      {
        type: "button",
        class: "start",
        "data-testid": `start-${this.person.id}`,
        on: { click: () => this.#do("text", { text: "/start" }) },
      },
      this.labels.start,
    );
    return el("div", { class: "welcome" }, el("h3", {}, this.labels.about), this.about, start);
  }

  async #do(what, wish) {
    try {
      return await act(this.person.id, what, wish);
    } catch (error) {
      this.#say(error.message);
      return null;
    } finally {
      this.load();
    }
  }

  async #load() {
    const chat = await ask(`/stage/chats/${this.person.id}`);
    const messages = chat.messages.filter((message) => !message.deleted);
    this.messages = messages;
    this.undelivered = chat.undelivered;
    this.welcome.hidden = messages.length > 0;
    if (messages.at(-1)?.from === "bot" && !chat.undelivered) this.typingUntil = 0;
    this.talk.show(messages, chat.undelivered);
    this.#showKeyboard(chat.keyboard);
    this.#showToasts(chat.toasts);
    this.#tellStatus();
  }

  #showKeyboard(keyboard) {
    const state = JSON.stringify(keyboard);
    if (state === this.keyboardState) return;
    this.keyboardState = state;
    this.keyboardShown = true;
    this.composer.offerKeyboard(Boolean(keyboard));
    this.composer.hint(keyboard?.input_field_placeholder);
    const rows = (keyboard?.keyboard ?? []).map((row) =>
      el("div", { class: "keyboard-row" }, ...row.map((key) => this.#key(key))),
    );
    refill(this.keyboard, rows, this.composer.input);
    this.keyboard.classList.toggle("tall", Boolean(keyboard) && !keyboard.resize_keyboard);
    this.keyboard.hidden = !keyboard;
  }

  #key(key) {
    const use = () => (key.request_contact ? this.#share() : this.#do("text", { text: key.text }));
    return el(
      "button",
      { type: "button", class: "key", dir: "auto", "data-testid": "key", on: { click: use } },
      key.text,
    );
  }

  #toggleKeyboard() {
    this.keyboardShown = !this.keyboardShown;
    this.keyboard.hidden = !this.keyboardShown;
    this.composer.input.focus();
  }

  async #share() {
    const { shareTitle, shareText, share, cancel } = this.labels;
    const words = { title: shareTitle, text: shareText, yes: share, no: cancel };
    const dir = directionOf(this.person.language_code);
    const agreed = await askIn({
      ...words,
      dir,
      testId: "share",
      yesId: "share-yes",
      noId: "share-no",
    });
    if (agreed) await this.#do("contact");
  }

  #showToasts(toasts) {
    const fresh = this.toastsSeen === null ? [] : toasts.slice(this.toastsSeen);
    this.toastsSeen = toasts.length;
    if (fresh.length) this.#say(fresh.at(-1));
  }

  #say(words) {
    this.toast.textContent = words;
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (this.toast.hidden = true), TOAST_MS);
  }

  #tellStatus() {
    const { blocked, typing, bot } = this.labels;
    const types = this.undelivered > 0 || Date.now() < (this.typingUntil ?? 0);
    this.status.classList.toggle("typing", types && !this.person.blocked);
    const words = `${this.bot?.user.first_name ?? ""} · ${types ? typing : bot}`;
    this.status.textContent = this.person.blocked ? blocked : words;
  }

  #ownTexts() {
    return (this.messages ?? []).filter(
      (message) => message.from === "person" && message.text && !message.media,
    );
  }

  #lastOwn() {
    return this.#ownTexts().at(-1);
  }

  /** Begin to rewrite the own message that was clicked with the other button, or pressed long. */
  #editPointedAt(event) {
    const id = Number(event.target.closest("[data-message-id]")?.dataset.messageId);
    const message = this.#ownTexts().find((own) => own.message_id === id);
    if (!message) return;
    event.preventDefault();
    this.composer.edit(message);
  }
}
