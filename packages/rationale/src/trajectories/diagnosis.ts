import type { Discriminator, Discriminators } from './discriminators.ts';
import { type Observation, observe, type PlanContext } from './plan.ts';
import type { PlannedDisease } from './planned-diseases.ts';
import type { PartnerContext, PartnerRule } from './trajectory-types/partners.ts';
import type { TrajectoryRecord } from './types.ts';

/** A disease that may be weighed beside a diagnosis, with the passages that tell the two apart. */
export interface Rival {
  readonly disease: PlannedDisease;
  readonly discriminators: readonly Discriminator[];
}

/** What trajectories of all types to one diagnosis share. */
export interface Diagnosis {
  readonly records: readonly TrajectoryRecord[];
  /** The records that can be reasoned from. */
  readonly observations: ReadonlyMap<TrajectoryRecord, Observation>;
  /** The diseases that a rule lets be weighed beside it, in the order of the rule; none of a site of its own. */
  readonly rivals: (rule: PartnerRule) => readonly Rival[];
}

interface DiagnosisContext extends PartnerContext {
  readonly diseases: ReadonlyMap<string, PlannedDisease>;
  readonly discriminators: Discriminators;
  readonly planning: PlanContext;
}

/** Reads the records of a diagnosis, and what they may be weighed against, once for all types. */
export function readDiagnosis(
  final: PlannedDisease,
  records: readonly TrajectoryRecord[],
  context: DiagnosisContext,
): Diagnosis {
  const { diseases, discriminators, planning } = context;
  const observations = new Map<TrajectoryRecord, Observation>();
  for (const record of records) {
    const observation = observe(record, final, planning);
    if (observation) observations.set(record, observation);
  }
  const rivals = new Map<PartnerRule, Rival[]>();
  const readRivals = (rule: PartnerRule): Rival[] =>
    rule.candidates(final.id, context).flatMap((id) => {
      const disease = diseases.get(id);
      if (disease?.isOfSpecialSite && !final.isOfSpecialSite) return [];
      return disease ? [{ disease, discriminators: discriminators(final.id, id) }] : [];
    });
  return {
    records,
    observations,
    rivals: (rule) => {
      const known = rivals.get(rule) ?? readRivals(rule);
      rivals.set(rule, known);
      return known;
    },
  };
}
