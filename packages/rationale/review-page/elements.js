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
 * Asks the server; without a body it reads, with one it writes.
 *
 * @param {string} path below `/api/`
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function ask(path, body) {
  /** @type {RequestInit} */
  const options =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  const response = await fetch(`/api/${path}`, options);
  const answer = await response.json().catch(() => ({ error: 'The server gave no answer.' }));
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/**
 * Shows a message below everything, or takes it away.
 *
 * @param {string} text
 */
export function say(text) {
  const box = byId('message');
  box.textContent = text;
  box.hidden = text === '';
}
