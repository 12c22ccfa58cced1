import { readFile } from 'node:fs/promises';
import { type Fingerprint, fingerprintDifferences } from '@skinr1/autograd';
import { InvalidInputError, UsageError } from '@skinr1/core';
import * as z from 'zod';
import type { RunDirectory } from './run-directory.ts';

const file = 'run.json';

const schema = z.object({
  stages: z.record(
    z.string(),
    z.object({
      fingerprint: z.record(z.string(), z.string()),
      artifact: z.string().nullable(),
      device: z.string().nullable(),
      node: z.string(),
    }),
  ),
});

/** What is known of a finished stage. */
export interface StageRecord {
  /** Of everything that fixes its value. */
  readonly fingerprint: Fingerprint;
  /** What it left, from the run's folder; `null` for a stage that is done anew by every process. */
  readonly artifact: string | null;
  /** What computed it; `null` for a stage that ran no model. */
  readonly device: string | null;
  /** Version of Node. */
  readonly node: string;
}

/** The file `run.json`: which stages are done, of what, and where they ran. */
export interface RunRecord {
  readonly stages: ReadonlyMap<string, StageRecord>;
  /** Notes a finished stage, once its artifact is complete. */
  add(stage: string, record: StageRecord): Promise<void>;
}

/** Opens the record of a run; empty where nothing is done yet. Throws InvalidInputError. */
export async function openRunRecord(directory: RunDirectory): Promise<RunRecord> {
  const stages = await readRecord(directory.file(file));
  return {
    stages,
    async add(stage, record) {
      stages.set(stage, record);
      const content = { stages: Object.fromEntries(stages) };
      await directory.write(file, `${JSON.stringify(content, null, 2)}\n`);
    },
  };
}

async function readRecord(source: string): Promise<Map<string, StageRecord>> {
  const text = await readFile(source, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return new Map();
  const mend = 'Put the file back as it was, or start a new run in another folder.';
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(text)).stages));
  } catch (cause) {
    throw new InvalidInputError('is not the record of a run.', { source, mend, cause });
  }
}

/**
 * A run goes on only with what it was started with: results of two versions of the ontology, the textbook or
 * the images must not meet in one table. Throws UsageError that names the stage and what of it differs.
 */
export function refuseOtherInput(
  directory: RunDirectory,
  { stages }: RunRecord,
  stage: string,
  fingerprint: Fingerprint,
): void {
  const known = stages.get(stage);
  if (known === undefined) return;
  const different = fingerprintDifferences(known.fingerprint, fingerprint);
  if (different.length === 0) return;
  throw new UsageError(`was started otherwise: ${different.join('; ')}.`, {
    source: directory.path,
    place: `stage ${stage}`,
    mend: 'Give it the images, textbook, ontology and configuration it was started with, or start a new run in another folder with --out.',
  });
}
