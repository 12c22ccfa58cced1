import { type Dim, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { SequenceInputs } from './sequence-inputs.ts';

/** Sizes of grouped-query attention (Ainslie et al., 2023). */
export interface HeadShape {
  readonly headCount: number;
  readonly keyValueHeadCount: number;
  readonly headSize: number;
}

/** Attention over the grids of a batch. */
export interface Grids {
  /**
   * Attention of all tokens. Query, key and value are `[N, …]`, as is the result.
   */
  attend(query: Value, key: Value, value: Value, heads: HeadShape): Value;
}

/** Prepares what all layers share: the indices of the way into the grids and back, and what is padding. */
export function createGrids(inputs: SequenceInputs): Grids {
  const { promptIndex, gridIndex, answers } = inputs;
  const { answerIndex } = answers;
  const promptPlaces = multiplyDims(...promptIndex.shape);
  const answerPlaces = multiplyDims(...answerIndex.shape);
  const allIndex = ops.concat(
    [ops.reshape(promptIndex, [promptPlaces]), ops.reshape(answerIndex, [answerPlaces])],
    0,
  );
  const into = (x: Value) =>
    ops.split(exchange(x, allIndex, gridIndex), [promptPlaces, answerPlaces], 0) as [Value, Value];
  const [rows, blocks, length] = promptIndex.shape as [Dim, Dim, Dim];
  const [, group, ...answerLength] = answerIndex.shape as [Dim, Dim, Dim, Dim];
  const keyBias = answerKeyBias(answers.promptBias, group, multiplyDims(...answerLength));
  return {
    attend(query, key, value, heads) {
      const scale = heads.headSize ** -0.5;
      const [q, k, v] = [into(query), into(key), into(value)];
      const promptGrid = { batch: rows, blocks, length, heads };
      const promptKey = joinBlocks(k[0], promptGrid);
      const promptValue = joinBlocks(v[0], promptGrid);
      const attended = ops.causalAttention(intoBlocks(q[0], promptGrid), promptKey, promptValue, {
        scale,
      });
      const batch = multiplyDims(rows, group);
      const answerGrid = { batch, blocks: answerLength[0], length: answerLength[1], heads } as Grid;
      const answered = ops.causalAttention(
        intoBlocks(q[1], answerGrid),
        behindPrompt(promptKey, joinBlocks(k[1], answerGrid), group),
        behindPrompt(promptValue, joinBlocks(v[1], answerGrid), group),
        { scale, keyBias },
      );
      const all = [outOfBlocks(attended, promptGrid), outOfBlocks(answered, answerGrid)];
      return exchange(ops.concat(all, 0), gridIndex, allIndex);
    },
  };
}

/** Rows of tokens, each cut into blocks of equal length. */
interface Grid {
  readonly batch: Dim;
  readonly blocks: Dim;
  readonly length: Dim;
  readonly heads: HeadShape;
}

/** Queries `[batch · blocks · length, heads · headSize]` as `[blocks, batch, kv, heads / kv, length, headSize]`. */
function intoBlocks(x: Value, { batch, blocks, length, heads }: Grid): Value {
  const { headCount, keyValueHeadCount: shared, headSize } = heads;
  const split = ops.reshape(x, [batch, blocks, length, shared, headCount / shared, headSize]);
  return ops.transpose(split, [1, 0, 3, 4, 2, 5]);
}

/** The way back. */
function outOfBlocks(x: Value, { batch, blocks, length, heads }: Grid): Value {
  const places = multiplyDims(batch, blocks, length);
  return ops.reshape(ops.transpose(x, [1, 0, 4, 2, 3, 5]), [
    places,
    heads.headCount * heads.headSize,
  ]);
}

/** Keys or values `[batch · blocks · length, kv · headSize]` as `[batch, kv, blocks · length, headSize]`. */
function joinBlocks(x: Value, { batch, blocks, length, heads }: Grid): Value {
  const { keyValueHeadCount, headSize } = heads;
  const split = ops.reshape(x, [batch, multiplyDims(blocks, length), keyValueHeadCount, headSize]);
  return ops.transpose(split, [0, 2, 1, 3]);
}

/**
 * Keys or values of each answer behind those of its prompt, which are copied: they are narrow, unlike scores.
 *
 * @param ofPrompt `[B, kv, L, headSize]`
 * @param own `[B · G, kv, T, headSize]`
 */
function behindPrompt(ofPrompt: Value, own: Value, group: Dim): Value {
  const [rows, shared, length, headSize] = ofPrompt.shape as [Dim, Dim, Dim, Dim];
  const copies = ops.expand(ops.unsqueeze(ofPrompt, 1), [rows, group, shared, length, headSize]);
  const batch = multiplyDims(rows, group);
  return ops.concat([ops.reshape(copies, [batch, shared, length, headSize]), own], 2);
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

/** `[B · G, L + T]`: padding of the prompt is seen by no answer. */
function answerKeyBias(promptBias: Value, group: Dim, answerLength: Dim): Value {
  const [rows, promptLength] = promptBias.shape as [Dim, Dim];
  const copies = ops.expand(ops.unsqueeze(promptBias, 1), [rows, group, promptLength]);
  const own = ops.expand(promptBias.graph.constant('float32', [0]), [rows, group, answerLength]);
  const bias = ops.concat([copies, own], 2);
  return ops.reshape(bias, [multiplyDims(rows, group), bias.shape[2] as Dim]);
}
