import type { Model } from '@skinr1/model';
import { trainVision, type VisionStep } from '@skinr1/sft';
import type { RunConfig } from '../run-config.ts';
import { endIfAborted, optimizer, type TrainingOptions } from './training.ts';
import { turnAtRandom, type VisualConcepts } from './visual-concepts.ts';

/** The vision tower learns what images show. Throws the signal's reason when aborted, after a checkpoint. */
export async function teachVision(
  model: Model,
  { names, examples }: VisualConcepts,
  { seed, vision }: RunConfig,
  training: TrainingOptions<VisionStep>,
): Promise<void> {
  const result = await trainVision({
    ...training,
    model,
    examples,
    conceptCount: names.length,
    augment: turnAtRandom,
    batchSize: vision.imagesPerStep,
    optimizer: optimizer(vision, training.steps),
    seed,
  });
  endIfAborted(result, training.signal);
}
