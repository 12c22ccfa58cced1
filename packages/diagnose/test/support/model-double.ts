import { formatOpenAnswer } from '@skinr1/core';
import type { DiagnosisModel, DiagnosisQuestion } from '../../src/index.ts';

/** An answer of the method's form for a melanoma. */
export const melanomaAnswer: string = formatOpenAnswer({
  thinking:
    'On view: blue-white veil and asymmetry. Consider melanocytic nevus. Against melanocytic nevus: no symmetry. Diagnosis: melanoma, melanocytic neoplasm, malignant.',
  path: ['melanoma', 'melanocytic neoplasm', 'neoplastic skin disease'],
  malignancy: 'malignant',
});

/** An answer of the method's form for a nevus. */
export const nevusAnswer: string = formatOpenAnswer({
  thinking: 'On view: symmetry. Diagnosis: melanocytic nevus, melanocytic neoplasm, benign.',
  path: ['melanocytic nevus', 'melanocytic neoplasm', 'neoplastic skin disease'],
  malignancy: 'benign',
});

/** What a {@link modelDouble} says. */
export interface DoubleAnswers {
  readonly greedy: string;
  readonly drawn: readonly string[];
  /** The log-probability of a text. */
  readonly logProb: (text: string) => number;
}

/** A model that says what it is told to, and keeps all that it is asked. */
export function modelDouble({ greedy, drawn, logProb }: DoubleAnswers): DiagnosisModel & {
  readonly asked: { readonly question: DiagnosisQuestion; readonly texts: readonly string[] }[];
} {
  const asked: { question: DiagnosisQuestion; texts: readonly string[] }[] = [];
  return {
    asked,
    async generate([question], { temperature, groupSize = 1, signal }) {
      signal?.throwIfAborted();
      asked.push({ question: question!, texts: [] });
      const texts = temperature === 0 ? [greedy] : drawn.slice(0, groupSize);
      return [texts.map((text) => ({ text, finishReason: 'stop' as const }))];
    },
    async score(question, texts, { signal } = {}) {
      signal?.throwIfAborted();
      asked.push({ question, texts });
      return texts.map((text) => ({ logProb: logProb(text) }));
    },
  };
}
