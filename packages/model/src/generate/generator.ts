import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { decode } from './decode.ts';
import { type GenerationSettings, type Group, LiveBatch } from './live-batch.ts';
import { prefill } from './prefill.ts';
import { type GeneratedTokens, GenerationRow } from './row.ts';
import type { GenerationSessions } from './sessions.ts';

export type { GenerationSettings } from './live-batch.ts';

/**
 * Groups of answers, one group a prompt, in order: each prompt is read once, its group of rows decodes
 * together.
 */
export async function generateRows(
  sessions: GenerationSessions,
  prompts: readonly EncodedPrompt[],
  settings: GenerationSettings,
): Promise<GeneratedTokens[][]> {
  await sessions.refresh();
  const results: GeneratedTokens[][] = prompts.map(() => []);
  for (const groups of planBatches(prompts, settings)) {
    await decodeBatch(sessions, groups, settings);
    for (const group of groups) {
      for (const row of group.rows) results[group.index]?.push(row.result());
    }
  }
  return results;
}

async function decodeBatch(
  sessions: GenerationSessions,
  groups: readonly Group[],
  settings: GenerationSettings,
): Promise<void> {
  const { signal } = settings;
  signal?.throwIfAborted();
  const prompts = groups.map(({ prompt }) => prompt);
  const group = groups[0]?.rows.length ?? 0;
  const { cache, logits, promptLength } = await prefill(sessions, prompts, group, settings);
  try {
    signal?.throwIfAborted();
    const batch = new LiveBatch(groups, promptLength);
    // Every row of a group starts from its prompt's last logits.
    batch.extend(logits, settings, (group) => group);
    if (batch.alive === 0) return;
    for (let step = 0; batch.alive > 0; ) {
      const plan = step === 0 ? null : batch.planCompaction();
      if (plan) {
        await cache.compact(await sessions.get('compact'), plan);
        batch.compact(plan);
      } else if (cache.isMergeDue) {
        await cache.merge(await sessions.get('merge'));
      }
      step += await decode(sessions, { batch, cache, step }, settings);
    }
  } finally {
    cache.release();
  }
}

/** Cuts the work into batches of at most `maxRows` rows, prompts of like length together. */
function planBatches(prompts: readonly EncodedPrompt[], settings: GenerationSettings): Group[][] {
  const { groupSize, maxRows } = settings;
  const rowsAtOnce = Math.min(groupSize, maxRows);
  const promptsAtOnce = Math.max(1, Math.floor(maxRows / rowsAtOnce));
  const order = prompts
    .map((prompt, index) => ({ prompt, index }))
    .sort((a, b) => b.prompt.tokenIds.length - a.prompt.tokenIds.length || a.index - b.index);
  const batches: Group[][] = [];
  for (let first = 0; first < order.length; first += promptsAtOnce) {
    const part = order.slice(first, first + promptsAtOnce);
    for (let from = 0; from < groupSize; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, groupSize - from);
      const rowsOf = (question: number, promptIds: Int32Array) =>
        Array.from({ length: count }, (_, i) => {
          const random = settings.randomOf(question, from + i);
          return new GenerationRow({ question, row: from + i, promptIds }, random, settings);
        });
      batches.push(
        part.map(({ prompt, index }) => ({
          prompt,
          index,
          rows: rowsOf(index, prompt.tokenIds),
        })),
      );
    }
  }
  return batches;
}
