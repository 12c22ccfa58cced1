import { checkWholeNumber, createRandom, type Random } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import { asAnswer, type Fault, type FaultContext, type Spoiled } from './faults/fault.ts';
import { rules } from './rules.ts';

/** The faults of all rules, by name: which rule finds one, and in which order, changes no planted set. */
const faults = rules.flatMap((rule) => rule.faults).sort((a, b) => (a.name < b.name ? -1 : 1));

/** Kinds of fault that {@link plantFaults} plants, by name. */
export const plantedFaults: readonly string[] = faults.map(({ name }) => name);

/** A spoiled copy of a good trajectory. */
export interface PlantedItem {
  readonly fault: string;
  /** What was done to the original. */
  readonly how: string;
  readonly originalId: string;
  readonly trajectory: GroundedTrajectory;
  /** The question that it answers. */
  readonly prompt: string;
}

/** A fault that could not be planted as often as was asked for. */
export interface PlantingShortfall {
  readonly fault: string;
  readonly wanted: number;
  readonly planted: number;
}

/** Options of {@link plantFaults}; a `RationaleCorpus` has the first three. */
export interface PlantFaultsOptions {
  /** Good trajectories; one whose record is not given is left out. */
  readonly trajectories: readonly GroundedTrajectory[];
  readonly records: ReadonlyMap<string, TrajectoryRecord>;
  readonly documents: readonly SourceDocument[];
  readonly ontology: Ontology;
  /** How many spoiled copies to make; the faults share them evenly. */
  readonly count: number;
  readonly seed: number | string;
}

/** What {@link plantFaults} made. */
export interface PlantedSet {
  readonly planted: readonly PlantedItem[];
  /** Faults that these trajectories cannot bear so often: no differential, no synonym, too few of them. */
  readonly shortfall: readonly PlantingShortfall[];
}

/**
 * Spoiled copies of good trajectories, to see whether a verifier finds what is wrong with them. Every copy
 * differs from its original and from every other copy; the same seed gives the same set.
 *
 * Throws UsageError if `count` is not a whole number above 0.
 */
export function plantFaults(options: PlantFaultsOptions): PlantedSet {
  const { count, seed } = options;
  checkWholeNumber('count', count, 1);
  const random = createRandom(seed).fork('planted faults');
  const planted: PlantedItem[] = [];
  const shortfall: PlantingShortfall[] = [];
  faults.forEach((fault, index) => {
    const wanted = Math.ceil((count - index) / faults.length);
    const items = plantFault(fault, wanted, options, random.fork(fault.name));
    for (const item of items) planted.push(item);
    if (items.length < wanted) shortfall.push({ fault: fault.name, wanted, planted: items.length });
  });
  return { planted, shortfall };
}

/** Draws in a row that give nothing new, after which a trajectory is not spoiled in this way again. */
const barrenDraws = 20;

/**
 * Goes round all pairs of a trajectory and a way to spoil it, in random order. A pair that gives nothing new
 * any more is dropped, so that this ends however few the trajectories are.
 */
function plantFault(
  fault: Fault,
  wanted: number,
  { trajectories, records, documents, ontology }: PlantFaultsOptions,
  random: Random,
): PlantedItem[] {
  const items = new Map<string, PlantedItem>();
  let pairs = random.shuffle(
    trajectories.flatMap((trajectory) => {
      const record = records.get(trajectory.recordId);
      return record ? fault.ways.map((way) => ({ trajectory, record, way, barren: 0 })) : [];
    }),
  );
  while (items.size < wanted && pairs.length > 0) {
    for (const pair of pairs) {
      if (items.size >= wanted) break;
      const { trajectory, record, way } = pair;
      const context: FaultContext = { ontology, documents, record, trajectories };
      const spoiled = way.spoil(trajectory, random, context);
      const content = contentOf(spoiled ?? asAnswer(trajectory));
      const isNew = content !== contentOf(asAnswer(trajectory)) && !items.has(content);
      pair.barren = isNew ? 0 : pair.barren + 1;
      if (spoiled === null || !isNew) continue;
      items.set(content, {
        fault: fault.name,
        how: way.how,
        originalId: trajectory.id,
        ...spoiled,
      });
    }
    pairs = pairs.filter(({ barren }) => barren < barrenDraws);
  }
  return [...items.values()];
}

/** What tells one item from another; the image, which no fault touches, is left out. */
function contentOf({ trajectory, prompt }: Spoiled): string {
  return JSON.stringify([prompt, { ...trajectory, image: null }]);
}
