import type { Value } from '@skinr1/autograd';

/**
 * A matrix `[outputs, inputs]` of a model, as something that can multiply. Layers ask for products and
 * rows and know neither its element type nor whether an adapter stands beside it. Everything that goes in
 * and comes out is float32.
 */
export interface Weight {
  readonly outputs: number;
  readonly inputs: number;
  /** `x · Wᵀ` for x `[…, inputs]`: a layer's product, and the scores of a vocabulary. */
  project(x: Value): Value;
  /** `y · W` for y `[…, outputs]`: the transposed product, which the gradient by x is. */
  projectBack(y: Value): Value;
  /** Rows of W, `[…indices, inputs]`: an embedding's look-up. */
  gather(indices: Value): Value;
}
