import { defineConfig } from 'vitest/config';

// 'import' must not be forced here: vitest hands these to Node, where it would break require() of dual packages.
const conditions = ['@skinr1/source', 'node'];

export default defineConfig({
  root: import.meta.dirname, // So that it also runs from a package's folder.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A worker loads each module once for all its files, not anew for every one: a test that mocks, stubs or moves
    // something puts it back.
    isolate: false,
    setupFiles: ['./test/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'packages', include: ['packages/*/test/**/*.test.ts'] } },
      { extends: true, test: { name: 'workspace', include: ['test/**/*.test.ts'] } },
    ],
  },
});
