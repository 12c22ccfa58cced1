import type { Lowerings } from '../../graph/lower-graph.ts';
import {
  unfusedAttention,
  wholeCausalAttention,
  wholeCausalGradient,
} from './unfused-attention.ts';
import { unfusedCachedAttention } from './unfused-cached-attention.ts';

/** All attention as products and a softmax, for devices where neither the fused kernels nor a loop was tried. */
export const unfusedLowerings: Lowerings = {
  MultiHeadAttention: unfusedAttention,
  GroupQueryAttention: unfusedCachedAttention,
  CausalAttention: wholeCausalAttention,
  CausalAttentionGradient: wholeCausalGradient,
};
