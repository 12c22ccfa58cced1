/** A row of the results table. */
export interface ModelRow {
  /** Names the row's answers and its stage. */
  readonly id: string;
  /** The stage whose model is asked. */
  readonly model: 'untrained' | 'sft' | 'sft-grpo' | 'grpo';
  readonly title: string;
  /** Asked with gray squares in place of the images, so that the table tells how much the model looks. */
  readonly hidden: boolean;
  /** It has learnt from answers how one ends; the others write until their tokens run out. */
  readonly endsAnswers: boolean;
}

/** The rows of the results table, in order. */
export const modelRows: readonly ModelRow[] = [
  { id: 'untrained', model: 'untrained', title: 'untrained', hidden: false, endsAnswers: false },
  { id: 'sft', model: 'sft', title: 'SFT', hidden: false, endsAnswers: true },
  { id: 'sft-grpo', model: 'sft-grpo', title: 'SFT + GRPO', hidden: false, endsAnswers: true },
  { id: 'grpo', model: 'grpo', title: 'GRPO without SFT', hidden: false, endsAnswers: false },
  {
    id: 'sft-grpo-hidden',
    model: 'sft-grpo',
    title: '(image hidden)',
    hidden: true,
    endsAnswers: true,
  },
];

/** The row of the model that the whole method makes. */
export const methodRow = 'sft-grpo';

/** Pairs of rows that the report compares question by question. */
export const comparedRows: readonly (readonly [first: string, second: string])[] = [
  ['sft', 'untrained'],
  ['sft-grpo', 'sft'],
  ['sft-grpo', 'grpo'],
  ['sft-grpo', 'sft-grpo-hidden'],
];
