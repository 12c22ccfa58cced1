import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import { findRunFolders, openRunReader, type RolloutQuery, type RunReader } from '../src/index.ts';

const root = mkdtempSync(join(tmpdir(), 'skinr1-run-reader-'));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, `run-${++count}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
const metricLine = (step: number, metrics: object, stage = 'grpo'): string =>
  `${JSON.stringify({ stage, step, steps: 9, metrics })}\n`;
const rolloutLine = (row: object): string =>
  `${JSON.stringify({ stage: 'grpo', step: 1, promptId: 'q', prompt: 'Which?', completion: 'A', ...row })}\n`;
const seriesOf = ({ metrics }: RunReader, name: string, stage = 0) =>
  metrics.stages()[stage]?.series.get(name);
const find = async (run: RunReader, query: RolloutQuery) => [...(await run.finder.find(query))];

describe('metrics of a run', () => {
  it('come by stage and figure, and go on where they stopped', async () => {
    const first = metricLine(1, { loss: 3, kl: 0 }) + metricLine(1, { loss: 8 }, 'other kind');
    const half = metricLine(2, { loss: 2 });
    const folder = folderOf({ 'metrics.jsonl': first + half.slice(0, 20) });
    const run = await openRunReader(folder);
    await run.metrics.update();
    expect(run.metrics.stages().map(({ stage }) => stage)).toEqual(['grpo', 'other kind']);
    expect(seriesOf(run, 'loss')).toEqual({ steps: [1], values: [3] });
    expect(run.metrics.damagedLines).toBe(0);
    const { version } = run.metrics;
    await run.metrics.update();
    expect(run.metrics.version).toBe(version);
    appendFileSync(join(folder, 'metrics.jsonl'), half.slice(20));
    await run.metrics.update();
    expect(seriesOf(run, 'loss')).toEqual({ steps: [1, 2], values: [3, 2] });
    expect(run.metrics.stages()[0]).toMatchObject({ step: 2, steps: 9 });
    expect(run.metrics.version).toBeGreaterThan(version);
  });

  it('begin again after the run went back to a checkpoint, also when it is longer by then', async () => {
    const lines = [1, 2, 3].map((step) => metricLine(step, { loss: step }));
    const folder = folderOf({ 'metrics.jsonl': lines.join('') });
    const file = join(folder, 'metrics.jsonl');
    const run = await openRunReader(folder);
    await run.metrics.update();
    truncateSync(file, lines[0]?.length);
    appendFileSync(file, [2, 3, 4].map((step) => metricLine(step, { loss: step * 10 })).join(''));
    await run.metrics.update();
    expect(seriesOf(run, 'loss')?.values).toEqual([1, 20, 30, 40]);
    truncateSync(file, 0);
    await run.metrics.update();
    expect(run.metrics.stages()).toEqual([]);
  });

  it('leave out what is no row and no number, and count it', async () => {
    const bad = [
      'nonsense',
      '[]',
      '{"step":-1,"metrics":{}}',
      '{"step":1.5,"metrics":{}}',
      '{"step":1}',
    ];
    const odd = '{"step":3,"metrics":{"loss":1,"text":"x","none":null,"__proto__":4},"stage":{}}';
    const folder = folderOf({
      'metrics.jsonl': `${[...bad, odd].join('\n')}\n${'x'.repeat(5 << 20)}\n${metricLine(4, { loss: 2 }, '')}`,
    });
    const run = await openRunReader(folder);
    await run.metrics.update();
    expect(run.metrics.damagedLines).toBe(bad.length + 1);
    expect(seriesOf(run, 'loss')).toEqual({ steps: [3, 4], values: [1, 2] });
    expect([...(run.metrics.stages()[0]?.series.keys() ?? [])]).toEqual(['loss', '__proto__']);
  });
});

describe('rollouts of a run', () => {
  const rows = [
    {
      step: 1,
      promptId: 'q1',
      completion: 'Ein Ödem',
      reward: 1,
      advantage: 1,
      rewards: { format: 1 },
    },
    {
      step: 1,
      promptId: 'q1',
      completion: 'none',
      reward: 0,
      advantage: -1,
      rewards: { format: 0 },
    },
    {
      step: 2,
      promptId: 'q2',
      completion: 'said "B\nC"',
      reward: 2,
      advantage: 0,
      rewards: { format: 1, more: 0.5 },
    },
    {
      step: 2,
      promptId: 'q2',
      completion: 'prompt',
      reward: null,
      advantage: 0,
      finishReason: 'length',
    },
    { step: 1, stage: 'other', completion: 'B', problems: { judge: 'timed out' } },
  ];
  const text = rows.map(rolloutLine).join('');

  it('are found by stage, step, kind, reward and words', async () => {
    const run = await openRunReader(folderOf({ 'rollouts.jsonl': text }));
    await run.rollouts.update();
    expect(run.rollouts.stages).toEqual(['grpo', 'other']);
    expect(await find(run, {})).toEqual([4, 3, 2, 1, 0]);
    expect(await find(run, { stage: 'grpo', order: 'oldest' })).toEqual([0, 1, 2, 3]);
    expect(await find(run, { order: 'highest reward' })).toEqual([2, 0, 1, 3, 4]);
    expect(await find(run, { order: 'lowest reward' })).toEqual([1, 0, 2, 3, 4]);
    expect(await find(run, { step: 2 })).toEqual([3, 2]);
    expect(await find(run, { kind: 'better' })).toEqual([0]);
    expect(await find(run, { kind: 'worse' })).toEqual([1]);
    expect(await find(run, { kind: 'tied' })).toEqual([3, 2]);
    expect(await find(run, { kind: 'cut off' })).toEqual([3]);
    expect(await find(run, { kind: 'failed reward' })).toEqual([4]);
    expect(await find(run, { lacking: 'format' })).toEqual([1]);
    expect(await find(run, { lacking: 'more' })).toEqual([]);
    expect(await find(run, { text: 'ÖDEM' })).toEqual([0]);
    expect(await find(run, { text: '"b\nc' })).toEqual([2]);
    expect(await find(run, { text: 'Q2' })).toEqual([3, 2]);
    // The name of a field is no word of an answer.
    expect(await find(run, { text: 'completion' })).toEqual([]);
    expect(await find(run, { text: 'prompt' })).toEqual([3]);
    expect((await run.rollouts.row(2)).completion).toBe('said "B\nC"');
    await expect(run.rollouts.row(9)).rejects.toThrow(NotFoundError);
  });

  it('are found where another writer escaped letters', async () => {
    const escaped = rolloutLine({ completion: 'Ödem' }).replace('Ö', '\\u00d6');
    const run = await openRunReader(folderOf({ 'rollouts.jsonl': escaped }));
    await run.rollouts.update();
    expect(await find(run, { text: 'ödem' })).toEqual([0]);
  });

  it('are added to what was found, and forgotten when the file begins anew', async () => {
    const folder = folderOf({ 'rollouts.jsonl': text });
    const run = await openRunReader(folder);
    await run.rollouts.update();
    expect(await find(run, { text: 'ödem' })).toEqual([0]);
    appendFileSync(join(folder, 'rollouts.jsonl'), rolloutLine({ completion: 'ödem too' }));
    await run.rollouts.update();
    expect(await find(run, { text: 'ödem' })).toEqual([5, 0]);
    writeFileSync(
      join(folder, 'rollouts.jsonl'),
      rolloutLine({ completion: 'new ödem, and alone' }),
    );
    await run.rollouts.update();
    expect(await find(run, { text: 'ödem' })).toEqual([0]);
    expect((await run.rollouts.row(0)).completion).toContain('alone');
  });

  it('are read as far as they can be', async () => {
    const odd = {
      completion: 'x',
      rewards: { a: 'no', b: 2 },
      images: ['i.png', 3],
      verdicts: {
        claims: [{ start: 0, end: 1, verdict: 'supported' }, {}, 4],
        facts: { conclusion: 'melanoma', odd: 1 },
      },
    };
    const bad = ['{"step":1}', 'null', '"text"', `${'['.repeat(5000)}`];
    const run = await openRunReader(
      folderOf({ 'rollouts.jsonl': `${bad.join('\n')}\n${rolloutLine(odd)}{"step":1,"comple` }),
    );
    await run.rollouts.update();
    expect([run.rollouts.length, run.rollouts.damagedLines]).toEqual([1, bad.length]);
    expect(await run.rollouts.row(0)).toMatchObject({
      rewards: { a: null, b: 2 },
      reward: null,
      images: ['i.png'],
      verdicts: {
        claims: [{ start: 0, end: 1, kind: '', verdict: 'supported', reason: '' }],
        facts: { conclusion: 'melanoma', odd: '' },
      },
    });
  });
});

