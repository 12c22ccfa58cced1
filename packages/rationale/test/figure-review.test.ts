import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { RunningServer } from '@skinr1/server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCorpus,
  type CorpusBuild,
  createFigureReview,
  createReviewSession,
  figureCaptionsPath,
  loadCorpus,
  openFigureCaptions,
  openReviewLog,
  type RationaleCorpus,
  reviewLogPath,
  saveCorpus,
  startReviewServer,
} from '../src/index.ts';
import type { FigureReview } from '../src/review/figure-review.ts';
import { html, ontology } from './books.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const folder = mkdtempSync(join(tmpdir(), 'skinr1-figure-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

const picture = join(folder, 'a.png');
writeFileSync(picture, PNG.sync.write(new PNG({ width: 40, height: 30 })));
const book = html(`<title>Plates</title><h1>Psoriasis</h1><h2>Morphology</h2>
<p>Red plaques with silvery scale. Fig. 2 is of a <i>farmer</i>.</p>
<img src="a.png"><p class="caption">Fig. 1. Scale on the knee.</p>
<img src="b.png"><p class="caption">Fig. 2. Psoriasis of the elbow.</p>
<img src="none.png"><p class="caption">Fig. 3. Psoriasis of the scalp.</p>
<h1>Plates</h1>
<img src="c.png"><p class="caption">Plate I. &lt;b&gt;Face&lt;/b&gt;.</p>`);
const document = {
  ...book,
  figures: book.figures.map((figure) => ({
    ...figure,
    path: figure.reference === 'none.png' ? null : picture,
  })),
};
const idOf = (index: number): string => `${document.id.slice(0, 8)}-figure-${index}`;
const captionsOf = (directory: string) => openFigureCaptions(figureCaptionsPath(directory));
const build = (directory: string): CorpusBuild =>
  buildCorpus({
    documents: [document],
    ontology,
    seed: 1,
    captions: captionsOf(directory).captions(),
  });
const reviewOf = (directory: string, corpus: RationaleCorpus = build(directory)): FigureReview =>
  createFigureReview({ corpus, captions: captionsOf(directory), ontology });

describe('figures without a trajectory', () => {
  it('are listed with the reason, and those with one are not', () => {
    const list = reviewOf(join(folder, 'listed')).list();
    expect(list.map(({ id, under, state, reason }) => [id, under, state, reason])).toEqual([
      [idOf(1), 'Psoriasis', 'open', 'figure whose caption names no sign: no sign in it'],
      [idOf(2), 'Psoriasis', 'missing', 'figure without an image file'],
      [idOf(3), 'Plates', 'open', 'figure outside the disease sections: under “Plates”'],
    ]);
  });

  it('are used by the next build once a person says what they show', async () => {
    const directory = join(folder, 'captioned');
    const review = reviewOf(directory);
    const input = { caption: 'Silvery scale', signs: ['plaque'], diagnosis: '' };
    const saved = await review.caption(idOf(1), input);
    expect(saved).toMatchObject({ state: 'captioned', foreseen: { usable: true } });
    expect(saved.foreseen?.message).toMatch(/psoriasis too .*silvery scale/);
    // No diagnosis is known where no section gives one.
    const plate = { caption: 'Plaques', signs: [], diagnosis: '' };
    expect((await review.caption(idOf(3), plate)).foreseen).toMatchObject({ usable: false });
    const named = { ...plate, diagnosis: 'Psoriasis vulgaris' };
    expect((await review.caption(idOf(3), named)).foreseen).toMatchObject({ usable: true });

    const { records, trajectories } = build(directory);
    const byReviewers = trajectories.filter(({ basis }) => basis === 'reviewer');
    expect(new Set(byReviewers.map(({ recordId }) => recordId))).toEqual(
      new Set([idOf(1), idOf(3)]),
    );
    expect(records.get(idOf(1))?.shown).toEqual(['plaque', 'silvery-scale', 'scale']);
    // They stay on the list, to be mended or taken back.
    const after = reviewOf(directory);
    expect(after.list().map(({ state, reason }) => [state, reason])).toEqual([
      ['captioned', null],
      ['missing', 'figure without an image file'],
      ['captioned', null],
    ]);
    await after.caption(idOf(1), { caption: '', signs: [], diagnosis: '' });
    expect(build(directory).records.has(idOf(1))).toBe(false);
  });

  it('say before the build why a caption will not help', async () => {
    const review = reviewOf(join(folder, 'foreseen'));
    const foresee = async (caption: string, diagnosis = ''): Promise<string | undefined> =>
      (await review.caption(idOf(1), { caption, signs: [], diagnosis })).foreseen?.message;
    expect(await foresee('Vesicles')).toMatch(/It shows vesicle.* none of which the book says/);
    expect(await foresee('Erythema')).toMatch(/only hues/);
    expect(await foresee('A knee')).toMatch(/no sign/);
    expect(await foresee('Plaques', 'melanoma')).toMatch(/no card with visible signs/);
  });

  it('refuse unknown figures, signs and diagnoses, and write nothing then', async () => {
    const directory = join(folder, 'refused');
    const review = reviewOf(directory);
    const input = { caption: 'Plaques', signs: [] as string[], diagnosis: '' };
    await expect(review.caption('nothing', input)).rejects.toThrow(NotFoundError);
    await expect(review.caption(idOf(0), input)).rejects.toThrow(NotFoundError);
    for (const wrong of [{ signs: ['zebra'] }, { diagnosis: 'zebra fever' }]) {
      const refused = review.caption(idOf(1), { ...input, ...wrong });
      await expect(refused).rejects.toThrow(InvalidInputError);
    }
    expect(existsSync(figureCaptionsPath(directory))).toBe(false);
  });
});

