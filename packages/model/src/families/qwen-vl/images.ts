import { checkPatchCount, cutPatches } from '../../image/patches.ts';
import { mostSquares, resizeBicubic, smartResize } from '../../image/resize.ts';
import type { Family } from '../family.ts';
import type { QwenVisionConfig, QwenVlConfig } from './config-types.ts';
import { mropePositions } from './positions.ts';

/** What all Qwen-VL families do with images: resizing, cutting, positions, tokens that stand for them. */
export const qwenImages: Pick<
  Family<QwenVlConfig>,
  'positionAxes' | 'visionTokenIds' | 'cutImage' | 'mostImageTokens' | 'positions'
> = {
  positionAxes: 3,
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
  positions: (tokenIds, images, { imageTokenId, vision }) =>
    mropePositions(tokenIds, images, { imageTokenId, spatialMergeSize: vision.spatialMergeSize }),
};

/** Pixels along the side of the square that one token stands for. */
function tokenSide({ patchSize, spatialMergeSize }: QwenVisionConfig): number {
  return patchSize * spatialMergeSize;
}
