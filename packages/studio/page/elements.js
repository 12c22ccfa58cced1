/** What the page is made of: elements, the server, and the line for messages. All text is set as text. */

/**
 * The element of the page with an id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * A new element.
 *
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A new element of a drawing.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function draw(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Asks the server.
 *
 * @param {string} path below `/api/`
 * @param {Record<string, string>} [query] empty values are left out
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function ask(path, query = {}, signal) {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const words = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
  const response = await fetch(`/api/${path}${words}`, signal ? { signal } : {});
  const answer = await response.json().catch(() => ({ error: 'The server gave no answer.' }));
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/**
 * Shows a message at the top, or takes it away.
 *
 * @param {string} text
 */
export function say(text) {
  const box = byId('message');
  box.textContent = text;
  box.hidden = text === '';
}

/**
 * A figure with as many digits as are of use.
 *
 * @param {number | null | undefined} value
 * @returns {string}
 */
export function figure(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}
