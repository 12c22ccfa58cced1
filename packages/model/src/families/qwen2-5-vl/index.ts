import type { Family } from '../family.ts';
import { familyParts, qwen2Text } from '../qwen-vl/family-parts.ts';
import { layOutGrid } from '../qwen-vl/grid-layout.ts';
import { createVisionBatch } from '../qwen-vl/patch-layout.ts';
import {
  formatPreprocessorConfig,
  parsePreprocessorConfig,
  qwen2ImageDefaults,
} from '../qwen-vl/preprocessor-config.ts';
import { textSpecs } from '../qwen-vl/text-parameters.ts';
import { attentionWindows, windowSide } from './attention-windows.ts';
import { parseModelConfig } from './config.ts';
import { formatModelConfig } from './config-format.ts';
import type { Qwen25VlConfig } from './config-types.ts';
import { visionSpecs } from './parameters.ts';
import { visionTower } from './vision-tower.ts';

/** Qwen2.5-VL (Bai et al., 2025): a vision tower with window attention, M-RoPE, grouped queries. */
export const qwen25Vl: Family<Qwen25VlConfig> = {
  ...familyParts(qwen2Text),
  modelType: 'qwen2_5_vl',
  title: 'Qwen2.5-VL',
  imageDefaults: qwen2ImageDefaults,
  parseConfig: parseModelConfig,
  formatConfig: formatModelConfig,
  parseImageProcessor: (json, source) => parsePreprocessorConfig(json, source),
  formatImageProcessor: (settings, { vision }) =>
    formatPreprocessorConfig(settings, vision, 'Qwen2_5_VLProcessor'),
  parameters: (config) => [...visionSpecs(config), ...textSpecs(config, qwen2Text)],
  layOutImages: (images, { vision }) => createVisionBatch(images, vision, attentionWindows(vision)),
  layOutInGraph: (graph, { vision }) =>
    layOutGrid(graph, vision, { gridName: 'image_grid_thw', windowSide: windowSide(vision) }),
  featureCount: () => 1,
  visionTower: (graph, weights, { vision }, isInParts = false) => [
    visionTower(graph, weights, vision, isInParts),
  ],
};
