import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { loadOntology, type Ontology } from '@skinr1/ontology';

/**
 * Load time in a fresh process, resolutions per second of each kind, and hierarchy queries per second, on
 * one core (seconds of processor time, so that other work on the machine does not count). Labels are drawn from the names themselves, each in the shape that the kind needs, so that no
 * label is resolved twice in a row.
 */
export async function run(): Promise<void> {
  await reportLoad();
  const ontology = loadOntology();
  const names = [...ontology.nodes()].flatMap((node) => [node.name, ...node.synonyms]);
  console.log(`${ontology.size} conditions, ${names.length} names`);
  rate('exact resolutions', names, (label) => ontology.resolve(label));
  rate('normalized resolutions', names.map(respell), (label) => ontology.resolve(label));
  rate(
    'qualified resolutions',
    names.map((name) => `severe ${name} of the left arm`),
    (label) => ontology.resolve(label),
  );
  const misspelled = names.map(misspell).filter((label) => isFuzzy(ontology, label));
  rate(`fuzzy resolutions (${misspelled.length} labels)`, misspelled, (label) =>
    ontology.resolve(label),
  );
  rate(
    'refused nonsense',
    names.map((name) => `qx${[...name].reverse().join('')}`),
    (label) => ontology.resolve(label),
  );
  const ids = [...ontology.nodes()].map((node) => node.id);
  rate('lowest common ancestors', ids, (id, at) =>
    ontology.lowestCommonAncestor(id, ids[(at * 7919) % ids.length] as string),
  );
}

/** Another spelling of the same words: capitals, hyphens, and a plural where that is simple. */
function respell(name: string): string {
  return `${name.toUpperCase().replace(/ /g, '-')}${/[a-z]oma$/.test(name) ? 'S' : ''}`;
}

/** Leaves one letter out of the longest word. */
function misspell(name: string): string {
  const longest = name.split(/[^a-z]+/i).sort((a, b) => b.length - a.length)[0] ?? '';
  const middle = longest.length >> 1;
  return name.replace(longest, longest.slice(0, middle) + longest.slice(middle + 1));
}

function isFuzzy(ontology: Ontology, label: string): boolean {
  const found = ontology.resolve(label);
  return found.status === 'resolved' && found.method === 'fuzzy';
}

function rate(
  title: string,
  inputs: readonly string[],
  work: (input: string, at: number) => unknown,
): void {
  const seconds = 1.5;
  for (const [at, input] of inputs.entries()) work(input, at);
  const start = process.cpuUsage();
  let done = 0;
  let elapsed = 0;
  while (elapsed < seconds) {
    for (const [at, input] of inputs.entries()) work(input, at);
    done += inputs.length;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1e6;
  }
  console.log(`${title.padEnd(34)} ${Math.round(done / elapsed).toLocaleString('en')} per second`);
}

const packageFolder = fileURLToPath(new URL('../../packages/ontology/', import.meta.url));

/**
 * Import, build and first resolutions of the package as it is published, in a process of its own; best of
 * seven.
 * An empty module is imported first: what Node needs for that is not ours.
 */
async function reportLoad(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'skinr1-bench-'));
  try {
    const entry = await bundlePackage(folder);
    await writeFile(join(folder, 'empty.mjs'), 'export {};');
    const script = `
      const clock = [performance.now()];
      await import('./empty.mjs');
      clock.push(performance.now());
      const { loadOntology } = await import('./index.mjs');
      clock.push(performance.now());
      const ontology = loadOntology();
      clock.push(performance.now());
      ontology.resolve('melanoma');
      clock.push(performance.now());
      ontology.resolve('Melanomata, cutaneous');
      clock.push(performance.now());
      console.log(clock.slice(1).map((time, at) => time - clock[at]).join(' '));`;
    await writeFile(join(folder, 'load.mjs'), script);
    const runs = Array.from({ length: 7 }, () => {
      const child = spawnSync(process.execPath, [join(folder, 'load.mjs')], { encoding: 'utf8' });
      return child.stdout.trim().split(' ').map(Number) as [number, number, number, number, number];
    });
    runs.sort((a, b) => a[1] + a[2] - b[1] - b[2]);
    const [, imported, built, exact, worded] = runs[0] as (typeof runs)[number];
    console.log(
      `load ${(imported + built).toFixed(1)} ms (import ${imported.toFixed(1)}, build ${built.toFixed(1)}); ` +
        `first exact resolution ${exact.toFixed(1)} ms, first by words ${worded.toFixed(1)} ms`,
    );
    const packed = gzipSync(await readFile(entry), { level: 9 }).length;
    console.log(`${(packed / 1000).toFixed(0)} kB compressed`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The package's own build, with the shared core inside so that one file runs anywhere. */
async function bundlePackage(folder: string): Promise<string> {
  const { build } = await import('tsup');
  await build({
    config: join(packageFolder, 'tsup.config.ts'),
    entry: [join(packageFolder, 'src/index.ts')],
    outDir: folder,
    clean: false,
    dts: false,
    silent: true,
    noExternal: ['@skinr1/core'],
    esbuildOptions: (options) => {
      options.conditions = ['@skinr1/source'];
      // As in the package's own settings, which these take the place of.
      options.charset = 'utf8';
      options.outExtension = { '.js': '.mjs' };
    },
  });
  return join(folder, 'index.mjs');
}
