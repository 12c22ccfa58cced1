export { type AdaptiveEntropyOptions, adaptiveEntropy } from './adaptive-entropy.ts';
export { type AdaptiveKlOptions, adaptiveKl } from './adaptive-kl.ts';
export type { Controller, ControllerReport, ControllerState } from './controller.ts';
