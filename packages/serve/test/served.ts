import type { VisionLanguageModel } from '@skinr1/core';
import type { RunningServer } from '@skinr1/server';
import { afterAll } from 'vitest';
import { type ModelServerOptions, startModelServer } from '../src/index.ts';

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

/** Serves models until the tests of the file are over; the address up to and including `/v1`. */
export async function served(
  models: Readonly<Record<string, VisionLanguageModel>>,
  options: Partial<ModelServerOptions> = {},
): Promise<string> {
  const server = await startModelServer({ models, ...options });
  running.push(server);
  return `${server.url}v1`;
}

/** A picture of 2 × 2 pixels as a file: PNG, made with the encoder of core's tests in mind. */
export const png: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
