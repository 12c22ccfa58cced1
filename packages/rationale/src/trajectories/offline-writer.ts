import { malignancyText, type Random, type StepKind } from '@skinr1/core';
import { describeMeasurement } from '@skinr1/datasets';
import type { Ontology } from '@skinr1/ontology';
import type { SupportedSign } from './card-signs.ts';
import type { TrajectoryPlan } from './plan.ts';
import type { GroundedStep, SignClaim, TrajectoryStyle } from './types.ts';
import { concisePhrases, draw, fullPhrases, list, type Phrasebook } from './wording.ts';

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
    return this.step('observe', text + shown, observed, 'seen', final.id, measurements);
  }

  private match(): GroundedStep {
    const { observed, final, type } = this.plan;
    const switched = type.endsWith('_switched');
    const phrases = switched ? this.phrases.switched : this.phrases.match;
    const telling = observed.slice(0, 2);
    return this.step(
      'match',
      draw(phrases, this.random, this.slots(telling)),
      telling,
      'seen',
      final.id,
    );
  }

  private consider(): GroundedStep {
    const { shared, type, considered } = this.plan;
    const first = type.endsWith('_switched');
    const { considerShared, considerAlone, firstShared, firstAlone } = this.phrases;
    const some = shared.length > 0;
    const phrases = first
      ? some
        ? firstShared
        : firstAlone
      : some
        ? considerShared
        : considerAlone;
    const text = draw(phrases, this.random, this.slots(shared));
    return this.step('consider', text, shared, 'seen', considered?.id ?? '');
  }

  private exclude(): GroundedStep {
    const { missing, against, considered, final, discriminator } = this.plan;
    const byMissing = missing.length > 0;
    const signs = byMissing ? missing : against;
    const text = draw(
      byMissing ? this.phrases.missing : this.phrases.against,
      this.random,
      this.slots(signs, 'or'),
    );
    const kind = byMissing ? 'absent' : 'seen';
    const owner = byMissing ? (considered?.id ?? '') : final.id;
    const step = this.step('exclude', text, signs, kind, owner);
    return discriminator === null
      ? step
      : { ...step, citations: [...step.citations, discriminator] };
  }

  private conclude(): GroundedStep {
    const { final, observed } = this.plan;
    const path = this.ontology.path(final.id);
    const parent = path.length > 2 ? this.ontology.get(path.at(-2) as string).name : null;
    const malignancy = this.ontology.malignancyClass(final.id);
    const kind = malignancy === null ? '' : `, ${malignancyText[malignancy]}`;
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

  private slots(signs: readonly SupportedSign[], joint: 'and' | 'or' = 'and') {
    const absent = joint === 'or' && this.plan.missing.length > 0;
    return {
      signs: list(
        signs.map(({ termId }) => this.signName(termId)),
        absent ? 'or' : 'and',
      ),
      disease: this.plan.final.name,
      other: this.plan.considered?.name ?? '',
    };
  }

  private step(
    kind: StepKind,
    text: string,
    signs: readonly SupportedSign[],
    claim: SignClaim['kind'],
    diseaseId: string,
    measurements: readonly string[] = [],
  ): GroundedStep {
    const spans = signs.map(({ span }) => span);
    return {
      kind,
      text,
      citations: spans.filter(
        (span, at) =>
          spans.findIndex(
            (other) => other.start === span.start && other.documentId === span.documentId,
          ) === at,
      ),
      claims: signs.map(({ termId }) => ({ termId, kind: claim, diseaseId })),
      measurements,
    };
  }
}
