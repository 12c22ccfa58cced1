import type { SourceSpan, TrajectoryType } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { areOneFamily, impliedSigns, isContradicted } from '../language/sign-kinship.ts';
import type { SupportedSign } from './card-signs.ts';
import type { PlannedDisease } from './planned-diseases.ts';
import type { TrajectoryRecord } from './types.ts';

/** What a trajectory will say, before any wording. */
export interface TrajectoryPlan {
  readonly type: TrajectoryType;
  readonly record: TrajectoryRecord;
  readonly final: PlannedDisease;
  readonly considered: PlannedDisease | null;
  /** Signs that the image shows and the final disease's card affirms, the most telling first. */
  readonly observed: readonly SupportedSign[];
  /** Observed signs that the considered disease's card affirms too, cited from that card. */
  readonly shared: readonly SupportedSign[];
  /** Typical signs of the considered disease that are known to be absent from the image. */
  readonly missing: readonly SupportedSign[];
  /** Observed signs that the considered disease's card does not have, or denies. */
  readonly against: readonly SupportedSign[];
  /** The book's passage that tells the two apart. */
  readonly discriminator: SourceSpan | null;
}

/** Bounds of a plan. */
export interface PlanLimits {
  readonly observed: number;
  readonly compared: number;
}

/** How many diseases share a sign; the fewer, the more telling the sign. */
export type SignFrequency = (termId: string) => number;

/** What plans of one build share. */
export interface PlanContext {
  readonly ontology: Ontology;
  readonly frequency: SignFrequency;
  readonly limits: PlanLimits;
  /** The passage that tells the two diseases of the plan apart. */
  readonly discriminator: SourceSpan | null;
}

/** The signs that may be claimed for a record: shown by the image and affirmed by the card. */
function claimableSigns(
  record: TrajectoryRecord,
  disease: PlannedDisease,
  { frequency, ontology }: PlanContext,
): SupportedSign[] {
  const shown = new Set(record.shown);
  const claimable = [...disease.signs.present.values()].filter(({ termId }) => shown.has(termId));
  const widened = new Set(claimable.flatMap(({ termId }) => impliedSigns(termId, ontology)));
  return claimable
    .filter(({ termId }) => !widened.has(termId))
    .sort((a, b) => frequency(a.termId) - frequency(b.termId) || compare(a.termId, b.termId));
}

/** The plan of a trajectory; `null` if nothing can be claimed, or nothing tells the two diseases apart. */
export function planTrajectory(
  type: TrajectoryType,
  record: TrajectoryRecord,
  final: PlannedDisease,
  considered: PlannedDisease | null,
  context: PlanContext,
): TrajectoryPlan | null {
  const { limits, discriminator, ontology } = context;
  const claimable = claimableSigns(record, final, context);
  const observed = claimable.slice(0, limits.observed);
  if (observed.length === 0) return null;
  const base = { type, record, final, observed, discriminator };
  if (considered === null) {
    return { ...base, considered: null, shared: [], missing: [], against: [] };
  }
  const theirs = considered.signs.present;
  const shared = observed.flatMap(({ termId }) => {
    const supported = theirs.get(termId);
    return supported && !considered.signs.absent.has(termId) ? [supported] : [];
  });
  const against = observed
    .filter(({ termId }) => speaksAgainst(termId, considered, ontology))
    .slice(0, limits.compared);
  const missing = missingSigns(record, considered, final, context).slice(0, limits.compared);
  if (missing.length === 0 && against.length === 0) return null;
  return { ...base, considered, shared: shared.slice(0, limits.compared), missing, against };
}

/**
 * True if a sign does not belong to a disease: its card denies it, or says nothing of it or of its kin. Of a
 * color, only if the card speaks of colors at all.
 */
function speaksAgainst(termId: string, { signs }: PlannedDisease, ontology: Ontology): boolean {
  if (signs.absent.has(termId)) return true;
  if (signs.present.has(termId)) return false;
  const affirmed = [...signs.present.keys()];
  if (affirmed.some((other) => areOneFamily(termId, other, ontology))) return false;
  const isColor = /-color$|^erythema$|pigmentation$/.test(termId);
  return !isColor || affirmed.some((other) => other.endsWith('-color'));
}

/** Typical signs of the considered disease, not of the final one, that the image is known not to show. */
function missingSigns(
  record: TrajectoryRecord,
  considered: PlannedDisease,
  final: PlannedDisease,
  { frequency, ontology }: PlanContext,
): SupportedSign[] {
  const shown = new Set(record.shown);
  const known = (termId: string): boolean =>
    record.complete || isContradicted(termId, record.shown, ontology);
  return [...considered.signs.present.values()]
    .filter(
      ({ termId, frequency: stated }) =>
        stated === 'typical' &&
        !shown.has(termId) &&
        // Color words overlap (erythema is red), so that a color not listed is not surely absent.
        !/-color$|^erythema$|pigmentation$/.test(termId) &&
        known(termId) &&
        !implies(record.shown, termId, ontology) &&
        final.signs.present.get(termId)?.frequency !== 'typical',
    )
    .sort((a, b) => frequency(a.termId) - frequency(b.termId) || compare(a.termId, b.termId));
}

function implies(shown: readonly string[], termId: string, ontology: Ontology): boolean {
  return shown.some((sign) => impliedSigns(sign, ontology).includes(termId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
