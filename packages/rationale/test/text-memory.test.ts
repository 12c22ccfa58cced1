import { expect, it } from 'vitest';
import { TextMemory } from '../src/text-memory.ts';

it('makes what it is asked for once for each short text, and keeps few', () => {
  const memory = new TextMemory<string | null>();
  const made: string[] = [];
  const of = (text: string, value: string | null = text): string | null =>
    memory.of(text, () => {
      made.push(text);
      return value;
    });
  expect([of('scale'), of('scale'), of('crust')]).toEqual(['scale', 'scale', 'crust']);
  expect([of('none', null), of('none', null)]).toEqual([null, null]);
  expect(made).toEqual(['scale', 'crust', 'none']);

  const long = 'scale '.repeat(1000);
  expect([of(long), of(long)]).toEqual([long, long]);
  expect(made.slice(3)).toEqual([long, long]);

  for (let number = 0; number < 6000; number++) of(`text ${number}`);
  made.length = 0;
  of('text 5999');
  of('scale');
  expect(made).toEqual(['scale']);
});
