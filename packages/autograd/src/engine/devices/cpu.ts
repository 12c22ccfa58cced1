import type { Device } from './device.ts';
import { fixShortRows, shortOrBlocks, shortOrBlocksGradient } from './short-attention.ts';

/** The processor: its memory is the host's. */
export const cpu: Device<'cpu'> = {
  name: 'cpu',
  provider: 'cpu',
  holds: () => false,
  lowerings: {
    CausalAttention: shortOrBlocks,
    CausalAttentionGradient: shortOrBlocksGradient,
  },
  specialize: fixShortRows,
  mend: () => 'Install onnxruntime-node anew.',
};
