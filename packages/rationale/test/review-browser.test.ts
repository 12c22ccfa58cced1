import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningServer } from '@skinr1/server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCorpus,
  createFigureReview,
  createReviewSession,
  figureCaptionsPath,
  loadCorpus,
  openFigureCaptions,
  openReviewLog,
  reviewLogPath,
  saveCorpus,
  startReviewServer,
} from '../src/index.ts';
import type { ReviewDecision } from '../src/review/review-log.ts';
import { caseOf, ontology, world } from './books.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))(
  'the review page in Chromium (skipped without one)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'skinr1-review-page-'));
    const problems: string[] = [];
    const requests: string[] = [];
    let server: RunningServer;
    let browser: Browser;
    let page: Page;
    let count = 0;

    const decisions = (): readonly ReviewDecision[] =>
      openReviewLog(reviewLogPath(folder)).decisions();
    const progress = (): Promise<string | null> => page.locator('#progress').textContent();

    beforeAll(async () => {
      const { document } = world();
      const corpus = buildCorpus({
        documents: [document],
        ontology,
        seed: 1,
        records: [
          caseOf('m1', 'melanoma', ['streaks', 'asymmetry']),
          caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema']),
        ],
      });
      count = corpus.trajectories.length;
      await saveCorpus(folder, corpus);
      const log = openReviewLog(reviewLogPath(folder));
      const saved = await loadCorpus(folder);
      const session = createReviewSession(saved, log, ontology);
      const captions = openFigureCaptions(figureCaptionsPath(folder));
      const figures = createFigureReview({ corpus: saved, captions, ontology });
      server = await startReviewServer({ session, figures, title: 'small book' });
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => problems.push(message.text()));
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(server.url);
      await page.locator('.step').first().waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      rmSync(folder, { recursive: true });
    });

    it('shows figure, steps, and the source with what the current step cites', async () => {
      expect(await page.locator('.step').count()).toBeGreaterThan(1);
      const size = await page.evaluate(
        `(async () => { const image = document.querySelector('#figure img'); await image.decode(); return image.naturalWidth; })()`,
      );
      expect(size).toBe(2);
      const marked = await page.locator('#source mark.current').allTextContents();
      expect(marked.length).toBeGreaterThan(0);
      expect(await page.locator('#source').textContent()).toContain('Skin book');
      await page.keyboard.press('ArrowDown');
      expect(await page.locator('.step[aria-current=true] h3').textContent()).toMatch(/^2 /);
    });

    it('accepts and rejects by keyboard, on disk at once, and goes on to the next', async () => {
      const shown = () => page.locator('#figure dd').last().textContent();
      const first = await shown();
      await page.keyboard.press('a');
      await expect.poll(progress).toContain('1 accepted');
      expect(decisions().map(({ verdict }) => verdict)).toEqual(['accepted']);
      await expect.poll(shown).not.toBe(first);
      const second = await shown();
      await page.keyboard.press('r');
      await page.keyboard.type('the image is blurred');
      await page.keyboard.press('Enter');
      await expect.poll(progress).toContain('1 rejected');
      expect(decisions()[1]).toMatchObject({ verdict: 'rejected', note: 'the image is blurred' });
      await expect.poll(shown).not.toBe(second);
    });

    it('edits; a sign that the record does not show is refused in place', async () => {
      const verdict = page.locator('.verdict');
      await page.keyboard.press('e');
      const field = page.locator('.step textarea').first();
      const text = await field.inputValue();
      await field.fill(`${text} A blue-white veil too.`);
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => verdict.textContent()).toContain('Fails verification');
      expect(await page.locator('.fault').allTextContents()).toContain(
        'says “blue-white veil”, which the step does not ground',
      );
      expect(decisions()[2]).toMatchObject({ verdict: 'edited' });
      // Nothing typed is lost, and taking the sign out again mends it.
      await page.keyboard.press('e');
      expect(await field.inputValue()).toContain('blue-white veil');
      await field.fill(text);
      await page.keyboard.press('Control+Enter');
      await expect.poll(progress).toContain('1 edited');
      await expect.poll(() => verdict.textContent()).toBe('Passes verification.');
    });

    it('finds, takes back, and keeps typing apart from commands', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('psoriasis a');
      expect(await page.locator('#search').inputValue()).toBe('psoriasis a');
      await page.keyboard.press('Escape');
      expect(decisions()).toHaveLength(3);
      await page.locator('#search').fill('');
      await page.keyboard.press('Escape');
      await page.locator('#filter').selectOption('accepted');
      await expect.poll(() => page.locator('#list button').count()).toBe(1);
      await expect.poll(() => page.locator('#trajectory h2').textContent()).toContain('accepted');
      await page.keyboard.press('u');
      await expect.poll(progress).toContain('0 accepted');
      expect(decisions()).toHaveLength(2);
      await page.locator('#filter').selectOption('all');
      await expect.poll(() => page.locator('#list button').count()).toBe(count);
    });

    it('takes no key for what is not yet on the screen, nor the letters that follow such a key', async () => {
      const shown = () => page.locator('#figure dd').last().textContent();
      const first = await shown();
      const before = decisions().length;
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const trajectory = /\/api\/trajectories\/[^/]+$/;
      await page.route(trajectory, async (route) => {
        await held;
        await route.continue();
      });
      await page.keyboard.press('a');
      await expect.poll(() => decisions().length).toBe(before + 1);
      // A typist who goes on with a note for the next one while it appears.
      await page.evaluate(`
        globalThis.typed = 0;
        globalThis.typist = setInterval(() => {
          const key = 'alas '[globalThis.typed++ % 5];
          document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        }, 20);
      `);
      const typed = async (): Promise<number> => Number(await page.evaluate('globalThis.typed'));
      await expect.poll(typed).toBeGreaterThan(5);
      letGo();
      await expect.poll(shown).not.toBe(first);
      await expect.poll(typed).toBeGreaterThan((await typed()) + 10);
      await page.evaluate('clearInterval(globalThis.typist)');
      await page.unroute(trajectory);
      expect(decisions()).toHaveLength(before + 1);
      expect(await page.locator('#message').textContent()).toContain('Too early');
      expect(await page.locator('#trajectory input').count()).toBe(0);
      // After a rest a key is one again.
      const reject = async () => {
        await page.keyboard.press('r');
        return page.locator('.note input').count();
      };
      await expect.poll(reject, { interval: 1000, timeout: 10_000 }).toBe(1);
      await page.keyboard.press('Escape');
    });

    it('asks nobody but its own server, and logs no error', () => {
      expect(
        requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:')),
      ).toEqual([]);
      expect(problems).toEqual([]);
    });
  },
);
