import { describe, expect, it } from 'vitest';
import { describeDataset } from '../src/terminal/describe-dataset.ts';

const row = (reason: string, place = 'line 2') => ({ source: 'labels.csv', place, reason });

describe('describeDataset', () => {
  it('counts what was skipped by reason, and names doubts', () => {
    const text = describeDataset({
      name: 'ham10000',
      directory: '/ham',
      cases: [],
      skipped: [row('image missing'), row('no label'), row('image missing')],
      warnings: [{ source: '/ham', place: 'I1', message: 'equal to I2' }],
    });
    expect(text.split('\n')).toEqual([
      'ham10000: 0 images.',
      '3 rows skipped:',
      '  2: image missing',
      '  1: no label',
      '1 doubts about images or labels that are used:',
      '  I1: equal to I2',
    ]);
  });

  it('stops after a few, and says how many more there are', () => {
    const skipped = Array.from({ length: 8 }, (_, at) => row(`reason ${at}`));
    const text = describeDataset({
      name: 'x',
      directory: '/x',
      cases: [],
      skipped,
      warnings: [],
    });
    expect(text).toMatch(/8 rows skipped:(\n {2}1: reason \d){5}\n {2}and 3 more$/);
  });
});
