import { createHash } from 'node:crypto';
import { createEngine } from '@skinr1/autograd';
import { type Case, type SamplingPolicy, UsageError } from '@skinr1/core';
import { questionPool } from '@skinr1/datasets';
import { type Benchmark, type BenchmarkResult, buildBenchmarks, hideImages } from '@skinr1/eval';
import type { Model } from '@skinr1/model';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import { loadRunData, type RunData } from './data.ts';
import { evaluateStage } from './evaluation.ts';
import { planSteps, type StepPlan, stepsOf, type TrainingMaterial } from './plan-steps.ts';
import { type StartProgress, silentProgress } from './progress.ts';
import { grpoPrompts, sftExamples } from './questions.ts';
import { buildReasoning, type Reasoning } from './reasoning.ts';
import type { RunDirectory } from './run-directory.ts';
import { openStageModel, runGrpo, runSft, runVision, type StageContext } from './stages.ts';
import { createStudent } from './student.ts';
import { visualConcepts } from './visual-concepts.ts';

/**
 * The rows of the results table: title, the model asked, and the name its answers are kept under. The last
 * row asks the method's model without showing it the images, so that the table tells how much it looks.
 */
export const rows = [
  { answers: 'untrained', model: 'untrained', title: 'untrained' },
  { answers: 'sft', model: 'sft', title: 'SFT' },
  { answers: 'sft-grpo', model: 'sft-grpo', title: 'SFT + GRPO' },
  { answers: 'grpo', model: 'grpo', title: 'GRPO without SFT' },
  { answers: 'sft-grpo-hidden', model: 'sft-grpo', title: '(image hidden)', hidden: true },
] as const;

/** What a finished run found. */
export interface RunOutcome {
  readonly ontology: Ontology;
  readonly data: RunData;
  readonly reasoning: Reasoning;
  /** In the order of {@link rows}. */
  readonly results: readonly {
    readonly title: string;
    readonly benchmarks: readonly BenchmarkResult[];
  }[];
}

/**
 * The whole method: textbook and images to trajectories, a tower that sees, SFT, GRPO, the ablation without SFT, and the
 * evaluation of all four models. What is finished in the folder is not done again, so that calling it
 * on the folder of an interrupted run goes on to the result that an uninterrupted one has.
 *
 * @throws the signal's reason when aborted, after a checkpoint
 */
export async function runPipeline(
  directory: RunDirectory,
  signal: AbortSignal,
  startProgress: StartProgress = silentProgress,
): Promise<RunOutcome> {
  const started = performance.now();
  const { config } = directory;
  const { seed } = config;
  const ontology = loadOntology();
  const reading = startProgress('images', 100);
  const data = await loadRunData(config, ontology, (done, all) =>
    reading.update(Math.round((100 * done) / all)),
  );
  reading.stop();
  const reasoning = buildReasoning(data.documents, data.dense, {
    ontology,
    seed,
    perDiagnosisAndType: config.data.trajectoriesPerDiagnosisAndType,
  });
  await writeData(directory, data, reasoning);

  const pool = questionPool([...data.dense, ...data.sparse]);
  const asking = { ontology, pool, seed };
  const benchmarks = buildBenchmarks(data.test, {
    ontology,
    seed,
    pool,
    limit: config.data.benchmarkQuestions,
  });
  const examples = sftExamples(reasoning.trajectories, data.dense, asking);
  const prompts = grpoPrompts(data.sparse, asking);
  const material: TrainingMaterial = { concepts: visualConcepts(data.dense), examples, prompts };

  await refuseOtherMaterial(directory, benchmarks, material);

  const engine = await createEngine();
  const context: StageContext = { directory, engine, signal, startProgress };
  try {
    const texts = [
      ...examples.flatMap(({ prompt, answer }) => [prompt.text, answer]),
      ...prompts.map(({ text }) => text),
    ];
    await ensureModel(context, 'untrained', () => createStudent(config, texts, engine));
    const questions = benchmarks.reduce((sum, { items }) => sum + items.length, 0);
    const steps = await fixSteps(context, started, questions, material);
    await ensureModel(context, 'vision', async () => {
      const model = await requireModel(context, 'untrained');
      await runVision(context, model, material.concepts, steps.vision);
      return model;
    });
    await ensureModel(context, 'sft', async () => {
      const model = await requireModel(context, 'vision');
      await runSft(context, model, examples, steps.sft);
      return model;
    });
    await ensureModel(context, 'sft-grpo', async () => {
      const model = await requireModel(context, 'sft');
      await runGrpo(context, 'sft-grpo', model, prompts, steps.grpo);
      return model;
    });
    await ensureModel(context, 'grpo', async () => {
      const model = await requireModel(context, 'vision');
      await runGrpo(context, 'grpo', model, prompts, steps.grpoWithoutSft);
      return model;
    });

    const results = [];
    const hidden = benchmarks.map((one) => hideImages(one, config.model.imageSize));
    for (const { answers, model: name, title, ...row } of rows) {
      let model: Model | null = null;
      const open = async (): Promise<SamplingPolicy> => {
        const opened = await requireModel(context, name);
        model = opened;
        return { sample: (asked, options) => opened.generate(asked, options) };
      };
      const asked = 'hidden' in row ? hidden : benchmarks;
      results.push({
        title,
        benchmarks: await evaluateStage(context, answers, asked, open),
      });
      await (model as Model | null)?.release();
    }
    return { ontology, data, reasoning, results };
  } finally {
    await engine.close();
  }
}

