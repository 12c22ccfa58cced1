import { described, type RewardSample, type SampledCompletion } from '@skinr1/core';
import type { Tokenizer } from '@skinr1/model';
import { noteOf } from '@skinr1/rationale';

/** What of an answer a policy gradient moves: the weights of its tokens. */
type TokenWeights = (sample: RewardSample<unknown, SampledCompletion>) => Float32Array;

/**
 * Weights for the tokens of an answer by what they do. Which disease it is about is decided in the sentences between
 * what is seen and the options: these have 1. What is seen has little, as it is worded freely. The lines of the options
 * and the letter have 0: they follow from the conclusion, are nearly certain, and are spoilt by the advantages' noise.
 */
export function conclusionTokens(
  tokenizer: Pick<Tokenizer, 'decode' | 'endOfTurnId'>,
): TokenWeights {
  return described('conclusionTokens', { seenWeight }, ({ completion: { text, tokenIds } }) => {
    const start = text.indexOf('>') + 1;
    const note = noteOf(text.slice(start));
    const sentence = note.indexOf('. ');
    const seen = start + (sentence < 0 ? 0 : sentence + 2);
    const end = start + note.length;
    let at = 0;
    return Float32Array.from(tokenIds, (id) => {
      const weight = at < start || at >= end ? 0 : at < seen ? seenWeight : 1;
      if (id !== tokenizer.endOfTurnId) at += tokenizer.decode([id]).length;
      return weight;
    });
  });
}

/** Weight of the sentence on what is seen. */
const seenWeight = 0.1;
