import { checkWholeNumber } from '../check-whole-number.ts';
import { UsageError } from '../errors.ts';
import { type ChatMessage, type Question, turnsOf } from '../question.ts';
import { checkSampleOptions } from '../sampling.ts';
import type { AnswerOptions } from '../vision-language-model.ts';
import { imageDataUrl } from './image-data-url.ts';

/** Likeliest tokens beside each one that the API gives. */
const mostAlternatives = 20;

/** Checks what every model checks. Throws UsageError naming the option. */
export function checkAnswerOptions(options: AnswerOptions): AnswerOptions & {
  readonly groupSize: number;
} {
  const draw = checkSampleOptions(options);
  const { stop = [], logProbs = false, topLogProbs = 0, seed, jsonSchema } = options;
  checkWholeNumber('topLogProbs', topLogProbs, 0);
  if (seed !== undefined) checkWholeNumber('seed', seed, 0);
  if (topLogProbs > mostAlternatives) {
    throw new UsageError(`topLogProbs must be at most ${mostAlternatives}, got ${topLogProbs}.`);
  }
  if (topLogProbs > 0 && !logProbs) {
    throw new UsageError('topLogProbs needs logProbs.', { mend: 'Set `logProbs: true` too.' });
  }
  if (stop.includes('')) {
    throw new UsageError('an answer cannot stop at an empty text.', { mend: 'Leave it out.' });
  }
  if (stop.length > 0 && jsonSchema !== undefined) {
    throw new UsageError('stop and jsonSchema do not go together: the JSON would be cut.', {
      mend: 'Leave one of them out.',
    });
  }
  return { ...options, ...draw };
}

/**
 * A question in the form of the API. `top_k` and `repetition_penalty` are not of the API but of vLLM, SGLang and
 * Transformers' server; they stand there only where they were asked for.
 */
export async function requestBody(
  question: Question,
  options: AnswerOptions,
): Promise<Record<string, unknown>> {
  const { groupSize = 1, maxTokens, temperature = 1, topP = 1, topK = 0 } = options;
  const { repetitionPenalty = 1, seed, stop = [], logProbs, topLogProbs = 0, jsonSchema } = options;
  const messages: unknown[] = [];
  for (const turn of turnsOf(question)) messages.push(await messageBody(turn));
  return {
    messages,
    temperature,
    max_tokens: maxTokens,
    ...(groupSize > 1 ? { n: groupSize } : {}),
    ...(topP < 1 ? { top_p: topP } : {}),
    ...(topK > 0 ? { top_k: topK } : {}),
    ...(repetitionPenalty === 1 ? {} : { repetition_penalty: repetitionPenalty }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop.length === 0 ? {} : { stop }),
    ...(logProbs ? { logprobs: true } : {}),
    ...(topLogProbs > 0 ? { top_logprobs: topLogProbs } : {}),
    ...(jsonSchema ? { response_format: formatBody(jsonSchema) } : {}),
  };
}

function formatBody(schema: object) {
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } };
}

async function messageBody({ role, content }: ChatMessage): Promise<unknown> {
  if (typeof content === 'string') return { role, content };
  const parts: unknown[] = [];
  for (const part of content) {
    parts.push(
      part.type === 'text'
        ? { type: 'text', text: part.text }
        : { type: 'image_url', image_url: { url: await imageDataUrl(part.image) } },
    );
  }
  return { role, content: parts };
}
