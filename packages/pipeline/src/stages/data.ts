import {
  type Case,
  createRandom,
  type ImageSource,
  InvalidInputError,
  type Random,
  type SkippedRow,
} from '@skinr1/core';
import {
  type DatasetWarning,
  detectDataset,
  syntheticLesions,
  throughDermatoscope,
} from '@skinr1/datasets';
import { balancedSample } from '@skinr1/eval';
import { decodeImage, type RgbImage, resizeBicubic } from '@skinr1/model';
import type { Ontology } from '@skinr1/ontology';
import { embeddedTextbook, extractCards } from '@skinr1/rationale';
import { ingestTextbooks, type SourceDocument } from '@skinr1/textbook';
import { groupBy } from '../group-by.ts';
import type { RunConfig } from '../run-config.ts';
import { defineStage, type Stage } from '../stage.ts';
import { ontologyStage } from './ontology.ts';

/** Images and books of a run. */
export interface RunData {
  readonly documents: readonly SourceDocument[];
  /** Cases that the vision tower learns to see from: lesions of its own where images are drawn, else those with reasoning. */
  readonly pretraining: readonly Case[];
  /** Training cases that get reasoning to learn from (stage 1). */
  readonly dense: readonly Case[];
  /** Training cases with labels only (stage 2). */
  readonly sparse: readonly Case[];
  /** Every usable case of the test split. */
  readonly test: readonly Case[];
  /** By case id, images as they are published where a case holds a squashed copy. */
  readonly originals: ReadonlyMap<string, ImageSource>;
  readonly skipped: readonly SkippedRow[];
  /** What a person should know about images that are used. */
  readonly warnings: readonly DatasetWarning[];
}

/** The images and books of a run: read, checked and divided. */
export const dataStage: Stage<RunData> = defineStage({
  name: 'data',
  needs: { ontology: ontologyStage },
  contents: ({ pretraining, dense, sparse, test }) => ({
    'images of the tower': pretraining.map(withoutMetadata),
    'images with reasoning': dense.map(withoutMetadata),
    'images with labels': sparse.map(withoutMetadata),
    'test images': test.map(withoutMetadata),
  }),
  async run({ ontology }, { config, emit }) {
    const data = await loadRunData(config, ontology, (done, total) =>
      emit({ type: 'progress', done, total }),
    );
    const { length } = data.skipped;
    if (length > 0) {
      const message = `${length} images or rows are skipped; data/skipped.jsonl tells why.`;
      emit({ type: 'warning', message });
    }
    if (data.warnings.length > 0) {
      const message = `${data.warnings.length} doubts about images or labels that are used: data/warnings.jsonl.`;
      emit({ type: 'warning', message });
    }
    return data;
  },
});

function withoutMetadata({ metadata, ...rest }: Case): Omit<Case, 'metadata'> {
  return rest;
}

/** Told while images are drawn or read. */
type OnProgress = (done: number, total: number) => void;

/**
 * Reads the textbook and the images of a run and divides the cases. Lesions never cross parts. Every
 * image is decoded once here, so that one that cannot be read is listed now and not met in training.
 */
