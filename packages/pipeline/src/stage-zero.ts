import type { Case, ImageSource } from '@skinr1/core';
import { isMonochrome, type LesionMeasurement, measureLesion } from '@skinr1/datasets';
import { decodeImage } from '@skinr1/model';
import {
  type BuildCorpusOptions,
  buildCorpus,
  type CorpusBuild,
  casesWithCards,
  extractCards,
  picturesToJudge,
} from '@skinr1/rationale';

/** Options of {@link stageZero}: those of `buildCorpus`; cards and measurements are made here. */
export interface StageZeroOptions
  extends Omit<BuildCorpusOptions, 'extraction' | 'measure' | 'isColored'> {
  /**
   * Images as they were published, by case id, where a case holds a smaller or squashed copy: a lesion's
   * outline must be measured at its own aspect ratio.
   */
  readonly originals?: ReadonlyMap<string, ImageSource>;
  /** Make cards of books about animals or plants too. @defaultValue false */
  readonly allowNonHuman?: boolean | undefined;
  /** Told while images are measured. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Stage 0, for `run` and for `rationale build`: books and cases to verified trajectories without duplicates.
 * Images without annotated signs are measured at their own size, and only those whose diagnosis the books
 * describe. An image that cannot be read stays unmeasured and is listed as dropped.
 */
export async function stageZero(options: StageZeroOptions): Promise<CorpusBuild> {
  const {
    documents,
    records = [],
    ontology,
    originals,
    allowNonHuman = false,
    ...others
  } = options;
  const { onProgress, ...rest } = others;
  const extraction = extractCards(documents, { ontology, allowNonHuman });
  const unmeasured = casesWithCards(records, extraction.cards, ontology).filter(
    ({ signs }) => signs === null,
  );
  const measurements = new Map<string, LesionMeasurement>();
  for (const [index, item] of unmeasured.entries()) {
    const measurement = await measureImage(originals?.get(item.id) ?? item.image);
    if (measurement) measurements.set(item.id, measurement);
    onProgress?.(index + 1, unmeasured.length);
  }
  const measure = ({ id }: Case): LesionMeasurement | null => measurements.get(id) ?? null;
  const colored = new Set<string>();
  for (const path of picturesToJudge(extraction.cards, documents, rest.captions)) {
    if (await isColoredImage(path)) colored.add(path);
  }
  const isColored = (path: string): boolean => colored.has(path);
  return buildCorpus({ ...rest, documents, records, ontology, extraction, measure, isColored });
}

/** Whether an image file is in color; one that cannot be read counts as without. */
export async function isColoredImage(path: string): Promise<boolean> {
  const pixels = await decodeImage({ kind: 'file', path }).catch(() => null);
  return pixels !== null && !isMonochrome(pixels);
}

async function measureImage(image: ImageSource): Promise<LesionMeasurement | null> {
  const pixels = await decodeImage(image).catch(() => null);
  return pixels && pixels.width >= 8 && pixels.height >= 8 ? measureLesion(pixels) : null;
}
