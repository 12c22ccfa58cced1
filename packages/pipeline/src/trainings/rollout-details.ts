import { createHash } from 'node:crypto';
import {
  type ChoiceLabels,
  parseChoiceAnswer,
  type ReasoningJudge,
  type ReasoningJudgement,
  type RewardSample,
} from '@skinr1/core';
import type { RolloutDetails, RolloutVerdicts } from '@skinr1/grpo';
import { toPng } from '../png.ts';
import type { RunDirectory } from '../run-directory.ts';

/** What a rollout of a run says beside the answer: the image that was asked about, and what the judge found. */
export function rolloutDetails(
  judge: ReasoningJudge<ChoiceLabels>,
  directory: RunDirectory,
): (sample: RewardSample<ChoiceLabels>) => Promise<RolloutDetails> {
  /** By the question's id; an image is written when its question is first answered. */
  const written = new Map<string, Promise<readonly string[]>>();
  const imagesOf = ({ id, images }: RewardSample<ChoiceLabels>['prompt']) => {
    const known = written.get(id);
    if (known) return known;
    const name = createHash('sha256').update(id).digest('hex').slice(0, 16);
    const files = Promise.all(
      images.map(async (image, index) => {
        const file = `data/images/${name}-${index}.png`;
        await directory.write(file, await toPng(image));
        return file;
      }),
    );
    written.set(id, files);
    return files;
  };
  return async (sample) => {
    const images = await imagesOf(sample.prompt);
    const judgement = judge(sample);
    if (judgement === null) return { images };
    return { images, verdicts: describeJudgement(judgement, sample.completion.text) };
  };
}

/** What a judge found, with the places of claims counted in the whole answer. */
export function describeJudgement(
  judgement: ReasoningJudgement,
  completion: string,
): RolloutVerdicts {
  const { claims, conclusion, contradictions } = judgement;
  const thinking = parseChoiceAnswer(completion)?.thinking ?? '';
  const from = completion.indexOf(thinking);
  return {
    claims: claims.map(({ start, end, kind, verdict, reason }) => ({
      start: start + from,
      end: end + from,
      kind,
      verdict,
      reason,
    })),
    facts: {
      conclusion: conclusion ?? 'none',
      'with the label': judgement.withLabel,
      'with the chosen option': judgement.withOption,
      'with the malignancy stated': judgement.withMalignancy,
      ...(contradictions.length > 0 ? { contradictions: contradictions.join('; ') } : {}),
    },
  };
}
