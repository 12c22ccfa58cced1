import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import config from '../tsup.config.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
/** Inside the package, so that its dependencies are found. */
let built: string;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'engine-home-'));
  built = await mkdtemp(join(here, 'node_modules', '.built-'));
  await build({
    ...config,
    config: false,
    silent: true,
    dts: false,
    outDir: built,
    // The workspace's core has no build of its own here.
    noExternal: ['@skinr1/core'],
    external: Object.keys(manifest.dependencies).filter((name) => name !== '@skinr1/core'),
    esbuildOptions: (options) => {
      options.conditions = ['@skinr1/source'];
    },
    entry: {
      index: join(here, 'src/index.ts'),
      'engine-worker': join(here, 'src/engine/engine-worker.ts'),
    },
  });
});
afterAll(async () => {
  await rm(built, { recursive: true });
  await rm(home, { recursive: true });
});

/** A program that adds 1 in an engine and prints the result. It does not close its engine. */
function program(entry: string, options: string): string {
  return `
    import { createEngine, Graph, ops, tensor } from ${JSON.stringify(pathToFileURL(entry).href)};
    const engine = await createEngine(${options});
    const graph = new Graph();
    graph.output('y', ops.add(graph.input('x', 'float32', ['N']), 1));
    const session = await engine.load(graph);
    const { outputs } = await session.run({ x: tensor('float32', [2], [1, 2]) });
    console.log([...outputs.y.data].join(' '));
  `;
}

async function execute(file: string, text: string, flags: readonly string[]): Promise<string> {
  await writeFile(file, text);
  try {
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
    };
    delete environment.ORT_DISABLE_TELEMETRY;
    const { stdout } = await run(process.execPath, [...flags, file], {
      env: environment,
      timeout: 30_000,
    });
    return stdout.trim();
  } finally {
    await rm(file);
  }
}

describe('an engine in a process of its own', () => {
  it.each([
    ['from the build, in a worker thread', 'built', '{}'],
    ['from the build, in the main thread', 'built', '{ inThread: true }'],
    ['from source, in a worker thread', 'source', '{}'],
  ])(
    '%s: runs, writes nothing to the home folder, and lets the process end',
    async (_, kind, options) => {
      const source = kind === 'source';
      const entry = source ? join(here, 'src/index.ts') : join(built, 'index.js');
      const flags = source ? ['--conditions=@skinr1/source', '--import', 'tsx'] : [];
      const file = join(source ? here : built, `program-${process.pid}.mjs`);
      expect(await execute(file, program(entry, options), flags)).toBe('2 3');
      // Telemetry, where it is on, leaves files in the cache folder. The loader's own are none of ours.
      const files = (await readdir(home, { recursive: true })).filter(
        (name) => !/tsx|compile-cache/.test(name),
      );
      expect(files).toEqual([]);
    },
  );
});
