import type { Device } from './device.ts';

/** The processor: its memory is the host's. */
export const cpu: Device<'cpu'> = {
  name: 'cpu',
  provider: 'cpu',
  holds: () => false,
  mend: () => 'Install onnxruntime-node anew.',
};
