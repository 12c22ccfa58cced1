import { checkPatchCount, cutPatches } from '../../image/patches.ts';
import { mostSquares, resizeBicubic, smartResize } from '../../image/resize.ts';
import type { Family } from '../family.ts';
import { defaultChatTemplate } from './chat-template.ts';
import { parseModelConfig } from './config.ts';
import { formatModelConfig } from './config-format.ts';
import type { Qwen25VlConfig } from './config-types.ts';
import { isVisionWeight, parameterSpecs, publishedName, storedNames } from './parameters.ts';
import { createVisionBatch } from './patch-layout.ts';
import { mropePositions } from './positions.ts';
import {
  formatPreprocessorConfig,
  imageDefaults,
  parsePreprocessorConfig,
} from './preprocessor-config.ts';
import { embed, outputMatrix, textStack } from './text-stack.ts';
import { visionTower } from './vision-tower.ts';

/** Qwen2.5-VL (Bai et al., 2025): a vision tower with window attention, M-RoPE, grouped queries. */
export const qwen25Vl: Family<Qwen25VlConfig> = {
  modelType: 'qwen2_5_vl',
  title: 'Qwen2.5-VL',
  chatTemplate: defaultChatTemplate,
  imageDefaults,
  positionAxes: 3,

  parseConfig: parseModelConfig,
  formatConfig: formatModelConfig,
  parseImageProcessor: parsePreprocessorConfig,
  formatImageProcessor: (settings, { vision }) => formatPreprocessorConfig(settings, vision),

  parameters: parameterSpecs,
  publishedName,
  storedNames,
  isVisionWeight,
  visionTokenIds: (config) => [
    config.imageTokenId,
    config.videoTokenId,
    config.visionStartTokenId,
    config.visionEndTokenId,
  ],

  cutImage(image, settings, { vision }) {
    const factor = tokenSide(vision);
    const size = smartResize(image.height, image.width, factor, settings);
    checkPatchCount(size.width, size.height, vision);
    return cutPatches(resizeBicubic(image, size.width, size.height), vision, settings);
  },
  mostImageTokens: (settings, { vision }) => mostSquares(tokenSide(vision), settings),
  layOutImages: (images, { vision }) => createVisionBatch(images, vision),
  positions: (tokenIds, images, { imageTokenId, vision }) =>
    mropePositions(tokenIds, images, { imageTokenId, spatialMergeSize: vision.spatialMergeSize }),

  visionTower: (graph, weights, { vision }) => visionTower(graph, weights, vision),
  embed: (weights, _, tokenIds) => embed(weights, tokenIds),
  textStack,
  outputMatrix,
};

/** Pixels along the side of the square that one token stands for. */
function tokenSide({ patchSize, spatialMergeSize }: Qwen25VlConfig['vision']): number {
  return patchSize * spatialMergeSize;
}
