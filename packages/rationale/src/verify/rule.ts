import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { DdxGraph } from '../ddx/build-ddx-graph.ts';
import type { Discriminators } from '../trajectories/discriminators.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import type { CardEvidence } from './evidence.ts';
import type { Fault } from './faults/fault.ts';
import type { Checks } from './reasons.ts';
import type { StepReading } from './step-reading.ts';

/** All that a rule may look at: one trajectory with its question, read once, and what it is judged by. */
export interface RuleSubject {
  readonly trajectory: GroundedTrajectory;
  /** The question that the trajectory answers. */
  readonly prompt: string;
  /** What the text of each step says. */
  readonly readings: readonly StepReading[];
  readonly record: TrajectoryRecord;
  readonly evidence: CardEvidence;
  readonly discriminators: Discriminators;
  /** The books by the id that citations name. */
  readonly documents: ReadonlyMap<string, SourceDocument>;
  readonly ontology: Ontology;
  /** Neighbors that a `ddx_*` trajectory must compare; `null` where any pair may be. */
  readonly graph: DdxGraph | null;
  /** Longest run of words that may equal a cited passage. */
  readonly maxCopiedWords: number;
}

/**
 * One thing that a verifier asks of a trajectory. A rule is one file, with its codes, its check, the sentences
 * that tell people what is wrong, and the faults that show it at work; `rules.ts` lists them.
 */
export interface VerificationRule<Code extends string = string> {
  /** What it may find wrong; a code that several rules give means the same in all. */
  readonly codes: readonly Code[];
  /** Notes in `checks` whatever it looks at, passed or not. */
  readonly check: (checks: Checks<Code>, subject: RuleSubject) => void;
  /** Kinds of fault that it is there to find; an audit plants them in good trajectories. */
  readonly faults: readonly Fault[];
}
