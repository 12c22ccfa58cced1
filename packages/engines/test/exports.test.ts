import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { methodRewards } from '@skinr1/grpo';
import { decodeParquet } from '@skinr1/rationale';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  detectEngine,
  type Engine,
  easyR1,
  engines,
  exportForEngine,
  lintEngineExport,
  nemoGym,
  openRlhf,
  swift,
  trl,
  verl,
} from '../src/index.ts';
import { questions } from './questions.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-engines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rewards = methodRewards();
const [first, second] = questions;
const at = (engine: Engine, name: string) => join(folder, engine.name, name);
const lines = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  for (const engine of engines) {
    const directory = join(folder, engine.name);
    const [prompts, heldOut] = [questions.slice(0, 3), questions.slice(3)];
    await exportForEngine(engine, { directory, prompts, heldOut, rewards });
  }
});

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s', (_, engine) => {
  it('gets data, scripts and images that pass the linter, and is known by them', async () => {
    const directory = join(folder, engine.name);
    expect(await lintEngineExport(engine, directory)).toEqual([]);
    expect(await detectEngine(directory)).toBe(engine);
    const left = readdirSync(directory, { recursive: true }).map(String);
    expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('gets a shim of fewer than 40 lines', () => {
    const shim = readFileSync(
      at(engine, engine === nemoGym ? 'app.py' : 'skinr1_reward.py'),
      'utf8',
    );
    expect(shim.trimEnd().split('\n').length).toBeLessThan(40);
  });
});

it.skipIf(spawnSync('python3', ['--version']).status !== 0)('scripts are Python and Bash', () => {
  const scripts = engines.flatMap((engine) =>
    readdirSync(join(folder, engine.name)).map((name) => at(engine, name)),
  );
  const python = scripts.filter((path) => path.endsWith('.py'));
  const parse = 'import ast, sys; [ast.parse(open(path).read()) for path in sys.argv[1:]]';
  expect(String(spawnSync('python3', ['-c', parse, ...python]).stderr)).toBe('');
  for (const path of scripts.filter((path) => path.endsWith('.sh'))) {
    expect(String(spawnSync('bash', ['-n', path]).stderr)).toBe('');
  }
});

describe('what engines read', () => {
  const groundTruth = { id: first!.id, prompt: first!.text, labels: first!.labels };

  it('verl: tags, images as bytes, JSON as ground truth', async () => {
    const [row] = await decodeParquet(new Uint8Array(readFileSync(at(verl, 'train.parquet'))));
    expect(row).toMatchObject({
      data_source: 'skinr1',
      prompt: [{ role: 'user', content: `<image>${first!.text}` }],
      reward_model: { style: 'rule' },
      extra_info: { split: 'train', index: 0, id: first!.id },
    });
    const { ground_truth } = row!.reward_model as { ground_truth: string };
    expect(JSON.parse(ground_truth)).toEqual(groundTruth);
    const [image] = row!.images as { bytes: Uint8Array }[];
    expect(String.fromCharCode(...image!.bytes.subarray(1, 4))).toBe('PNG');
  });

  it('EasyR1: problem, answer, images', async () => {
    const [, row] = await decodeParquet(new Uint8Array(readFileSync(at(easyR1, 'train.parquet'))));
    expect(Object.keys(row!)).toEqual(['problem', 'answer', 'images']);
    expect(row!.problem).toBe(`<image>${second!.text}`);
  });

  it('TRL, OpenRLHF, ms-swift: lines with paths of images', () => {
    const [image] = readdirSync(at(trl, 'images')).filter((name) => name.includes(tail(first!.id)));
    const images = [`images/${image}`];
    const ground = JSON.stringify(groundTruth);
    expect(lines(at(trl, 'train.jsonl'))[0]).toEqual({
      prompt: [{ role: 'user', content: first!.text }],
      images,
      ground_truth: ground,
    });
    const input = `<image>${first!.text}`;
    expect(lines(at(openRlhf, 'train.jsonl'))[0]).toEqual({ input, label: ground, images });
    expect(lines(at(swift, 'train.jsonl'))[0]).toEqual({
      messages: [{ role: 'user', content: input }],
      images,
      solution: ground,
    });
  });

  it('NeMo Gym: a request to a Responses API with data URLs', () => {
    const [row] = lines(at(nemoGym, 'train.jsonl'));
    const [{ content }] = row.responses_create_params.input;
    expect(content.map((part: { type: string }) => part.type)).toEqual([
      'input_image',
      'input_text',
    ]);
    expect(content[0].image_url).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(JSON.parse(row.ground_truth)).toEqual(groundTruth);
  });
});

