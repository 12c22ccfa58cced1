import { expect, it } from 'vitest';
import { InvalidInputError, SkinR1Error } from '../src/index.ts';

it('says where, what and how to mend', () => {
  const error = new InvalidInputError('the header is cut short.', {
    source: 'weights.safetensors',
    place: 'byte 8',
    mend: 'Download the file again.',
  });
  expect(error.message).toBe(
    'weights.safetensors, byte 8: the header is cut short. Download the file again.',
  );
  expect(error.name).toBe('InvalidInputError');
  expect(error.kind).toBe('invalid_input');
});

it('is recognized across copies of the package', () => {
  const foreign = { [Symbol.for('skinr1.error')]: true };
  expect(SkinR1Error.isInstance(foreign)).toBe(true);
  expect(SkinR1Error.isInstance(new Error('x'))).toBe(false);
  expect(SkinR1Error.isInstance(null)).toBe(false);
});
