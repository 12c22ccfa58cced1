import type { ConditionRecord } from '../format.ts';
import { branches } from './branches.ts';
import { connectiveTissue } from './connective-tissue.ts';
import { fibrous } from './fibrous.ts';
import { infectious } from './infectious.ts';
import { inflammatory } from './inflammatory.ts';
import { keratinocytic } from './keratinocytic.ts';
import { melanocytic } from './melanocytic.ts';
import { vascularTumors } from './vascular-tumors.ts';

/** Every condition, in the order of the files. One import and one line per file. */
export const conditions: readonly ConditionRecord[] = [
  branches,
  connectiveTissue,
  fibrous,
  infectious,
  inflammatory,
  keratinocytic,
  melanocytic,
  vascularTumors,
].flat();
