import type { Engine } from '@skinr1/autograd';
import type { Architecture } from '../families/family.ts';
import type { ModelWeights } from '../weights/model-weights.ts';
import type { Decoder } from './answering.ts';
import { generateRows } from './generator.ts';
import { scoreTexts } from './score-texts.ts';
import { GenerationSessions } from './sessions.ts';

/** Of which graphs are made, with what they are fed. */
interface DecodedModel extends Architecture {
  readonly engine: Engine;
  readonly weights: ModelWeights;
}

/** A {@link Decoder} of our own graphs. */
interface GraphDecoder extends Decoder {
  release(): Promise<void>;
}

/**
 * Reads and decodes with graphs that are built of a model's family.
 *
 * @param prefixBytes keys and values of prompts that are kept for the next question
 */
export function createGraphDecoder(model: DecodedModel, prefixBytes: number): GraphDecoder {
  const { engine, weights } = model;
  const sessions = new GenerationSessions(engine, model, weights, prefixBytes);
  return {
    calls: weights.calls,
    checkOpen: () => weights.checkOpen(),
    adapterOf(asked) {
      const chosen = asked === undefined ? weights.defaultAdapter : asked;
      if (chosen !== null) weights.adapter(chosen);
      return chosen;
    },
    generate: (prompts, settings) => generateRows(sessions, prompts, settings),
    score: (prompt, texts, settings) => scoreTexts(sessions, prompt, texts, settings),
    release: () => sessions.release(),
  };
}
