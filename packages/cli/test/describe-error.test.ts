import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeError } from '../src/terminal/describe-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1 errörs '));
  await writeFile(join(folder, 'file'), '');
});
afterEach(() => rm(folder, { recursive: true }));

/** What the system says when something fails. */
const errorOf = (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );

describe('describeError', () => {
  it('says our errors as they are', () => {
    const error = new InvalidInputError('is empty.', { source: 'a.csv', mend: 'Fill it.' });
    expect(describeError(error)).toBe('skinr1: a.csv: is empty. Fill it.');
  });

  it.each([
    ['a folder where a file is', () => mkdir(join(folder, 'file'))],
    ['a file below a file', () => writeFile(join(folder, 'file', 'x'), '')],
    ['a file in no folder', () => writeFile(join(folder, 'none', 'x'), '')],
    ['a name too long', () => writeFile(join(folder, 'n'.repeat(300)), '')],
  ])('names the path and the mend of %s, in one line without a stack', async (_, act) => {
    const text = describeError(await errorOf(act()));
    expect(text).toMatch(/^skinr1: .*skinr1 errörs .*: .+\. [A-Z].+\.$/);
    expect(text).not.toContain('\n');
    // The folder's name ends in random letters, which may look like a code.
    expect(text.replaceAll(folder, '')).not.toMatch(/node:|E[A-Z]{4,}/);
  });

  it('shows the stack of what is ours to find', async () => {
    expect(describeError(new TypeError('x is undefined'))).toContain('describe-error.test');
    // No path, so nothing that a person could look at.
    expect(describeError(await errorOf(readFile(folder)))).toContain('EISDIR');
    expect(describeError('thrown text')).toBe('thrown text');
  });
});
