import { InvalidInputError, type Prompt, researchUseOnly, UsageError } from '@skinr1/core';
import { imageBytes, openExportFolder, storeImage } from '@skinr1/rationale';
import { writeGroundTruth } from '../ground-truth.ts';
import type { Engine, ExportedImage, ExportPart, ExportRow, ScriptOptions } from './engine.ts';
import { imageTag } from './message-row.ts';

/** Options of {@link exportForEngine}. */
export interface ExportForEngineOptions {
  /** Folder to write; made if missing. Files of the same name are replaced. */
  readonly directory: string;
  /** Questions to learn from. */
  readonly prompts: readonly Prompt[];
  /** Questions to measure on. @defaultValue none */
  readonly heldOut?: readonly Prompt[];
  /** The rewards that the service asks: their names become curves. */
  readonly rewards: readonly { readonly name: string; readonly weight?: unknown }[];
  /** Where the reward service will be. @defaultValue {@link defaultRewardUrl} */
  readonly url?: string;
}

/** What an export wrote. */
export interface EngineExport {
  /** Paths relative to the folder. */
  readonly files: readonly string[];
  readonly rows: Readonly<Record<ExportPart, number>>;
}

/** Where `skinr1 reward serve` listens unless told otherwise. */
export const defaultRewardUrl = 'http://127.0.0.1:8977';

/**
 * Writes questions with their images as an engine reads them, a shim by which it asks the reward service, and a
 * script that starts it. Each file is complete before it gets its name, the data last, so that an interrupted
 * export has no data file that names what is missing.
 *
 * @throws UsageError without questions, for two of one id, or for an address that is none; InvalidInputError for a
 *   text that holds an image tag, an image that cannot be read, and labels that JSON cannot hold.
 */
export async function exportForEngine(
  engine: Engine,
  options: ExportForEngineOptions,
): Promise<EngineExport> {
  const { directory, prompts, heldOut = [] } = options;
  checkPrompts(prompts, heldOut);
  const scripts = engine.scripts(scriptOptions(engine, options));
  const folder = await openExportFolder(directory);
  const images = new Set<string>();
  const parts = await Promise.all([
    rowsOf(engine, directory, 'train', prompts, images),
    rowsOf(engine, directory, 'test', heldOut, images),
  ]);
  for (const { name, content } of scripts) await folder.write(name, content);
  await folder.write('README.md', readme(engine, options));
  for (const rows of parts) {
    const [first] = rows;
    if (first) await folder.write(dataFile(engine, first.part), await engine.encode(rows));
  }
  return {
    files: [...images, ...folder.files],
    rows: { train: prompts.length, test: heldOut.length },
  };
}

/** Name of the file with a part of the data. */
export function dataFile(engine: Engine, part: ExportPart): string {
  return `${part}.${engine.ending}`;
}

async function rowsOf(
  engine: Engine,
  directory: string,
  part: ExportPart,
  prompts: readonly Prompt[],
  written: Set<string>,
): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for (const [index, prompt] of prompts.entries()) {
    const images: ExportedImage[] = [];
    for (const [at, image] of prompt.images.entries()) {
      if (engine.imagesIn === 'bytes') {
        images.push({ kind: 'bytes', bytes: await imageBytes(image) });
        continue;
      }
      const path = await storeImage(directory, `${prompt.id}/${at}`, image, true);
      images.push({ kind: 'file', path });
      written.add(path);
    }
    rows.push({ prompt, images, groundTruth: writeGroundTruth(prompt), part, index });
  }
  return rows;
}

function checkPrompts(prompts: readonly Prompt[], heldOut: readonly Prompt[]): void {
  if (prompts.length === 0) throw new UsageError('there are no questions to export.');
  const ids = new Set<string>();
  for (const { id, text, labels } of [...prompts, ...heldOut]) {
    const source = `prompt '${id}'`;
    if (ids.has(id)) throw new UsageError(`two questions have the id '${id}'.`);
    ids.add(id);
    if (text.includes(imageTag)) {
      throw new InvalidInputError(`its text holds ${imageTag}, which engines take for an image.`, {
        source,
        mend: 'Leave the tag out: images get their places by themselves.',
      });
    }
    if (labels === undefined) {
      throw new InvalidInputError('it has no labels.', {
        source,
        mend: 'Give what rewards need to judge an answer, or null.',
      });
    }
  }
}

function scriptOptions(
  engine: Engine,
  { rewards, heldOut = [], url = defaultRewardUrl }: ExportForEngineOptions,
): ScriptOptions {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || /["'$`\\]/.test(parsed.href)) {
    throw new UsageError('the address of the reward service is no http or https address.', {
      mend: `Give one such as ${defaultRewardUrl}.`,
    });
  }
  return {
    url: parsed.origin,
    rewards: rewards.map(({ name, weight = 1 }) => ({ name, weight: fixedWeight(name, weight) })),
    files: {
      train: dataFile(engine, 'train'),
      test: heldOut.length > 0 ? dataFile(engine, 'test') : null,
    },
  };
}

/** Engines add up columns themselves, with weights that stand still. */
function fixedWeight(name: string, weight: unknown): number {
  if (typeof weight === 'number') return weight;
  throw new UsageError(`the weight of reward '${name}' moves, which engines cannot follow.`, {
    mend: 'Give a number.',
  });
}

function readme(
  engine: Engine,
  { prompts, heldOut = [], rewards }: ExportForEngineOptions,
): string {
  return [
    `# Questions for ${engine.name}`,
    '',
    researchUseOnly,
    '',
    `${prompts.length} questions to learn from, ${heldOut.length} to measure on. Rewards: ${rewards.map(({ name }) => name).join(', ')}.`,
    '',
    'Start `skinr1 reward serve`, then `MODEL=folder bash launch.sh`. `SKINR1_REWARD_URL` and `SKINR1_REWARD_TOKEN` say where the service is and how it is asked.',
    '',
    'Images and their labels keep the license of their data set.',
    '',
  ].join('\n');
}
