import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@skinr1/autograd';
import { InvalidInputError, ResourceError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../src/folder/pretrained.ts';
import { eachFolder, saveTinyModel } from './support/model-folder.ts';

let engine: Engine;
let folder: string;
eachFolder((bench) => {
  ({ engine, folder } = bench);
}, saveTinyModel);

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 42\n`;

describe('a folder that was written', () => {
  it('has the chat template where processors of other programs look for it', async () => {
    const config = JSON.parse(await readFile(join(folder, 'tokenizer_config.json'), 'utf8'));
    const template = await readFile(join(folder, 'chat_template.jinja'), 'utf8');
    expect(template).toBe(config.chat_template);
    expect(template).toContain('<|vision_start|>');
  });
});

it('that could not be written has no half of a file in it', async () => {
  const model = await loadModel(folder, { engine });
  const target = join(folder, 'taken');
  // A folder in the weights' place lets all be written but not appear.
  await mkdir(join(target, 'model.safetensors', 'other'), { recursive: true });
  await expect(model.save(target)).rejects.toThrow(ResourceError);
  expect((await readdir(target)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  await model.release();
});

describe('a folder whose files are not the real ones', () => {
  it.each(['config.json', 'tokenizer.json', 'model.safetensors'])('names %s', async (name) => {
    await writeFile(join(folder, name), pointer);
    const loading = loadModel(folder, { engine });
    await expect(loading).rejects.toThrow(InvalidInputError);
    await expect(loading).rejects.toThrow(new RegExp(`${name}.*Git LFS pointer.*git lfs pull`));
    await writeFile(join(folder, name), '<!DOCTYPE html><html><body>Sign in</body></html>');
    await expect(loadModel(folder, { engine })).rejects.toThrow(/web page/);
  });

  it('has no template that is none, nor passes over a file that cannot be read', async () => {
    const template = join(folder, 'chat_template.jinja');
    for (const content of [pointer, 'Entry not found']) {
      await writeFile(template, content);
      await expect(loadModel(folder, { engine })).rejects.toThrow(
        /chat_template\.jinja: is (a Git LFS pointer|the answer of a server)/,
      );
    }
    await rm(template);
    const settings = join(folder, 'preprocessor_config.json');
    await rm(settings);
    await mkdir(settings);
    await expect(loadModel(folder, { engine })).rejects.toThrow(
      /preprocessor_config\.json: is a folder, not a file/,
    );
  });

  it('of an adapter says so, and of which model', async () => {
    await rm(join(folder, 'config.json'));
    const adapter = { peft_type: 'LORA', base_model_name_or_path: 'Qwen/Qwen2.5-VL-3B-Instruct' };
    await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(adapter));
    const loading = loadModel(folder, { engine });
    await expect(loading).rejects.toThrow(InvalidInputError);
    await expect(loading).rejects.toThrow(
      /PEFT adapter of Qwen\/Qwen2.5-VL-3B-Instruct.*put it beside/,
    );
  });
});

describe("a folder's image settings", () => {
  const moved = async (form: (settings: Record<string, unknown>) => unknown) => {
    const path = join(folder, 'preprocessor_config.json');
    const settings = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await rm(path);
    await writeFile(
      join(folder, 'processor_config.json'),
      JSON.stringify({ processor_class: 'Qwen2_5_VLProcessor', image_processor: form(settings) }),
    );
    const warnings: string[] = [];
    const model = await loadModel(folder, { engine, onWarning: (text) => warnings.push(text) });
    const { minPixels, maxPixels } = model.imageProcessor.config;
    await model.release();
    expect(warnings).toEqual([]);
    return [minPixels, maxPixels];
  };

  it('are read from processor_config.json, with bounds in either form', async () => {
    expect(await moved(({ size: _, ...settings }) => settings)).toEqual([64, 1024]);
  });

  it('are read there with the bounds in size', async () => {
    expect(await moved(({ min_pixels: _, max_pixels: __, ...settings }) => settings)).toEqual([
      64, 1024,
    ]);
  });

  it('are warned of where neither file is there', async () => {
    await rm(join(folder, 'preprocessor_config.json'));
    const warnings: string[] = [];
    const model = await loadModel(folder, { engine, onWarning: (text) => warnings.push(text) });
    expect(model.imageProcessor.config.maxPixels).toBe(1_003_520);
    expect(warnings.join()).toMatch(
      /settings in preprocessor_config\.json or processor_config\.json/,
    );
    await model.release();
  });
});
