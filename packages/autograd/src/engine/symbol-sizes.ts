import type { Feeds, Port } from './engine.ts';

/** The sizes that the symbols of inputs have for given feeds. Feeds may be missing or wrong: a session checks them. */
export function symbolSizes(inputs: readonly Port[], feeds: Feeds): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { name, shape } of inputs) {
    shape.forEach((dim, axis) => {
      const size = feeds[name]?.dims[axis];
      if (typeof dim === 'string' && size !== undefined) sizes[dim] = size;
    });
  }
  return sizes;
}
