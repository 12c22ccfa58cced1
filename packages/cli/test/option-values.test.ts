import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  duration,
  integer,
  port,
  positiveCount,
  positiveNumber,
  price,
  share,
  wholeNumber,
} from '../src/commands/option-values.ts';

describe('values of options', () => {
  it.each([
    [wholeNumber, '12', 12],
    [positiveCount, '1', 1],
    [port, '0', 0],
    [port, '65535', 65535],
    [integer, '-3', -3],
    [positiveNumber, '0.5', 0.5],
    [price, '0', 0],
    [share, '0.9', 0.9],
    [share, '1', 1],
    [duration, '90s', 90],
    [duration, '1.5h', 5400],
  ] as const)('%o reads %s', (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    [wholeNumber, ['', ' ', '-1', '1.5', '1e3', '0x10', '9007199254740993']],
    [positiveCount, ['', '0', '-1', '1.5', '9007199254740993']],
    [port, ['', '-1', '65536', '99999', '8080.5', '080000']],
    [integer, ['', '1.5', '--1', 'one']],
    [positiveNumber, ['', '0', '-2', 'Infinity', '1e400']],
    [price, ['', '-0.5', '1,5', '.', '1.']],
    [share, ['', '0', '1.01', '90 %', 'most']],
    [duration, ['', 's', '20', '20 m', '59s', '1d', '-2h']],
  ] as const)('%o refuses what is not written as one', (read, texts) => {
    for (const text of texts) expect(() => read(text), text).toThrow(InvalidArgumentError);
  });
});
