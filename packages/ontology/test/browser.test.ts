import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packedData } from '../tsup.config.ts';

/*
 * The package as a web page has it: bundled with esbuild (which tsup brings) and run in a real browser.
 */

const browserPath = '/usr/bin/chromium';
const present = existsSync(browserPath);
if (!present) console.warn(`Skipped: no browser at ${browserPath} (Debian: apt install chromium).`);

interface Bundler {
  build(
    options: Record<string, unknown>,
  ): Promise<{ metafile: { inputs: Record<string, unknown> } }>;
}

/** The esbuild that tsup uses; it is no dependency of its own. */
function loadBundler(): Bundler {
  const fromTsup = createRequire(createRequire(import.meta.url).resolve('tsup'));
  return fromTsup('esbuild') as Bundler;
}

const folder = mkdtempSync(join(tmpdir(), 'skinr1-browser-'));
const bundle = join(folder, 'index.js');
let inputs: string[] = [];

beforeAll(async () => {
  const { metafile } = await loadBundler().build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@skinr1/source'],
    metafile: true,
    plugins: [packedData],
    logLevel: 'silent',
  });
  inputs = Object.keys(metafile.inputs);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Bundled with the data as the package ships them. */
describe('the browser bundle', () => {
  it('holds no module of Node and no native code', () => {
    expect(inputs.filter((input) => input.startsWith('node:') || input.endsWith('.node'))).toEqual(
      [],
    );
  });

  it('loads n3 apart: the entry does not hold it, and stays small', () => {
    const entry = readFileSync(bundle);
    expect(entry.includes('blankNodePrefix')).toBe(false);
    expect(gzipSync(entry, { level: 9 }).length).toBeLessThan(167_000);
    expect(statSync(bundle).size).toBeGreaterThan(10_000);
  });
});

/** Runs in the page, so it is text: the test's own transpiler would rewrite its import. */
const pageScript = `(async () => {
  const { loadOntology, wuPalmer, toSkos, fromSkos, embeddedData } = await import('/index.js');
  const ontology = loadOntology();
  const found = ontology.resolve('Basal-cell carcinomata of the nose');
  return {
    id: found.node.id,
    malignancy: found.malignancy,
    refused: ontology.resolve('no melanoma').reason,
    alike: wuPalmer(ontology, 'melanoma', 'melanoma'),
    size: ontology.size,
    readBack: (await fromSkos(await toSkos(embeddedData))).conditions.length,
  };
})()`;

describe.skipIf(!present)('in a real browser', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/') {
        response.setHeader('content-type', 'text/html');
        response.end('<!doctype html><title>ontology</title>');
        return;
      }
      const file = join(folder, (request.url ?? '').replace(/[^\w.-]/g, ''));
      response.statusCode = existsSync(file) ? 200 : 404;
      response.setHeader('content-type', 'text/javascript');
      response.end(existsSync(file) ? readFileSync(file) : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('loads, resolves, measures and writes Turtle', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'skinr1-profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: browserPath,
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    try {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const result = (await page.evaluate(pageScript)) as { size: number };
      expect(result).toEqual({
        id: 'basal-cell-carcinoma',
        malignancy: 'malignant',
        refused: 'negated',
        alike: 1,
        size: result.size,
        readBack: result.size,
      });
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });
});
