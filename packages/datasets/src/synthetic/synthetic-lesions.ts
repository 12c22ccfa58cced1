import {
  type Case,
  checkWholeNumber,
  createRandom,
  InvalidInputError,
  type Random,
  type Split,
  UsageError,
} from '@skinr1/core';
import type { CaseHierarchy } from '../hierarchy.ts';
import { assignSplits, defaultShares, type SplitShares } from '../splits.ts';
import {
  type DiseaseProfile,
  diseaseProfiles,
  exclusiveSigns,
  signFrequency,
} from './disease-profiles.ts';
import { renderLesion } from './render-lesion.ts';
import { skinTones } from './skin.ts';

/** Name that every synthetic case carries as its data set. */
export const syntheticDataset = 'synthetic';

/** What {@link syntheticLesions} makes. */
export interface SyntheticOptions {
  /** Fixes every image, sign and split. */
  readonly seed: number | string;
  /** Images per disease; with {@link longTail}, of the commonest disease. */
  readonly casesPerDisease: number;
  readonly ontology: CaseHierarchy;
  /** Width and height in pixels. @defaultValue 112 */
  readonly size?: number;
  /** Which diseases. @defaultValue {@link diseaseProfiles} */
  readonly profiles?: readonly DiseaseProfile[];
  /** Share of the lesions photographed twice. @defaultValue 0.15 */
  readonly secondViews?: number;
  /**
   * 0: all diseases equally often. Above 0: the n-th disease has about `n ** -longTail` of the images of
   * the first, at least 3; which disease is common depends on the seed. @defaultValue 0
   */
  readonly longTail?: number;
  /** @defaultValue {@link defaultShares} */
  readonly shares?: SplitShares;
  /** Called after each disease. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * A data set of drawn lesions: seeded, labeled with the signs that were truly drawn, and named
 * synthetic in every case. It stands in for photographs in demonstrations and tests; what a model
 * learns from it says nothing about patients.
 *
 * Throws UsageError for impossible options and NotFoundError for a disease the ontology does not have.
 */
export function syntheticLesions(options: SyntheticOptions): Case[] {
  const { profiles = diseaseProfiles, shares = defaultShares } = options;
  check(options);
  const random = createRandom(options.seed).fork('synthetic lesions');
  const counts = imagesPerDisease(profiles, options, random.fork('long tail'));
  const cases = profiles.flatMap((profile, index) => {
    const result = lesionsOf(profile, counts[index]!, options, random.fork(profile.diseaseId));
    options.onProgress?.({ done: index + 1, total: profiles.length });
    return result;
  });
  const groups = cases.map(({ lesionId, diagnosisId }) => ({
    id: lesionId!,
    stratum: diagnosisId,
  }));
  const splits = assignSplits(groups, random.fork('splits'), shares);
  return cases.map((item) => ({ ...item, split: splits.get(item.lesionId!) as Split }));
}

/** The signs of one lesion of a disease: each with its frequency, of excluding signs only one. */
export function drawSigns(profile: DiseaseProfile, random: Random): string[] {
  const drawn: string[] = [];
  for (const frequency of ['always', 'often', 'sometimes', 'rarely'] as const) {
    for (const sign of profile[frequency]) {
      const shows = random.next() < signFrequency[frequency];
      const excluded = exclusiveSigns.some(
        (group) => group.includes(sign) && group.some((other) => drawn.includes(other)),
      );
      if (shows && !excluded) drawn.push(sign);
    }
  }
  return drawn;
}

function lesionsOf(
  profile: DiseaseProfile,
  count: number,
  { ontology, size = 112, secondViews = 0.15 }: SyntheticOptions,
  random: Random,
): Case[] {
  const { diseaseId } = profile;
  const malignancy = ontology.malignancyClass(diseaseId);
  if (malignancy === null) {
    throw new InvalidInputError(`the malignancy of '${diseaseId}' varies: no case can state one.`, {
      source: 'syntheticLesions',
      place: `profile ${diseaseId}`,
      mend: 'Use a profile of a more specific disease.',
    });
  }
  const path = ontology.path(diseaseId);
  const cases: Case[] = [];
  for (let lesion = 1; cases.length < count; lesion++) {
    const lesionId = `synthetic-${diseaseId}-${lesion}`;
    const lesionRandom = random.fork(`lesion ${lesion}`);
    const signs = drawSigns(profile, lesionRandom);
    const skinTone = lesionRandom.pick(skinTones);
    const views = lesionRandom.next() < secondViews ? 2 : 1;
    for (let view = 1; view <= views && cases.length < count; view++) {
      const image = renderLesion({
        size,
        skinTone,
        signs,
        random: lesionRandom.fork(`view ${view}`),
      });
      cases.push({
        id: `${lesionId}-${view}`,
        dataset: syntheticDataset,
        image: { kind: 'pixels', ...image },
        label: diseaseId,
        diagnosisId: diseaseId,
        path,
        malignancy,
        lesionId,
        patientId: null,
        split: 'train',
        signs,
        metadata: { synthetic: true, skinTone, view },
      });
    }
  }
  return cases;
}

function imagesPerDisease(
  profiles: readonly DiseaseProfile[],
  { casesPerDisease, longTail = 0 }: SyntheticOptions,
  random: Random,
): number[] {
  const ranks = random.shuffle(profiles.map((_, index) => index));
  const counts = profiles.map(() => casesPerDisease);
  if (longTail === 0) return counts;
  ranks.forEach((profile, rank) => {
    const share = (rank + 1) ** -longTail;
    counts[profile] = Math.max(Math.min(3, casesPerDisease), Math.round(casesPerDisease * share));
  });
  return counts;
}

function check({
  casesPerDisease,
  secondViews = 0,
  longTail = 0,
  profiles,
}: SyntheticOptions): void {
  checkWholeNumber('casesPerDisease', casesPerDisease, 1, 100_000);
  if (!(secondViews >= 0 && secondViews <= 1)) {
    throw new UsageError(`secondViews is a share from 0 to 1, not ${secondViews}.`);
  }
  if (!(longTail >= 0 && longTail <= 5)) {
    throw new UsageError(`longTail is an exponent from 0 to 5, not ${longTail}.`);
  }
  if (profiles?.length === 0) throw new UsageError('syntheticLesions needs at least one profile.');
}
