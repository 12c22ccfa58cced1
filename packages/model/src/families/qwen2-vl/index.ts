import type { Family } from '../family.ts';
import { familyParts, qwen2Text } from '../qwen-vl/family-parts.ts';
import { layOutGrid } from '../qwen-vl/grid-layout.ts';
import { createVisionBatch, wholeImage } from '../qwen-vl/patch-layout.ts';
import {
  formatPreprocessorConfig,
  parsePreprocessorConfig,
  qwen2ImageDefaults,
} from '../qwen-vl/preprocessor-config.ts';
import { textSpecs } from '../qwen-vl/text-parameters.ts';
import { formatModelConfig, parseModelConfig } from './config.ts';
import type { Qwen2VlConfig } from './config-types.ts';
import { visionSpecs, visionTower } from './vision-tower.ts';

/** Qwen2-VL (Wang et al., 2024): a vision tower without windows, M-RoPE, grouped queries. */
export const qwen2Vl: Family<Qwen2VlConfig> = {
  ...familyParts(qwen2Text),
  modelType: 'qwen2_vl',
  title: 'Qwen2-VL',
  imageDefaults: qwen2ImageDefaults,
  parseConfig: parseModelConfig,
  formatConfig: formatModelConfig,
  parseImageProcessor: (json, source) => parsePreprocessorConfig(json, source),
  formatImageProcessor: (settings, { vision }) =>
    formatPreprocessorConfig(settings, vision, 'Qwen2VLProcessor'),
  parameters: (config) => [...visionSpecs(config), ...textSpecs(config, qwen2Text)],
  layOutImages: (images, { vision }) => createVisionBatch(images, vision, wholeImage(vision)),
  layOutInGraph: (graph, { vision }) =>
    layOutGrid(graph, vision, { gridName: 'grid_thw', windowSide: null }),
  featureCount: () => 1,
  visionTower: (graph, weights, config, isInParts = false) => [
    visionTower(graph, weights, config, isInParts),
  ],
};
