import type { Ontology } from '@skinr1/ontology';
import { impliedSigns } from '../language/sign-kinship.ts';
import { isTypical, type SupportedSign } from './card-signs.ts';
import type { Discriminator } from './discriminators.ts';
import { type Exclusion, findExclusion } from './exclusion.ts';
import { ImageSigns } from './image-signs.ts';
import { outlookOf } from './outlook.ts';
import { passageFor } from './passage-for.ts';
import type { PlannedDisease } from './planned-diseases.ts';
import { isOfOtherColor } from './qualified-signs.ts';
import type { SignFrequency } from './sign-frequency.ts';
import { type TrajectoryType, trajectoryTypes } from './trajectory-types/index.ts';
import type { PartnerRule } from './trajectory-types/partners.ts';
import type { TrajectoryRecord } from './types.ts';

/** An image as its diagnosis explains it. */
export interface Observation {
  readonly record: TrajectoryRecord;
  readonly image: ImageSigns;
  readonly final: PlannedDisease;
  /** Signs that the image shows and the final disease's card affirms, the most telling first. */
  readonly observed: readonly SupportedSign[];
}

/** What a trajectory will say, before any wording. */
export interface TrajectoryPlan extends Omit<Observation, 'image'> {
  readonly type: TrajectoryType;
  /** The other disease that is weighed; `null` where the type weighs none. */
  readonly alternative: PlannedAlternative | null;
}

/** A disease that a trajectory considers and sets aside. */
export interface PlannedAlternative {
  readonly disease: PlannedDisease;
  /** Observed signs that its card affirms too, cited from that card. */
  readonly shared: readonly SupportedSign[];
  /** On what it is set aside. */
  readonly exclusion: Exclusion;
}

/** Bounds of a plan. */
export interface PlanLimits {
  readonly observed: number;
  readonly compared: number;
}

/** What plans of one build share. */
export interface PlanContext {
  readonly ontology: Ontology;
  readonly frequency: SignFrequency;
  /** How many diseases there are to reason about. */
  readonly diseases: number;
  readonly limits: PlanLimits;
}

/** What can be claimed of an image for its diagnosis; `null` if it is too little to reason from. */
export function observe(
  record: TrajectoryRecord,
  final: PlannedDisease,
  { ontology, limits }: PlanContext,
): Observation | null {
  const observed = claimableSigns(record, final, ontology)
    .slice(0, limits.observed)
    .map((sign) => passageFor(record.caption, sign, final));
  if (!isFinding(observed, record, final, ontology)) return null;
  return { record, image: new ImageSigns(record, ontology), final, observed };
}

/**
 * The plan of a trajectory; `null` if nothing tells the two diseases apart.
 *
 * @param discriminators the passages that do
 */
export function planTrajectory(
  type: TrajectoryType,
  observation: Observation,
  considered: PlannedDisease | null,
  discriminators: readonly Discriminator[],
  context: PlanContext,
): TrajectoryPlan | null {
  const { record, image, final, observed } = observation;
  if (considered === null) return { type, record, final, observed, alternative: null };
  const { needsShared, partner } = trajectoryTypes[type];
  // Most diseases share nothing telling with an image.
  if (needsShared && !observed.some(({ termId }) => considered.telling.has(termId))) return null;
  const least = partner?.firstThoughtShares ?? 'some';
  const shared = worthNaming(sharedSigns(observation, considered, context), least, context);
  if (needsShared && !isFirstThought(shared, least, context)) return null;
  const limit = context.limits.compared;
  const exclusion = findExclusion({ image, final, considered, observed, discriminators, limit });
  if (exclusion === null) return null;
  const alternative = { disease: considered, shared: shared.slice(0, limit), exclusion };
  return { type, record, final, observed, alternative };
}

/** Nothing brings a disease to mind by its outline alone, and none that is not akin by its color alone. */
function worthNaming(
  shared: readonly SupportedSign[],
  least: PartnerRule['firstThoughtShares'],
  { ontology }: PlanContext,
): readonly SupportedSign[] {
  const isMore = ({ termId }: SupportedSign): boolean => {
    const outlook = outlookOf(termId, ontology);
    return outlook === null || (outlook === 'color' && least === 'some');
  };
  return shared.some(isMore) ? shared : [];
}

