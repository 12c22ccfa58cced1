import { ShapeError } from '@skinr1/core';
import { type Dim, multiplyDims, sameDim } from './dimension.ts';

export type Shape = readonly Dim[];

/** `[B, S, 64]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => sameDim(dim, b[axis]!));
}

/** Number of elements, as a size that may be symbolic. */
export function elementCount(shape: Shape): Dim {
  return multiplyDims(...shape);
}

/** An axis counted from the front. Throws ShapeError if the shape has no such axis. */
export function resolveAxis(operation: string, shape: Shape, axis: number): number {
  const resolved = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= shape.length) {
    throw new ShapeError(`${operation}: ${formatShape(shape)} has no axis ${axis}.`, {
      mend: `Axes go from ${-shape.length} to ${shape.length - 1}.`,
    });
  }
  return resolved;
}

/**
 * The common shape of operands under NumPy's rule: align from the right, 1 stretches. A symbolic size
 * fits only itself and 1, so that a mistake shows when the graph is built and not when it runs.
 */
export function broadcastShapes(operation: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result: Dim[] = new Array<Dim>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const axis = rank - shape.length + i;
      const dim = shape[i]!;
      if (dim === 1) continue;
      if (result[axis] === 1) result[axis] = dim;
      else if (!sameDim(result[axis]!, dim)) {
        throw new ShapeError(
          `${operation}: ${shapes.map(formatShape).join(' and ')} do not broadcast: ${result[axis]} against ${dim}.`,
          { mend: 'Sizes must be equal or 1, aligned from the right; symbols are equal by name.' },
        );
      }
    }
  }
  return result;
}
