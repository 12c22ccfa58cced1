import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatedMember } from '../src/repeated-member.ts';

it('is found at any depth, however it is spelled', () => {
  expect(repeatedMember('{"a": 1, "b": {"a": 1}, "c": [{"a": 1}, {"a": 2}]}')).toBeNull();
  expect(repeatedMember('{"a": 1, "b": 2, "a": 3}')).toBe('a');
  expect(repeatedMember('{"a": {"b": [1, {"c": 1, "\\u0063": 2}]}}')).toBe('c');
  // Names inside of texts are no names.
  expect(repeatedMember('{"a": "\\"a\\": 1, {", "b": "a", "": [], "\\\\": ":"}')).toBeNull();
});

it('is never seen in what JSON.stringify writes, and always where a member is written again', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
  fc.assert(
    fc.property(objects, fc.jsonValue(), (object, value) => {
      const json = JSON.stringify(object);
      const [name = ''] = Object.keys(object);
      const again = `${json.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`;
      return repeatedMember(json) === null && repeatedMember(again) === name;
    }),
  );
});
