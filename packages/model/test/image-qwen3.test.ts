import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { qwen3Vl } from '../src/families/qwen3-vl/index.ts';
import { createImageProcessor } from '../src/image/processor.ts';
import { smartResize } from '../src/image/resize.ts';
import { imageFiles } from './support/image-files.ts';
import { readFixture } from './support/parity.ts';
import { picture } from './support/picture.ts';

/** What `tools/parity/model_images.py` wrote of the processor with Qwen3-VL's settings. */
interface Qwen3Fixture {
  /** Of each kind, its files in order: grids, and a hash of all resized pixels, cut into patches. */
  readonly files: readonly {
    kind: string;
    grids: readonly [number, number, number][];
    sha256: string;
  }[];
  readonly smart: readonly [height: number, width: number, toHeight: number, toWidth: number][];
  readonly patches: readonly {
    from: [number, number];
    grid: [number, number, number];
    shape: [number, number];
    mean: number;
    places: number[];
    values: number[];
  }[];
}

const fixture = readFixture<Qwen3Fixture>('images-qwen3.json');
const config = qwen3Vl.parseConfig(
  { model_type: 'qwen3_vl', vision_config: { out_hidden_size: 4096 } },
  'test',
);
const architecture = { family: qwen3Vl, config };

/** As it is published: bounds in `size` alone. */
const published = qwen3Vl.parseImageProcessor(
  {
    size: { longest_edge: 16_777_216, shortest_edge: 65_536 },
    patch_size: 16,
    temporal_patch_size: 2,
    merge_size: 2,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    processor_class: 'Qwen3VLProcessor',
    image_processor_type: 'Qwen2VLImageProcessorFast',
  },
  'the test',
);

describe("Qwen3-VL's image processor", () => {
  it('has the published settings where a folder has no file of them', () => {
    expect(published).toEqual(qwen3Vl.imageDefaults);
  });

  it('gives images the sizes of smart_resize, in squares of 32 and within its own bounds', () => {
    expect(fixture.smart.length).toBeGreaterThan(70);
    for (const [height, width, toHeight, toWidth] of fixture.smart) {
      const size = smartResize(height, width, 32, published);
      expect(size, `${height}×${width}`).toEqual({ height: toHeight, width: toWidth });
    }
  });

  it.each(fixture.patches)(
    'makes the patches that Transformers makes for $from',
    async (expected) => {
      const { process } = createImageProcessor(architecture, published);
      const patches = await process({ kind: 'pixels', ...picture(...expected.from) });
      expect([1, patches.gridHeight, patches.gridWidth]).toEqual(expected.grid);
      expect(patches.pixels.length).toBe(expected.shape[0] * expected.shape[1]);
      const mean = patches.pixels.reduce((sum, v) => sum + v, 0) / patches.pixels.length;
      expect(mean).toBeCloseTo(expected.mean, 5);
      expected.places.forEach((place, i) => {
        expect(patches.pixels[place]).toBeCloseTo(expected.values[i] as number, 5);
      });
    },
  );

  it('is asked about at least 300 files', () => {
    expect(fixture.files.reduce((sum, { grids }) => sum + grids.length, 0)).toBeGreaterThanOrEqual(
      300,
    );
  });

  it.each(fixture.files.map((row) => [row.kind, row.grids.length, row] as const))(
    '%s (%i): resized pixels and grids equal those of Transformers',
    async (kind, _, { grids, sha256 }) => {
      const asBytes = {
        minPixels: 1024,
        maxPixels: 32 * 96,
        mean: [0, 0, 0] as const,
        standardDeviation: [1 / 255, 1 / 255, 1 / 255] as const,
      };
      const { process } = createImageProcessor(architecture, asBytes, { cacheBytes: 0 });
      const hash = createHash('sha256');
      const found: number[][] = [];
      for (const { file } of imageFiles.filter((each) => each.kind === kind)) {
        const patches = await process({ kind: 'bytes', data: Buffer.from(file, 'base64') });
        found.push([1, patches.gridHeight, patches.gridWidth]);
        hash.update(Uint8Array.from(patches.pixels, Math.round));
      }
      expect(found).toEqual(grids);
      expect(hash.digest('hex')).toBe(sha256);
    },
  );
});
