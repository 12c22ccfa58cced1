/**
 * What every page is made of: elements, the server, and the line for messages. All text is set as text.
 * Served beside each page's own modules as `./elements.js`.
 */

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
 * Asks the server; with a body it writes, without one it reads.
 *
 * @param {string} path below `/api/`
 * @param {object} [options]
 * @param {Record<string, string>} [options.query] empty values are left out
 * @param {unknown} [options.body] sent as JSON
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<any>}
 */
export async function ask(path, { query = {}, body, signal } = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const words = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
  /** @type {RequestInit} */
  const options = signal ? { signal } : {};
  if (body !== undefined) {
    options.method = 'POST';
    options.headers = { 'content-type': 'application/json' };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`/api/${path}${words}`, options);
  const answer = await response.json().catch(() => ({ error: 'The server gave no answer.' }));
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/**
 * Shows a message in `#message`, or takes it away.
 *
 * @param {string} text
 */
export function say(text) {
  const box = byId('message');
  box.textContent = text;
  box.hidden = text === '';
}
