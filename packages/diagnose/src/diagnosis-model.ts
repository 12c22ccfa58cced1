import type { Answer, ImageSource, SampleOptions } from '@skinr1/core';

/** What a {@link DiagnosisModel} is asked: a text and the images it speaks of. */
export interface DiagnosisQuestion {
  readonly text: string;
  readonly images: readonly ImageSource[];
}

/**
 * Anything that answers a question about an image and says how likely it finds a given answer: a `Model` of
 * `@skinr1/model`, a remote one, a test double.
 */
export interface DiagnosisModel {
  /** Groups of answers, one group a question in order; as `Model.generate`. */
  generate(questions: readonly DiagnosisQuestion[], options: SampleOptions): Promise<Answer[][]>;
  /** The log-probability of each text as the beginning of the answer; as `Model.score`. */
  score(
    question: DiagnosisQuestion,
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly { readonly logProb: number }[]>;
}
