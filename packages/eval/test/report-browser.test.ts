import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  curvesFromMetrics,
  curvesSection,
  type ReasoningFigures,
  type ReportRollout,
  reasoningMeasures,
  reasoningSection,
  renderReport,
  resultsSection,
  rolloutsSection,
  type SummaryRow,
  wilson,
} from '../src/index.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

function rollout(index: number): ReportRollout {
  return {
    step: index,
    stage: index % 2 ? 'GRPO' : 'GRPO without SFT',
    promptId: `p${index}`,
    prompt: 'Which diagnosis?',
    completion:
      index === 7 ? '<img src=x onerror="window.hacked = true"> needle' : `answer ${index}`,
    rewards: { format: 1, hierarchy: null },
    reward: index / 100,
    advantage: index % 3 ? 0.4 : -0.4,
  };
}

/** A row as a run with five rewards has it: as wide as tables get. */
function summaryRow(name: string): SummaryRow {
  const share = wilson(81, 120);
  const benchmarks = ['In-domain', 'Malignancy', 'Hierarchical', 'DDx'];
  const rewards = ['format', 'hierarchy', 'malignancy', 'coherence', 'grounding'];
  return {
    name,
    format: share,
    accuracies: Object.fromEntries(
      benchmarks.map((title) => [title, { ...share, title, chance: 0.25 }]),
    ),
    rewards: Object.fromEntries(rewards.map((reward) => [reward, 0.625])),
    reasoning: Object.fromEntries(
      reasoningMeasures.map((measure) => [measure.name, share]),
    ) as ReasoningFigures,
  };
}

describe.skipIf(!existsSync(executablePath))('the report in Chromium (skipped without one)', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skinr1-report-'));
    const rows = Array.from({ length: 50 }, (_, step) => ({
      stage: 'SFT',
      step,
      loss: 1 / (step + 1),
    }));
    const summary = ['base + GRPO', 'SFT', '(image hidden)'].map(summaryRow);
    const file = join(folder, 'report.html');
    await writeFile(
      file,
      renderReport({
        name: '<b>run</b>',
        createdAt: '2026-01-01T00:00:00Z',
        sections: [
          resultsSection(summary, ['a note']),
          reasoningSection(summary),
          curvesSection(curvesFromMetrics(rows)),
          rolloutsSection(Array.from({ length: 100 }, (_, index) => rollout(index))),
        ],
      }),
    );
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
    ];
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => problems.push(message.text()));
    await page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('draws its charts, and asks for nothing but itself', async () => {
    expect(await page.locator('canvas').count()).toBe(1);
    // As a string, since it runs in the page and not here.
    const inked = await page.evaluate(`(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value > 0);
    })()`);
    expect(inked).toBe(true);
    expect(requests).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('finds, filters and opens rollouts, showing their text as text', async () => {
    const shown = () => page.locator('.rollout').count();
    const count = () => page.locator('#rollout-count').textContent();
    expect(await count()).toBe('100 of 100 rollouts');
    expect(await shown()).toBe(40);
    await page.locator('#rollout-more').click();
    expect(await shown()).toBe(100);
    await page.locator('#rollout-query').fill('needle');
    expect(await count()).toBe('1 of 100 rollouts');
    await page.locator('.rollout summary').click();
    expect(await page.locator('.rollout pre').last().textContent()).toContain('<img src=x');
    expect(await page.locator('.rollout .chips li').allTextContents()).toEqual([
      'format 1.000',
      'hierarchy –',
    ]);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.locator('#rollout-query').fill('');
    await page.locator('#rollout-stage').selectOption('GRPO');
    expect(await count()).toBe('50 of 100 rollouts');
    await page.locator('#rollout-order').selectOption('best');
    expect(await page.locator('.rollout .where').first().textContent()).toBe('GRPO · step 99');
  });

  it.each([1280, 900, 400])('has no table wider than its card on a page of %i', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    const overflowing = await page.evaluate(`[...document.querySelectorAll('.card, .card table')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ textContent, scrollWidth, clientWidth }) => [textContent.slice(0, 30), scrollWidth, clientWidth])`);
    expect(overflowing).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    // Names stand beside their figures, above them or before them.
    const named = await page.evaluate(
      `getComputedStyle(document.querySelector('#results td'), '::before').content`,
    );
    expect(named).toBe(width < 860 ? '"format"' : 'none');
  });

  it('fits a narrow screen and follows the dark setting', async () => {
    await page.setViewportSize({ width: 380, height: 800 });
    const wider = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect(wider).toBe(false);
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background()).not.toBe(light);
  });
});
