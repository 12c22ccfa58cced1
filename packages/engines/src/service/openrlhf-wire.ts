import { InvalidInputError } from '@skinr1/core';
import { readGroundTruth } from '../ground-truth.ts';
import type { ScoreItem } from '../scoring/score-item.ts';
import { readList, readObject, readText } from './read-body.ts';
import type { Wire } from './wire.ts';

/**
 * OpenRLHF's remote reward: `{ query, prompts, labels }`, lists of one length, gives `rewards`, `scores` and, as
 * `extra_logs`, one list for each component. `query` is the prompt as the model got it, with the answer behind it.
 * Empty lists get empty lists: with several addresses, OpenRLHF sends some. What nothing applies to gets 0 there.
 */
export const openRlhfWire: Wire = {
  path: '/get_reward',
  async answer({ body, scorer, signal }) {
    const request = readObject(body, 'the body');
    const queries = readList(request.query, 'query');
    const prompts = readList(request.prompts, 'prompts');
    const labels = readList(request.labels, 'labels');
    if (prompts.length !== queries.length || labels.length !== queries.length) {
      throw new InvalidInputError(
        `${queries.length} queries, ${prompts.length} prompts and ${labels.length} labels do not belong together.`,
        { mend: 'Send lists of one length.' },
      );
    }
    const items = queries.map((query, index): ScoreItem => {
      const prompt = readText(prompts[index], `prompts[${index}]`);
      const { text, finishReason } = splitAnswer(readText(query, `query[${index}]`), prompt);
      const truth = readGroundTruth(readText(labels[index], `labels[${index}]`));
      return { prompt: { ...truth, images: [] }, completion: { text, finishReason } };
    });
    const scored = await scorer.score(items, signal);
    const rewards = scored.map(({ reward }) => reward ?? 0);
    const names = scorer.rewards.map(({ name }) => name);
    const column = (name: string) => scored.map(({ components }) => components[name] ?? 0);
    return {
      rewards,
      scores: rewards,
      extra_logs: {
        ...Object.fromEntries(names.map((name) => [name, column(name)])),
        scored: scored.map(({ reward }) => (reward === null ? 0 : 1)),
      },
    };
  },
};

/** Where the answer begins in the chat templates of the models that are trained here. */
const assistantHeader = '<|im_start|>assistant\n';
/** What may stand at the end of an answer that came to its end. */
const endings = ['<|im_end|>', '<|endoftext|>'];

/**
 * The answer in a query. The query need not begin with the prompt: places of images are expanded in it. So it is
 * cut behind as many headers as the prompt has; a header that the answer writes itself stays in the answer.
 */
export function splitAnswer(
  query: string,
  prompt: string,
): { readonly text: string; readonly finishReason: 'stop' | 'length' } {
  const start = query.startsWith(prompt) ? prompt.length : behindHeaders(query, prompt);
  let text = query.slice(start).trimEnd();
  const whole = text.length;
  for (let cut = true; cut; ) {
    const ending = endings.find((one) => text.endsWith(one));
    cut = ending !== undefined;
    if (ending) text = text.slice(0, -ending.length).trimEnd();
  }
  return { text, finishReason: text.length < whole ? 'stop' : 'length' };
}

function behindHeaders(query: string, prompt: string): number {
  const headers = prompt.split(assistantHeader).length - 1;
  let at = 0;
  for (let count = 0; count < headers; count++) {
    const found = query.indexOf(assistantHeader, at);
    if (found < 0) break;
    at = found + assistantHeader.length;
  }
  if (at > 0) return at;
  throw new InvalidInputError('it is not told where the answer begins.', {
    place: 'query',
    mend: `Apply a chat template whose answers begin with ${JSON.stringify(assistantHeader)}.`,
  });
}
