import { citations } from './check-citations.ts';
import { coherence } from './check-coherence.ts';
import { conclusion } from './check-conclusion.ts';
import { diseases } from './check-diseases.ts';
import { exclusion } from './check-exclusion.ts';
import { licenses } from './check-licenses.ts';
import { signs } from './check-signs.ts';
import { stances } from './check-stances.ts';
import { wording } from './check-wording.ts';
import type { VerificationRule } from './rule.ts';

/** All rules, in the order in which their reasons are given; a new one is a file and a line here. */
export const rules: readonly VerificationRule[] = [
  citations,
  signs,
  exclusion,
  stances,
  coherence,
  conclusion,
  diseases,
  licenses,
  wording,
];
