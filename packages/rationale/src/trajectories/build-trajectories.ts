import { type Case, createRandom, type Random } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { DiseaseCard } from '../cards/card.ts';
import type { DdxGraph } from '../ddx/build-ddx-graph.ts';
import { type Diagnosis, type Rival, readDiagnosis } from './diagnosis.ts';
import { type Discriminators, indexDiscriminators } from './discriminators.ts';
import type { DroppedRecord } from './dropped.ts';
import { type FigureReading, placeFigures, recordFromFigure } from './figure-records.ts';
import { createOfflineWriter, type TrajectoryWriter } from './offline-writer.ts';
import {
  claimableSigns,
  isFinding,
  type Observation,
  type PlanContext,
  planTrajectory,
  type TrajectoryPlan,
} from './plan.ts';
import { type PlannedDisease, plannedDiseases, whyUnusable } from './planned-diseases.ts';
import { type MeasureCase, recordFromCase } from './records.ts';
import { signFrequency } from './sign-frequency.ts';
import {
  type TrajectoryType,
  trajectoryTypeNames,
  trajectoryTypes,
} from './trajectory-types/index.ts';
import type { GroundedTrajectory, TrajectoryRecord } from './types.ts';
import type { TrajectoryStyle } from './wording.ts';

/** Options of {@link buildTrajectories}. */
export interface BuildTrajectoriesOptions extends Omit<FigureReading, 'ontology'> {
  readonly cards: readonly DiseaseCard[];
  /** Labeled images. Textbook figures come from the cards and need not be given. */
  readonly records?: readonly Case[];
  readonly ontology: Ontology;
  readonly graph: DdxGraph;
  readonly seed: number | string;
  /** At most so many of each type for each final diagnosis. @defaultValue 3 */
  readonly perDiagnosisAndType?: number;
  /** @defaultValue 'concise' */
  readonly style?: TrajectoryStyle;
  /** @defaultValue all */
  readonly types?: readonly TrajectoryType[];
  /** Use the figures of the cards and of `documents` as records. @defaultValue true */
  readonly figures?: boolean;
  /**
   * Books whose figures outside the disease sections are listed too, and used where a person names what they show.
   * @defaultValue none
   */
  readonly documents?: readonly SourceDocument[];
  /** Measures cases without annotated signs; by default those whose pixels are in memory. */
  readonly measure?: MeasureCase;
  /** @defaultValue the offline writer of the style */
  readonly writer?: TrajectoryWriter;
}

/** What was built, what was left out and why. */
export interface TrajectoryBuild {
  readonly trajectories: readonly GroundedTrajectory[];
  /** The records that were considered; {@link verifyTrajectory} needs them. */
  readonly records: ReadonlyMap<string, TrajectoryRecord>;
  readonly dropped: readonly DroppedRecord[];
}

/**
 * Trajectories of every type (Skin-R1, stage 0) for every record whose disease has a card.
 *
 * Differences from the paper: a neighbor needs a card, not a record of its own, since only the final
 * diagnosis's image is used; a sign is claimed only where the record shows it and the card says it; the
 * wording comes from a seeded grammar.
 */
export function buildTrajectories(options: BuildTrajectoriesOptions): TrajectoryBuild {
  const { cards, ontology, seed, perDiagnosisAndType = 3, types = trajectoryTypeNames } = options;
  const writer = options.writer ?? createOfflineWriter(ontology, options.style ?? 'concise');
  const random = createRandom(seed).fork('trajectories');
  const diseases = plannedDiseases(cards, ontology);
  const dropped: DroppedRecord[] = [];
  const grouped = groupRecords(options, diseases, dropped);
  const context: BuildContext = {
    ...options,
    diseases,
    writer,
    planning: {
      ...{ ontology, diseases: diseases.size },
      frequency: signFrequency([...diseases.values()].map(({ signs }) => signs)),
      limits:
        writer.style === 'concise' ? { observed: 4, compared: 2 } : { observed: 6, compared: 3 },
    },
    discriminators: indexDiscriminators(cards, ontology),
  };
  const trajectories: GroundedTrajectory[] = [];
  for (const [diagnosisId, records] of grouped) {
    const before = trajectories.length;
    const known = readDiagnosis(diseases.get(diagnosisId) as PlannedDisease, records, context);
    let enough = false;
    for (const type of types) {
      const stream = random.fork(`${diagnosisId}/${type}`);
      const built = buildType(type, known, perDiagnosisAndType, stream, context);
      for (const trajectory of built) trajectories.push(trajectory);
      enough ||= built.length >= perDiagnosisAndType;
    }
    const used = new Set(trajectories.slice(before).map(({ recordId }) => recordId));
    for (const record of records) {
      if (!used.has(record.id)) dropped.push(whyUnused(record, enough, context));
    }
  }
  const all = [...grouped.values()].flat();
  return { trajectories, records: new Map(all.map((record) => [record.id, record])), dropped };
}

