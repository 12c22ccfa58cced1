import { createRequire } from 'node:module';

/**
 * The installed version of a package.
 *
 * @param from `import.meta.url` of the module that asks: a package finds itself and what it depends on
 */
export function versionOf(name: string, from: string): string {
  const manifest: { readonly version: string } = createRequire(from)(`${name}/package.json`);
  return manifest.version;
}
