import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  applyReview,
  buildCorpus,
  buildDdxGraph,
  createReviewSession,
  createVerifier,
  openReviewLog,
  type RationaleCorpus,
  type ReviewSession,
} from '../src/index.ts';
import { citedPassages } from '../src/review/passages.ts';
import { trajectoryKey } from '../src/review/trajectory-key.ts';
import { caseOf, ontology, world } from './books.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { document } = world();
const build = () =>
  buildCorpus({
    documents: [document],
    ontology,
    seed: 1,
    records: [
      caseOf('m1', 'melanoma', ['streaks', 'asymmetry']),
      caseOf('p1', 'psoriasis', ['silvery-scale', 'plaque', 'erythema']),
    ],
  });
const built = build();
const graph = buildDdxGraph({ cards: built.cards, ontology });
const verify = createVerifier({ ...built, ontology, graph });
const judge = { verify, ontology };
const [first, second, third] = built.trajectories.map((one) => trajectoryKey(one)) as [
  string,
  string,
  string,
];
const textsOf = (key: string): string[] =>
  built.trajectories.find((one) => trajectoryKey(one) === key)!.steps.map(({ text }) => text);

let names = 0;
const newLog = () => openReviewLog(join(folder, `${names++}.jsonl`));
const sessionOver = (corpus: RationaleCorpus, log = newLog()): ReviewSession =>
  createReviewSession(corpus, log, ontology);

describe('decisions on disk', () => {
  const path = join(folder, 'decisions.jsonl');
  const decision = (key: string, verdict: 'accepted' | 'undecided') => ({
    key,
    trajectoryId: `t ${key}`,
    verdict,
    texts: null,
    editedKey: null,
    note: '',
    decidedAt: '2026-01-01T00:00:00.000Z',
  });

  it('are read back, the last one counts, and damage costs its own line only', () => {
    const log = openReviewLog(path);
    log.append(decision('a', 'accepted'));
    log.append(decision('b', 'accepted'));
    log.append(decision('a', 'undecided'));
    appendFileSync(path, '{"key":"c","verdict":"maybe"}\n{"key":"d","ver');
    const again = openReviewLog(path);
    expect(again.decisions().map(({ key }) => key)).toEqual(['b']);
    expect(again.damagedLines).toEqual([4, 5]);
    again.append(decision('e', 'accepted'));
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(7);
    expect(openReviewLog(path).find('e')?.trajectoryId).toBe('t e');
  });

  it('survive any bytes in their file', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const noise = join(folder, 'noise.jsonl');
        rmSync(noise, { force: true });
        appendFileSync(noise, text);
        openReviewLog(noise).append(decision('x', 'accepted'));
        expect(openReviewLog(noise).find('x')).toBeDefined();
      }),
      { numRuns: 50 },
    );
  });
});

