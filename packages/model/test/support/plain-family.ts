import { ops, tensor, type Value } from '@skinr1/autograd';
import { linear } from '../../src/architecture/layers.ts';
import { linearSpecs, normSpec } from '../../src/architecture/parameters.ts';
import type { ModelConfig } from '../../src/config.ts';
import type { Family } from '../../src/families/family.ts';
import { qwen25Vl } from '../../src/families/qwen2-5-vl/index.ts';
import type { ImagePatches } from '../../src/image/patches.ts';

export interface PlainConfig extends ModelConfig {
  readonly modelType: 'plain_vl';
}

/**
 * A family as unlike Qwen2.5-VL as the interface allows, as a newcomer's would be: an image is its mean
 * color and one token, positions have one axis and are not used, layers have no norm, and the matrix
 * that scores the vocabulary is apart.
 */
export const plainVl: Family<PlainConfig> = {
  modelType: 'plain_vl',
  title: 'Plain',
  chatTemplate: qwen25Vl.chatTemplate,
  positionAxes: 1,

  parseConfig: (json) => json as PlainConfig,
  formatConfig: (config) => ({ ...config, model_type: config.modelType }),
  imageDefaults: { minPixels: 1, maxPixels: 64, mean: [0, 0, 0], standardDeviation: [1, 1, 1] },
  parseImageProcessor: qwen25Vl.parseImageProcessor,
  formatImageProcessor: () => ({}),

  parameters: ({ text: { hiddenSize, layerCount, vocabularySize } }) => [
    { name: 'tokens', shape: [vocabularySize, hiddenSize], kind: 'embedding' },
    ...linearSpecs('eye', hiddenSize, 3, { bias: true }),
    ...Array.from({ length: layerCount }, (_, i) => [
      ...['query', 'key', 'value', 'out'].flatMap((part) =>
        linearSpecs(`layers.${i}.${part}`, hiddenSize, hiddenSize, { bias: false }),
      ),
    ]).flat(),
    normSpec('norm', hiddenSize),
    { name: 'head', shape: [vocabularySize, hiddenSize], kind: 'output' },
  ],
  publishedName: (stored) => stored,
  storedNames: (published) => [published],
  isVisionWeight: (name) => name.startsWith('eye.'),
  visionTokenIds: ({ imageTokenId }) => [imageTokenId],

  cutImage({ data }): ImagePatches {
    const pixels = new Float32Array(3);
    data.forEach((byte, i) => {
      pixels[i % 3] = (pixels[i % 3] as number) + (byte * 3) / data.length / 255;
    });
    return { gridHeight: 1, gridWidth: 1, tokenCount: 1, pixels };
  },
  mostImageTokens: () => 1,
  layOutImages(images) {
    const unique = [...new Set(images)];
    const rowCount = Math.max(1, unique.length);
    const colors = new Float32Array(rowCount * 3);
    unique.forEach(({ pixels }, i) => {
      colors.set(pixels, i * 3);
    });
    return {
      feeds: { colors: tensor('float32', [rowCount, 3], colors) },
      rowCount,
      featureRows: (image) => Int32Array.of(unique.indexOf(image)),
    };
  },
  positions: ({ length }) => ({
    positions: Int32Array.from({ length }, (_, i) => i),
    next: length,
  }),

  featureCount: () => 1,
  visionTower: (graph, weights) => [
    linear(weights, 'eye', graph.input('colors', 'float32', ['images', 3])),
  ],
  embed: (weights, _, tokenIds) => weights.matrix('tokens').gather(tokenIds),
  textStack(weights, { text }, embedded, _, { attend }) {
    let x: Value = embedded;
    for (let i = 0; i < text.layerCount; i++) {
      const part = (name: string, value: Value) => linear(weights, `layers.${i}.${name}`, value);
      const attended = attend(i, {
        query: part('query', x),
        key: part('key', x),
        value: part('value', x),
      });
      x = ops.add(x, ops.silu(part('out', attended)));
    }
    return x;
  },
  outputMatrix: (weights) => weights.matrix('head'),
};
