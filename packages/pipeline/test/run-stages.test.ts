import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createRunDirectory,
  defineStage,
  openRunDirectory,
  type RunDirectory,
  runStages,
  type Stage,
} from '../src/index.ts';
import { tinyConfig } from './support/tiny-config.ts';

let path: string;
let directory: RunDirectory;
let performed: string[];

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'skinr1-stages-')), 'run');
  directory = await createRunDirectory(path, tinyConfig());
  performed = [];
});
afterEach(() => rm(join(path, '..'), { recursive: true, force: true }));

/** A stage that reads a word from outside the run. */
const wordStage = (word: string): Stage<string> =>
  defineStage({
    name: 'word',
    needs: {},
    contents: (value) => ({ word: value }),
    run: async () => {
      performed.push('word');
      return word;
    },
  });

/** A kept stage that counts the letters of a word. */
const lengthStage = (word: Stage<string>, settings: unknown = null): Stage<number> =>
  defineStage({
    name: 'length',
    needs: { word },
    settings: () => settings,
    kept: {
      path: 'results/length.json',
      open: (_, run) => run.directory.readJson<number>('results/length.json'),
    },
    async run(inputs, run) {
      performed.push('length');
      run.emit({ type: 'progress', done: 1, total: 1 });
      await run.directory.write('results/length.json', JSON.stringify(inputs.word.length));
      return inputs.word.length;
    },
  });

describe('runStages', () => {
  it('runs what is asked for and what that needs, each once', async () => {
    const word = wordStage('nevus');
    const length = lengthStage(word);
    const twice = defineStage({
      name: 'twice',
      needs: { length, word },
      run: async (inputs) => `${inputs.word} ${inputs.length * 2}`,
    });
    expect(await runStages({ twice, length }, { directory })).toEqual({
      twice: 'nevus 10',
      length: 5,
    });
    expect(performed).toEqual(['word', 'length']);
    performed = [];
    expect(await runStages({ word }, { directory })).toEqual({ word: 'nevus' });
    expect(performed).toEqual(['word']);
  });

  it('opens a kept artifact instead of doing it again, and says so', async () => {
    const length = lengthStage(wordStage('nevus'));
    const events: RunEvent[] = [];
    const listen = (event: RunEvent): void => void events.push(event);
    await runStages({ length }, { directory, listen });
    await runStages({ length }, { directory: await openRunDirectory(path), listen });
    expect(performed).toEqual(['word', 'length', 'word']);
    const artifact = join(path, 'results/length.json');
    expect(events).toEqual([
      { stage: 'length', type: 'progress', done: 1, total: 1 },
      { stage: 'length', type: 'artifact', path: artifact, reused: false },
      { stage: 'length', type: 'artifact', path: artifact, reused: true },
    ]);
  });

  it('does a stage again when its artifact is gone, or was never finished', async () => {
    const length = lengthStage(wordStage('nevus'));
    await writeFile(join(path, 'half'), '');
    await directory.write('results/length.json', '99');
    expect(await runStages({ length }, { directory })).toEqual({ length: 5 });
    await rm(join(path, 'results/length.json'));
    expect(await runStages({ length }, { directory })).toEqual({ length: 5 });
    expect(performed.filter((name) => name === 'length')).toHaveLength(2);
  });

  it('refuses other inputs, other settings and another seed, naming the stage', async () => {
    await runStages({ length: lengthStage(wordStage('nevus'), 1) }, { directory });
    const again = (stage: Stage<number>, folder = directory) =>
      runStages({ length: stage }, { directory: folder });
    await expect(again(lengthStage(wordStage('naevus'), 1))).rejects.toThrow(
      /stage word.*word was "nevus" and is "naevus"/,
    );
    await expect(again(lengthStage(wordStage('nevus'), 2))).rejects.toThrow(
      /stage length.*settings was 1 and is 2/,
    );
    const other = { ...directory, config: { ...tinyConfig(), seed: 2 } };
    await expect(again(lengthStage(wordStage('nevus'), 1), other)).rejects.toThrow(
      /seed was \d+ and is 2/,
    );
    expect(performed.filter((name) => name === 'length')).toHaveLength(1);
  });

  it('keeps what is done when a later stage fails or the run is aborted', async () => {
    const length = lengthStage(wordStage('nevus'));
    const abort = new AbortController();
    const failing = defineStage({
      name: 'failing',
      needs: { length },
      run: async () => {
        abort.abort();
        throw new Error('no luck');
      },
    });
    await expect(runStages({ failing }, { directory })).rejects.toThrow('no luck');
    expect(await readFile(join(path, 'results/length.json'), 'utf8')).toBe('5');
    await expect(runStages({ length }, { directory, signal: abort.signal })).rejects.toBe(
      abort.signal.reason,
    );
  });

  it('refuses two stages of one name and a record that is none', async () => {
    const stages = { a: wordStage('a'), b: wordStage('b') };
    await expect(runStages(stages, { directory })).rejects.toThrow(/two stages.*'word'/);
    await directory.write('run.json', '{"stages": 3}');
    await expect(runStages({ a: stages.a }, { directory })).rejects.toThrow(/run\.json.*record/);
  });
});

describe('a folder in which somebody is at work', () => {
  const lock = (): string => join(path, 'run.lock');
  const word = wordStage('nevus');

  it('is locked while stages run, and free afterwards', async () => {
    const looking = defineStage({
      name: 'looking',
      needs: {},
      run: () => readFile(lock(), 'utf8'),
    });
    const { looking: seen } = await runStages({ looking }, { directory });
    expect(JSON.parse(seen)).toEqual({ process: process.pid, machine: hostname() });
    await expect(readFile(lock())).rejects.toThrow('ENOENT');
  });

  it('is free again after a stage that fails', async () => {
    const failing = defineStage({
      name: 'failing',
      needs: {},
      run: () => Promise.reject(new Error('no')),
    });
    await expect(runStages({ failing }, { directory })).rejects.toThrow('no');
    expect(await runStages({ word }, { directory })).toEqual({ word: 'nevus' });
  });

  it('refuses a second run, of this process or another', async () => {
    const nested = defineStage({
      name: 'nested',
      needs: {},
      run: () => runStages({ word }, { directory }),
    });
    await expect(runStages({ nested }, { directory })).rejects.toThrow(/is at work here/);
    // The parent of this process lives as long as it does.
    await writeFile(lock(), JSON.stringify({ process: process.ppid, machine: hostname() }));
    await expect(runStages({ word }, { directory })).rejects.toThrow(
      new RegExp(`run\\.lock: process ${process.ppid} of .* delete this file`),
    );
    await writeFile(lock(), JSON.stringify({ process: 1, machine: 'elsewhere' }));
    await expect(runStages({ word }, { directory })).rejects.toThrow('of elsewhere');
  });

  it.each([
    ['a process that is gone', () => JSON.stringify({ process: 2 ** 22 + 1, machine: hostname() })],
    [
      'an earlier one of the same number',
      () => JSON.stringify({ process: process.pid, machine: hostname() }),
    ],
    ['one killed as it wrote', () => '{"proc'],
  ])('is taken over from %s', async (_, left) => {
    await writeFile(lock(), left());
    expect(await runStages({ word }, { directory })).toEqual({ word: 'nevus' });
  });
});
