import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEngine, type Engine } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOnnxModel } from '../src/onnx-folder/open-onnx-model.ts';
import { askedImage as image } from './support/asked-image.ts';
import { readZippedFixture } from './support/parity.ts';

/** What `tools/parity/model_onnx_genai.py` wrote. */
interface ExportFixture {
  /** Hexadecimal digits, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly answers: readonly {
    readonly images: number;
    readonly tokens: readonly number[];
    readonly logProbs: readonly number[];
  }[];
}

const fixture = readZippedFixture<Record<'grouped' | 'qwen2', ExportFixture>>('onnx-genai.json.gz');
const text = 'Which diagnosis fits the picture?';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await createEngine({ threads: 1, inThread: true });
  folder = await mkdtemp(join(tmpdir(), 'onnx-genai-'));
  for (const [name, { files }] of Object.entries(fixture)) {
    for (const [path, digits] of Object.entries(files)) {
      const file = join(folder, name, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, Buffer.from(digits, 'hex'));
    }
  }
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a folder of onnxruntime-genai's exporter", () => {
  it.each([
    ['Qwen2.5-VL in float32', 'grouped', 4],
    ['Qwen2-VL in float16', 'qwen2', 1],
  ] as const)('%s answers as Transformers does', async (_, name, digits) => {
    await using model = await openOnnxModel(join(folder, name), { engine });
    for (const { images, tokens, logProbs } of fixture[name].answers) {
      const question = { text, images: Array.from({ length: images }, () => image) };
      const options = { maxTokens: tokens.length, temperature: 0 };
      const [[answer] = []] = await model.generate([question], options);
      expect([...(answer?.tokenIds ?? [])]).toEqual(tokens);
      answer?.logProbs.forEach((value, i) => {
        expect(value).toBeCloseTo(logProbs[i] as number, digits);
      });
    }
  });

  it('has its images processed by the steps that stand in it', async () => {
    const directory = await copied('steps');
    await rm(join(directory, 'preprocessor_config.json'));
    const path = join(directory, 'processor_config.json');
    const settings = JSON.parse(await readFile(path, 'utf8'));
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    await using model = await openOnnxModel(directory, { engine, onWarning });
    expect(warnings).toEqual([]);
    expect(model.imageProcessor.config).toMatchObject({ minPixels: 784, maxPixels: 2_371_600 });

    settings.processor.transforms.push({ operation: { name: 'crop', type: 'CenterCrop' } });
    await writeFile(path, JSON.stringify(settings));
    await expect(openOnnxModel(directory, { engine })).rejects.toThrow(
      /processor_config.json, processor.transforms\[\d\].operation.type: is 'CenterCrop'.*preprocessor_config.json/,
    );
    settings.processor.transforms.pop();
    settings.processor.transforms[2].operation.attrs.smart_resize = 0;
    await writeFile(path, JSON.stringify(settings));
    await expect(openOnnxModel(directory, { engine })).rejects.toThrow(InvalidInputError);
  });

  it('says what its exporter leaves out', async () => {
    const directory = await copied('bare');
    await rm(join(directory, 'config.json'));
    const opening = openOnnxModel(directory, { engine });
    await expect(opening).rejects.toThrow(NotFoundError);
    await expect(opening).rejects.toThrow(/config.json: is not there. Copy it/);
  });

  it('is refused where its exporter left features out, as of Qwen3-VL', async () => {
    const directory = await copied('qwen3');
    const { config } = JSON.parse(
      await readFile(new URL('fixtures/model-qwen3.json', import.meta.url), 'utf8'),
    );
    await writeFile(join(directory, 'config.json'), JSON.stringify(config));
    const opening = openOnnxModel(directory, { engine });
    await expect(opening).rejects.toThrow(UsageError);
    await expect(opening).rejects.toThrow(/Qwen3-VL has features behind layers/);
  });
});

async function copied(name: string): Promise<string> {
  await cp(join(folder, 'grouped'), join(folder, name), { recursive: true });
  return join(folder, name);
}
