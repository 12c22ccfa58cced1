import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngine,
  type Engine,
  readSafetensors,
  type Tensor,
  tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { createRandom, InvalidInputError, type SampledCompletion } from '@skinr1/core';
import { expect } from 'vitest';
import { loadAdapter, saveAdapter } from '../../src/folder/adapters.ts';
import { loadModel } from '../../src/folder/pretrained.ts';
import type { Model } from '../../src/model.ts';
import type { TextQuestion } from '../../src/question.ts';
import { createTinyModel, plainImage } from '../../src/testing/index.ts';
import { addAdapter } from '../../src/weights/adapter.ts';
import { corpus } from './tiny.ts';

export const question: TextQuestion = {
  text: 'Which diagnosis fits the picture?',
  images: [plainImage(200, 30, 30)],
};

/** A tiny model's folder and one for adapters of it. */
export class AdapterBench {
  readonly engine: Engine;
  readonly base: string;
  readonly folder: string;
  /** Sessions made; tests set it back. */
  loads = 0;

  private constructor(engine: Engine, base: string, folder: string) {
    this.base = base;
    this.folder = folder;
    const load: Engine['load'] = (model, options) => {
      this.loads++;
      return engine.load(model, options);
    };
    this.engine = Object.assign(Object.create(engine) as Engine, {
      load,
      upload: engine.upload.bind(engine),
      download: engine.download.bind(engine),
      close: engine.close.bind(engine),
    });
  }

  static async create(): Promise<AdapterBench> {
    const engine = await createEngine({ threads: 1 });
    const [base, folder] = await Promise.all(
      ['base', 'lora'].map((name) => mkdtemp(join(tmpdir(), `skinr1-${name}-`))),
    );
    const model = await createTinyModel(engine, {
      texts: corpus,
      imageSize: 32,
      spread: () => 0.3,
    });
    await model.save(base as string);
    await model.release();
    return new AdapterBench(engine, base as string, folder as string);
  }

  async close(): Promise<void> {
    await this.engine.close();
    for (const folder of [this.base, this.folder]) await rm(folder, { recursive: true });
  }

  open(): Promise<Model> {
    return loadModel(this.base, { engine: this.engine });
  }

  get weightsFile(): string {
    return join(this.folder, 'adapter_model.safetensors');
  }

  async tensors(): Promise<Record<string, Tensor>> {
    return { ...(await readSafetensors(this.weightsFile)).tensors };
  }

  /** Writes an adapter of some numbers to the folder. */
  async write(options: Partial<Parameters<typeof addAdapter>[1]> = {}): Promise<void> {
    await rm(this.folder, { recursive: true });
    const model = await this.open();
    await addAdapter(model, { rank: 2, alpha: 4, seed: 1, ...options });
    await saveAdapter(model, this.folder, { base: 'tiny/base' });
    await model.release();
    await this.fill(1);
  }

  /** Gives B numbers, so that the adapter changes something. */
  async fill(seed: number): Promise<void> {
    const random = createRandom(seed);
    const filled = Object.entries(await this.tensors()).map(([name, value]): [string, Tensor] => {
      if (!name.includes('lora_B')) return [name, value];
      const numbers = Float32Array.from(value.data as Float32Array, () => random.normal() * 0.3);
      return [name, tensor('float32', value.dims, numbers)];
    });
    await writeSafetensors(this.weightsFile, Object.fromEntries(filled));
  }

  async changeConfig(changes: Record<string, unknown>): Promise<void> {
    const path = join(this.folder, 'adapter_config.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...json, ...changes }));
  }

  /** Why the folder is not read. */
  async refusal(): Promise<string> {
    const model = await this.open();
    try {
      await loadAdapter(model, this.folder);
    } catch (error) {
      expect(InvalidInputError.isInstance(error)).toBe(true);
      expect(model.weights.adapterNames).toEqual([]);
      return (error as Error).message;
    } finally {
      await model.release();
    }
    throw new Error('it was not refused');
  }
}

/** The most probable answer to the question. */
export async function answer(model: Model, adapter?: string | null): Promise<SampledCompletion> {
  const greedy = { maxTokens: 8, temperature: 0 };
  const options = adapter === undefined ? greedy : { ...greedy, adapter };
  return (await model.generate([question], options))[0]![0]!;
}

/** Holds two answers to the same tokens, and log-probabilities that differ by less than the tolerance. */
export function expectSame(a: SampledCompletion, b: SampledCompletion, tolerance: number): void {
  expect([...a.tokenIds]).toEqual([...b.tokenIds]);
  a.logProbs.forEach((value, i) => {
    expect(Math.abs(value - b.logProbs[i]!)).toBeLessThan(tolerance);
  });
}