/** Why nothing was built of a record whose diagnosis has a card. */
function whyUnused(
  record: TrajectoryRecord,
  enough: boolean,
  context: BuildContext,
): DroppedRecord {
  const { id: recordId, diagnosisId } = record;
  const reason = `of '${diagnosisId}'`;
  const final = context.diseases.get(diagnosisId);
  const claimable = final ? claimableSigns(record, final, context.ontology) : [];
  if (final === undefined || claimable.length === 0) {
    return { recordId, cause: 'no sign both shown and in the card', reason };
  }
  if (!isFinding(claimable, record, final, context.ontology)) {
    const cause = 'nothing but a color or an outline both shown and in the card';
    return { recordId, cause, reason };
  }
  const cause = enough
    ? 'more images of the diagnosis than trajectories asked for'
    : 'nothing on view sets another disease aside';
  return { recordId, cause, reason };
}

interface BuildContext extends BuildTrajectoriesOptions {
  readonly diseases: ReadonlyMap<string, PlannedDisease>;
  readonly writer: TrajectoryWriter;
  readonly planning: PlanContext;
  readonly discriminators: Discriminators;
}

function groupRecords(
  options: BuildTrajectoriesOptions,
  diseases: ReadonlyMap<string, PlannedDisease>,
  dropped: DroppedRecord[],
): Map<string, TrajectoryRecord[]> {
  const { cards, documents = [], records = [], ontology, figures = true, measure } = options;
  const grouped = new Map<string, TrajectoryRecord[]>();
  const add = (record: TrajectoryRecord | DroppedRecord): void => {
    if ('reason' in record) {
      dropped.push(record);
      return;
    }
    const unusable = whyUnusable(record.id, record.diagnosisId, diseases, ontology);
    if (unusable) {
      dropped.push(unusable);
      return;
    }
    const known = grouped.get(record.diagnosisId);
    if (known) known.push(record);
    else grouped.set(record.diagnosisId, [record]);
  };
  if (figures) {
    for (const placed of placeFigures(cards, documents)) add(recordFromFigure(placed, options));
  }
  for (const item of records) {
    add(
      whyUnusable(item.id, item.diagnosisId, diseases, ontology) ??
        recordFromCase(item, ontology, measure),
    );
  }
  return grouped;
}

/** Diseases that are tried beside a record's own, until something visible tells one apart. */
const rivalsTried = 64;

function buildType(
  type: TrajectoryType,
  { records, observations, rivals }: Diagnosis,
  limit: number,
  random: Random,
  context: BuildContext,
): GroundedTrajectory[] {
  const built: GroundedTrajectory[] = [];
  const { partner: rule } = trajectoryTypes[type];
  const all = rule === null ? [] : rivals(rule);
  for (const record of random.shuffle(records)) {
    if (built.length >= limit) break;
    const tried = rule === null ? [null] : random.sample(all, rivalsTried);
    const observation = observations.get(record);
    if (observation === undefined) continue;
    const plan = firstPlan(type, observation, tried, context.planning);
    if (plan !== null) built.push(compose(plan, built.length, random, context));
  }
  return built;
}

/** The plan with the first rival that something visible tells apart. */
function firstPlan(
  type: TrajectoryType,
  observation: Observation,
  rivals: readonly (Rival | null)[],
  planning: PlanContext,
): TrajectoryPlan | null {
  for (const rival of rivals) {
    const { disease = null, discriminators = [] } = rival ?? {};
    const plan = planTrajectory(type, observation, disease, discriminators, planning);
    if (plan !== null) return plan;
  }
  return null;
}

function compose(
  plan: TrajectoryPlan,
  index: number,
  random: Random,
  { writer }: BuildContext,
): GroundedTrajectory {
  const { type, record, final, alternative } = plan;
  const steps = writer.write(plan, random);
  return {
    id: `${type}/${final.id}/${index + 1}/${record.id}`,
    type,
    recordId: record.id,
    image: record.image,
    steps,
    diagnosisId: final.id,
    consideredId: alternative?.disease.id ?? null,
    exclusion: alternative?.exclusion.license ?? null,
    path: final.path,
    malignancy: final.malignancy,
    thinking: steps.map(({ text }) => text).join(' '),
    basis: record.basis,
    style: writer.style,
  };
}
