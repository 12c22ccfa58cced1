import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The Python of a virtual environment with these packages, set up from PyPI in `folder` if it is not there.
 *
 * @param withoutNeeds installed without what they need
 */
export function pythonVenv(
  folder: string,
  packages: readonly string[],
  withoutNeeds: readonly string[] = [],
): string {
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) must('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet'];
  must(python, [...install, ...packages]);
  if (withoutNeeds.length > 0) must(python, [...install, '--no-deps', ...withoutNeeds]);
  return python;
}

function must(command: string, parameters: readonly string[]): void {
  const { status } = spawnSync(command, parameters, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed; see above.`);
}
