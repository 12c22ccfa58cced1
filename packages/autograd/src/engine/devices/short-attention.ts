import { type Dim, fillDim } from '../../graph/dimension.ts';
import type { Graph, GraphNode, Value } from '../../graph/graph.ts';
import type { Lowering } from '../../graph/lower-graph.ts';
import { causalSizes } from '../../ops/index.ts';
import { causalByBlocks, causalGradientByBlocks } from './attention-by-blocks.ts';
import type { Specialize } from './device.ts';
import { keptCausalGradient, wholeCausalAttention } from './unfused-attention.ts';

/**
 * The most keys of a query whose shares are kept for the backward pass. To keep them takes memory of the number of
 * queries times that of keys; to work them out anew, an eighth to a sixth of a step of rows of some hundred tokens.
 */
const mostKept = 512;

/** Causal attention by blocks, but of a single block whole. */
export const shortOrBlocks: Lowering = (node, graph) =>
  (isOneBlock(node) ? wholeCausalAttention : causalByBlocks)(node, graph);

/** Its gradient: of a single block with the shares that were kept. */
export const shortOrBlocksGradient: Lowering = (node, graph) =>
  (isOneBlock(node) ? keptCausalGradient : causalGradientByBlocks)(node, graph);

function isOneBlock(node: GraphNode): boolean {
  return sizesOf(node).blocks === 1;
}

function sizesOf({ inputs }: GraphNode) {
  return causalSizes(...(inputs.slice(0, 3) as [Value, Value, Value]));
}

/** Fixes the number of blocks where it is 1 and keys are few. Null where there is no attention of blocks to count. */
export function fixShortRows(graph: Graph): Specialize | null {
  const keysOf = new Map<string, Set<Dim>>();
  for (const node of graph.nodes) {
    if (node.op !== 'CausalAttention') continue;
    const { blocks, keys } = sizesOf(node);
    if (typeof blocks === 'string') keysOf.set(blocks, (keysOf.get(blocks) ?? new Set()).add(keys));
  }
  if (keysOf.size === 0) return null;
  return (sizes) => {
    const isFew = (keys: Dim): boolean => {
      const count = fillDim(keys, sizes);
      return typeof count === 'number' && count <= mostKept;
    };
    const short = [...keysOf].filter(
      ([blocks, keys]) => sizes[blocks] === 1 && [...keys].every(isFew),
    );
    return Object.fromEntries(short.map(([blocks]) => [blocks, 1]));
  };
}
