import { appendFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError, UsageError } from '@skinr1/core';
import type { MetricSeries } from '@skinr1/pipeline';
import type { RunningServer } from '@skinr1/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DepthShares } from '../src/depth-shares.ts';
import { openRuns } from '../src/index.ts';
import type { RolloutSummary, RunOverview } from '../src/watched-run.ts';
import { metricRow, rolloutRow, smallRun, testFolder, writeRun } from './run-folders.ts';

type Curves = Readonly<Record<string, MetricSeries>>;

const root = testFolder();
const run = smallRun(join(root, 'one'));

describe('the server over runs', () => {
  let server: RunningServer;
  const ask = async <T>(path: string): Promise<{ status: number; body: T }> => {
    const response = await fetch(`${server.url}api/${path}`);
    return { status: response.status, body: (await response.json()) as T };
  };
  beforeAll(async () => {
    server = await openRuns({ folders: [run] });
  });
  afterAll(() => server.close());

  it('tells stages, alarms, settings and results', async () => {
    await ask('runs/0/rollouts');
    const { body } = await ask<RunOverview[]>('runs');
    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({
      ...{ name: 'one', state: 'stopped', damagedLines: 0, problems: [] },
      settings: { seed: '1', 'grpo.steps': '20' },
      stages: [{ name: 'sft' }, { name: 'grpo', step: 12, steps: 20 }],
      rollouts: { count: 48, stages: ['grpo'], rewards: ['format', 'hierarchy'] },
      results: [{ name: 'SFT', cells: [{ title: 'In-domain', share: 0.5 }] }],
    });
    const alarms = body[0]?.stages[1]?.alarms.map(({ rule }) => rule);
    expect(alarms).toEqual(['KL runs away']);
  });

  it('gives curves, and how deep answers came', async () => {
    const { body } = await ask<Curves>('runs/0/curves?stage=grpo');
    expect(body.kl?.values.slice(0, 2)).toEqual([0.1, 0.2]);
    expect(body).not.toHaveProperty('loss');
    expect((await ask('runs/0/curves?stage=none')).body).toEqual({});
    const { body: depth } = await ask<DepthShares>('runs/0/depth?stage=grpo');
    expect(depth.steps).toHaveLength(12);
    expect(depth.bands.map(({ name, values }) => [name, values[0]])).toEqual([
      ['wrong', 0.5],
      ['wide', 0],
      ['near', 0],
      ['exact', 0.5],
    ]);
  });

  it('finds rollouts part by part, and shows one with its group and image', async () => {
    const { body } = await ask<{ rows: RolloutSummary[] }>(
      'runs/0/rollouts?start=1&count=2&order=oldest&text=NO+form',
    );
    expect(body).toMatchObject({ total: 24, indexed: 48, complete: true });
    expect(body.rows.map(({ number, start }) => [number, start])).toEqual([
      [3, 'no form 1'],
      [5, 'no form 2'],
    ]);
    const { body: one } = await ask<{ group: RolloutSummary[] }>('runs/0/rollouts/2');
    expect(one).toMatchObject({ promptId: 'q2', verdicts: { facts: { conclusion: 'psoriasis' } } });
    expect(one.group.map(({ number }) => number)).toEqual([2, 3]);
    const image = await fetch(`${server.url}api/runs/0/rollouts/2/images/0`);
    expect(image.headers.get('content-type')).toBe('image/png');
  });

  it('refuses what makes no sense', async () => {
    const statuses = await Promise.all(
      [
        'runs/7/curves',
        'runs/x/curves',
        'runs/0/rollouts/48',
        'runs/0/rollouts/-1',
        'runs/0/rollouts/2/images/9',
        'runs/0/rollouts?count=1e9',
        'runs/0/rollouts?order=odd',
      ].map(async (path) => (await ask(path)).status),
    );
    expect(statuses).toEqual([404, 404, 404, 404, 404, 400, 400]);
  });

  it('tells of changes while the run goes on', async () => {
    const response = await fetch(`${server.url}api/changes`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async (): Promise<string> => {
      for (;;) {
        const { value } = await reader.read();
        const text = new TextDecoder().decode(value);
        if (text.startsWith('data: ')) return text;
      }
    };
    const first = await next();
    appendFileSync(join(run, 'metrics.jsonl'), metricRow(13, { reward: 9 }));
    expect(await next()).not.toBe(first);
    const { body } = await ask<Curves>('runs/0/curves?stage=grpo');
    expect(body.reward?.values.at(-1)).toBe(9);
    await reader.cancel();
  });
});

describe('a hostile run folder', () => {
  it('does no harm', async () => {
    const script = '<script>alert(1)</script><img src=x onerror=alert(2)>';
    const folder = writeRun(join(root, script.replaceAll('/', '')), {
      'config.json': '{"seed":',
      'run.json': '[]',
      'metrics.jsonl': `${'[['.repeat(9000)}\n{"step":1e400,"metrics":{}}\n${metricRow(1, { [script]: 1 }, script)}${'y'.repeat(6 << 20)}\n`,
      'rollouts.jsonl': `${'x'.repeat(6 << 20)}\n${rolloutRow({ completion: script, images: ['../outside.png', '/etc/passwd', 'link.png', 'config.json'] })}`,
    });
    writeFileSync(join(root, 'outside.png'), 'x');
    symlinkSync(join(root, 'outside.png'), join(folder, 'link.png'));
    const server = await openRuns({ folders: [folder] });
    try {
      expect(await (await fetch(server.url)).text()).not.toContain('<script>alert');
      await fetch(`${server.url}api/runs/0/rollouts`);
      const [overview] = (await (await fetch(`${server.url}api/runs`)).json()) as RunOverview[];
      expect(overview?.damagedLines).toBe(4);
      expect(overview?.problems).toHaveLength(2);
      expect(overview?.rollouts.count).toBe(1);
      for (const image of [0, 1, 2, 3]) {
        const response = await fetch(`${server.url}api/runs/0/rollouts/0/images/${image}`);
        expect(response.status).toBe(404);
      }
    } finally {
      await server.close();
    }
  });
});

describe('runs that cannot be opened', () => {
  it('are refused with a word', async () => {
    await expect(openRuns({ folders: [] })).rejects.toThrow(UsageError);
    await expect(openRuns({ folders: [run, run, run] })).rejects.toThrow(/two/);
    await expect(openRuns({ folders: [root] })).rejects.toThrow(InvalidInputError);
    await expect(openRuns({ folders: [run], host: '0.0.0.0' })).rejects.toThrow(/token/);
  });
});
