import type { Options } from 'tsup';

/** The one build recipe: ESM for Node 20, types beside it, workspace packages left external. */
export function library(options: Options = {}): Options {
  return {
    entry: ['src/index.ts'],
    format: ['esm'],
    platform: 'node',
    target: 'node20',
    dts: { compilerOptions: { customConditions: [] } },
    sourcemap: true,
    clean: true,
    treeshake: true,
    ...options,
  };
}
