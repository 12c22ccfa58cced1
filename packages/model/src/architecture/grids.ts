import { type Dim, multiplyDims, ops, type Value } from '@skinr1/autograd';
import {
  answerAttention,
  causalBias,
  groupedQueryAttention,
  type HeadShape,
  keyValueHeads,
} from './attention.ts';
import type { SequenceInputs } from './sequence-inputs.ts';

/** Attention over the grids of a batch. */
export interface Grids {
  /**
   * Attention of all tokens. Query, key and value are `[N, …]`, as is the result.
   */
  attend(query: Value, key: Value, value: Value, heads: HeadShape): Value;
}

/** Prepares what all layers share: masks and the indices of the way into the grids and back. */
export function createGrids(inputs: SequenceInputs): Grids {
  const { promptIndex, promptColumns, gridIndex, answers } = inputs;
  const [rows, length] = promptIndex.shape as [Dim, Dim];
  const promptPlaces = multiplyDims(rows, length);
  const flatPrompt = ops.reshape(promptIndex, [promptPlaces]);
  const promptBias = ops.reshape(causalBias(promptColumns), [1, 1, 1, length, length]);
  const prompts = (query: Value, key: Value, value: Value, heads: HeadShape) => {
    const entry = {
      key: keyValueHeads(key, rows, length, heads),
      value: keyValueHeads(value, rows, length, heads),
    };
    const attended = groupedQueryAttention(query, entry.key, entry.value, promptBias, heads);
    return { ...entry, attended };
  };
  const grid = answers.answerIndex.shape as [Dim, Dim, Dim];
  const answerPlaces = multiplyDims(...grid);
  const allIndex = ops.concat([flatPrompt, ops.reshape(answers.answerIndex, [answerPlaces])], 0);
  const into = (x: Value) =>
    ops.split(exchange(x, allIndex, gridIndex), [promptPlaces, answerPlaces], 0) as [Value, Value];
  const bias = answerBias(answers.promptBias, answers.answerColumns);
  return {
    attend(query, key, value, heads) {
      const [q, k, v] = [into(query), into(key), into(value)];
      const result = prompts(q[0], k[0], v[0], heads);
      const answer = { query: q[1], key: k[1], value: v[1] };
      const answered = answerAttention(answer, result, grid, bias, heads);
      const all = ops.concat([result.attended, answered], 0);
      return exchange(all, gridIndex, allIndex);
    },
  };
}

/**
 * Rows of x at `index`. `back` leads from the places of x to those of the result, so the gradient is a
 * gather too, with no addition: tokens and grid places match one to one, and what flows through padding
 * is zero, since no real token sees padding and no loss reads it.
 */
function exchange(x: Value, index: Value, back: Value): Value {
  return ops.customGradient(ops.gather(x, index, 0), [x], (gradient) => [
    ops.gather(gradient, back, 0),
  ]);
}

/** `[B, 1, 1, 1, T, L + T]`: the prompt but for its padding, then the answer so far. */
function answerBias(promptBias: Value, columns: Value): Value {
  const [rows, promptLength] = promptBias.shape as [Dim, Dim];
  const [length] = columns.shape as [Dim];
  const onPrompt = ops.expand(ops.unsqueeze(promptBias, 1), [rows, length, promptLength]);
  const onAnswer = ops.expand(ops.unsqueeze(causalBias(columns), 0), [rows, length, length]);
  const bias = ops.concat([onPrompt, onAnswer], 2);
  return ops.reshape(bias, [rows, 1, 1, 1, length, bias.shape[2] as Dim]);
}
