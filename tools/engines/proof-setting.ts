/*
 * What every proof starts from: drawn lesions with the method's questions, a tiny Qwen2.5-VL that SFT has taught
 * the form of an answer, the reward service, and a Python that has the engine.
 */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../../packages/autograd/src/index.ts';
import {
  type ChoiceLabels,
  createRandom,
  formatChoiceAnswer,
  type Prompt,
} from '../../packages/core/src/index.ts';
import {
  choiceQuestions,
  questionPool,
  syntheticLesions,
} from '../../packages/datasets/src/index.ts';
import {
  type Engine,
  exportForEngine,
  lintEngineExport,
  startRewardService,
} from '../../packages/engines/src/index.ts';
import {
  methodRewards,
  type ScoredCompletions,
  scoreCompletions,
} from '../../packages/grpo/src/index.ts';
import {
  createModel,
  createModelConfig,
  createTokenizer,
  scaledSpread,
  trainByteLevelBpe,
} from '../../packages/model/src/index.ts';
import { loadOntology } from '../../packages/ontology/src/index.ts';
import type { RunningServer } from '../../packages/server/src/index.ts';
import { trainSft } from '../../packages/sft/src/index.ts';
import { pythonVenv } from '../python-venv.ts';
import { recordRequests } from './record-requests.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where proofs write: model, exports, what engines leave. */
export const workFolder: string = join(root, 'runs', 'engines');

/** The method's questions about drawn lesions. */
export function drawnQuestions(count: number): readonly Prompt<ChoiceLabels>[] {
  const ontology = loadOntology();
  const all = syntheticLesions({ seed: 1, casesPerDisease: 1, ontology, size: 56 });
  const cases = createRandom(1).shuffle(all).slice(0, count);
  return choiceQuestions(cases, { ontology, pool: questionPool(all), seed: 1 });
}

/** Both a right and a wrong answer to each question, so that a policy wavers. */
function answers({ labels }: Prompt<ChoiceLabels>, thinking = 'As seen.'): string[] {
  const letters = [labels.answer, labels.answer === 'A' ? 'B' : 'A'];
  return letters.map((letter) =>
    formatChoiceAnswer({ thinking, letter, malignancy: labels.malignancy }),
  );
}

/** Answers of every kind, one for each question in turn: right, wrong, out of form, of a letter not offered. */
export function mixedAnswers(questions: readonly Prompt<ChoiceLabels>[]): string[] {
  return questions.map((question, index) => {
    const [right = '', wrong = ''] = answers(question);
    const kinds = [right, wrong, 'Melanoma.', right.replace(/>[A-Z],/, '>Z,')];
    return kinds[index % kinds.length]!;
  });
}

/** What a tiny Qwen2.5-VL is. */
interface TinyModel {
  /** Of both its parts, as the next. */
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  /** What it thinks, one as often as another. */
  readonly thoughts: readonly string[];
}

/** A folder with a tiny Qwen2.5-VL that SFT has taught to answer in form. */
export async function taughtModel(
  questions: readonly Prompt<ChoiceLabels>[],
  { thoughts, ...widths }: TinyModel = {
    hiddenSize: 32,
    intermediateSize: 64,
    thoughts: ['As seen.'],
  },
): Promise<string> {
  const answersOf = (question: Prompt<ChoiceLabels>) =>
    thoughts.flatMap((thought) => answers(question, thought));
  const texts = questions.flatMap((question) => [question.text, ...answersOf(question)]);
  const tokenizer = createTokenizer(trainByteLevelBpe(texts, { vocabularySize: 500 }));
  const sizes = { ...widths, layerCount: 2, headCount: 2 };
  const config = createModelConfig({ text: sizes, vision: sizes }, tokenizer);
  const engine = await createEngine();
  const model = await createModel({ config, tokenizer, engine, seed: 1, spread: scaledSpread });
  const examples = questions.flatMap((prompt) =>
    answersOf(prompt).map((answer) => ({ prompt, answer })),
  );
  await trainSft({ model, examples, steps: 60, batchSize: 4, learningRate: 1e-2, seed: 1 });
  const folder = join(workFolder, `taught-${widths.hiddenSize}`);
  await model.save(folder);
  await model.release();
  await engine.close();
  return folder;
}

/** An export that the linter passes, and a service that its shim asks. */
export async function exportAndServe(
  engine: Engine,
  prompts: readonly Prompt<ChoiceLabels>[],
): Promise<{ readonly service: RunningServer; readonly directory: string }> {
  const rewards = methodRewards();
  const judging = await startRewardService({ rewards });
  const service = await recordRequests(judging, join(workFolder, 'requests'), engine.name);
  const directory = join(workFolder, engine.name);
  await exportForEngine(engine, { directory, prompts, rewards, url: service.url });
  const problems = await lintEngineExport(engine, directory);
  if (problems.length > 0) throw new Error(`the linter found ${JSON.stringify(problems)}`);
  return { service, directory };
}

/** What our own scoring gives for answers to questions. */
export async function ourRewards(
  questions: readonly Prompt<ChoiceLabels>[],
  said: readonly { readonly id: string; readonly completion: string }[],
): Promise<ScoredCompletions> {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const samples = said.map(({ id, completion }) => ({
    prompt: byId.get(id)!,
    completion: { text: completion, finishReason: 'stop' as const },
  }));
  return scoreCompletions(methodRewards(), samples, 1);
}

/** Throws unless two numbers agree to 1e-6. */
export function mustAgree(what: string, theirs: number, ours: number): void {
  if (Math.abs(theirs - ours) <= 1e-6) return;
  throw new Error(`${what}: the engine has ${theirs}, we have ${ours}`);
}

/**
 * A Python with these packages: the one given on the command line as it is, or one that is set up from PyPI beside
 * the runs.
 */
export function pythonWith(
  packages: readonly string[],
  withoutNeeds: readonly string[] = [],
): string {
  return process.argv[2] ?? pythonVenv(join(root, 'runs', 'engines-venv'), packages, withoutNeeds);
}

/** Runs a script of this folder; what it prints as its last line is its result, as JSON. */
export async function runPython(
  python: string,
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  await mkdir(workFolder, { recursive: true });
  const child = spawn(python, [join(import.meta.dirname, script), ...parameters], {
    cwd: workFolder,
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const part of child.stdout) printed += part;
  if (child.exitCode !== 0) await new Promise((ended) => child.once('exit', ended));
  if (child.exitCode !== 0) throw new Error(`${script} ended with ${child.exitCode}:\n${printed}`);
  return JSON.parse(printed.trimEnd().split('\n').at(-1)!);
}
