/*
 * Installs the packed tarballs of all packages with npm in an empty project, as a user would, and runs the
 * command, the tutorial and the examples there on what was built: no source condition, no workspace. Run
 * `test:build` first, which packs.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const packages = readdirSync(join(root, 'packages'));
const tarballs = packages.map((name) => join(root, 'packages', name, 'package.tgz'));
const missing = tarballs.filter((path) => !existsSync(path));
if (missing.length > 0) {
  console.error(`not packed: ${missing.join(', ')}. Run \`npx -y pnpm@10.34.9 test:build\` first.`);
  process.exit(1);
}

const project = mkdtempSync(join(tmpdir(), 'skinr1-packed-'));
try {
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const tools = ['tsx@4.23.15', '@xenova/transformers@npm:@huggingface/transformers@4.3.1'];
  // No install script is needed: every native part ships inside its package.
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  run('npm', ['install', ...options, ...tools, ...tarballs]);
  run('npx', ['--no-install', 'skinr1', 'ontology', 'show', 'melanoma']);
  const tutorial = readFileSync(join(root, 'docs/tutorial.md'), 'utf8');
  for (const [, name, code] of tutorial.matchAll(/^```ts (\S+\.ts)\n([\s\S]*?)^```/gm)) {
    writeFileSync(join(project, name!), code!);
  }
  run('npx', ['--no-install', 'tsx', 'train.ts']);
  run('npx', ['--no-install', 'skinr1', 'runs', 'list', 'runs']);
  cpSync(join(root, 'examples'), join(project, 'examples'), {
    recursive: true,
    filter: (path) => !path.includes('node_modules') && !path.includes('.readme-'),
  });
  run(process.execPath, ['--import', 'tsx', 'examples/run-all.ts', '--built']);
} finally {
  rmSync(project, { recursive: true, force: true });
}

function run(command: string, parameters: readonly string[]): void {
  const { status } = spawnSync(command, parameters, { cwd: project, stdio: 'inherit' });
  if (status === 0) return;
  rmSync(project, { recursive: true, force: true });
  process.exit(1);
}
