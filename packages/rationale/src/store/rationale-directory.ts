import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import {
  describeReadFailure,
  type ImageSource,
  InvalidInputError,
  NotFoundError,
} from '@skinr1/core';
import type { SourceDocument } from '@skinr1/textbook';
import type { DiseaseCard } from '../cards/card.ts';
import { storeImage } from '../exports/store-image.ts';
import type { DroppedRecord } from '../trajectories/dropped.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import type { Rejection } from '../verify/reasons.ts';

/** A trajectory that failed verification, with the reasons. */
export interface RejectedTrajectory {
  readonly trajectory: GroundedTrajectory;
  readonly reasons: readonly Rejection[];
}

/** Everything that a build makes, as kept in a folder. */
export interface RationaleCorpus {
  readonly documents: readonly SourceDocument[];
  readonly cards: readonly DiseaseCard[];
  readonly records: ReadonlyMap<string, TrajectoryRecord>;
  readonly trajectories: readonly GroundedTrajectory[];
  readonly rejected: readonly RejectedTrajectory[];
  readonly dropped: readonly DroppedRecord[];
}

/** Raised whenever a stored card or trajectory changes its form; folders of another version are refused. */
const storeVersion = 4;
const versionFile = 'corpus.json';

const files = {
  documents: 'documents.jsonl',
  cards: 'cards.jsonl',
  records: 'records.jsonl',
  trajectories: 'trajectories.jsonl',
  rejected: 'rejected.jsonl',
  dropped: 'dropped.jsonl',
} as const;

/**
 * Writes a corpus to a folder, one JSON object a line, images as files beside it. A file gets its name only
 * when it is complete.
 */
export async function saveCorpus(directory: string, corpus: RationaleCorpus): Promise<void> {
  await mkdir(directory, { recursive: true });
  const images = new Map<string, ImageSource>();
  for (const { id, image } of corpus.records.values()) {
    const path = await storeImage(directory, id, image, false);
    images.set(id, { kind: 'file', path });
  }
  const withPath = <T extends { readonly image: ImageSource }>(item: T, id: string): T => ({
    ...item,
    image: images.get(id) ?? item.image,
  });
  const rows: Record<keyof typeof files, readonly unknown[]> = {
    documents: corpus.documents,
    cards: corpus.cards,
    records: [...corpus.records.values()].map((record) => withPath(record, record.id)),
    trajectories: corpus.trajectories.map((item) => withPath(item, item.recordId)),
    rejected: corpus.rejected.map(({ trajectory, reasons }) => ({
      trajectory: withPath(trajectory, trajectory.recordId),
      reasons,
    })),
    dropped: corpus.dropped,
  };
  for (const [key, name] of Object.entries(files)) {
    const text = rows[key as keyof typeof files].map((row) => `${JSON.stringify(row)}\n`).join('');
    const temporary = join(directory, `.${name}.part`);
    await writeFile(temporary, text);
    await rename(temporary, join(directory, name));
  }
  await writeFile(join(directory, versionFile), `${JSON.stringify({ version: storeVersion })}\n`);
}

/**
 * Reads a corpus written by {@link saveCorpus}. Throws NotFoundError where there is none and
 * InvalidInputError, naming file and line, for a damaged one, or one of another version: its cards have
 * another form, and to read them by halves would change what they say.
 */
export async function loadCorpus(directory: string): Promise<RationaleCorpus> {
  const read = async (key: keyof typeof files): Promise<unknown[]> =>
    readLines(join(directory, files[key]));
  const absolute = <T extends { readonly image: ImageSource }>(item: T): T => {
    const { image } = item;
    if (image.kind !== 'file' || isAbsolute(image.path)) return item;
    return { ...item, image: { kind: 'file', path: join(directory, image.path) } };
  };
  await checkVersion(directory);
  const records = ((await read('records')) as TrajectoryRecord[]).map(absolute);
  const rejected = (await read('rejected')) as RejectedTrajectory[];
  return {
    documents: (await read('documents')) as SourceDocument[],
    cards: (await read('cards')) as DiseaseCard[],
    records: new Map(records.map((record) => [record.id, record])),
    trajectories: ((await read('trajectories')) as GroundedTrajectory[]).map(absolute),
    rejected: rejected.map((item) => ({ ...item, trajectory: absolute(item.trajectory) })),
    dropped: (await read('dropped')) as DroppedRecord[],
  };
}

async function checkVersion(directory: string): Promise<void> {
  // Where there is no corpus at all, reading its files says so.
  if (!existsSync(join(directory, files.cards))) return;
  const source = join(directory, versionFile);
  // The first version wrote no such file.
  const text = existsSync(source) ? await readFile(source, 'utf8') : '{"version":1}';
  const version = /"version":\s*(\d+)/.exec(text)?.[1];
  if (version === String(storeVersion)) return;
  throw new InvalidInputError(
    `the corpus is of version ${version ?? 'unknown'}, whose cards have another form than those of version ${storeVersion}, which this program reads.`,
    { source, mend: 'Build the corpus again with `rationale build`.' },
  );
}

async function readLines(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new NotFoundError(describeReadFailure(cause).reason, {
      source: path,
      mend: 'Give a folder that `rationale build` wrote and that you may read, or build it again.',
      cause,
    });
  });
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null) return [value];
    } catch {
      // Reported below with its place.
    }
    throw new InvalidInputError('not a JSON object.', {
      source: path,
      place: `line ${index + 1}`,
      mend: 'Build the corpus again.',
    });
  });
}
