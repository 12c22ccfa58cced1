import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningServer } from '@skinr1/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCorpus,
  createFigureReview,
  createReviewSession,
  loadCorpus,
  openFigureCaptions,
  openReviewLog,
  type RationaleCorpus,
  reviewLogPath,
  saveCorpus,
  startReviewServer,
} from '../src/index.ts';
import type { FigureReview } from '../src/review/figure-review.ts';
import { trajectoryKey } from '../src/review/trajectory-key.ts';
import { caseOf, ontology, world } from './books.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-review-server-'));
afterAll(() => rmSync(folder, { recursive: true }));

const built = buildCorpus({
  documents: [world().document],
  ontology,
  seed: 1,
  records: [
    caseOf('m1', 'melanoma', ['streaks', 'asymmetry']),
    caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema']),
  ],
});
const [first, second] = built.trajectories.map((one) => trajectoryKey(one)) as [string, string];
const figuresOf = (corpus: RationaleCorpus): FigureReview => {
  const captions = openFigureCaptions(join(folder, 'captions.jsonl'));
  return createFigureReview({ corpus, captions, ontology });
};

describe('the review server', () => {
  let server: RunningServer;
  const corpusFolder = join(folder, 'corpus');
  const log = openReviewLog(reviewLogPath(corpusFolder));
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}api/trajectories/${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  beforeAll(async () => {
    await saveCorpus(corpusFolder, built);
    const corpus = await loadCorpus(corpusFolder);
    const session = createReviewSession(corpus, log, ontology);
    const figures = figuresOf(corpus);
    server = await startReviewServer({ session, figures, title: '<i>book</i> $& "' });
  });
  afterAll(() => server.close());

  it('sends a page that loads its own files and nothing else, with its title as text', async () => {
    const response = await fetch(server.url);
    const page = await response.text();
    expect(page).toContain('&lt;i&gt;book&lt;/i&gt; $&amp; &quot;');
    expect(page).toContain('Research use only');
    const loaded = [...page.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(([, path]) => path);
    expect(loaded).toEqual(['page.css', 'trajectory.css', '/figures', 'page.js']);
    for (const path of loaded) {
      expect((await fetch(new URL(path as string, server.url))).status).toBe(200);
    }
    for (const path of ['page.html', 'tsconfig.json', '..%2Fpackage.json']) {
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    }
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none';(?!.*unsafe-inline).*script-src 'self'/);
  });

  it('lists, shows, and takes decisions to disk at once', async () => {
    const list = (await (await fetch(`${server.url}api/trajectories`)).json()) as { key: string }[];
    expect(list).toHaveLength(built.trajectories.length);
    const answer = await post(`${first}/decision`, '{"verdict":"rejected","note":"no"}');
    expect(await answer.json()).toMatchObject({ verdict: 'rejected', note: 'no' });
    expect(openReviewLog(reviewLogPath(corpusFolder)).find(first)?.note).toBe('no');
    const image = await fetch(`${server.url}api/trajectories/${first}/image`);
    expect(image.headers.get('content-type')).toBe('image/png');
  });

  it('refuses other sites, other hosts, bad and large bodies', async () => {
    const good = '{"verdict":"accepted"}';
    const statuses = await Promise.all([
      post(`${second}/decision`, good, {
        'content-type': 'text/plain',
        origin: 'http://evil.test',
      }),
      post(`${second}/decision`, good, { 'content-type': 'text/plain' }),
      post(`${second}/decision`, 'nonsense'),
      post(`${second}/decision`, '{"verdict":"accepted","more":1}'),
      post(
        `${second}/decision`,
        JSON.stringify({ verdict: 'rejected', note: 'x'.repeat(400_000) }),
      ),
      post('unknown/decision', good),
      fetch(`${server.url}api/trajectories/unknown/image`),
    ]).then((all) => all.map(({ status }) => status));
    expect(statuses).toEqual([403, 403, 400, 400, 413, 404, 404]);
    expect(await statusUnderHost(server.url, 'evil.test')).toBe(403);
    expect(log.find(second)).toBeUndefined();
  });

  it('says that a port is taken', async () => {
    const port = Number(new URL(server.url).port);
    const another = startReviewServer({
      session: createReviewSession(built, log, ontology),
      figures: figuresOf(built),
      title: 'x',
      port,
    });
    await expect(another).rejects.toThrow(/--port/);
  });
});

/** A request as a page would send it whose name was made to point to this machine. */
function statusUnderHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
