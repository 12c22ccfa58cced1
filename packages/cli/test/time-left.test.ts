import { describe, expect, it } from 'vitest';
import { createTimeLeft } from '../src/terminal/time-left.ts';

describe('the time left', () => {
  it('is not known at the first report, whatever was done before it', () => {
    for (const before of [0, 1, 57]) {
      let clock = 1000;
      const timeLeft = createTimeLeft(() => clock);
      expect(timeLeft(before, 100)).toBe('–');
      expect(timeLeft(before, 100)).toBe('–');
      expect(timeLeft(before + 1, 100)).toBe('–');
      clock += 2000;
      // Two steps in two seconds: a second for each of those that are left.
      expect(timeLeft(before + 2, before + 32)).toBe('30 s');
    }
  });

  it('follows the pace of the newest reports', () => {
    let clock = 0;
    const timeLeft = createTimeLeft(() => clock);
    for (let done = 0; done <= 40; done++, clock += 10) timeLeft(done, 1000);
    let told = '';
    for (let done = 41; done <= 60; done++) {
      clock += 5000;
      told = timeLeft(done, 85);
    }
    // 25 steps of five seconds.
    expect(told).toBe('2 min 5 s');
  });

  it('is told in hours, and is nothing at the end', () => {
    let clock = 0;
    const timeLeft = createTimeLeft(() => clock);
    timeLeft(0, 1000);
    clock = 60_000;
    expect(timeLeft(1, 1000)).toBe('16 h 39 min');
    expect(timeLeft(1000, 1000)).toBe('0 s');
  });
});
