import { UsageError } from '@skinr1/core';
import { describe, expect, it, vi } from 'vitest';
import { createProgram } from '../src/program.ts';

/** Runs a command line that must be refused. */
const refused = (...words: string[]): Promise<unknown> =>
  createProgram()
    .parseAsync(words, { from: 'user' })
    .then(
      () => Promise.reject(new Error('it was not refused')),
      (error: unknown) => error,
    );

describe('options that would do nothing', () => {
  it.each([
    [
      'ontology export --format json --dataset ham10000',
      "--dataset does nothing for the format 'json'",
    ],
    ['ontology export --format fhir-conceptmap --depth 2', '--depth does nothing'],
    ['ontology export --format skos --root nevus', '--root does nothing'],
    ['rationale build --out none --model test', '--model needs --model-url'],
    ['rationale build --out none --dry-run', '--dry-run needs --model-url'],
    ['rationale build --out none --budget 3', '--budget needs --model-url'],
    ['rationale verify none --seed 3', '--seed needs --planted'],
    ['rationale verify none --save x.jsonl', '--save needs --planted'],
  ])('%s', async (line, message) => {
    const error = await refused(...line.split(' '));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(message);
  });

  it('let defaults be', async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const words = ['ontology', 'export', '--format', 'mermaid', '--depth', '1'];
    await createProgram().parseAsync(words, { from: 'user' });
    vi.restoreAllMocks();
  });
});

describe('skinr1 --version', () => {
  it('says the version of the package', () => {
    expect(createProgram().version()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
