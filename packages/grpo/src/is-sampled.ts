import type { Answer, SampledCompletion } from '@skinr1/core';

/** Whether an answer comes with its tokens. */
export function isSampled(answer: Answer): answer is SampledCompletion {
  return 'tokenIds' in answer;
}
