/** Light, dark, or as the system has it. */

const choices = /** @type {const} */ (['system', 'light', 'dark']);

/**
 * Lets a button go through the themes; the choice stays in this browser.
 *
 * @param {HTMLButtonElement} button
 */
export function keepTheme(button) {
  const root = document.documentElement;
  const set = (/** @type {string} */ theme) => {
    root.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
    localStorage.setItem('theme', theme);
  };
  const known = localStorage.getItem('theme') ?? '';
  set(choices.find((choice) => choice === known) ?? 'system');
  button.onclick = () => {
    const at = choices.map(String).indexOf(root.dataset.theme ?? '');
    set(choices[(at + 1) % choices.length] ?? 'system');
  };
}
