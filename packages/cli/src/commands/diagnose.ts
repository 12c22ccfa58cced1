import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { SkinR1Error, UsageError } from '@skinr1/core';
import {
  type DiagnosedImage,
  type Diagnosis,
  diagnose,
  type OpenedModel,
  renderDiagnoses,
} from '@skinr1/diagnose';
import { decodeImage, overlayMap, saliency } from '@skinr1/model';
import type { Command } from 'commander';
import { describeDiagnosis } from '../terminal/describe-diagnosis.ts';
import { print } from '../terminal/print.ts';
import { endInterrupted, listenForInterrupt } from '../terminal/until-stopped.ts';
import { addModelOptions, type ModelChoice, openChosenModel } from './chosen-model.ts';
import { integer, wholeNumber } from './option-values.ts';

interface DiagnoseCommandOptions extends ModelChoice {
  readonly samples: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly html?: string;
}

/** Adds `diagnose`: images to differentials with their reasons. */
export function registerDiagnoseCommand(program: Command): void {
  const command = program
    .command('diagnose')
    .description(
      'what a model makes of images: differential, reasons, malignancy, quality, provenance; research use only',
    )
    .argument('<images...>', 'image files');
  addModelOptions(command)
    .option('--samples <number>', 'answers drawn for self-consistency', wholeNumber, 8)
    .option('--seed <number>', 'fixes the drawn answers', integer, 1)
    .option('--json', 'as JSON')
    .option('--html <file>', 'also a page that holds everything, with where the model looked')
    .action((images: string[], options: DiagnoseCommandOptions) => perform(images, options));
}

async function perform(images: readonly string[], options: DiagnoseCommandOptions): Promise<void> {
  const { html } = options;
  if (html !== undefined) await checkWritable(html);
  const { opened } = await openChosenModel(options);
  const interrupt = listenForInterrupt('Stopping');
  const { signal } = interrupt;
  try {
    const found: DiagnosedImage[] = [];
    for (const path of images) found.push(await diagnoseFile(path, opened, options, signal));
    if (options.json) await print(`${JSON.stringify(found.map(toJson), null, 2)}\n`);
    else for (const item of found) await print(`${describe(item).join('\n')}\n\n`);
    if (html !== undefined) {
      await writeFile(html, await renderDiagnoses(found, new Date().toISOString()));
      process.stderr.write(`${html}\n`);
    }
    if (found.some((item) => 'problem' in item)) process.exitCode = 1;
  } catch (error) {
    endInterrupted(error, signal);
  } finally {
    interrupt.end();
    await opened.close();
  }
}

/** Finds before anything is computed that a page could not be written. Throws UsageError. */
async function checkWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  const [there, parent] = await Promise.all(
    [file, folder].map((path) => stat(path).catch(() => null)),
  );
  if (!parent?.isDirectory() || there?.isDirectory()) {
    const reason = there ? 'is a folder.' : 'cannot be written: its folder is not there.';
    throw new UsageError(reason, { source: file, mend: 'Give a file in a folder that exists.' });
  }
}

/** One image; a fault of it is told and does not end the others. */
async function diagnoseFile(
  path: string,
  { model, identity, calibration }: OpenedModel,
  { samples, seed, html }: DiagnoseCommandOptions,
  signal: AbortSignal,
): Promise<DiagnosedImage> {
  const name = basename(path);
  try {
    const { width, height, data } = await decodeImage({ kind: 'file', path });
    const image = { kind: 'pixels', width, height, data } as const;
    const asked = { model, identity, calibration, samples, seed, signal };
    const diagnosis = await diagnose(image, asked);
    if (html === undefined || diagnosis.answer.text === '') return { name, image, diagnosis };
    const question = { text: diagnosis.question, images: [image] };
    const [looked] = await saliency(model, question, diagnosis.answer.text, { signal });
    const overlay = looked ? { saliency: overlayMap(image, looked.map) } : {};
    return { name, image, diagnosis, ...overlay };
  } catch (error) {
    if (!SkinR1Error.isInstance(error) || error.kind === 'resource') throw error;
    // Pages and JSON are passed on: where the image lay is nobody's business.
    return { name, problem: error.message.replaceAll(path, name) };
  }
}

function describe(item: DiagnosedImage): string[] {
  if ('problem' in item) return [item.name, `  ${item.problem}`];
  return [item.name, ...describeDiagnosis(item.diagnosis).map((line) => `  ${line}`.trimEnd())];
}

function toJson(
  item: DiagnosedImage,
): { name: string; diagnosis: Diagnosis } | { name: string; problem: string } {
  const { name } = item;
  return 'problem' in item ? { name, problem: item.problem } : { name, diagnosis: item.diagnosis };
}
