import { type Graph, multiplyDims, type Value } from '@skinr1/autograd';

/**
 * Prompts and answers as graph inputs. Tokens of all rows lie one after the other without gaps, N in all
 * with some padding at the end; each row is a prompt, then the answers to it. Only attention needs rows
 * and columns: there tokens are put into two grids, prompts `[B, L]` and answers `[B, G, T]`, and back. Lengths are cut
 * into blocks of equal length, L = l · L' and T = t · T'.
 */
export interface SequenceInputs {
  /** int32 `[N]` */
  readonly inputIds: Value;
  /** float32 `[axes, N]` (whole numbers; float32 holds them exactly to 2²⁴). */
  readonly positionIds: Value;
  /** int32 `[B, l, L']`: the token at each place of the prompt grid; padding is the last token. */
  readonly promptIndex: Value;
  /** int32 `[N]`: place of each token in the grids, the prompt grid first; padding points to padding. */
  readonly gridIndex: Value;
  readonly answers: AnswerInputs;
}

/** The answers' part of {@link SequenceInputs}. An answer sees its prompt and itself. */
interface AnswerInputs {
  /** int32 `[B, G, t, T']`: the token at each place of the answer grid; padding is the last token. */
  readonly answerIndex: Value;
  /** float32 `[B, L]`: 0, or a large negative number for padding of the prompt grid. */
  readonly promptBias: Value;
}

/**
 * Declares the sequence inputs with symbols N (`flat`), B (`rows`), l (`promptBlocks`), L' (`promptLength`),
 * G (`group`), t (`answerBlocks`) and T' (`answerLength`).
 */
export function declareSequenceInputs(graph: Graph, positionAxes: number): SequenceInputs {
  const prompt = ['promptBlocks', 'promptLength'];
  const answer = ['answerBlocks', 'answerLength'];
  return {
    inputIds: graph.input('inputIds', 'int32', ['flat']),
    positionIds: graph.input('positionIds', 'float32', [positionAxes, 'flat']),
    promptIndex: graph.input('promptIndex', 'int32', ['rows', ...prompt]),
    gridIndex: graph.input('gridIndex', 'int32', ['flat']),
    answers: {
      answerIndex: graph.input('answerIndex', 'int32', ['rows', 'group', ...answer]),
      promptBias: graph.input('promptBias', 'float32', ['rows', multiplyDims(...prompt)]),
    },
  };
}
