// Building the page's elements; text goes in as text only.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: attributes by name, `on` for listeners, then children (text or nodes). */
export function el(tag, attributes = {}, ...children) {
  const { on = {}, ...rest } = attributes;
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(rest)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  for (const [type, listener] of Object.entries(on)) element.addEventListener(type, listener);
  element.append(...children.filter((child) => child != null));
  return element;
}

/** One of the drawings in icons.svg. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(use);
  return drawing;
}

/** A round button that shows a drawing and says its name to screen readers. */
export function iconButton(name, label, testId, onClick) {
  const attributes = { type: "button", class: "round", "aria-label": label, title: label };
  return el(
    "button",
    { ...attributes, "data-testid": testId, on: { click: onClick } },
    icon(name),
  );
}

/** Show these children only; the element keeps the focus when what had it is gone. */
export function refill(element, children, focusInstead) {
  const hadFocus = element.contains(document.activeElement);
  element.replaceChildren(...children);
  if (hadFocus && focusInstead && !element.contains(document.activeElement)) focusInstead.focus();
}
