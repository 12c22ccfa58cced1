import type { Random, SourceSpan, StepKind } from '@skinr1/core';
import { describeMeasurement } from '@skinr1/datasets';
import type { Ontology } from '@skinr1/ontology';
import type { SupportedSign } from './card-signs.ts';
import { malignancyWords } from './malignancy-words.ts';
import { isPicture, type PlannedAlternative, type TrajectoryPlan, tellingSigns } from './plan.ts';
import { trajectoryTypes } from './trajectory-types/index.ts';
import type { GroundedStep, SignClaim } from './types.ts';
import {
  draw,
  list,
  type Phrasebook,
  phrasebooks,
  type Slots,
  type TrajectoryStyle,
} from './wording.ts';

/** Turns a plan into steps. */
export interface TrajectoryWriter {
  readonly style: TrajectoryStyle;
  write(plan: TrajectoryPlan, random: Random): GroundedStep[];
}

/** A writer that needs no network: phrases drawn by seed, filled from the plan, nothing else. */
export function createOfflineWriter(ontology: Ontology, style: TrajectoryStyle): TrajectoryWriter {
  const names = new Map(ontology.morphology().map(({ id, name }) => [id, name]));
  const signName = (termId: string): string => names.get(termId) ?? termId;
  return {
    style,
    write: (plan, random) => new NoteWriter(plan, random, style, signName, ontology).steps(),
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
    style: TrajectoryStyle,
    signName: (termId: string) => string,
    ontology: Ontology,
  ) {
    this.plan = plan;
    this.random = random;
    const book = phrasebooks[style];
    this.phrases = trajectoryTypes[plan.type].phrases?.(book, style) ?? book;
    this.style = style;
    this.signName = signName;
    this.ontology = ontology;
  }

  steps(): GroundedStep[] {
    return trajectoryTypes[this.plan.type].steps.map((kind) => this[kind]());
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
    const { observed, final } = this.plan;
    const telling = tellingSigns(observed);
    const { match, matchWeak } = this.phrases;
    const phrases = isPicture(this.plan, this.ontology) ? match : matchWeak;
    const text = draw(phrases, this.random, this.slots(telling));
    return this.step('match', text, telling, { claim: 'seen', diseaseId: final.id });
  }

  private consider(): GroundedStep {
    const { disease, shared } = this.alternative();
    const { considerShared, considerAlone } = this.phrases;
    const phrases = shared.length > 0 ? considerShared : considerAlone;
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
