import { readGroundTruth } from '../ground-truth.ts';
import { readList, readObject, readText } from './read-body.ts';
import type { Wire } from './wire.ts';

/** NeMo Gym opens a session before each rollout; there is nothing to keep. */
export const seedSessionWire: Wire = {
  path: '/seed_session',
  answer: async () => ({}),
};

/**
 * NeMo Gym's verification: a row of the data with the `response` of a Responses API gives the same back with
 * `reward` and `reward_components`. A reward that fails or does not apply gives 0.0 with `mask_sample`, so that the
 * sample counts for nothing, and `failure_reason`.
 */
export const verifyWire: Wire = {
  path: '/verify',
  async answer({ body, scorer, signal }) {
    const request = readObject(body, 'the body');
    const { text, isCut } = readResponse(request.response);
    const truth = readGroundTruth(readText(request.ground_truth, 'ground_truth'));
    const item = {
      prompt: { ...truth, images: [] },
      completion: { text, finishReason: isCut ? ('length' as const) : ('stop' as const) },
    };
    const [scored] = await scorer.score([item], signal);
    const { reward, components, status, reason } = scored!;
    const parts = Object.entries(components).map(([name, value]) => [name, value ?? 0] as const);
    const answer = { ...request, reward_components: Object.fromEntries(parts) };
    if (status === 'ok') return { ...answer, reward };
    return {
      ...answer,
      reward: status === 'unscorable' ? 0 : (reward ?? 0),
      mask_sample: true,
      _ng_failure_class: status,
      failure_reason: reason ?? 'no reward applies',
    };
  },
};

/** What the assistant said, all messages of the output together. */
function readResponse(value: unknown): { readonly text: string; readonly isCut: boolean } {
  const response = readObject(value, 'response');
  const texts = readList(response.output, 'response.output').flatMap((item, index) => {
    const place = `response.output[${index}]`;
    const { type, role, content } = readObject(item, place);
    if (type !== 'message' || role !== 'assistant') return [];
    return readList(content, `${place}.content`).map((part, at) => {
      const { type: kind, text } = readObject(part, `${place}.content[${at}]`);
      return kind === 'output_text' ? readText(text, `${place}.content[${at}].text`) : '';
    });
  });
  return { text: texts.join(''), isCut: response.status === 'incomplete' };
}
