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
import { NotFoundError } from '@skinr1/core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadModel } from '../src/folder/pretrained.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let folder: string;
let whole: Record<string, Tensor>;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), 'skinr1-files-'));
  const model = await tinyModel(engine);
  await model.save(folder);
  await model.release();
  whole = { ...(await readSafetensors(at('model.safetensors'))).tensors };
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const gate = 'model.layers.0.mlp.gate_proj.weight';

/** Two files and their index. */
beforeEach(async () => {
  const { [gate]: moved, ...rest } = whole;
  await writeSafetensors(at('a.safetensors'), rest);
  await writeSafetensors(at('b.safetensors'), { [gate]: moved as Tensor });
  const map = Object.keys(whole).map((name) => [name, name === gate ? 'b' : 'a']);
  const files = map.map(([name, file]) => [name, `${file}.safetensors`]);
  const index = { weight_map: Object.fromEntries(files) };
  await writeFile(at('model.safetensors.index.json'), JSON.stringify(index));
});

// As they are opened in memory, and as graphs point into them.
it.each(['float32', 'mapped', 'int4'] as const)(
  'faults of files are named, in %s',
  async (precision) => {
    const open = () => loadModel(folder, { engine, precision });
    await (await open()).release();
    await rm(at('b.safetensors'));
    await expect(open()).rejects.toThrow(NotFoundError);
    await expect(open()).rejects.toThrow(/b\.safetensors: is named by the index.*Download it/);
    await writeSafetensors(at('b.safetensors'), {
      'model.norm.weight': whole['model.norm.weight']!,
    });
    await expect(open()).rejects.toThrow(
      /b\.safetensors, model.*gate_proj.*not in the file.*two saves/,
    );
    await writeSafetensors(at('b.safetensors'), { [gate]: tensor('float32', [1, 2], [1, 2]) });
    await expect(open()).rejects.toThrow(
      /gate_proj\.weight: has shape \[1,2\].*asks for \[64,32\]/,
    );
    const both = {
      [gate]: whole[gate]!,
      'model.language_model.norm.weight': whole['model.norm.weight']!,
    };
    await writeSafetensors(at('b.safetensors'), both);
    await expect(open()).rejects.toThrow(/norm\.weight: is in a\.safetensors too/);
    const index = await readFile(at('model.safetensors.index.json'), 'utf8');
    const again = index.replace('{"weight_map":{', `$&"${gate}":"a.safetensors",`);
    await writeFile(at('model.safetensors.index.json'), again);
    await expect(open()).rejects.toThrow(/index\.json, model.*gate_proj\.weight: is named twice/);
  },
);
