import type { Device } from './device.ts';
import { unfusedLowerings } from './unfused-lowerings.ts';

/** An NVIDIA card. Its provider is not in the npm package. */
export const cuda: Device<'cuda'> = {
  name: 'cuda',
  provider: 'cuda',
  // The binding brings the outputs of this provider back to the host.
  holds: () => false,
  lowerings: unfusedLowerings,
  mend: (reason) =>
    /shared library|load library|cannot open|backend not found/i.test(reason)
      ? 'It needs Linux on x64, an NVIDIA driver, the CUDA libraries, and the provider of onnxruntime: run the install script of onnxruntime-node with ONNXRUNTIME_NODE_INSTALL=cuda12. Or use the device "webgpu" or "cpu".'
      : 'Look at `nvidia-smi` for the driver and the card. Or use the device "webgpu" or "cpu".',
};
