/** One rollout: what was asked, what came, what it earned, and what a verifier says of it. */
import { make } from './elements.js';
import { figure } from './figure.js';

/** @typedef {import('./rollouts.js').Summary} Summary */
/** @typedef {{ start: number, end: number, kind: string, verdict: string, reason: string }} Claim */
/**
 * @typedef {object} Rollout
 * @property {number} number
 * @property {string} stage
 * @property {number} step
 * @property {string} promptId
 * @property {string} prompt
 * @property {string} completion
 * @property {number | null} tokens
 * @property {string} finishReason
 * @property {Record<string, number | null>} rewards
 * @property {number | null} reward
 * @property {number | null} advantage
 * @property {Record<string, string>} problems
 * @property {string[]} images
 * @property {{ claims: Claim[], facts: Record<string, string> } | null} verdicts
 * @property {Summary[]} group
 */

/**
 * Shows a rollout.
 *
 * @param {HTMLElement} box
 * @param {Rollout} rollout
 * @param {string} address of the rollout on the server
 * @param {(number: number) => void} open shows another
 */
export function showRollout(box, rollout, address, open) {
  const { verdicts, images, problems } = rollout;
  const cut = rollout.finishReason === 'length' ? ', cut off' : '';
  const size = rollout.tokens === null ? '' : ` · ${rollout.tokens} tokens${cut}`;
  box.replaceChildren(
    make('h3', {}, `${rollout.stage}, step ${rollout.step}`),
    make('p', { class: 'quiet' }, `${rollout.promptId}${size}`),
    make(
      'div',
      { class: 'images' },
      ...images.map((_, at) => imageElement(`${address}/images/${at}`)),
    ),
    make('h4', {}, 'Question'),
    make('p', { class: 'text' }, rollout.prompt),
    make('h4', {}, 'Answer'),
    make('p', { class: 'text answer' }, ...marked(rollout.completion, verdicts?.claims ?? [])),
    make('h4', {}, 'Earned'),
    rewardTable(rollout),
    ...Object.entries(problems).map(([name, reason]) =>
      make('p', { class: 'problem' }, `${name} failed: ${reason}`),
    ),
    ...(verdicts ? verdictElements(verdicts, rollout.completion) : []),
    make('h4', {}, `Answers to the same question (${rollout.group.length})`),
    groupElement(rollout, open),
  );
}

/** @param {string} source */
function imageElement(source) {
  const image = /** @type {HTMLImageElement} */ (
    make('img', { src: source, alt: 'the image that was asked about' })
  );
  image.onerror = () =>
    image.replaceWith(make('p', { class: 'quiet' }, 'The image cannot be shown.'));
  return image;
}

/**
 * The answer with its claims marked; of claims that overlap the first is.
 *
 * @param {string} text
 * @param {readonly Claim[]} claims
 */
function marked(text, claims) {
  const parts = [];
  let at = 0;
  for (const { start, end, verdict, reason } of claims.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end <= start || end > text.length) continue;
    const title = `${verdict}: ${reason}`;
    parts.push(text.slice(at, start));
    parts.push(make('mark', { 'data-verdict': verdict, title }, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

/** @param {Rollout} rollout */
function rewardTable({ rewards, reward, advantage }) {
  const rows = [...Object.entries(rewards), ['sum', reward], ['advantage', advantage]];
  return make(
    'table',
    {},
    make(
      'tbody',
      {},
      ...rows.map(([name, value]) =>
        make(
          'tr',
          {},
          make('th', { scope: 'row' }, String(name)),
          make('td', {}, value === null ? 'does not apply' : figure(Number(value))),
        ),
      ),
    ),
  );
}

/**
 * @param {NonNullable<Rollout['verdicts']>} verdicts
 * @param {string} text
 */
function verdictElements({ claims, facts }, text) {
  return [
    make('h4', {}, 'Verifier'),
    make(
      'dl',
      {},
      ...Object.entries(facts).flatMap(([name, said]) => [
        make('dt', {}, name),
        make('dd', {}, said),
      ]),
    ),
    make(
      'ul',
      { class: 'claims' },
      ...claims.map(({ start, end, verdict, reason }) =>
        make(
          'li',
          {},
          make('span', { class: 'verdict', 'data-verdict': verdict }, verdict),
          ` “${text.slice(start, end)}”: ${reason}`,
        ),
      ),
    ),
  ];
}

/**
 * @param {Rollout} rollout
 * @param {(number: number) => void} open
 */
function groupElement({ group, number }, open) {
  const buttons = group.map((other) => {
    const isThis = other.number === number;
    const text = `${figure(other.reward)} (${figure(other.advantage)})`;
    const button = make('button', { type: 'button', 'aria-pressed': String(isThis) }, text);
    button.title = other.start;
    button.onclick = () => open(other.number);
    return button;
  });
  return make('div', { class: 'group' }, ...buttons);
}
