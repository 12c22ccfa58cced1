import { describe, expect, it } from 'vitest';
import { gradientRules } from '../src/gradients/rules.ts';
import { checkGradient } from './support/finite-differences.ts';
import { gradientChecks, listOfChecks } from './support/gradient-checks/index.ts';

/** Operators whose gradient is zero: counted here so that a new operator must be listed somewhere. */
const withoutGradient = [
  'And',
  'ConstantOfShape',
  'Equal',
  'Greater',
  'Less',
  'Not',
  'Or',
  'Shape',
  'Sign',
  'TopK',
];

describe('gradient rules against central finite differences', () => {
  it('covers every operator', () => {
    expect([...Object.keys(gradientChecks), ...withoutGradient].sort()).toEqual(
      Object.keys(gradientRules).sort(),
    );
  });

  it.each(listOfChecks)('%s, case %i', async (_op, _index, check) => {
    await checkGradient(check);
  });
});