/** Observed signs that the card of another disease has too, as that card has them. */
function sharedSigns(
  { observed, record }: Observation,
  { sharable }: PlannedDisease,
  { ontology }: PlanContext,
): SupportedSign[] {
  const shared: SupportedSign[] = [];
  for (const { termId } of observed) {
    const theirs = sharable.get(termId);
    if (theirs && !isOfOtherColor(theirs.color, record, ontology)) shared.push(theirs);
  }
  return shared;
}

/**
 * True if signs are enough to reason from. Colors alone are not, outlines alone are not; both together are, where each
 * is given without a condition, one of them is typical, and the disease has all that the image shows of them.
 */
export function isFinding(
  signs: readonly SupportedSign[],
  record: TrajectoryRecord,
  disease: PlannedDisease,
  ontology: Ontology,
): boolean {
  if (signs.some(({ termId }) => outlookOf(termId, ontology) === null)) return true;
  const plain = signs.filter(({ conditional }) => !conditional);
  const groups = new Set(plain.map(({ termId }) => outlookOf(termId, ontology)));
  return groups.size > 1 && plain.some(isTypical) && explainsOutlook(record, disease, ontology);
}

/** True if a disease has every color and outline that an image shows, by itself or by a narrower sign. */
function explainsOutlook(
  { shown }: TrajectoryRecord,
  { signs: { present } }: PlannedDisease,
  ontology: Ontology,
): boolean {
  const known = [...present.keys()];
  return shown.every(
    (termId) =>
      outlookOf(termId, ontology) === null ||
      known.some((id) => id === termId || impliedSigns(id, ontology).includes(termId)),
  );
}

/** True if what is seen makes up a picture: several typical signs, and more than color and outline. */
export function isPicture(
  { observed }: Pick<TrajectoryPlan, 'observed'>,
  ontology: Ontology,
): boolean {
  const isMore = observed.some(({ termId }) => outlookOf(termId, ontology) === null);
  return isMore && observed.filter(isTypical).length > 1;
}

/** The signs that a diagnosis is said to be recognized by: typical ones where there are any. */
export function tellingSigns(observed: readonly SupportedSign[]): readonly SupportedSign[] {
  const typical = observed.filter(isTypical);
  return (typical.length > 0 ? typical : observed).slice(0, 2);
}

/** True if shared signs make another disease the first thought: more than color and outline, and several or telling. */
function isFirstThought(
  shared: readonly SupportedSign[],
  least: PartnerRule['firstThoughtShares'],
  { ontology, frequency, diseases }: PlanContext,
): boolean {
  const looks = shared.filter(({ termId }) => outlookOf(termId, ontology) === null);
  if (!looks.some(isTypical)) return false;
  const fewest = Math.max(2, diseases / tellingShare);
  const telling = looks.some(({ termId }) => frequency(termId) <= fewest);
  const several = shared.length > 1;
  return least === 'several' ? looks.length > 1 || (several && telling) : several || telling;
}

/** A sign is telling if only the two diseases have it, or at most one disease in so many. */
const tellingShare = 6;

/**
 * The signs that may be claimed for a record: shown by the image and affirmed by the card, narrower names
 * before the wider ones that they include.
 */
export function claimableSigns(
  record: TrajectoryRecord,
  disease: PlannedDisease,
  ontology: Ontology,
): SupportedSign[] {
  const shown = new Set(record.shown);
  const claimable = disease.claimable.filter(
    (sign) =>
      shown.has(sign.termId) &&
      // What holds of one form or stage is claimed only where a caption may name it.
      (record.caption !== null || !sign.conditional) &&
      !isOfOtherColor(sign.color, record, ontology),
  );
  const widened = new Set(claimable.flatMap(({ termId }) => impliedSigns(termId, ontology)));
  return claimable.filter(({ termId }) => !widened.has(termId));
}
