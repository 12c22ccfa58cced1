import type { Random, SourceSpan, StepKind } from '@skinr1/core';
import { describeMeasurement } from '@skinr1/datasets';
import type { Ontology } from '@skinr1/ontology';
import type { SupportedSign } from './card-signs.ts';
import { malignancyWords } from './malignancy-words.ts';
import type { PlannedAlternative, TrajectoryPlan } from './plan.ts';
import type { GroundedStep, SignClaim, TrajectoryStyle } from './types.ts';
import { concisePhrases, draw, fullPhrases, list, type Phrasebook, type Slots } from './wording.ts';

/** Turns a plan into steps. */
export interface TrajectoryWriter {
  readonly style: TrajectoryStyle;
  write(plan: TrajectoryPlan, random: Random): GroundedStep[];
}

/** A writer that needs no network: phrases drawn by seed, filled from the plan, nothing else. */
export function createOfflineWriter(ontology: Ontology, style: TrajectoryStyle): TrajectoryWriter {
  const phrases = style === 'concise' ? concisePhrases : fullPhrases;
  const names = new Map(ontology.morphology().map(({ id, name }) => [id, name]));
  const signName = (termId: string): string => names.get(termId) ?? termId;
  return {
    style,
    write: (plan, random) =>
      new NoteWriter(plan, random, phrases, style, signName, ontology).steps(),
  };
}

class NoteWriter {
  private readonly plan: TrajectoryPlan;
  private readonly random: Random;
  private readonly phrases: Phrasebook;
  private readonly style: TrajectoryStyle;
  private readonly signName: (termId: string) => string;
  private readonly ontology: Ontology;

  constructor(
    plan: TrajectoryPlan,
    random: Random,
    phrases: Phrasebook,
    style: TrajectoryStyle,
    signName: (termId: string) => string,
    ontology: Ontology,
  ) {
    this.plan = plan;
    this.random = random;
    this.phrases = phrases;
    this.style = style;
    this.signName = signName;
    this.ontology = ontology;
  }

  /** kept: observe, match, consider, exclude, conclude. switched: the first thought comes before the match. */
  steps(): GroundedStep[] {
    const { type } = this.plan;
    const middle =
      type === 'direct'
        ? [this.match()]
        : type.endsWith('_kept')
          ? [this.match(), this.consider(), this.exclude()]
          : [this.consider(), this.exclude(), this.match()];
    return [this.observe(), ...middle, this.conclude()];
  }

  private observe(): GroundedStep {
    const { observed, final, record } = this.plan;
    const text = draw(this.phrases.observe, this.random, this.slots(observed));
    const measurements = record.measurement
      ? observed.flatMap(({ termId }) => describeMeasurement(record.measurement!, termId) ?? [])
      : [];
    const measured = measurements.length > 0 && this.style === 'full';
    const shown = measured ? ` (Measured: ${measurements.join(', ')}.)` : '';
    const seen = { claim: 'seen', diseaseId: final.id } as const;
    return this.step('observe', text + shown, observed, seen, measurements);
  }

  private match(): GroundedStep {
    const { observed, final, type } = this.plan;
    const switched = type.endsWith('_switched');
    const phrases = switched ? this.phrases.switched : this.phrases.match;
    const telling = observed.slice(0, 2);
    return this.step('match', draw(phrases, this.random, this.slots(telling)), telling, {
      claim: 'seen',
      diseaseId: final.id,
    });
  }

  private consider(): GroundedStep {
    const { disease, shared } = this.alternative();
    const first = this.plan.type.endsWith('_switched');
    const { considerShared, considerAlone, firstShared, firstAlone } = this.phrases;
    const [withSigns, alone] = first ? [firstShared, firstAlone] : [considerShared, considerAlone];
    const phrases = shared.length > 0 ? withSigns : alone;
    return this.step('consider', draw(phrases, this.random, this.slots(shared)), shared, {
      claim: 'seen',
      diseaseId: disease.id,
    });
  }

  private exclude(): GroundedStep {
    const { disease, exclusion } = this.alternative();
    const { basis, spans } = exclusion.license;
    const isMissing = basis === 'missing';
    const joint = isMissing ? 'or' : 'and';
    const text = draw(this.phrases[basis], this.random, this.slots(exclusion.signs, joint));
    const step = this.step('exclude', text, exclusion.signs, {
      claim: isMissing ? 'absent' : 'seen',
      diseaseId: isMissing ? disease.id : this.plan.final.id,
    });
    return { ...step, citations: withoutRepeats([...step.citations, ...spans]) };
  }

  private alternative(): PlannedAlternative {
    const { alternative, type } = this.plan;
    if (alternative === null) throw new Error(`unreachable: a ${type} plan considers a disease`);
    return alternative;
  }

  private conclude(): GroundedStep {
    const { final, observed } = this.plan;
    const path = this.ontology.path(final.id);
    const parent = path.length > 2 ? this.ontology.get(path.at(-2) as string).name : null;
    const kind = `, ${malignancyWords(final.id, this.ontology)}`;
    const within =
      parent === null ? '' : this.style === 'full' ? `, a form of ${parent}` : `, ${parent}`;
    const lead =
      this.style === 'full' ? this.random.pick(['Conclusion', 'Assessment']) : 'Diagnosis';
    const citation = observed[0]?.span;
    return {
      kind: 'conclude',
      text: `${lead}: ${final.name}${within}${kind}.`,
      citations: citation ? [citation] : [],
      claims: [],
      measurements: [],
    };
  }

  private slots(signs: readonly SupportedSign[], joint: 'and' | 'or' = 'and'): Slots {
    const names = signs.map(({ termId }) => this.signName(termId));
    return {
      signs: list(names, joint),
      disease: this.plan.final.name,
      other: this.plan.alternative?.disease.name ?? '',
    };
  }

  private step(
    kind: StepKind,
    text: string,
    signs: readonly SupportedSign[],
    { claim, diseaseId }: { readonly claim: SignClaim['kind']; readonly diseaseId: string },
    measurements: readonly string[] = [],
  ): GroundedStep {
    return {
      kind,
      text,
      citations: withoutRepeats(signs.map(({ span }) => span)),
      claims: signs.map(({ termId }) => ({ termId, kind: claim, diseaseId })),
      measurements,
    };
  }
}

/** Each passage once. */
function withoutRepeats(spans: readonly SourceSpan[]): SourceSpan[] {
  return spans.filter(
    ({ documentId, start, end }, at) =>
      spans.findIndex(
        (other) => other.documentId === documentId && other.start === start && other.end === end,
      ) === at,
  );
}
