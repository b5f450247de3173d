// The row where a person types: input, commands, sticker, voice, and the menu with the rest.

import { el, icon, iconButton } from "./dom.js";
import { labelsFor } from "./labels.js";

/** The row under a chat.  `acts` are what the person can do; each takes nothing or the words. */
export class Composer {
  constructor(person, acts) {
    this.person = person;
    this.acts = acts;
    this.labels = labelsFor(person.language_code);
    this.commands = [];
    this.editing = null;
    this.input = this.#makeInput();
    this.list = el("ul", {
      class: "command-list",
      role: "listbox",
      hidden: true,
      "aria-label": this.labels.commands,
    });
    this.banner = el("div", { class: "editing", hidden: true });
    this.element = el("div", { class: "composer" }, this.list, this.banner, this.#makeRow());
  }

  /** Offer the keyboard's button only when the bot sent a keyboard. */
  offerKeyboard(available) {
    this.keyboardButton.hidden = !available;
  }

  /** Show what the bot proposes to type. */
  hint(placeholder) {
    this.input.placeholder = placeholder || this.labels.message;
  }

  /** Begin to rewrite an own message. */
  edit(message) {
    if (!message) return;
    this.editing = message;
    const cancel = iconButton("close", this.labels.cancel, null, () => this.#stopEditing());
    const words = el(
      "span",
      { class: "editing-words" },
      el("strong", {}, this.labels.editing),
      el("span", { dir: "auto" }, message.text),
    );
    this.banner.replaceChildren(icon("edit"), words, cancel);
    this.banner.hidden = false;
    this.input.value = message.text;
    this.#grow();
    this.input.focus();
  }

  #makeInput() {
    const attributes = {
      rows: 1,
      dir: "auto",
      placeholder: this.labels.message,
      "aria-label": this.labels.message,
      "data-testid": `say-${this.person.id}`,
      autocomplete: "off",
    };
    const on = { input: () => this.#typed(), keydown: (event) => this.#key(event) };
    return el("textarea", { ...attributes, on });
  }

  #makeRow() {
    const id = this.person.id;
    const labels = this.labels;
    this.keyboardButton = iconButton("keyboard", labels.keyboard, `keyboard-${id}`, () =>
      this.acts.toggleKeyboard(),
    );
    this.keyboardButton.hidden = true;
    return el(
      "div",
      { class: "composer-row" },
      iconButton("commands", labels.commands, `commands-${id}`, () => this.#showAllCommands()),
      el(
        "div",
        { class: "field-wrap" },
        this.input,
        this.keyboardButton,
        iconButton("sticker", labels.sticker, `sticker-${id}`, () => this.acts.media("sticker")),
      ),
      iconButton("voice", labels.voice, `voice-${id}`, () => this.acts.media("voice")),
      el(
        "button",
        {
          type: "button",
          class: "round send",
          "aria-label": labels.send,
          title: labels.send,
          "data-testid": `send-${id}`,
          on: { click: () => this.#send() },
        },
        icon("send"),
      ),
    );
  }

  #send() {
    const words = this.input.value.trim();
    if (!words) return this.input.focus();
    const { editing } = this;
    this.#stopEditing();
    this.#offer([]);
    this.input.focus();
    return editing ? this.acts.edit(editing.message_id, words) : this.acts.say(words);
  }

  #stopEditing() {
    this.editing = null;
    this.banner.hidden = true;
    this.input.value = "";
    this.#grow();
  }

  #typed() {
    this.#grow();
    const start = this.input.value.match(/^\/(\w*)$/);
    this.#offer(start ? this.commands.filter(({ command }) => command.startsWith(start[1])) : []);
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 150)}px`;
  }

  #key(event) {
    if (event.isComposing) return;
    if (!this.list.hidden && this.#keyInList(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.editing) {
      this.#stopEditing();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      event.preventDefault();
      this.acts.editLast();
    }
  }

  #keyInList(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#choose(this.chosen + step);
    else if (event.key === "Escape") this.#offer([]);
    else if (event.key === "Enter" || event.key === "Tab") this.list.children[this.chosen].click();
    else return false;
    event.preventDefault();
    return true;
  }

  #showAllCommands() {
    this.#offer(this.list.hidden ? this.commands : []);
    this.input.focus();
  }

  #offer(commands) {
    this.list.replaceChildren(...commands.map((command) => this.#command(command)));
    this.list.hidden = !commands.length;
    if (commands.length) this.#choose(0);
  }

  #command({ command, description }) {
    const use = () => {
      this.input.value = "";
      this.#offer([]);
      this.input.focus();
      this.acts.say(`/${command}`);
    };
    return el(
      "li",
      { role: "option", "data-testid": "command", on: { click: use } },
      el("bdi", { class: "command-name", dir: "ltr" }, `/${command}`),
      el("span", { dir: "auto" }, description),
    );
  }

  #choose(index) {
    const options = [...this.list.children];
    this.chosen = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", at === this.chosen));
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }
}
