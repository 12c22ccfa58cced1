import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Random } from '@skinr1/core';
import { openRuns } from '@skinr1/studio';

/**
 * A page over a run of many rollouts: time to the first row, to the whole index, of a search and of a leap, and
 * the memory that the server takes. `bench runs [count]`, 100,000 by default.
 */
export async function run([count = '100000']: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skinr1-bench-runs-'));
  try {
    await writeRollouts(join(folder, 'rollouts.jsonl'), Number(count));
    const megabytes = statSync(join(folder, 'rollouts.jsonl')).size / 1e6;
    console.log(`${Number(count).toLocaleString('en')} rollouts, ${megabytes.toFixed(0)} MB`);
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const since = stopwatch();
  const server = await openRuns({ folders: [folder] });
  const find = async (query: Readonly<Record<string, string>>): Promise<Found> => {
    const words = new URLSearchParams({ count: '50', ...query });
    return (await (await fetch(`${server.url}api/runs/0/rollouts?${words}`)).json()) as Found;
  };
  const time = async (what: string, query: Readonly<Record<string, string>>): Promise<void> => {
    const took = stopwatch();
    const { total, rows } = await find(query);
    console.log(`${what}: ${took()} (${total.toLocaleString('en')} found, ${rows.length} shown)`);
  };
  let { complete } = await find({});
  console.log(`first rows after ${since()}`);
  while (!complete) {
    await wait(50);
    ({ complete } = await find({}));
  }
  console.log(`all indexed after ${since()}`);
  await time('a leap into the middle', { start: '50000' });
  await time('by reward', { order: 'highest reward' });
  await time('a word that many have', { text: 'pigment network' });
  await time('a word that few have', { text: 'blue-white veil 777' });
  await time('the next part of it', { text: 'blue-white veil 777', start: '50' });
  const after = process.memoryUsage();
  const grown = (name: 'rss' | 'heapUsed' | 'arrayBuffers'): string =>
    `${((after[name] - before[name]) / 1e6).toFixed(0)} MB`;
  console.log(
    `memory: ${grown('rss')} resident, ${grown('heapUsed')} heap, ${grown('arrayBuffers')} in arrays`,
  );
  await server.close();
}

/** Gives the seconds since it was made, by the clock and of the processor: on a busy machine they differ. */
function stopwatch(): () => string {
  const [started, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    const seconds = (performance.now() - started) / 1000;
    return `${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of the processor)`;
  };
}

interface Found {
  readonly total: number;
  readonly complete: boolean;
  readonly rows: readonly unknown[];
}

/** Rollouts as a run of the method writes them, in size and form. */
async function writeRollouts(path: string, count: number): Promise<void> {
  const random = createRandom(1);
  const file = createWriteStream(path);
  for (let number = 0; number < count; number++) {
    if (!file.write(`${JSON.stringify(rollout(number, random))}\n`)) {
      await new Promise<void>((resolve) => file.once('drain', () => resolve()));
    }
  }
  await new Promise<void>((resolve) => file.end(() => resolve()));
}

function rollout(number: number, random: Random): object {
  const sign = random.pick(['pigment network', 'scale', `blue-white veil ${number % 1000}`]);
  const thinking = `The lesion shows ${sign}. These signs suggest melanocytic nevus. `.repeat(6);
  const score = random.pick([0, 0.25, 0.5, 0.75]);
  const claims = Array.from({ length: 6 }, (_, at) => ({
    start: 10 + at * 70,
    end: 40 + at * 70,
    kind: 'seen',
    verdict: random.pick(['supported', 'contradicted']),
    reason: 'the image shows it',
  }));
  return {
    stage: 'sft-grpo',
    step: Math.floor(number / 128) + 1,
    promptId: `synthetic/lesion-${Math.floor(number / 8)}/choice`,
    prompt:
      'Which diagnosis fits best? Answer with one letter and the malignancy.\nA. melanocytic nevus\nB. melanoma',
    completion: `<thinking>${thinking}</thinking><final diagnosis>A, benign</final diagnosis>`,
    tokens: 90,
    finishReason: 'stop',
    rewards: { format: 1, hierarchy: score, malignancy: 0.25 },
    reward: 1.25 + score,
    advantage: random.next() - 0.5,
    verdicts: { claims, facts: { conclusion: 'melanocytic-nevus' } },
  };
}
