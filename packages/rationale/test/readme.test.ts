import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { caseOf } from './books.ts';

/** The first TypeScript block of the README, run as it stands with one case. */
it('the program in the README runs and prints an answer', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const source = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] as string;
  const at = (path: string): string => new URL(path, import.meta.url).href;
  const program = source
    .replace("'@skinr1/rationale'", `'${at('../src/index.ts')}'`)
    .replace("'@skinr1/ontology'", `'${at('../../ontology/src/index.ts')}'`);
  const folder = mkdtempSync(join(tmpdir(), 'skinr1-readme-'));
  const file = join(folder, 'program.ts');
  writeFileSync(file, `const cases = globalThis.readmeCases;\n${program}\nexport {};\n`);
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => printed.push(String(text)));
  vi.stubGlobal('readmeCases', [caseOf('c1', 'melanoma', ['streaks', 'blue-white-veil'])]);
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  }
  expect(printed.length).toBeGreaterThan(0);
  expect(printed[0]).toMatch(/^<thinking>.*<diagnosis>melanoma; .*; malignant<\/diagnosis>$/s);
});
