import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningServer } from '@skinr1/server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuns } from '../src/index.ts';
import { metricRow, rolloutRow, smallRun, testFolder } from './run-folders.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))(
  'the page over runs in Chromium (skipped without one)',
  () => {
    const root = testFolder();
    const run = smallRun(join(root, 'one'));
    const script =
      '<script>window.harmed = true</script><img src=x onerror="window.harmed = true">';
    appendFileSync(
      join(run, 'rollouts.jsonl'),
      rolloutRow({ step: 12, completion: script, reward: 1, advantage: 0 }),
    );
    const problems: string[] = [];
    const requests: string[] = [];
    let server: RunningServer;
    let browser: Browser;
    let page: Page;
    const visit = async (url: string): Promise<void> => {
      await page.goto(url);
      await page.locator('#charts figure').first().waitFor();
    };
    const chart = (title: string) =>
      page.locator('#charts figure', { has: page.getByText(title, { exact: true }) });

    beforeAll(async () => {
      server = await openRuns({ folders: [run] });
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => problems.push(message.text()));
      page.on('request', (request) => requests.push(request.url()));
      await visit(server.url);
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    it('shows curves with axes, alarms with advice, and the results', async () => {
      expect(await page.locator('#state').textContent()).toContain('one: stopped, grpo 12 of 20');
      expect(await page.locator('#charts figcaption').allTextContents()).toEqual([
        'Reward',
        'Reward by component',
        'Groups',
        'Depth reached',
        'KL to the reference',
      ]);
      const kl = chart('KL to the reference').locator('svg');
      expect(await kl.locator('.label').allTextContents()).toEqual(['step', 'nats a token']);
      expect(await kl.getAttribute('aria-label')).toContain(
        'KL from 0.1 at step 1 to 1.2 at step 12',
      );
      expect(await page.locator('.alarm').allTextContents()).toEqual([
        expect.stringMatching(/grpo: KL runs away.*1\.0.*nats.*Raise `beta`/),
      ]);
      expect(await page.locator('#results td').textContent()).toBe('50.0 % 40.0–60.0');
      expect(await page.locator('#others').isVisible()).toBe(true);
    });

    it('reads values by arrow keys', async () => {
      const reward = chart('Reward');
      await reward.locator('svg').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      expect(await reward.locator('output').textContent()).toBe('step 2: training 1.1');
    });

    it('goes on with the run, and keeps the place of who reads', async () => {
      appendFileSync(join(run, 'metrics.jsonl'), metricRow(13, { reward: 9 }));
      const label = () => chart('Reward').locator('svg').getAttribute('aria-label');
      await expect.poll(label).toContain('to 9 at step 13');
      expect(await chart('Reward').locator('output').textContent()).toContain('step 2');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('svg');
    });

    it('shows the stage that is chosen', async () => {
      await page.getByRole('button', { name: 'sft' }).click();
      await expect
        .poll(() => page.locator('#charts figcaption').allTextContents())
        .toEqual(['Loss']);
      await page.getByRole('button', { name: 'grpo' }).click();
      await chart('Reward').waitFor();
    });

    it('finds a rollout and shows image, verdicts, components and group', async () => {
      await page.locator('#query [name=text]').fill('lesion SHOWS');
      await expect.poll(() => page.locator('#found').textContent()).toBe('24 of 49');
      await page.locator('#list').focus();
      await page.keyboard.press('ArrowDown');
      const rollout = page.locator('#rollout');
      await rollout.locator('h3').waitFor();
      expect(await rollout.locator('mark').textContent()).toBe('scale');
      expect(await rollout.locator('.claims').textContent()).toBe(
        'supported “scale”: the image shows it',
      );
      expect(await rollout.locator('table').textContent()).toContain('hierarchy0.75');
      await expect
        .poll(() => page.evaluate('document.querySelector("#rollout img").naturalWidth'))
        .toBe(4);
      await rollout.locator('.group button', { hasText: '-1' }).click();
      await expect.poll(() => rollout.locator('.answer').textContent()).toBe('no form 12');
      await page.locator('#query [name=lacking]').selectOption('format');
      await expect.poll(() => page.locator('#found').textContent()).toBe('0 of 49');
    });

    it('takes nothing of an answer for markup', async () => {
      await page.locator('#query [name=lacking]').selectOption('');
      await page.locator('#query [name=text]').fill('onerror');
      await expect.poll(() => page.locator('#found').textContent()).toBe('1 of 49');
      await page.locator('#list').focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => page.locator('#rollout .answer').textContent()).toBe(script);
      expect(await page.evaluate('window.harmed')).toBeUndefined();
    });

    it('lays two runs over each other and tells their settings apart, in a narrow window', async () => {
      const both = await openRuns({ folders: [run, smallRun(join(root, 'two'), 1)] });
      try {
        await page.setViewportSize({ width: 390, height: 844 });
        await visit(both.url);
        expect(await chart('Reward').locator('.legend li').allTextContents()).toEqual([
          'training',
          'training (2)',
        ]);
        expect(await page.locator('#settings table').first().textContent()).toContain('seed12');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        await page.locator('#query [name=run]').selectOption('1');
        await expect.poll(() => page.locator('#found').textContent()).toBe('48 of 48');
        requests.splice(0, requests.length, ...requests.filter((url) => !url.startsWith(both.url)));
      } finally {
        await both.close();
      }
    });

    it('keeps the theme, asks nobody but its server, and logs no error', async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await visit(server.url);
      await page.locator('#theme').click();
      await page.locator('#theme').click();
      await page.reload();
      expect(await page.locator('#theme').textContent()).toBe('Theme: dark');
      const foreign = requests.filter(
        (url) => !url.startsWith(server.url) && !url.startsWith('data:'),
      );
      expect(foreign).toEqual([]);
      // The connection to a server that was closed on purpose.
      expect(problems.filter((problem) => !problem.includes('ERR_'))).toEqual([]);
    });
  },
);
