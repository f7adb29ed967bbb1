// Making elements without markup in strings: what comes from data is always text.

/** Return an element with attributes and children; a child that is a string becomes text, null is left out. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Return an element of SVG. */
export function drawn(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Return a number with its thousands parted. */
export function spoken(number) {
  return number.toLocaleString("en");
}

/** Return a count with its noun. */
export function counted(number, noun) {
  return `${spoken(number)} ${noun}${number === 1 ? "" : "s"}`;
}
