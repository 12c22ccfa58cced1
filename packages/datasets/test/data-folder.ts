import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A folder for one test at a time. */
export interface DataFolder {
  readonly path: string;
  put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
}

/** A fresh folder for every test of the file. */
export function dataFolder(): DataFolder {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'skinr1-datasets-'));
  });
  afterEach(() => rm(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    put: async (files) => {
      for (const [name, content] of Object.entries(files)) {
        const target = join(path, name);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }
    },
  };
}

/** Bytes that begin as a JPEG does and go on with the name: unequal images have unequal names. */
export function image(name: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name)]);
}

/** Images by path. */
export function images(...paths: readonly string[]): Record<string, Uint8Array> {
  return Object.fromEntries(paths.map((path) => [path, image(path)]));
}
