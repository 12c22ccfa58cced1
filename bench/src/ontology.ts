import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createOntology, embeddedData, loadOntology, type Ontology } from '@skinr1/ontology';

/**
 * Load time in a fresh process, resolutions per second of each kind, and hierarchy queries per second, on
 * one core (seconds of processor time, so that other work on the machine does not count). Labels are drawn from the names themselves, each in the shape that the kind needs, so that no
 * label is resolved twice in a row.
 */
export async function run(): Promise<void> {
  reportLoad();
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

/** Import, build and first resolution of each kind, in a process of its own; best of five. */
function reportLoad(): void {
  const entry = fileURLToPath(import.meta.resolve('@skinr1/ontology'));
  const script = `
    const start = performance.now();
    const { loadOntology } = await import(${JSON.stringify(entry)});
    const imported = performance.now();
    const ontology = loadOntology();
    const loaded = performance.now();
    ontology.resolve('melanoma');
    console.log([imported - start, loaded - imported, performance.now() - loaded].join(' '));`;
  const built = entry.endsWith('.js');
  const loader = built
    ? []
    : ['--import', import.meta.resolve('tsx'), '--conditions=@skinr1/source'];
  const runs = Array.from({ length: 5 }, () => {
    const child = spawnSync(process.execPath, [...loader, '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    return child.stdout.trim().split(' ').map(Number);
  });
  const best = runs.sort((a, b) => sum(a) - sum(b))[0] ?? [];
  const [imported, built_, first] = best.map((each) => each.toFixed(1));
  const how = built ? 'built package' : 'TypeScript source; build the package for the real figure';
  console.log(
    `load: import ${imported} ms + build ${built_} ms + first resolution ${first} ms = ${sum(best).toFixed(1)} ms (${how})`,
  );
  const start = performance.now();
  createOntology(embeddedData).resolve('melanoma');
  console.log(`the same in this process, warm: ${(performance.now() - start).toFixed(1)} ms`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
