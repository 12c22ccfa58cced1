import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Whether this package runs from its TypeScript source: then threads and processes need a loader of their own. */
export const runsFromSource: boolean = import.meta.url.endsWith('.ts');

/** What a thread or process that runs from source needs beside its program. */
export const sourceConditions: readonly string[] = ['--conditions=@skinr1/source'];

/**
 * A program that loads a TypeScript entry. The loader is registered from code, because Node 20 does not apply a
 * thread's `--import` to the thread's entry.
 */
export function sourceBootstrap(entry: URL): string {
  const manifest = createRequire(import.meta.url).resolve('tsx/package.json');
  const loader = new URL('./dist/esm/api/index.mjs', pathToFileURL(manifest)).href;
  return `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(entry.href)});
  });`;
}
