import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@skinr1/autograd';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { tinyModel } from './tiny.ts';

/** An engine for all tests of a file, and a folder for one of them. */
export interface Workbench {
  readonly engine: Engine;
  readonly folder: string;
}

/** Hands every test of the file one engine and a folder of its own: empty, or with what `fill` puts there. */
export function eachFolder(
  use: (bench: Workbench) => void,
  fill: (bench: Workbench) => Promise<void> = async () => {},
): void {
  let engine: Engine;
  let folder: string;
  beforeAll(async () => {
    engine = await createEngine({ threads: 1 });
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skinr1-model-'));
    await fill({ engine, folder });
    use({ engine, folder });
  });
  afterEach(() => rm(folder, { recursive: true }));
}

/** Saves a tiny model. */
export async function saveTinyModel({ engine, folder }: Workbench): Promise<void> {
  const model = await tinyModel(engine);
  await model.save(folder);
  await model.release();
}