const tail = (id: string): string => id.replace(/[^\w.-]+/g, '_');

describe('the linter', () => {
  it('names what an engine would trip over', async () => {
    const directory = join(folder, 'broken');
    await exportForEngine(trl, { directory, prompts: questions, rewards });
    const path = join(directory, 'train.jsonl');
    const rows = lines(path);
    const [one, two, three] = rows;
    one.ground_truth = 'benign';
    two.images = ['images/none.png', '../../etc/passwd'];
    three.ground_truth = rows[3].ground_truth;
    writeFileSync(join(directory, 'images', 'none.png'), 'no image');
    writeFileSync(path, [...rows, {}].map((row) => `${JSON.stringify(row)}\n`).join(''));
    unlinkSync(join(directory, 'launch.sh'));
    const problems = await lintEngineExport(trl, directory);
    expect(problems.map(({ file, row, message }) => `${file} ${row}: ${message}`)).toEqual([
      'launch.sh null: is missing',
      expect.stringMatching(/^train\.jsonl 1: the ground truth is not JSON/),
      'train.jsonl 2: image images/none.png is no image',
      'train.jsonl 2: image ../../etc/passwd is not in the folder',
      expect.stringMatching(/^train\.jsonl 4: the id '.+' is there already$/),
      'train.jsonl 5: has not the columns of trl',
    ]);
  });

  it('names a damaged row, and tells the engine by the others', async () => {
    const directory = join(folder, 'damaged');
    await exportForEngine(trl, { directory, prompts: questions.slice(0, 3), rewards });
    const path = join(directory, 'train.jsonl');
    const [one, two, three] = readFileSync(path, 'utf8').split('\n');
    for (const row of [0, 1]) {
      writeFileSync(
        path,
        [one, two, three].map((line, at) => (at === row ? '{"' : line)).join('\n'),
      );
      expect(await detectEngine(directory)).toBe(trl);
      expect(await lintEngineExport(trl, directory)).toEqual([
        { file: 'train.jsonl', row: row + 1, message: 'is not JSON' },
      ]);
    }
  });

  it('names a data file of which nothing can be read', async () => {
    const directory = join(folder, 'torn');
    await exportForEngine(verl, { directory, prompts: questions, rewards });
    writeFileSync(join(directory, 'train.parquet'), 'PAR1');
    await expect(detectEngine(directory)).rejects.toThrow(/train\.parquet: cannot be read/);
  });

  it('counts places of images', () => {
    const row = verl.writeRow({
      ...{ prompt: first!, images: [], groundTruth: '{}', part: 'train', index: 0 },
    });
    const tagged = { ...row, prompt: [{ role: 'user', content: '<image>What is it?' }] };
    expect(verl.readRow(tagged)).toMatchObject({ places: 1, images: [] });
  });
});

describe('what is refused', () => {
  const directory = join(folder, 'refused');
  it.each([
    ['no questions', { prompts: [] }, /no questions/],
    [
      'ids that are not of one question',
      { prompts: [first!, first!] },
      /two questions have the id/,
    ],
    ['an image tag in a text', { prompts: [{ ...first!, text: 'a <image> b' }] }, /image/],
    ['no labels', { prompts: [{ ...first!, labels: undefined }] }, /no labels/],
    [
      'an image that cannot be read',
      { prompts: [{ ...first!, images: [{ kind: 'file', path: '/none.png' } as const] }] },
      /none\.png.*no such file/,
    ],
    ['an address that is none', { prompts: [first!], url: 'file:///x' }, /no http/],
    [
      'a weight that moves',
      { prompts: [first!], rewards: [{ name: 'x', weight: () => 1 }] },
      /'x' moves/,
    ],
  ])('%s, and no data file is left', async (_, options, message) => {
    const writing = exportForEngine(trl, { directory, rewards, ...options });
    await expect(writing).rejects.toThrow(message);
    expect(() => readFileSync(join(directory, 'train.jsonl'))).toThrow(/ENOENT/);
  });
});