describe.skipIf(!existsSync(executablePath))(
  'the page of figures in Chromium (skipped without one)',
  () => {
    const directory = join(folder, 'page');
    const problems: string[] = [];
    let server: RunningServer;
    let browser: Browser;
    let page: Page;
    const caption = (): Promise<string | null> => page.locator('#caption').textContent();
    const rows = (): Promise<number> => page.locator('#list button').count();

    beforeAll(async () => {
      await saveCorpus(directory, build(directory));
      const corpus = await loadCorpus(directory);
      const session = createReviewSession(
        corpus,
        openReviewLog(reviewLogPath(directory)),
        ontology,
      );
      const figures = reviewOf(directory, corpus);
      server = await startReviewServer({ session, figures, title: 'plates' });
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(server.url);
      await page.locator('header a').click();
      await page.locator('#caption textarea').waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    it('shows picture, printed caption, reason, and the text beside it', async () => {
      expect(await rows()).toBe(2);
      expect(await caption()).toContain('Psoriasis of the elbow');
      expect(await caption()).toContain('figure whose caption names no sign');
      expect(await page.locator('#source').textContent()).toContain('Fig. 2 is of a farmer');
      const width = await page.evaluate(
        `(async () => { const image = document.querySelector('#figure img'); await image.decode(); return image.naturalWidth; })()`,
      );
      expect(width).toBe(40);
    });

    it('saves words and listed signs, tells what the next build makes of them, and keeps them', async () => {
      await page.keyboard.press('c');
      await page.keyboard.type('Silvery scale over the elbow');
      await page.locator('#caption input').first().fill('zebra');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('#message').textContent()).toContain('no sign');
      await page.locator('#caption input').first().fill('Plaque');
      await page.keyboard.press('Enter');
      expect(await page.locator('.signs button').allTextContents()).toEqual(['plaque ×']);
      await page.keyboard.press('Control+Enter');
      await expect.poll(caption).toContain('The next build can use it');
      expect(captionsOf(directory).find(idOf(1))).toEqual({
        figureId: idOf(1),
        caption: 'Silvery scale over the elbow',
        signs: ['plaque'],
        diagnosisId: null,
      });
      await page.reload();
      await page.locator('#filter').selectOption('captioned');
      await expect.poll(rows).toBe(1);
      await expect
        .poll(() => page.locator('#caption textarea').inputValue())
        .toBe('Silvery scale over the elbow');
    });

    it('takes a diagnosis for a plate outside the sections, and shows the book as text', async () => {
      await page.locator('#filter').selectOption('open');
      await expect.poll(caption).toContain('<b>Face</b>');
      await page.locator('#caption textarea').fill('Plaques');
      await page.locator('#caption input').last().fill('zebra fever');
      await page.locator('#caption button', { hasText: 'Save' }).click();
      await expect.poll(() => page.locator('#message').textContent()).toContain('zebra fever');
      await page.locator('#caption input').last().fill('psoriasis');
      await page.locator('#caption button', { hasText: 'Save' }).click();
      await expect.poll(caption).toContain('The next build can use it');
      await page.locator('#caption button', { hasText: 'Take back' }).click();
      await expect.poll(() => page.locator('#progress').textContent()).toContain('1 captioned');
      const { trajectories } = build(directory);
      expect(trajectories.some(({ recordId }) => recordId === idOf(1))).toBe(true);
      expect(trajectories.some(({ recordId }) => recordId === idOf(3))).toBe(false);
      expect(problems).toEqual([]);
    });

    it('refuses other sites, bad and large captions', async () => {
      const send = async (body: string, headers: Record<string, string> = {}): Promise<number> =>
        (
          await fetch(`${server.url}api/figures/${idOf(1)}/caption`, {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/json', ...headers },
          })
        ).status;
      const good = { caption: 'Plaques', signs: [], diagnosis: '' };
      const bad = [{ ...good, signs: ['zebra'] }, { ...good, more: 1 }, { caption: 'x' }];
      for (const body of bad) expect(await send(JSON.stringify(body))).toBe(400);
      expect(await send(JSON.stringify({ ...good, caption: 'x'.repeat(5000) }))).toBe(400);
      expect(await send(JSON.stringify({ ...good, caption: 'x'.repeat(400_000) }))).toBe(413);
      const foreign = { 'content-type': 'text/plain', origin: 'http://evil.test' };
      expect(await send(JSON.stringify(good), foreign)).toBe(403);
      expect(captionsOf(directory).find(idOf(1))?.caption).toBe('Silvery scale over the elbow');
    });
  },
);
