import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeReadFailure } from '../src/index.ts';

describe('describeReadFailure', () => {
  it('tells what is missing from what is a folder and what may not be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'read-'));
    const locked = join(folder, 'locked');
    await writeFile(locked, '');
    await chmod(locked, 0);
    const reasonOf = (path: string) =>
      readFile(path).then(
        () => 'read',
        (error: unknown) => describeReadFailure(error).reason,
      );
    expect(await reasonOf(join(folder, 'none'))).toMatch(/no such file/);
    expect(await reasonOf(folder)).toMatch(/is a folder/);
    expect(await reasonOf(join(locked, 'x'))).toMatch(/part of the path is a file/);
    // The superuser may read everything.
    if (process.getuid?.() !== 0) expect(await reasonOf(locked)).toMatch(/not allowed/);
    await rm(folder, { recursive: true });
  });

  it('has words for what Node says no file of', () => {
    expect(describeReadFailure({ code: 'EACCES' }).mend).toMatch(/permissions/);
    expect(describeReadFailure({ code: 'EPERM' }).reason).toMatch(/not allowed/);
    expect(describeReadFailure(new Error('the moon')).reason).toMatch(/the moon/);
  });
});