/**
 * A run goes on only with the questions and answers it was started with: results of two versions of the
 * ontology, the textbook or the images must not meet in one table.
 */
async function refuseOtherMaterial(
  directory: RunDirectory,
  benchmarks: readonly Benchmark[],
  { concepts, examples, prompts }: TrainingMaterial,
): Promise<void> {
  const asked = [
    ...benchmarks.flatMap(({ items }) => items.map(({ prompt }) => prompt)),
    ...prompts,
    ...examples.map(({ prompt }) => prompt),
  ].map(({ id, text, labels }) => [id, text, labels]);
  const sha256 = createHash('sha256')
    .update(JSON.stringify([asked, examples.map(({ answer }) => answer), concepts.names]))
    .digest('hex');
  const known = await directory.readResult<{ sha256: string }>('material');
  if (known === null) return directory.writeResult('material', { sha256 });
  if (known.sha256 === sha256) return;
  throw new UsageError('was started with other images, another textbook or another ontology.', {
    source: directory.path,
    mend: 'Start a new run in another folder with --out.',
  });
}

/** The steps of each training: as configured, or planned once from the budget and stored. */
async function fixSteps(
  context: StageContext,
  started: number,
  questions: number,
  material: TrainingMaterial,
): Promise<StepPlan> {
  const { directory } = context;
  const { config } = directory;
  if (config.budgetSeconds === undefined) return stepsOf(config);
  const known = await directory.readResult<StepPlan>('plan');
  if (known) return known;
  const model = await requireModel(context, 'untrained');
  const spent = (performance.now() - started) / 1000;
  const budget = { seconds: config.budgetSeconds, spent, questions };
  const plan = await planSteps(config, budget, model, material);
  await model.release();
  await directory.writeResult('plan', plan);
  return plan;
}

/** Makes and saves a model unless the folder has it. */
async function ensureModel(
  context: StageContext,
  name: string,
  make: () => Promise<Model>,
): Promise<void> {
  const known = await openStageModel(context, name);
  if (known) return known.release();
  const model = await make();
  await model.save(context.directory.file('models', name));
  await model.release();
}

async function requireModel(context: StageContext, name: string): Promise<Model> {
  const model = await openStageModel(context, name);
  if (!model) throw new Error(`unreachable: the model '${name}' was just saved`);
  return model;
}

/** What stage 0 made and left out, for people to read. */
async function writeData(
  directory: RunDirectory,
  data: RunData,
  { cards, trajectories, rejected, dropped, unknownNames }: Reasoning,
): Promise<void> {
  const lines = (rows: readonly unknown[]): string =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await directory.write('data/cards.jsonl', lines(cards));
  await directory.write(
    'data/trajectories.jsonl',
    lines(trajectories.map((trajectory) => ({ ...trajectory, image: imageName(trajectory) }))),
  );
  await directory.write('data/rejected.jsonl', lines(rejected));
  await directory.write('data/skipped.jsonl', lines([...data.skipped, ...dropped]));
  await directory.write('data/unknown-names.jsonl', lines(unknownNames));
}

/** Pixels do not belong in a text file: where they came from does. */
function imageName({ image, recordId }: { image: Case['image']; recordId: string }): string {
  return image.kind === 'file' ? image.path : recordId;
}
