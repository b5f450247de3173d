// One message as a bubble: words, media, contact, time, and the buttons under it.

import { el, icon } from "./dom.js";
import { clockTime, directionOf, labelsFor } from "./labels.js";

const ADDRESS = /(https?:\/\/[^\s\u2068\u2069]+)/;

const STYLES = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  spoiler: "span",
  bot_command: "span",
  url: "span",
  text_link: "a",
};

/** The bubble of a message. `read` is whether the bot has it, `press` gets the data of a pressed button. */
export function bubble(message, { person, read, press }) {
  const body = el(
    "div",
    { class: "body" },
    ...media(message, person),
    el(
      "div",
      { class: "words", dir: message.text ? "auto" : null },
      words(message),
      meta(message, person, read),
    ),
  );
  return el(
    "article",
    {
      class: `bubble ${message.from}${message.media?.kind === "sticker" ? " bare" : ""}`,
      "data-testid": "bubble",
      "data-from": message.from,
      "data-message-id": message.message_id,
    },
    body,
    message.reply_markup ? inlineKeyboard(message, press) : null,
  );
}

function words(message) {
  return message.text
    ? el("span", { class: "text", "data-testid": "text" }, ...styled(message))
    : null;
}

function meta(message, person, read) {
  return el(
    "span",
    { class: "meta" },
    el(
      "span",
      { class: "meta-words", dir: directionOf(person.language_code) },
      ...metaWords(message, person, read),
    ),
  );
}

function metaWords(message, person, read) {
  const { edited } = labelsFor(person.language_code);
  return [
    message.edit_date ? el("span", { class: "edited" }, edited) : null,
    el("time", {}, clockTime(message.date, person.language_code)),
    message.from === "person" ? icon(read ? "read" : "sent") : null,
  ].filter(Boolean);
}

function inlineKeyboard(message, press) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    el("div", { class: "buttons-row" }, ...row.map((button) => inlineButton(button, press))),
  );
  return el("div", { class: "buttons" }, ...rows);
}

function inlineButton(button, press) {
  const label = el("span", { dir: "auto" }, button.text);
  if (button.url) {
    const link = {
      class: "button",
      href: button.url,
      target: "_blank",
      rel: "noopener noreferrer",
    };
    return el("a", { ...link, "data-testid": "button" }, label, icon("link"));
  }
  const made = el("button", { type: "button", class: "button", "data-testid": "button" }, label);
  made.addEventListener("click", () => {
    made.classList.add("busy");
    press(button.callback_data);
  });
  return made;
}

function media(message, person) {
  if (message.contact) return [contactCard(message.contact, person)];
  const kind = message.media?.kind;
  if (!kind) return [];
  const content = message.media[kind];
  if (kind === "sticker") return [el("span", { class: "sticker", role: "img" }, content.emoji)];
  if (kind === "voice") return [voiceNote(content)];
  if (kind === "photo")
    return [el("span", { class: "photo", role: "img", "aria-label": "photo" }, icon("photo"))];
  if (kind === "document") return [fileCard(content)];
  return [el("span", { class: "photo place", role: "img", "aria-label": "place" }, icon("place"))];
}

function contactCard(contact, person) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el(
    "div",
    { class: "card", "aria-label": labelsFor(person.language_code).contact },
    el("span", { class: "card-picture" }, icon("contact")),
    el(
      "span",
      { class: "card-words" },
      el("strong", { dir: "auto" }, name),
      el("bdi", { dir: "ltr" }, contact.phone_number),
    ),
  );
}

function fileCard(file) {
  const size =
    file.file_size < 1024 ? `${file.file_size} B` : `${(file.file_size / 1024).toFixed(1)} KB`;
  return el(
    "a",
    {
      class: "card",
      href: `/file/bot1:stage/documents/${file.file_id}/${encodeURIComponent(file.file_name)}`,
      download: file.file_name,
    },
    el("span", { class: "card-picture" }, icon("file")),
    el(
      "span",
      { class: "card-words" },
      el("strong", { dir: "auto" }, file.file_name),
      el("span", {}, size),
    ),
  );
}

function voiceNote(voice) {
  const bars = Array.from({ length: 24 }, (_, index) => el("i", { class: `h${(index * 7) % 5}` }));
  return el(
    "div",
    { class: "card voice", role: "img", "aria-label": "voice" },
    el("span", { class: "card-picture" }, icon("voice")),
    el("span", { class: "waves" }, ...bars),
    el("span", { class: "card-length" }, `0:0${voice.duration}`),
  );
}

/** The text with its entities: whole words as elements, never as markup. */
function styled({ text, entities = [] }) {
  const pieces = [];
  let at = 0;
  for (const entity of [...entities].sort((a, b) => a.offset - b.offset)) {
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    pieces.push(...linked(text.slice(at, entity.offset)), piece(text.slice(entity.offset, end), entity));
    at = end;
  }
  return [...pieces, ...linked(text.slice(at))];
}

/** The words with their addresses as links, as every app shows them. */
function linked(words) {
  return words.split(ADDRESS).map((part, at) => (at % 2 ? anchor(part, part) : part));
}

function anchor(words, href) {
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);
}

function piece(words, entity) {
  const link =
    entity.type === "text_link"
      ? { href: entity.url, target: "_blank", rel: "noopener noreferrer" }
      : {};
  return el(STYLES[entity.type] ?? "span", { class: `entity-${entity.type}`, ...link }, words);
}
