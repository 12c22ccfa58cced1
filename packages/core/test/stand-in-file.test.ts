import { describe, expect, it } from 'vitest';
import { findStandIn } from '../src/index.ts';

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 42\n`;

describe('findStandIn', () => {
  it('knows a Git LFS pointer and saved web pages, as bytes and as text', () => {
    for (const form of [pointer, new TextEncoder().encode(pointer)]) {
      expect(findStandIn(form)?.mend).toContain('git lfs pull');
    }
    for (const page of ['<!DOCTYPE html><html>', '\n <HTML lang="en">', '\ufeff<!doctype HTML>']) {
      expect(findStandIn(page)?.problem).toContain('web page');
      expect(findStandIn(new TextEncoder().encode(page))?.problem).toContain('web page');
    }
  });

  it('takes nothing else for one', () => {
    const others = ['', '{"a": 1}', '<svg/>', 'version 2', '<!doctype', '\x89PNG'];
    for (const text of others) expect(findStandIn(text)).toBeNull();
    // Eight bytes of length, then a header: how weights begin.
    expect(findStandIn(Uint8Array.of(16, 0, 0, 0, 0, 0, 0, 0, 123))).toBeNull();
  });
});
