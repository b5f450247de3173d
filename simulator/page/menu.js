// The menu at the head of a column: what a person does less often.

import { el, icon } from "./dom.js";

/** Let a file be chosen on this machine; `use` gets its name and its content in base64. */
function choose(use) {
  const input = el("input", { type: "file", hidden: true, "data-testid": "chosen-file" });
  input.addEventListener("change", () => {
    const reader = new FileReader();
    const [file] = input.files;
    input.remove();
    if (!file) return;
    reader.addEventListener("load", () =>
      use({ name: file.name, data: reader.result.slice(reader.result.indexOf(",") + 1) }),
    );
    reader.readAsDataURL(file);
  });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

const SOMEBODY = { phone_number: "+447700900199", first_name: "Grace", last_name: "Hopper" };

/** The button and the list behind it; `person` gives the person as they are now. */
export function menu(labels, person, acts) {
  const { id } = person();
  const list = el("ul", { class: "menu-list", role: "menu" });
  const summary = el(
    "summary",
    { class: "round", "aria-label": labels.more, title: labels.more, "data-testid": `more-${id}` },
    icon("more"),
  );
  const details = el("details", { class: "menu" }, summary, list);
  const item = (drawing, words, testId, use) => {
    const chosen = () => {
      details.open = false;
      summary.focus();
      use();
    };
    return el(
      "li",
      { role: "none" },
      el(
        "button",
        {
          type: "button",
          role: "menuitem",
          "data-testid": `${testId}-${id}`,
          on: { click: chosen },
        },
        icon(drawing),
        words,
      ),
    );
  };
  const fill = () => {
    const { blocked } = person();
    list.replaceChildren(
      item("edit", labels.editLast, "edit", acts.editLast),
      item("photo", labels.photo, "photo", () => acts.media("photo")),
      item("file", labels.document, "document", () =>
        choose((file) => acts.media("document", file)),
      ),
      item("place", labels.place, "location", () => acts.media("location")),
      item("contact", labels.card, "card", () => acts.card(SOMEBODY)),
      item("group", labels.group, "group", () => acts.group({ text: labels.groupText })),
      item(
        "block",
        blocked ? labels.unblock : labels.block,
        "block",
        blocked ? acts.unblock : acts.block,
      ),
    );
  };
  details.addEventListener("toggle", fill);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  fill();
  return details;
}
