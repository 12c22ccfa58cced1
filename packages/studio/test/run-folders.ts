import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll } from 'vitest';

/** A folder for the runs of a test file, gone after it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skinr1-studio-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes the files of a run. */
export function writeRun(folder: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A row of metrics. */
export function metricRow(
  step: number,
  metrics: Readonly<Record<string, number>>,
  stage = 'grpo',
): string {
  return `${JSON.stringify({ stage, step, steps: 20, metrics })}\n`;
}

/** A row of rollouts. */
export function rolloutRow(row: Readonly<Record<string, unknown>>): string {
  const asked = { stage: 'grpo', step: 1, promptId: 'q1', prompt: 'Which is it?' };
  return `${JSON.stringify({ ...asked, completion: 'B', tokens: 1, finishReason: 'stop', ...row })}\n`;
}

/** A PNG of one color. */
export function pngBytes(): Buffer {
  const png = new PNG({ width: 4, height: 4 });
  png.data.fill(200);
  return PNG.sync.write(png);
}

/** A run of 12 steps with some trouble, two questions a step and two answers a question. */
export function smallRun(folder: string, shift = 0): string {
  const steps = Array.from({ length: 12 }, (_, index) => index + 1);
  const metrics = steps.map((step) =>
    metricRow(step, {
      reward: 1 + shift + step / 20,
      kl: step / 10,
      frac_reward_zero_std: 0.5,
      'frac_reward_zero_std/all_best': 0.25,
      'rewards/format/mean': 1,
      'rewards/hierarchy/mean': 0.5,
      odd_figure: step,
    }),
  );
  const answer =
    '<thinking>The lesion shows scale.</thinking><final diagnosis>B, benign</final diagnosis>';
  const start = answer.indexOf('scale');
  const claim = {
    start,
    end: start + 5,
    kind: 'seen',
    verdict: 'supported',
    reason: 'the image shows it',
  };
  const rollouts = steps.flatMap((step) =>
    ['q1', 'q2'].flatMap((promptId) => [
      rolloutRow({
        ...{ step, promptId, completion: answer, reward: 1.5, advantage: 1 },
        rewards: { format: 1, hierarchy: 0.75 },
        images: ['data/images/a.png'],
        verdicts: { claims: [claim], facts: { conclusion: 'psoriasis' } },
      }),
      rolloutRow({
        step,
        promptId,
        completion: `no form ${step}`,
        reward: 0,
        advantage: -1,
        rewards: { format: 0, hierarchy: 0 },
      }),
    ]),
  );
  const cell = { title: 'In-domain', share: 0.5, low: 0.4, high: 0.6 };
  return writeRun(folder, {
    'config.json': JSON.stringify({ seed: 1 + shift, grpo: { steps: 20 } }),
    'metrics.jsonl': metricRow(1, { loss: 3 }, 'sft') + metrics.join(''),
    'rollouts.jsonl': rollouts.join(''),
    'results/summary.json': JSON.stringify({ rows: [{ name: 'SFT', cells: [cell] }] }),
    'data/images/a.png': pngBytes(),
  });
}
