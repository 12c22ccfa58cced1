import { describe, expect, it } from 'vitest';
import { readNote } from '../src/model-writer/note-request.ts';

describe('a note as a model answers it', () => {
  it('is read in time that grows with its length, fenced or not', () => {
    const note = '{"steps": ["one step", "two steps", "three steps"]}';
    const texts = ['one step', 'two steps', 'three steps'];
    for (const text of [note, `\`\`\`json\n${note}\n\`\`\``, ` \`\`\`\n${note}\`\`\` \n`]) {
      expect(readNote(text, 3)).toEqual({ texts });
    }
    const time = (length: number): number => {
      const text = `{"steps":["a"]${' '.repeat(length)}x`;
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 5; round++) {
        const start = performance.now();
        expect(readNote(text, 3)).toEqual({ problem: 'the answer is not JSON' });
        least = Math.min(least, performance.now() - start);
      }
      return least;
    };
    time(1000);
    // Eight times the length takes eight times as long; with a quadratic expression, 64 times.
    expect(time(800_000) / Math.max(time(100_000), 1)).toBeLessThan(40);
  });
});
