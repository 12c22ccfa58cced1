import { ShapeError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { formatShape, type Shape, sameShape } from '../graph/shape.ts';
import { type TokenLossInputs, tokenLossInputs } from './token-loss.ts';

const { tables, scalars } = tokenLossInputs;

/**
 * Checks what a token loss gets before it computes with it: seven tables `[R, T]`, advantages `[R, 1]`, three
 * scalars, all of one type. Broadcasting would turn a wrong one into a wrong loss without a word.
 *
 * @param operation the loss, for the error
 * @throws ShapeError naming the input, its shape and the one it needs
 */
export function checkTokenLossInputs(operation: string, inputs: TokenLossInputs): void {
  const { shape } = inputs.logProb;
  if (shape.length !== 2) {
    throw new ShapeError(
      `${operation}: logProb must be [completions, tokens], got ${formatShape(shape)}.`,
    );
  }
  for (const name of tables) requireShape(operation, name, inputs[name], shape);
  requireShape(operation, 'advantage', inputs.advantage, [shape[0]!, 1]);
  for (const name of scalars) requireShape(operation, name, inputs[name], []);
  for (const name of [...tables, 'advantage', ...scalars] as const) {
    const { dtype } = inputs[name];
    if (dtype === inputs.logProb.dtype) continue;
    throw new ShapeError(
      `${operation}: ${name} is ${dtype} where logProb is ${inputs.logProb.dtype}.`,
    );
  }
}

/** Throws ShapeError unless a value has the shape. */
export function requireShape(operation: string, name: string, value: Value, shape: Shape): void {
  if (sameShape(value.shape, shape)) return;
  throw new ShapeError(
    `${operation}: ${name} must be ${formatShape(shape)}, got ${formatShape(value.shape)}.`,
  );
}
