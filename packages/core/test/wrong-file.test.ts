import { describe, expect, it } from 'vitest';
import { describeWrongFile } from '../src/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('describeWrongFile', () => {
  it.each([
    [
      'a pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 3968658944\n',
      'a Git LFS pointer, not the file itself of 3968658944 bytes',
      'git lfs pull',
    ],
    [
      'a page',
      '\uFEFF\n<!DOCTYPE html>\n<html><head><title>Sign in</title>',
      'a saved web page ("Sign in")',
      'log in',
    ],
    ['a page without a title', '<HTML><body>403', 'a saved web page', 'Download the file itself'],
    [
      'an answer in XML',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
      'an XML file',
      'Download',
    ],
    [
      'an answer in JSON',
      '{"error":"Repository not found"}',
      'the answer of a server ("Repository not found")',
      'Download',
    ],
    [
      'an answer in words',
      'Entry not found',
      'the answer of a server ("Entry not found")',
      'Download',
    ],
    ['an archive', 'PK\u0003\u0004\u0014', 'a ZIP archive', 'right format'],
    ['a table of columns', 'PAR1\u0015', 'a Parquet file', 'CSV'],
    ['a model in a format of its own', 'GGUF\u0003', 'a GGUF file', 'right format'],
    ['nothing', '', 'empty', 'Download the file again'],
  ])('knows %s', (_, text, what, mend) => {
    const found = describeWrongFile(bytes(text));
    expect(found?.what).toContain(what);
    expect(found?.mend).toContain(mend);
  });

  it.each([
    ['JSON of a configuration', '{"model_type":"qwen2_5_vl","error":{"no":"text"}}'],
    ['JSON that breaks off', '{"error":"x"'],
    ['random bytes', String.fromCharCode(...Array.from({ length: 100 }, (_, i) => (i * 37) % 128))],
    ['a long text', `Once ${'upon a time '.repeat(200)}`],
  ])('makes nothing of %s', (_, text) => {
    expect(describeWrongFile(bytes(text))).toBeNull();
  });

  it('looks at the beginning only, however long a title or a run of spaces is', () => {
    expect(describeWrongFile(bytes(`<html>${'<title>'.repeat(200_000)}`))?.what).toBe(
      'a saved web page',
    );
    expect(describeWrongFile(bytes(`A${' '.repeat(5_000_000)}`))).toBeNull();
  });
});
