import { causalByBlocks, causalGradientByBlocks } from './attention-by-blocks.ts';
import type { Device } from './device.ts';

/** The processor: its memory is the host's. */
export const cpu: Device<'cpu'> = {
  name: 'cpu',
  provider: 'cpu',
  holds: () => false,
  lowerings: {
    CausalAttention: causalByBlocks,
    CausalAttentionGradient: causalGradientByBlocks,
  },
  mend: () => 'Install onnxruntime-node anew.',
};
