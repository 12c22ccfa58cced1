import { performance } from 'node:perf_hooks';
import { createEngine } from '@skinr1/autograd';
import { addAdapter, loadModel, type Model } from '@skinr1/model';
import { median } from './median.ts';

/** Seconds, and those that processors were busy with it, which other programs change less. */
interface Taken {
  readonly wall: number;
  readonly busy: number;
}

/** One model asked in one way. */
interface Subject {
  readonly name: string;
  readonly model: Model;
  readonly adapter: string | null;
}

const decodedTokens = 4;
const works = ['a token', 'a prompt'] as const;
type Times = Record<(typeof works)[number], Taken[]>;

/**
 * Decodes and reads prompts with two folders in turns, so that another program's load falls on both, the first of them
 * also with an adapter of rank 64 beside all linear layers. With one folder twice, the second has no place for one.
 */
export async function compareDecoding(
  folder: string,
  otherFolder: string,
  rounds: number,
): Promise<void> {
  const engine = await createEngine();
  const options = { engine, precision: 'mapped', maxRows: 1 } as const;
  const model = await loadModel(folder, options);
  const other = await loadModel(otherFolder, options);
  await addAdapter(model, { rank: 64, alpha: 32, targets: 'all-linear', seed: 1 });
  const [adapter = null] = model.weights.adapterNames;
  const subjects: readonly Subject[] = [
    { name: folder, model, adapter: null },
    { name: `${folder} with an adapter`, model, adapter },
    { name: `${otherFolder}, the other`, model: other, adapter: null },
  ];
  const times = subjects.map((): Times => ({ 'a token': [], 'a prompt': [] }));
  // The first round makes sessions.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      const [token, prompt] = [await timeToken(subject), await timePrompt(subject, round)];
      if (round === 0) continue;
      times[i]?.['a token'].push(token);
      times[i]?.['a prompt'].push(prompt);
    }
  }
  console.log(
    `prompts of ${model.tokenizer.encode(promptText(0)).length} tokens of text, ${rounds} rounds`,
  );
  for (const [i, { name }] of subjects.entries()) {
    for (const work of works) {
      console.log(`${name}: ${work} ${told(times[i]?.[work] ?? [], times[0]?.[work] ?? [])}`);
    }
  }
  await model.release();
  await other.release();
  await engine.close();
}

/** A token more of an answer. */
async function timeToken(subject: Subject): Promise<Taken> {
  const first = await timeAnswer(subject, 'What is it?', 1);
  const all = await timeAnswer(subject, 'What is it?', 1 + decodedTokens);
  return {
    wall: (all.wall - first.wall) / decodedTokens,
    busy: (all.busy - first.busy) / decodedTokens,
  };
}

/** The first token of a question that was not asked before. */
function timePrompt(subject: Subject, round: number): Promise<Taken> {
  return timeAnswer(subject, promptText(round), 1);
}

function promptText(round: number): string {
  return `${round} ${'What is it? '.repeat(64)}`;
}

async function timeAnswer(
  { model, adapter }: Subject,
  text: string,
  maxTokens: number,
): Promise<Taken> {
  const start = performance.now();
  const before = process.cpuUsage();
  await model.generate([{ text, images: [] }], { maxTokens, temperature: 0, adapter });
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - start) / 1000, busy: (user + system) / 1e6 };
}

/** Medians, and medians of what each round took beside the same round of the first. */
function told(times: readonly Taken[], base: readonly Taken[]): string {
  return (['wall', 'busy'] as const)
    .map((kind) => {
      const ratios = times.map((time, round) => time[kind] / (base[round]?.[kind] ?? 1));
      const seconds = median(times.map((time) => time[kind])).toFixed(3);
      const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
      const range = `${least.toFixed(2)} to ${most.toFixed(2)}`;
      return `${seconds} s${kind === 'busy' ? ' of processor time' : ''}, ${median(ratios).toFixed(3)} × the first (${range})`;
    })
    .join('; ');
}
