import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type RunEvent } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelRows } from '../src/model-rows.ts';
import { type RunOutcome, shownCase, summaryRows } from '../src/outcome.ts';
import { createRunDirectory, openRunDirectory } from '../src/run-directory.ts';
import { runPipeline } from '../src/run-pipeline.ts';
import { openRunReader } from '../src/run-reader/run-reader.ts';
import { tinyConfig } from './support/tiny-config.ts';

let folder: string;
let whole: string;
let outcome: RunOutcome;
const events: RunEvent[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-run-'));
  whole = join(folder, 'whole');
  const directory = await createRunDirectory(whole, tinyConfig());
  outcome = await runPipeline({ directory, listen: (event) => events.push(event) });
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Everything a run leaves that must be equal bit for bit; the time a step took cannot be. */
async function traces(run: string): Promise<Record<string, string>> {
  const entries = await Promise.all([
    ...['untrained', 'vision', 'base', 'sft', 'sft-grpo', 'base-grpo'].map(async (name) => {
      const weights = await readFile(join(run, 'models', name, 'model.safetensors'));
      return [name, weights.toString('base64')] as const;
    }),
    ...modelRows.map(async ({ id }) => {
      const text = await readFile(join(run, 'results', `${id}.json`), 'utf8');
      expect(text).toMatch(/^\{"device":"cpu","answers"/);
      return [`answers of ${id}`, text] as const;
    }),
    readFile(join(run, 'rollouts.jsonl'), 'utf8').then((text) => ['rollouts', text] as const),
    readFile(join(run, 'metrics.jsonl'), 'utf8').then(
      (text) => ['metrics', text.replaceAll(/"step_time":[\d.e-]+/g, '')] as const,
    ),
  ]);
  return Object.fromEntries(entries);
}

describe('a run from start to end', () => {
  it('leaves configuration, data, weights, metrics, rollouts and a report', async () => {
    for (const name of [
      'config.json',
      'data/cards.jsonl',
      'data/trajectories.jsonl',
      'metrics.jsonl',
      'rollouts.jsonl',
      'report.html',
      'case.png',
      'run.json',
      'models/sft-grpo/config.json',
      'models/sft-grpo/tokenizer.json',
    ]) {
      expect((await stat(join(whole, name))).size, name).toBeGreaterThan(0);
    }
    const { vision, base, sft, grpo } = tinyConfig();
    const metrics = (await readFile(join(whole, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(metrics).toHaveLength(vision.steps + base.steps + sft.steps + 2 * grpo.steps);
    const rollouts = (await readFile(join(whole, 'rollouts.jsonl'), 'utf8')).trim().split('\n');
    const answers = 2 * grpo.steps * grpo.promptsPerStep * grpo.groupSize;
    expect(rollouts).toHaveLength(answers);
    const run = await openRunReader(whole);
    await run.rollouts.update();
    const [image] = (await run.rollouts.row(answers - 1)).images;
    expect(await run.imagePath(image as string)).toMatch(/\.png$/);
    const { state, results } = await run.facts();
    expect([state, results.length]).toEqual(['finished', modelRows.length]);
  });

  it('has a row for each model over all benchmarks', () => {
    const summary = summaryRows(outcome);
    expect(summary.map(({ name }) => name)).toEqual(modelRows.map(({ title }) => title));
    for (const [index, { accuracies }] of summary.entries()) {
      const { benchmarks = [] } = outcome.results[index] ?? {};
      expect(Object.keys(accuracies)).toEqual(benchmarks.map(({ name }) => name));
      expect(benchmarks.length).toBeGreaterThanOrEqual(4);
    }
    expect(shownCase(outcome)?.model).toBe('SFT + GRPO');
  });

  it('learns from verified trajectories only, and never from a test lesion', () => {
    const { data, reasoning } = outcome;
    expect(reasoning.trajectories.length).toBeGreaterThan(100);
    const test = new Set(data.test.map(({ lesionId }) => lesionId));
    const training = [...data.dense, ...data.sparse];
    expect(training.filter(({ lesionId }) => test.has(lesionId))).toEqual([]);
    const dense = new Set(data.dense.map(({ id }) => id));
    expect(reasoning.trajectories.filter(({ recordId }) => !dense.has(recordId))).toEqual([]);
  });

  it('tells every step and every artifact', () => {
    const steps = (stage: string): number[] =>
      events.flatMap((event) =>
        event.type === 'metric' && event.stage === stage ? [event.step] : [],
      );
    const { vision, base, sft, grpo } = tinyConfig();
    const upTo = (count: number): number[] =>
      Array.from({ length: count }, (_, index) => index + 1);
    expect(steps('vision')).toEqual(upTo(vision.steps));
    expect(steps('base')).toEqual(upTo(base.steps));
    expect(steps('sft')).toEqual(upTo(sft.steps));
    expect(steps('sft-grpo')).toEqual(upTo(grpo.steps));
    expect(steps('base-grpo')).toEqual(upTo(grpo.steps));
    const artifacts = events.flatMap((event) => (event.type === 'artifact' ? [event] : []));
    expect(artifacts.every(({ reused }) => !reused)).toBe(true);
    expect(artifacts.map(({ path }) => path)).toContain(join(whole, 'models', 'sft-grpo'));
    expect(artifacts.at(-1)?.path).toBe(join(whole, 'report.html'));
  });

  it('notes of every stage its device and what it left, and does none twice', async () => {
    const record = JSON.parse(await readFile(join(whole, 'run.json'), 'utf8'));
    expect(record.stages['sft-grpo']).toMatchObject({ device: 'cpu', artifact: 'models/sft-grpo' });
    expect(record.stages.data).toMatchObject({ device: null, artifact: null });
    const again: RunEvent[] = [];
    const before = await traces(whole);
    await runPipeline({
      directory: await openRunDirectory(whole),
      listen: (event) => again.push(event),
    });
    expect(again.filter(({ type }) => type === 'metric')).toEqual([]);
    expect(await traces(whole)).toEqual(before);
  });

  it('goes on to bit-equal results after being stopped in the middle', async () => {
    const path = join(folder, 'stopped');
    const directory = await createRunDirectory(path, tinyConfig());
    const abort = new AbortController();
    const watch = setInterval(async () => {
      const text = await readFile(join(path, 'metrics.jsonl'), 'utf8').catch(() => '');
      if (text.split('\n').length > 3) abort.abort();
    }, 5);
    await expect(runPipeline({ directory, signal: abort.signal })).rejects.toThrow(/abort/i);
    clearInterval(watch);
    await runPipeline({ directory: await openRunDirectory(path) });
    expect(await traces(path)).toEqual(await traces(whole));
  }, 240_000);

  it('goes on to bit-equal results after kill -9 at random moments', async () => {
    const path = join(folder, 'killed');
    const random = createRandom('moments');
    for (let attempt = 0; attempt < 3; attempt++) {
      const child = startRun(path);
      await waitForMetrics(path, attempt, child);
      await new Promise((resolve) => setTimeout(resolve, random.integer(400)));
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    await runPipeline({ directory: await openRunDirectory(path) });
    expect(await traces(path)).toEqual(await traces(whole));
  }, 240_000);

  it('refuses to go on with other material, or to start where a run is', async () => {
    await expect(createRunDirectory(whole, tinyConfig())).rejects.toThrow(/--resume/);
    const path = join(folder, 'other');
    const directory = await createRunDirectory(path, tinyConfig());
    const fingerprint = { prompts: 'others' };
    const other = { fingerprint, artifact: null, device: null, node: 'v20' };
    await directory.write('run.json', JSON.stringify({ stages: { questions: other } }));
    await expect(runPipeline({ directory })).rejects.toThrow(/stage questions.*prompts changed/);
    await expect(openRunDirectory(join(folder, 'none'))).rejects.toThrow(/without --resume/);
  });
});

function startRun(path: string): ChildProcess {
  const script = join(import.meta.dirname, 'support', 'tiny-run.ts');
  return spawn(process.execPath, ['--import', 'tsx', '--conditions=@skinr1/source', script, path], {
    stdio: 'ignore',
  });
}

/** Waits until the run has logged more steps than the attempts before it, or has ended. */
async function waitForMetrics(path: string, attempt: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const text = await readFile(join(path, 'metrics.jsonl'), 'utf8').catch(() => '');
    if (text.split('\n').length > attempt * 2 + 1) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
