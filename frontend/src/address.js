// What the page shows, as an address that can be shared: ?query=… for a text, ?name=…&parameter=… for a canned query.

/** Return what an address asks for: { query } or { name, values } or nothing. */
export function readAddress(search) {
  const asked = new URLSearchParams(search);
  if (asked.get("query")) return { query: asked.get("query") };
  if (!asked.get("name")) return {};
  const values = Object.fromEntries([...asked].filter(([key]) => key !== "name"));
  return { name: asked.get("name"), values };
}

/** Return the part of an address after the path. */
export function writeAddress({ query, name, values = {} }) {
  const asked = new URLSearchParams();
  if (query) asked.set("query", query);
  else if (name) {
    asked.set("name", name);
    for (const [key, value] of Object.entries(values)) if (value) asked.set(key, value);
  }
  const text = asked.toString();
  return text ? `?${text}` : "";
}