describe('a run folder', () => {
  it('tells its settings, what is done, and whether somebody is at work', async () => {
    const cell = { title: 'In-domain', share: 0.5, low: 0.4, high: 0.6 };
    const folder = folderOf({
      'config.json': '{"seed":1,"grpo":{"steps":30,"rates":[1,2]}}',
      'run.json': '{"stages":{"sft":{},"report":{}}}',
      'results/summary.json': JSON.stringify({
        rows: [{ name: 'SFT', cells: [cell, { title: 1 }] }, 3],
      }),
    });
    const run = await openRunReader(folder);
    expect(await run.facts()).toEqual({
      state: 'finished',
      settings: { seed: '1', 'grpo.steps': '30', 'grpo.rates': '[1,2]' },
      doneStages: ['sft', 'report'],
      results: [{ name: 'SFT', cells: [cell] }],
      problems: [],
    });
    const unlock = await lockFolder(folder);
    expect((await run.facts()).state).toBe('running');
    await unlock();
    writeFileSync(join(folder, 'run.json'), '[');
    expect(await run.facts()).toMatchObject({ state: 'stopped', problems: [/run.json/] });
  });

  it('is finished without stages of ours once all steps are done', async () => {
    const row = (step: number): string => `${JSON.stringify({ step, steps: 2, metrics: {} })}\n`;
    const folder = folderOf({ 'metrics.jsonl': row(1) });
    const run = await openRunReader(folder);
    await run.metrics.update();
    expect((await run.facts()).state).toBe('stopped');
    appendFileSync(join(folder, 'metrics.jsonl'), row(2));
    await run.metrics.update();
    expect((await run.facts()).state).toBe('finished');
  });

  it('shows images of its own only', async () => {
    writeFileSync(join(root, 'outside.png'), 'x');
    const folder = folderOf({ 'metrics.jsonl': '', 'data/images/a.png': 'x' });
    symlinkSync(join(root, 'outside.png'), join(folder, 'link.png'));
    symlinkSync(root, join(folder, 'up'));
    const run = await openRunReader(folder);
    expect(await run.imagePath('data/images/a.png')).toMatch(/a\.png$/);
    const refused = [
      '../outside.png',
      'data/../../outside.png',
      'link.png',
      'up/outside.png',
      join(root, 'outside.png'),
      'data',
      '',
      'none.png',
      'a\0.png',
    ];
    for (const image of refused) await expect(run.imagePath(image)).rejects.toThrow(NotFoundError);
  });

  it('is refused where there is none, and found below others', async () => {
    await expect(openRunReader(join(root, 'nowhere'))).rejects.toThrow(NotFoundError);
    const runs = join(folderOf({ 'b/run.json': '{}', 'a/c/metrics.jsonl': '', 'a/note.txt': '' }));
    await expect(openRunReader(runs)).rejects.toThrow(InvalidInputError);
    expect(await findRunFolders(runs)).toEqual([join(runs, 'a', 'c'), join(runs, 'b')]);
    expect(await findRunFolders(join(runs, 'b'))).toEqual([join(runs, 'b')]);
  });
});