export async function loadRunData(
  config: RunConfig,
  ontology: Ontology,
  onProgress: OnProgress,
): Promise<RunData> {
  const { source, seed, data, model } = config;
  const random = createRandom(seed).fork('data');
  if (source.kind === 'embedded') {
    const documents = await embeddedTextbook();
    const { lesionsPerDisease, pretrainingLesionsPerDisease: own = 0 } = source;
    const all = lesionsPerDisease + own;
    const draw = (drawSeed: number | string, casesPerDisease: number, before: number): Case[] =>
      syntheticLesions({
        seed: drawSeed,
        casesPerDisease,
        size: model.imageSize,
        ontology,
        onProgress: ({ done, total }) =>
          onProgress(before * total + casesPerDisease * done, all * total),
      });
    const drawn = divide(draw(seed, lesionsPerDisease, 0), data, random);
    const parts = source.labelsThrough
      ? { ...drawn, sparse: drawn.sparse.map(seenThrough), test: drawn.test.map(seenThrough) }
      : drawn;
    const pretraining = own > 0 ? draw(`${seed} pretraining`, own, lesionsPerDisease) : parts.dense;
    const originals = new Map<string, ImageSource>();
    return { documents, pretraining, ...parts, originals, skipped: [], warnings: [] };
  }
  const given = await ingestTextbooks(source.textbook);
  refuseWithoutDiseases(given, ontology);
  const documents = source.supplement ? [...given, ...(await embeddedTextbook())] : given;
  const adapter = await detectDataset(source.images);
  const loaded = await adapter.load(source.images, { ontology, seed });
  const chosen = divide(loaded.cases, data, random);
  const all = [...chosen.dense, ...chosen.sparse, ...chosen.test];
  const { images, skipped } = await readImages(all, model.imageSize, onProgress);
  const readable = (cases: readonly Case[]): Case[] =>
    cases.flatMap((item) => {
      const image = images.get(item.id);
      return image ? [{ ...item, image: { kind: 'pixels', ...image } }] : [];
    });
  const divided = {
    dense: readable(chosen.dense),
    sparse: readable(chosen.sparse),
    test: readable(chosen.test),
  };
  for (const [name, cases] of Object.entries(divided)) {
    if (cases.length > 0) continue;
    throw new InvalidInputError(`no readable image is left for the ${name} part.`, {
      source: source.images,
      mend: 'Check that the folder holds the images that its label table names.',
    });
  }
  const { warnings } = loaded;
  const originals = new Map(chosen.dense.map(({ id, image }) => [id, image]));
  const notUsed = [...loaded.skipped, ...skipped];
  const pretraining = divided.dense;
  return { documents, pretraining, ...divided, originals, skipped: notUsed, warnings };
}

/** A drawn case as a dermatoscope shows it. */
function seenThrough(of: Case): Case {
  if (of.image.kind !== 'pixels') return of;
  return { ...of, image: { kind: 'pixels', ...throughDermatoscope(of.image) } };
}

/** Books that describe no disease must not pass unnoticed behind the embedded one. */
function refuseWithoutDiseases(given: readonly SourceDocument[], ontology: Ontology): void {
  extractCards(given, { ontology });
}

/** Training cases by lesion into dense and sparse, capped per diagnosis; the test split as it is. */
function divide(
  cases: readonly Case[],
  {
    denseShare,
    trainingImagesPerDiagnosis,
    benchmarkQuestions,
    balancedQuestions = 0,
  }: RunConfig['data'],
  random: Random,
): Pick<RunData, 'dense' | 'sparse' | 'test'> {
  const dense: Case[] = [];
  const sparse: Case[] = [];
  const training = cases.filter(({ split }) => split === 'train');
  for (const [diagnosisId, members] of groupBy(training, (item) => item.diagnosisId)) {
    const lesions = groupBy(members, ({ lesionId, id }) => lesionId ?? id);
    const order = random.fork(diagnosisId).shuffle([...lesions.values()]);
    let taken = 0;
    const most = Math.min(members.length, trainingImagesPerDiagnosis);
    for (const lesion of order) {
      if (taken + lesion.length > most) continue;
      const part = taken < denseShare * most ? dense : sparse;
      for (const item of lesion) part.push(item);
      taken += lesion.length;
    }
  }
  const test = cases.filter(({ split }) => split === 'test');
  // Each benchmark draws its own questions; images beyond these would only be decoded for nothing.
  const enough = new Set(random.fork('test').sample(test, benchmarkQuestions * 4));
  const ofEach = random.fork('balanced test');
  for (const item of balancedSample(
    test,
    ({ diagnosisId }) => diagnosisId,
    balancedQuestions,
    ofEach,
  ))
    enough.add(item);
  return { dense, sparse, test: [...enough] };
}

/** Decodes images to squares of the model's size; the ones that cannot be read are listed. */
async function readImages(
  cases: readonly Case[],
  size: number,
  onProgress: OnProgress,
): Promise<{ images: Map<string, RgbImage>; skipped: SkippedRow[] }> {
  const images = new Map<string, RgbImage>();
  const skipped: SkippedRow[] = [];
  for (const [index, { id, image, dataset }] of cases.entries()) {
    try {
      images.set(id, resizeBicubic(await decodeImage(image), size, size));
    } catch (error) {
      skipped.push({ source: dataset, place: id, reason: (error as Error).message });
    }
    onProgress(index + 1, cases.length);
  }
  return { images, skipped };
}
