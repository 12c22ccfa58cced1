import { type Case, createRandom, researchUseOnly, UsageError } from '@skinr1/core';
import { detectDataset, syntheticLesions } from '@skinr1/datasets';
import {
  type CalibrateOutcome,
  type CalibrationSummary,
  calibrate,
  writeCalibration,
} from '@skinr1/diagnose';
import { alignColumns } from '@skinr1/eval';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import type { Command } from 'commander';
import { printLine } from '../terminal/print.ts';
import { runShown } from '../terminal/run-shown.ts';
import { addModelOptions, type ModelChoice, openChosenModel } from './chosen-model.ts';
import { integer, share, wholeNumber } from './option-values.ts';

interface CalibrateCommandOptions extends ModelChoice {
  readonly images?: string;
  readonly drawn?: boolean;
  readonly limit: number;
  readonly target: number;
  readonly samples: number;
  readonly seed: number;
}

/** Adds `calibrate`: what a model's probabilities are worth, kept beside it for `diagnose`. */
export function registerCalibrateCommand(program: Command): void {
  const command = program
    .command('calibrate')
    .description(
      'measure what the probabilities of `diagnose` are worth on labeled images, and keep it beside the model',
    );
  addModelOptions(command)
    .option('--images <folder>', 'data set in its published layout, of which nothing was learnt')
    .option('--drawn', 'lesions drawn anew in its place, for the model of a demonstration')
    .option('--limit <number>', 'most images, drawn by seed', wholeNumber, 200)
    .option('--target <share>', 'least share of right answers among those given', share, 0.9)
    .option(
      '--samples <number>',
      'answers drawn for each image, as `diagnose` will',
      wholeNumber,
      8,
    )
    .option('--seed <number>', 'fixes images, halves and drawn answers', integer, 1)
    .action(perform);
}

async function perform(options: CalibrateCommandOptions): Promise<void> {
  const ontology = loadOntology();
  const cases = await labeledCases(options, ontology);
  const { opened, folder } = await openChosenModel(options);
  const { samples, seed, target: targetAccuracy } = options;
  try {
    await runShown('Nothing was changed.', async ({ signal, listen }) => {
      const outcome = await calibrate(cases, {
        ...{ model: opened.model, identity: opened.identity, ontology, signal },
        ...{ samples, seed, targetAccuracy },
        onProgress: (progress) => listen({ type: 'progress', stage: 'calibrate', ...progress }),
      });
      await writeCalibration(folder, outcome.calibration);
      return () => {
        for (const line of describe(outcome)) printLine(line);
        printLine(`Kept in ${folder}; diagnose uses it from now on, with --samples ${samples}.`);
        printLine(researchUseOnly);
      };
    });
  } finally {
    await opened.close();
  }
}

/** Cases of the part of a data set that nothing is learnt from or measured on; without one, of the test part. */
async function labeledCases(
  { images, drawn = false, limit, seed }: CalibrateCommandOptions,
  ontology: Ontology,
): Promise<readonly Case[]> {
  if ((images === undefined) !== drawn) {
    throw new UsageError('a calibration needs labeled images.', {
      mend: 'Give either --images FOLDER, or --drawn for the model of a demonstration.',
    });
  }
  const random = createRandom(seed).fork('calibrate');
  if (images === undefined) {
    // Another stream than that of any run's own lesions.
    const all = syntheticLesions({ ...drawnLesions, seed: `calibrate ${seed}`, ontology });
    return random.sample(all, limit);
  }
  const { cases } = await (await detectDataset(images)).load(images, { ontology, seed });
  const part = cases.some(({ split }) => split === 'validation') ? 'validation' : 'test';
  return random.sample(
    cases.filter(({ split }) => split === part),
    limit,
  );
}

const drawnLesions = { casesPerDisease: 10, size: 112 };

const percent = (value: number | null): string =>
  value === null ? '–' : `${(value * 100).toFixed(1)} %`;

function describe({ calibration, heldOut, skipped }: CalibrateOutcome): string[] {
  const { temperature, threshold, targetAccuracy, fitted } = calibration;
  const row = (name: string, summary: CalibrationSummary): string[] => [
    ...[name, String(summary.questions), percent(summary.accuracy)],
    ...[percent(summary.coverage), percent(summary.accuracyOfGiven)],
    `${percent(summary.before.calibrationError)} → ${percent(summary.after.calibrationError)}`,
  ];
  const title = ['', 'images', 'right', 'answered', 'right of these', 'calibration error'];
  const reasons = new Map<string, number>();
  for (const { reason } of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    ...alignColumns([title, row('fitted on', fitted), row('held out', heldOut)]).split('\n'),
    threshold > 1
      ? `No confidence is high enough for ${percent(targetAccuracy)} right answers: all will be left open.`
      : `Temperature ${temperature.toFixed(2)}; answers are given from ${percent(threshold)} on.`,
    ...[...reasons].map(([reason, count]) => `left out: ${count}, ${reason}`),
  ];
}
