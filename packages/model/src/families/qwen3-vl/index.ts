import type { Tensor } from '@skinr1/autograd';
import type { Family } from '../family.ts';
import { familyParts } from '../qwen-vl/family-parts.ts';
import { createVisionBatch, wholeImage } from '../qwen-vl/patch-layout.ts';
import {
  formatPreprocessorConfig,
  parsePreprocessorConfig,
} from '../qwen-vl/preprocessor-config.ts';
import { textSpecs } from '../qwen-vl/text-parameters.ts';
import type { TextStackVariant } from '../qwen-vl/text-stack.ts';
import { nestedNames } from '../qwen-vl/weight-names.ts';
import { formatModelConfig, parseModelConfig } from './config.ts';
import type { Qwen3VlConfig } from './config-types.ts';
import { positionFeeds } from './learned-positions.ts';
import { visionSpecs, visionTower } from './vision-tower.ts';

const text: TextStackVariant = {
  names: nestedNames,
  attentionBias: false,
  queryKeyNorm: true,
  interleaved: true,
};

/** What the published models have: 64 to 16,384 tokens an image, pixels from −1 to 1. */
const imageDefaults = {
  minPixels: 256 * 256,
  maxPixels: 4096 * 4096,
  mean: [0.5, 0.5, 0.5],
  standardDeviation: [0.5, 0.5, 0.5],
} as const;

/** Dense Qwen3-VL (2025): learned positions and DeepStack in the vision tower, interleaved M-RoPE, normed heads. */
export const qwen3Vl: Family<Qwen3VlConfig> = {
  ...familyParts(text),
  modelType: 'qwen3_vl',
  title: 'Qwen3-VL',
  imageDefaults,
  parseConfig: parseModelConfig,
  formatConfig: formatModelConfig,
  parseImageProcessor: (json, source) => parsePreprocessorConfig(json, source, imageDefaults),
  formatImageProcessor: (settings, { vision }) =>
    formatPreprocessorConfig(settings, vision, 'Qwen3VLProcessor'),
  parameters: (config) => [...visionSpecs(config), ...textSpecs(config, text)],
  layOutImages(images, { vision }) {
    const batch = createVisionBatch(images, vision, wholeImage(vision));
    const positions = batch.feeds.patchPositions as Tensor;
    return {
      ...batch,
      feeds: { ...batch.feeds, ...positionFeeds(positions, batch.patchGrids, vision) },
    };
  },
  featureCount: ({ vision }) => 1 + vision.deepstackBlocks.length,
  visionTower,
};
