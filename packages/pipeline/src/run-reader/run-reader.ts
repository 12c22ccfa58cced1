import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { isFolderInUse } from '@skinr1/autograd';
import { describeReadFailure, InvalidInputError, NotFoundError } from '@skinr1/core';
import { createRolloutFinder, type RolloutFinder } from './find-rollouts.ts';
import {
  asObject,
  type MetricHistory,
  openMetricHistory,
  parseObject,
  type StageHistory,
} from './metric-history.ts';
import { parseResults, type ResultsRow, resultsFile } from './results-file.ts';
import { openRolloutIndex, type RolloutIndex } from './rollout-index.ts';

/** A run's folder, read by somebody who has no part in the run, while it goes on or after. */
export interface RunReader {
  /** The folder's own name. */
  readonly name: string;
  readonly folder: string;
  readonly metrics: MetricHistory;
  readonly rollouts: RolloutIndex;
  readonly finder: RolloutFinder;
  facts(): Promise<RunFacts>;
  /**
   * The path of an image that a rollout names. Throws NotFoundError for one that is not in the run's folder, by
   * whatever links.
   */
  imagePath(image: string): Promise<string>;
}

/** What is known of a run beside what it logs. */
export interface RunFacts {
  /**
   * `running` while a process is at work in the folder; `finished` once the report is written or, where the run
   * has no stages of ours, all steps are done.
   */
  readonly state: 'running' | 'finished' | 'stopped';
  /** Every setting, by its path in `config.json`, such as `grpo.learningRate`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Stages that are done, in order. */
  readonly doneStages: readonly string[];
  /** The results table; empty until there is one. */
  readonly results: readonly ResultsRow[];
  /** Files that cannot be read, and why. */
  readonly problems: readonly string[];
}

/** Names of files that make a folder a run. */
const runFiles = ['config.json', 'metrics.jsonl', 'rollouts.jsonl'];

/**
 * Opens a run's folder for reading. Nothing in it is trusted: what cannot be read is counted or listed, and
 * lines of any length and rows of any stage do no harm.
 *
 * @throws NotFoundError for a folder that is not there, InvalidInputError for one that holds no run
 */
export async function openRunReader(folder: string): Promise<RunReader> {
  const names = await readdir(folder).catch((cause: unknown) => {
    const { reason, mend } = describeReadFailure(cause);
    throw new NotFoundError(reason, { source: folder, mend, cause });
  });
  if (!runFiles.some((name) => names.includes(name))) {
    throw new InvalidInputError('holds no run.', {
      source: folder,
      mend: `Give a folder with one of ${runFiles.join(', ')}; \`skinr1 runs list DIR\` finds them.`,
    });
  }
  const rollouts = openRolloutIndex(join(folder, 'rollouts.jsonl'));
  const metrics = openMetricHistory(join(folder, 'metrics.jsonl'));
  return {
    name: basename(resolve(folder)),
    folder,
    metrics,
    rollouts,
    finder: createRolloutFinder(rollouts),
    facts: () => readFacts(folder, metrics),
    imagePath: (image) => pathInside(folder, image),
  };
}

/** Folders below a folder, itself among them, that hold a run; not looked for inside of runs. */
export async function findRunFolders(folder: string, depth = 3): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const { reason, mend } = describeReadFailure(cause);
    throw new NotFoundError(reason, { source: folder, mend, cause });
  });
  if (entries.some(({ name }) => name === 'metrics.jsonl' || name === 'run.json')) return [folder];
  if (depth === 0) return [];
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const found = await Promise.all(
    below
      .map(({ name }) => join(folder, name))
      .sort()
      .map((path) => findRunFolders(path, depth - 1).catch(() => [])),
  );
  return found.flat();
}

async function readFacts(folder: string, metrics: MetricHistory): Promise<RunFacts> {
  const problems: string[] = [];
  const read = async (name: string): Promise<Readonly<Record<string, unknown>> | null> => {
    const text = await readSmallFile(join(folder, name));
    if (text === null) return null;
    const content = parseObject(text);
    if (content === null) problems.push(`${name} is no JSON object, or is longer than is read.`);
    return content ?? {};
  };
  const [config, record, results] = await Promise.all(
    ['config.json', 'run.json', resultsFile].map(read),
  );
  const doneStages = Object.keys(asObject(record?.stages) ?? {});
  const isRunning = await isFolderInUse(folder);
  const isFinished = record ? doneStages.includes('report') : hasDoneAllSteps(metrics.stages());
  return {
    state: isRunning ? 'running' : isFinished ? 'finished' : 'stopped',
    settings: Object.fromEntries(flatten(config ?? {}, '')),
    doneStages,
    results: parseResults(results ?? {}),
    problems,
  };
}

function hasDoneAllSteps(stages: readonly StageHistory[]): boolean {
  return stages.length > 0 && stages.every(({ step, steps }) => step === steps);
}

const smallFileBytes = 4 << 20;

/** The text of a file; empty for one that is larger than such files are, `null` where there is none. */
async function readSmallFile(path: string): Promise<string | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= smallFileBytes ? await file.readFile('utf8') : '';
  } finally {
    await file.close();
  }
}

const maxSettings = 500;

function flatten(value: Readonly<Record<string, unknown>>, path: string): [string, string][] {
  return Object.entries(value)
    .slice(0, maxSettings)
    .flatMap(([name, one]): [string, string][] => {
      const object = path.split('.').length < 8 ? asObject(one) : null;
      if (object) return flatten(object, `${path}${name}.`);
      return [[`${path}${name}`, JSON.stringify(one).slice(0, 200)]];
    })
    .slice(0, maxSettings);
}

async function pathInside(folder: string, image: string): Promise<string> {
  const mend = 'Only images in the folder of the run are shown.';
  const missing = new NotFoundError('no such image in the run.', { source: folder, mend });
  if (isAbsolute(image) || image.includes('\0')) throw missing;
  const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, image))]).catch(
    () => {
      throw missing;
    },
  );
  const inside = relative(root, path);
  if (inside.startsWith('..') || isAbsolute(inside) || !(await stat(path)).isFile()) throw missing;
  return path;
}
