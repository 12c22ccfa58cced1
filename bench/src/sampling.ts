import { createRandom, type Random } from '@skinr1/core';
import { drawToken } from '../../packages/model/src/generate/sample-token.ts';
import { median } from './median.ts';

/** Entries of the head of Qwen2.5-VL-7B, of which the tokenizer knows the first. */
const [vocabularySize, known] = [152_064, 151_665];
const [rounds, draws] = [15, 20];

/**
 * Draws tokens of a published vocabulary's size: processor time of a draw, and its share of one plain pass over the same
 * logits that computes their log-softmax with `Math.exp`, both in turns.
 *
 * Logits fall with the logarithm of the rank, 1.5 for each factor of e, as those of a language model do: 57 tokens hold
 * nine tenths. `bench sampling flat`: normal ones of deviation 1, as of a model before training, where 93,000 do.
 */
export async function run([kind]: string[]): Promise<void> {
  const random = createRandom('bench');
  const rows = Array.from({ length: 8 }, () =>
    kind === 'flat' ? normalLogits(random) : rankedLogits(random),
  );
  const banned = new Uint8Array(vocabularySize).fill(1, known);
  const open = { temperature: 1, topK: 0, topP: 1, minP: 0, banned };
  const choices = {
    greedy: { ...open, temperature: 0 },
    'temperature 1': open,
    'top-k 50': { ...open, topK: 50 },
    'top-p 0.9': { ...open, topP: 0.9 },
    'min-p 0.05': { ...open, minP: 0.05 },
  };
  for (const [name, choice] of Object.entries(choices)) {
    const uniform = () => random.next();
    const plain: number[] = [];
    const drawn: number[] = [];
    for (let round = 0; round < rounds; round++) {
      plain.push(timeOf(rows, logTotal));
      drawn.push(timeOf(rows, (logits) => drawToken(logits, choice, uniform).logProb));
    }
    const ratio = median(drawn.map((time, i) => time / (plain[i] as number)));
    console.log(
      `${name}: ${median(drawn).toFixed(2)} ms of processor time a token, ${ratio.toFixed(2)} of a plain log-softmax ` +
        `(${median(plain).toFixed(2)} ms)`,
    );
  }
}

/** Milliseconds of processor time that one of some calls takes. */
function timeOf(rows: readonly Float32Array[], use: (logits: Float32Array) => number): number {
  const start = process.cpuUsage();
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += use(rows[i % rows.length] as Float32Array);
  if (Number.isNaN(sum)) throw new Error('a log-probability is no number');
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3 / draws;
}

function logTotal(logits: Float32Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) top = Math.max(top, logits[id] as number);
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp((logits[id] as number) - top);
  return top + Math.log(total);
}

function rankedLogits(random: Random): Float32Array {
  const logits = new Float32Array(vocabularySize);
  random.shuffle([...logits.keys()]).forEach((id, rank) => {
    logits[id] = -1.5 * Math.log(1 + rank);
  });
  return logits;
}

function normalLogits(random: Random): Float32Array {
  return Float32Array.from({ length: vocabularySize }, () => random.normal());
}