describe('the next build', () => {
  it('leaves out what was rejected, takes edits, and keeps the rest as it was', () => {
    const log = newLog();
    const session = sessionOver(built, log);
    session.decide(first, { verdict: 'accepted' });
    session.decide(second, { verdict: 'rejected', note: 'blurred' });
    const texts = textsOf(third);
    texts[0] = `On inspection: ${texts[0]!.replace(/^[^:]*?(?=streaks|asymmetry|silvery|plaque|erythema)/i, '')}`;
    expect(session.decide(third, { verdict: 'edited', texts }).reasons).toEqual([]);

    const { corpus, effect } = applyReview(build(), log, judge);
    expect(effect).toEqual({ accepted: 1, edited: 1, rejected: 1, failedEdits: 0, stale: 0 });
    expect(corpus.trajectories).toHaveLength(built.trajectories.length - 1);
    expect(corpus.rejected.map(({ reasons }) => reasons)).toEqual([
      [{ code: 'rejected_by_reviewer', message: 'blurred', step: null }],
    ]);
    expect(corpus.trajectories.some(({ thinking }) => thinking.startsWith(texts[0]!))).toBe(true);
    for (const trajectory of corpus.trajectories) {
      expect(verify(trajectory, { record: corpus.records.get(trajectory.recordId)! }).ok).toBe(
        true,
      );
    }

    // The built corpus shows the same decisions, under the same keys.
    const later = sessionOver(corpus, log);
    const verdicts = new Map(later.list().map(({ key, verdict }) => [key, verdict]));
    expect([first, second, third].map((key) => verdicts.get(key))).toEqual([
      'accepted',
      'rejected',
      'edited',
    ]);
    // Taken back, the trajectory is there again, as it was.
    later.decide(second, { verdict: 'undecided' });
    later.decide(third, { verdict: 'undecided' });
    expect(applyReview(build(), log, judge).corpus.trajectories).toEqual(built.trajectories);
  });

  it('keeps an edit that fails verification out, with the reasons', () => {
    const log = newLog();
    const texts = textsOf(first);
    texts[0] += ' Also a blue-white veil.';
    const item = sessionOver(built, log).decide(first, { verdict: 'edited', texts });
    expect(item.passes).toBe(false);
    expect(item.reasons.map(({ code }) => code)).toContain('sign_unseen');
    const { corpus, effect } = applyReview(build(), log, judge);
    expect(effect).toMatchObject({ edited: 0, failedEdits: 1 });
    expect(corpus.trajectories).toHaveLength(built.trajectories.length - 1);
    expect(corpus.rejected[0]?.reasons[0]?.code).toBe('sign_unseen');
    // It can be mended by another edit.
    expect(
      sessionOver(corpus, log).decide(first, { verdict: 'edited', texts: textsOf(first) }).passes,
    ).toBe(true);
    expect(applyReview(build(), log, judge).corpus.rejected).toEqual([]);
  });

  it('does not apply a decision to wording that nobody saw', () => {
    const log = newLog();
    sessionOver(built, log).decide(first, { verdict: 'rejected' });
    const reworded = {
      ...built,
      trajectories: built.trajectories.map((one) => ({
        ...one,
        steps: one.steps.map((step) => ({ ...step, text: `${step.text} ` })),
      })),
    };
    const { corpus, effect } = applyReview(reworded, log, judge);
    expect(effect).toMatchObject({ rejected: 0, stale: 1 });
    expect(corpus.trajectories).toEqual(reworded.trajectories);
  });

  it('drops what an edit no longer says, and the citations for it', () => {
    const session = sessionOver(built);
    const { key, before } = built.trajectories
      .map((one) => ({ key: trajectoryKey(one), before: session.item(trajectoryKey(one)) }))
      .find(({ before }) => before.steps[0]!.claims.length > 1 && before.type === 'direct')!;
    const [kept] = before.steps[0]!.claims;
    const texts = before.steps.map(({ text }) => text);
    texts[0] = `Seen: ${kept!.sign}.`;
    texts[1] = `This fits ${before.diagnosis}, with ${kept!.sign}.`;
    const after = session.decide(key, { verdict: 'edited', texts });
    expect(after.reasons).toEqual([]);
    expect(after.steps[0]!.claims.map(({ sign }) => sign)).toEqual([kept!.sign]);
    expect(after.passages.flatMap(({ marks }) => marks).length).toBeLessThan(
      before.passages.flatMap(({ marks }) => marks).length,
    );
  });
});

describe('a review session', () => {
  it('refuses what makes no sense, and writes nothing then', () => {
    const log = newLog();
    const spoiled = { ...built.trajectories[0]!, malignancy: 'benign' as const };
    const reasons = verify(spoiled, { record: built.records.get(spoiled.recordId)! }).reasons;
    const session = sessionOver(
      { ...built, trajectories: [], rejected: [{ trajectory: spoiled, reasons }] },
      log,
    );
    expect(session.list()[0]).toMatchObject({ passes: false, verdict: 'undecided' });
    const key = session.list()[0]!.key;
    expect(() => session.decide(key, { verdict: 'accepted' })).toThrow(UsageError);
    expect(() => session.decide(key, { verdict: 'edited' })).toThrow(InvalidInputError);
    expect(() => session.decide(key, { verdict: 'edited', texts: ['one'] })).toThrow(/one text/i);
    expect(() => session.decide(key, { verdict: 'rejected', texts: ['x'] })).toThrow(/edit/);
    expect(() => session.item('nothing')).toThrow(NotFoundError);
    expect(log.decisions()).toEqual([]);
  });

  it('marks every citation in its paragraph, word for word', () => {
    const documents = new Map([[document.id, document]]);
    for (const trajectory of built.trajectories) {
      const quotes = trajectory.steps.flatMap(({ citations }) => citations.map((one) => one.quote));
      const marked = citedPassages(trajectory, documents).flatMap(({ text, marks }) =>
        marks.map(({ start, end }) => text.slice(start, end)),
      );
      expect(new Set(marked)).toEqual(new Set(quotes));
    }
  });
});
