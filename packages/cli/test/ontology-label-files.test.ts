import { describe, expect, it } from 'vitest';
import { ontologyCommand } from './support/ontology-command.ts';

const { file, printed: printedTo, run } = ontologyCommand();
const printed = () => printedTo('stdout');
const told = () => printedTo('stderr');

describe('files of labels', () => {
  it('lists rows that are none with their mend, and ends with an error for them under --strict', async () => {
    const broken = file('broken.csv', 'dx,id\nmelanoma,1\nmelanoma\n');
    const output = await run('resolve', '--in', broken, '--column', 'dx', '--strict');
    expect(output).toMatch(/^resolved +1 +1$/m);
    expect(output).toMatch(/^not read +1$/m);
    expect(told()).toMatch(/broken\.csv, line 3: malformed row.*add what is missing/);
    expect(process.exitCode).toBe(1);
  });

  it('prints what it read before a quote that is not closed, then ends with its line', async () => {
    const broken = file('quote.csv', 'dx,id\nmelanoma,1\n"nevus,2\npsoriasis,3\n');
    const running = run('resolve', '--in', broken, '--column', 'dx');
    await expect(running).rejects.toThrow(/quote\.csv.*line 3.*not closed/s);
    expect(printed()).toMatch(/^resolved +1 +1$/m);
  });

  it('says what is no list, an empty one, and a table without its column', async () => {
    const image = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
    await expect(run('resolve', '--in', file('a.png', image))).rejects.toThrow(/an image \(PNG\)/);
    const head = ['resolve', '--in', file('head.csv', 'dx,id\n'), '--column', 'dx'];
    for (const words of [['resolve', '--in', file('empty.txt', '')], head]) {
      process.exitCode = undefined;
      await run(...words);
      expect(told()).toMatch(/holds no labels/);
      expect(process.exitCode).toBeUndefined();
      await run(...words, '--strict');
      expect(process.exitCode).toBe(1);
    }
    await run('resolve', '--in', file('table.csv', 'id,dx\n1,melanoma\n2,nevus\n'));
    expect(told()).toMatch(/table of 2 columns.*--column with one of: id, dx/);
  });

  it('takes lines with commas for labels, not for rows', async () => {
    await run('resolve', '--in', file('list.txt', 'melanoma, invasive\nacne\n'));
    expect(told()).not.toMatch(/--column/);
  });

  it('reads a list with a zero byte as the text that it is', async () => {
    expect(await run('resolve', '--in', file('zero.txt', 'mela\0noma\n'))).toMatch(
      /^resolved +1 +1$/m,
    );
  });
});
