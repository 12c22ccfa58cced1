/** A row of the results table. */
export interface ModelRow {
  /** Names the row's answers and its stage. */
  readonly id: string;
  /** The stage whose model is asked. */
  readonly model: 'base' | 'sft' | 'sft-grpo' | 'base-grpo';
  readonly title: string;
  /** Asked with gray squares in place of the images, so that the table tells how much the model looks. */
  readonly hidden: boolean;
}

/** The rows of the results table, in order. */
export const modelRows: readonly ModelRow[] = [
  { id: 'base', model: 'base', title: 'base', hidden: false },
  { id: 'base-grpo', model: 'base-grpo', title: 'base + GRPO', hidden: false },
  { id: 'sft', model: 'sft', title: 'SFT', hidden: false },
  { id: 'sft-grpo', model: 'sft-grpo', title: 'SFT + GRPO', hidden: false },
  { id: 'sft-grpo-hidden', model: 'sft-grpo', title: '(image hidden)', hidden: true },
];

/** The row of the model that the whole method makes. */
export const methodRow = 'sft-grpo';

/** Pairs of rows that the report compares question by question. */
export const comparedRows: readonly (readonly [first: string, second: string])[] = [
  ['sft', 'base'],
  ['sft-grpo', 'sft'],
  ['sft-grpo', 'base-grpo'],
  ['sft-grpo', 'sft-grpo-hidden'],
];
