import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import { type PlantedItem, plantedFaults } from './plant-faults.ts';
import type { Rejection, Verification } from './reasons.ts';
import type { Verifier } from './verify-trajectory.ts';

/** How often each reason was given. */
export type CodeCounts = Readonly<Record<string, number>>;

/** What became of one planted fault. */
export interface FaultAudit {
  /** Its name, one of `plantedFaults`. */
  readonly fault: string;
  readonly planted: number;
  readonly caught: number;
  /** In how many of the caught ones each reason was given; one copy may get several. */
  readonly codes: CodeCounts;
}

/** A planted item with what the verifier said of it. */
export interface JudgedItem extends PlantedItem {
  readonly caught: boolean;
  readonly reasons: readonly Rejection[];
}

/** What {@link auditVerifier} found. */
export interface VerifierAudit {
  readonly faults: readonly FaultAudit[];
  readonly planted: number;
  readonly caught: number;
  /** How many good trajectories were judged. */
  readonly good: number;
  /** Good trajectories that were turned away, with the reasons. */
  readonly falseAlarms: readonly {
    readonly trajectory: GroundedTrajectory;
    readonly reasons: readonly Rejection[];
  }[];
  readonly judged: readonly JudgedItem[];
}

/** Options of {@link auditVerifier}. */
export interface AuditVerifierOptions {
  readonly verify: Verifier;
  /** Spoiled copies, from `plantFaults`. */
  readonly planted: readonly PlantedItem[];
  /** Good trajectories, judged for false alarms. One whose record is missing is left out. */
  readonly trajectories: readonly GroundedTrajectory[];
  readonly records: ReadonlyMap<string, TrajectoryRecord>;
}

/** Counts what a verifier finds of planted faults, and how often it turns good trajectories away. */
export function auditVerifier(options: AuditVerifierOptions): VerifierAudit {
  const { verify, records, trajectories } = options;
  const judge = (trajectory: GroundedTrajectory, prompt?: string): Verification | null => {
    const record = records.get(trajectory.recordId);
    if (record === undefined) return null;
    return verify(trajectory, prompt === undefined ? { record } : { record, prompt });
  };
  const judged = options.planted.flatMap((item): JudgedItem[] => {
    const verdict = judge(item.trajectory, item.prompt);
    return verdict ? [{ ...item, caught: !verdict.ok, reasons: verdict.reasons }] : [];
  });
  const good = trajectories.flatMap((trajectory) => {
    const verdict = judge(trajectory);
    return verdict ? [{ trajectory, ...verdict }] : [];
  });
  const faults = plantedFaults.map((fault) =>
    auditFault(
      fault,
      judged.filter((item) => item.fault === fault),
    ),
  );
  return {
    faults,
    planted: judged.length,
    caught: judged.filter(({ caught }) => caught).length,
    good: good.length,
    falseAlarms: good
      .filter(({ ok }) => !ok)
      .map(({ trajectory, reasons }) => ({ trajectory, reasons })),
    judged,
  };
}

function auditFault(fault: string, judged: readonly JudgedItem[]): FaultAudit {
  const caught = judged.filter((item) => item.caught);
  const codes: Record<string, number> = {};
  for (const { reasons } of caught) {
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      codes[code] = (codes[code] ?? 0) + 1;
    }
  }
  return { fault, planted: judged.length, caught: caught.length, codes };
}
