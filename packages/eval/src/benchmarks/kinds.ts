import type { Case, ChoiceLabels, Prompt, Random } from '@skinr1/core';
import {
  choiceQuestion,
  differentialQuestion,
  hierarchyQuestion,
  malignancyQuestion,
  type QuestionHierarchy,
  type WrongOptions,
} from '@skinr1/datasets';

/** What a kind of question is made with. */
export interface KindContext {
  readonly ontology: QuestionHierarchy;
  /** Ids for wrong options. */
  readonly pool: readonly string[];
  readonly wrongOptions?: WrongOptions | undefined;
  /** A stream of the case's own: a question does not depend on which other cases there are. */
  readonly random: Random;
}

/** A kind of question that can be asked about cases. */
export interface BenchmarkKind {
  /** Short name for tables, files and the stream of random numbers. */
  readonly name: string;
  readonly title: string;
  /** Whether a limit keeps as many questions of each diagnosis as of any other. @defaultValue their natural share */
  readonly balanced?: boolean;
  /** The question about a case; `null` where it cannot be asked. */
  ask(of: Case, context: KindContext): Prompt<ChoiceLabels> | null;
}

/** The kinds that need no outside data, in the order of the tables. A new one is an entry here. */
export const benchmarkKinds: readonly BenchmarkKind[] = [
  {
    // Diagnosis among four options, as in training.
    name: 'in-domain',
    title: 'In-domain',
    ask: choiceQuestion,
  },
  {
    // Benign, precancerous in situ or malignant.
    name: 'malignancy',
    title: 'Malignancy',
    ask: malignancyQuestion,
  },
  {
    // The finest node of the case's own path.
    name: 'hierarchical',
    title: 'Hierarchical',
    ask: hierarchyQuestion,
  },
  {
    // The diagnosis among its differential diagnoses.
    name: 'differential',
    title: 'DDx',
    ask: differentialQuestion,
  },
];

/** The same questions, of which a limit keeps as many of each diagnosis as of any other. */
export function balancedKind(kind: BenchmarkKind): BenchmarkKind {
  return {
    ...kind,
    name: `${kind.name}-balanced`,
    title: `${kind.title}, balanced`,
    balanced: true,
  };
}
