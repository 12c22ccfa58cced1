import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

/*
 * What the engines' own clients sent to the service, as `tools/engines/` recorded it, with what they got: a client
 * that is not installed here is still answered as it was.
 */
const folder = join(import.meta.dirname, 'fixtures');

describe('recorded requests', () => {
  it.each(readdirSync(folder))('of %s are answered as they were', async (name) => {
    const { path, headers, body, answer } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const { post } = await start();
    const { status, body: reply } = await post(path.slice(1), body, headers);
    expect(status).toBe(200);
    expect(reply).toEqual(answer);
  });
});
