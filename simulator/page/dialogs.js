// The questions that the page asks before it does something.

import { el } from "./dom.js";

/** Show a dialog; resolves with its form's values when it is confirmed, else with null. */
export function askIn({ title, text, fields = [], yes, no, testId, yesId, noId, dir = "ltr" }) {
  const confirm = el("button", { class: "primary", value: "yes", "data-testid": yesId }, yes);
  const cancel = el("button", { value: "no", formnovalidate: true, "data-testid": noId }, no);
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", {}, title),
    text ? el("p", { dir: "auto" }, text) : null,
    ...fields,
    el("div", { class: "dialog-buttons" }, cancel, confirm),
  );
  const dialog = el("dialog", { dir, "data-testid": testId, "aria-label": title }, form);
  document.body.append(dialog);
  // Enter in a field confirms, although the cancelling button comes first.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit(confirm);
  });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const values = Object.fromEntries(new FormData(form));
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? values : null);
    });
    dialog.showModal();
    if (!fields.length) confirm.focus();
  });
}

/** A labelled input for such a dialog. */
export function field(label, attributes) {
  return el("label", { class: "field" }, el("span", {}, label), el("input", attributes));
}

/** A labelled choice for such a dialog. */
export function choice(label, attributes, options) {
  const made = options.map(([value, words]) => el("option", { value }, words));
  return el("label", { class: "field" }, el("span", {}, label), el("select", attributes, ...made));
}
