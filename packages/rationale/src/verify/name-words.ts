import { type Ontology, splitWords } from '@skinr1/ontology';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import type { StepReading } from './step-reading.ts';

/**
 * Words of the names that a step may use: its signs', the diseases' and their groups'. "Scale of the silvery kind" says no
 * more than silvery scale, "psoriasis, papulosquamous" no more than its group.
 */
export class NameWords {
  private words: readonly string[] | null = null;

  private readonly reading: StepReading;
  private readonly trajectory: GroundedTrajectory;
  private readonly ontology: Ontology;

  constructor(reading: StepReading, trajectory: GroundedTrajectory, ontology: Ontology) {
    this.reading = reading;
    this.trajectory = trajectory;
    this.ontology = ontology;
  }

  /** True for a word of a name, or if it need not be exact, another form of one. */
  has(quoted: string, isExact: boolean): boolean {
    this.words ??= this.collect();
    const [word] = splitWords(quoted);
    if (word === undefined) return false;
    const { form } = word;
    return this.words.some((known) => (isExact ? known === form : isOfFamily(known, form)));
  }

  private collect(): string[] {
    const { step, claims } = this.reading;
    const { diagnosisId, consideredId } = this.trajectory;
    const signs = step.claims.filter(({ kind }) => kind !== 'absent').map(({ termId }) => termId);
    const named = new Set(claims.flatMap((claim) => ('termId' in claim ? [claim.termId] : [])));
    const ofSigns = signs
      .filter((id) => named.has(id))
      .map((id) => this.ontology.morphologyTerm(id));
    const isNamed = step.kind !== 'observe';
    const groups = [diagnosisId, consideredId].flatMap((id) =>
      isNamed && id !== null && this.ontology.has(id) ? [...this.ontology.path(id)] : [],
    );
    const names = [
      ...ofSigns.map((term) => term?.name ?? ''),
      ...groups.map((id) => this.ontology.get(id).name),
    ];
    return names.flatMap((name) => splitWords(name).map(({ form }) => form));
  }
}

/** True for forms of one word: "scars" and "scarring", "sebum" not and "seborrhea". */
function isOfFamily(known: string, word: string): boolean {
  if (known === word) return true;
  const shorter = Math.min(known.length, word.length);
  let same = 0;
  while (same < shorter && known[same] === word[same]) same++;
  return same >= 4 && same >= Math.max(known.length, word.length) - 4;
}
