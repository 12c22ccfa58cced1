/*
 * Runs every example, one line each with its time; what an example prints is shown only if it fails. Names
 * as arguments run some of them and show what they print; `--built` uses the built packages instead of their
 * source; `--device=NAME` names where models run. Ends with 1 if one fails.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const parameters = process.argv.slice(2);
const condition = parameters.includes('--built') ? [] : ['--conditions=@skinr1/source'];
const device = parameters.filter((name) => name.startsWith('--device='));
const wanted = parameters
  .filter((name) => !name.startsWith('--'))
  .map((name) => name.replace(/\.ts$/, ''));
const all = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== 'run-all.ts')
  .map((name) => name.slice(0, -'.ts'.length))
  .sort();

/** Runs one example as its own program, from the repository's root. */
function run(name: string): Promise<{ code: number | null; output: string }> {
  const file = join(import.meta.dirname, `${name}.ts`);
  const child = spawn(process.execPath, ['--import', 'tsx', ...condition, file, ...device], {
    cwd: root,
    timeout: 120_000,
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
}

const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no example named ${unknown.join(', ')}. There are:\n  ${all.join('\n  ')}`);
  process.exit(1);
}
const names = wanted.length > 0 ? wanted : all;
let failed = 0;
for (const name of names) {
  const started = performance.now();
  const { code, output } = await run(name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(48)} ${seconds.padStart(5)} s`);
  if (code !== 0) failed++;
  if (code !== 0 || wanted.length > 0) console.log(output);
}
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
