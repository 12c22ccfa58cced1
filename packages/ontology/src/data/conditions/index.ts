import type { ConditionRecord } from '../format.ts';
import { adnexal } from './adnexal.ts';
import { benignEpidermal } from './benign-epidermal.ts';
import { branches } from './branches.ts';
import { connectiveTissue } from './connective-tissue.ts';
import { cysts } from './cysts.ts';
import { fibrous } from './fibrous.ts';
import { genodermatoses } from './genodermatoses.ts';
import { hair } from './hair.ts';
import { histiocytic } from './histiocytic.ts';
import { infectious } from './infectious.ts';
import { inflammatory } from './inflammatory.ts';
import { keratinocytic } from './keratinocytic.ts';
import { lymphoid } from './lymphoid.ts';
import { melanocytic } from './melanocytic.ts';
import { metastatic } from './metastatic.ts';
import { mucosa } from './mucosa.ts';
import { nail } from './nail.ts';
import { neural } from './neural.ts';
import { nevi } from './nevi.ts';
import { pigmentary } from './pigmentary.ts';
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
  nevi,
  benignEpidermal,
  metastatic,
  nail,
  mucosa,
  cysts,
  adnexal,
  pigmentary,
  neural,
  lymphoid,
  histiocytic,
  hair,
  genodermatoses,
].flat();
