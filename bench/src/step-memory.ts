import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createEngine } from '@skinr1/autograd';
import { addAdapter, loadModel } from '@skinr1/model';
import { createSftLearner } from '@skinr1/sft';

const answerTokens = 64;

/**
 * Memory of a fine-tuning step: an adapter of rank 64 beside all linear layers of the language model, which stays in
 * its files, and one row of so many tokens, of which 64 are learnt. A folder is made by `bench open make DIR 7b-4 bfloat16`.
 *
 *     bench step-memory DIR TOKENS hold|recompute
 */
export async function run([folder = '', tokens = '1024', how = 'hold']: string[]): Promise<void> {
  const engine = await createEngine();
  const model = await loadModel(folder, { engine, precision: 'mapped', maxRows: 1 });
  await addAdapter(model, { name: 'learns', rank: 64, seed: 1 });
  const learner = await createSftLearner(model, 10, { gradientCheckpointing: how === 'recompute' });
  // The chat template's own tokens are some twenty; each of these words is one or more.
  const words = model.tokenizer.encode(' nevus').length;
  const text = ' nevus'.repeat(Math.floor((Number(tokens) - answerTokens - 20) / words));
  const group = {
    prompt: { text, images: [] },
    completions: [{ tokenIds: new Int32Array(answerTokens).fill(1) }],
  };
  const before = anonymous();
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, anonymous());
  }, 10);
  const start = performance.now();
  const { loss } = await learner.step([group]);
  clearInterval(timer);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${how}: ${seconds} s; ${before.toFixed(0)} MiB anonymous before the step, at most ${peak.toFixed(0)} in it; loss ${loss}`,
  );
  await learner.release();
  await model.release();
  await engine.close();
}

/** Mebibytes of this process that are not of files. */
function anonymous(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
