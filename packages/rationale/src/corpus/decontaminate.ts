import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ImageSource } from '@skinr1/core';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { shingles } from './min-hash.ts';

/** What must not be trained on. */
export interface EvaluationSet {
  /** Ids of evaluation cases. */
  readonly recordIds?: Iterable<string>;
  readonly images?: Iterable<ImageSource>;
  /** Questions, reports or answers of the evaluation. */
  readonly texts?: Iterable<string>;
  /** Words in a row that may not recur. @defaultValue 13 */
  readonly runLength?: number;
}

/** A trajectory that an evaluation set already holds, and what gave it away. */
export interface Contamination {
  readonly id: string;
  readonly by: 'record' | 'image' | 'text';
}

/** Leaves out trajectories whose case, image (by content) or wording is part of an evaluation set. */
export function decontaminate(
  trajectories: readonly GroundedTrajectory[],
  evaluation: EvaluationSet,
): { kept: GroundedTrajectory[]; contaminated: Contamination[] } {
  const runLength = evaluation.runLength ?? 13;
  const recordIds = new Set(evaluation.recordIds ?? []);
  const images = new Set([...(evaluation.images ?? [])].map(imageHash));
  const runs = new Set<number>();
  for (const text of evaluation.texts ?? []) {
    for (const run of longRuns(text, runLength)) runs.add(run);
  }
  const kept: GroundedTrajectory[] = [];
  const contaminated: Contamination[] = [];
  for (const trajectory of trajectories) {
    const by = recordIds.has(trajectory.recordId)
      ? 'record'
      : images.size > 0 && images.has(imageHash(trajectory.image))
        ? 'image'
        : longRuns(trajectory.thinking, runLength).some((run) => runs.has(run))
          ? 'text'
          : null;
    if (by === null) kept.push(trajectory);
    else contaminated.push({ id: trajectory.id, by });
  }
  return { kept, contaminated };
}

/** SHA-256 of the file's bytes, in a file or not, or of the pixels with their size. */
export function imageHash(image: ImageSource): string {
  const hash = createHash('sha256');
  if (image.kind === 'file') hash.update(readFileSync(image.path));
  else if (image.kind === 'bytes') hash.update(image.data);
  else hash.update(`${image.width}x${image.height}`).update(image.data);
  return hash.digest('hex');
}

/** Runs of exactly the length; a shorter text has none. */
function longRuns(text: string, length: number): number[] {
  return text.split(/\s+/).length < length ? [] : [...shingles(text, length)];
}
