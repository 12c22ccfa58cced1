import type { MalignancyClass, StepKind, TextRange } from '@skinr1/core';
import type { ImageQuality } from './quality/assess-quality.ts';

/** A sentence of the reasoning, and what it does. */
export interface ReasoningStep extends TextRange {
  /** `note`: it takes no stance and names no sign of the image. */
  readonly kind: StepKind | 'note';
  readonly text: string;
  /** Ids of signs that it says the image shows. */
  readonly shown: readonly string[];
  /** Ids of signs that it says the image lacks. */
  readonly lacked: readonly string[];
  /** Ids of the diseases that it speaks for, against or of. */
  readonly diseases: readonly string[];
}

/** The answer that the model thinks most probable, read. */
export interface StatedAnswer {
  /** The answer as it was given. */
  readonly text: string;
  /** Whether it has the method's form; what follows is `null` or empty where not. */
  readonly inForm: boolean;
  readonly steps: readonly ReasoningStep[];
  /** The name as the answer has it. */
  readonly name: string | null;
  /** Its ontology node, where the name is one. */
  readonly diagnosisId: string | null;
  readonly malignancy: MalignancyClass | null;
}

/** A diagnosis of the differential. */
export interface RankedDiagnosis {
  /** Ontology id. */
  readonly id: string;
  readonly name: string;
  /** As calibrated, where there is a calibration; else as the model gives it. */
  readonly probability: number;
  /** As the model gives it. */
  readonly rawProbability: number;
  /** The method's three classes; `null` where the disease can be either. */
  readonly malignancy: MalignancyClass | null;
}

/** How sampled answers agree (self-consistency; X. Wang et al., ICLR 2023). */
export interface SelfConsistency {
  readonly samples: number;
  /** Samples without the method's form, or with a name that the ontology does not have. */
  readonly unread: number;
  /** Shares of all samples, most first; also diagnoses that are not candidates. */
  readonly votes: readonly {
    readonly id: string;
    readonly name: string;
    readonly share: number;
  }[];
}

/** How probable each class is, over the whole differential. */
export interface MalignancyEstimate {
  /** The most probable class. */
  readonly class: MalignancyClass;
  readonly probability: number;
  readonly byClass: Readonly<Record<MalignancyClass, number>>;
  /** What is left for diagnoses that can be either. */
  readonly undecided: number;
}

/** A node on the way from the root to the first diagnosis, with all that lies below it. */
export interface PathStep {
  readonly id: string;
  readonly name: string;
  /** Sum over the candidates that are it or lie below it. */
  readonly probability: number;
}

/** Why nothing is concluded. */
export interface AbstentionReason {
  /** `disagreement`: the answer shown concludes on another disease than the differential. */
  readonly kind: 'quality' | 'form' | 'disagreement' | 'confidence';
  readonly text: string;
}

/** Whether the first diagnosis stands as an answer. */
export interface Abstention {
  readonly abstains: boolean;
  readonly reasons: readonly AbstentionReason[];
  /** How sure it had to be, and on what that was fitted; `null` without a calibration, which is then said. */
  readonly threshold: number | null;
  /** What the threshold is worth, in words. */
  readonly basis: string;
}

/** Where a result comes from; enough to get it again. */
export interface DiagnosisProvenance {
  /** SHA-256 of the decoded pixels, so that nothing else of the file is in it. */
  readonly image: string;
  /** SHA-256 of the question as it was asked. */
  readonly prompt: string;
  readonly seed: number | string;
  readonly samples: number;
  /** Of `@skinr1/diagnose`. */
  readonly version: string;
  /** What the caller says of the model: hashes of weights, adapter and tokenizer, device, type. */
  readonly model: Readonly<Record<string, string>>;
}

/** What {@link diagnose} finds; plain data, without anything of the image file but its pixels' hash. */
export interface Diagnosis {
  /** Research use only: belongs beside whatever is shown of it. */
  readonly notice: string;
  readonly question: string;
  readonly answer: StatedAnswer;
  /** Most probable first. */
  readonly differential: readonly RankedDiagnosis[];
  /** `null` where none was asked for. */
  readonly selfConsistency: SelfConsistency | null;
  /** From the root to the first of the differential. */
  readonly path: readonly PathStep[];
  readonly malignancy: MalignancyEstimate;
  readonly abstention: Abstention;
  readonly quality: ImageQuality;
  readonly provenance: DiagnosisProvenance;
}
