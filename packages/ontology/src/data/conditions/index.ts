import type { ConditionRecord } from '../format.ts';
import { adnexal } from './adnexal.ts';
import { bacterial } from './bacterial.ts';
import { benignEpidermal } from './benign-epidermal.ts';
import { branches } from './branches.ts';
import { bullous } from './bullous.ts';
import { connectiveTissue } from './connective-tissue.ts';
import { cysts } from './cysts.ts';
import { drugReactions } from './drug.ts';
import { eczematous } from './eczematous.ts';
import { environmental } from './environmental.ts';
import { fibrous } from './fibrous.ts';
import { follicular } from './follicular.ts';
import { fungal } from './fungal.ts';
import { genodermatoses } from './genodermatoses.ts';
import { glandDisorders } from './glands.ts';
import { granulomatous } from './granulomatous.ts';
import { hair } from './hair.ts';
import { histiocytic } from './histiocytic.ts';
import { keratinocytic } from './keratinocytic.ts';
import { lymphoid } from './lymphoid.ts';
import { melanocytic } from './melanocytic.ts';
import { metabolic } from './metabolic.ts';
import { metastatic } from './metastatic.ts';
import { mucosa } from './mucosa.ts';
import { mycobacterialAndSexuallyTransmitted } from './mycobacterial.ts';
import { nail } from './nail.ts';
import { neural } from './neural.ts';
import { nevi } from './nevi.ts';
import { papulosquamous } from './papulosquamous.ts';
import { parasitic } from './parasitic.ts';
import { pigmentary } from './pigmentary.ts';
import { pregnancyAndNeonatal } from './pregnancy-neonatal.ts';
import { psychocutaneous } from './psychocutaneous.ts';
import { reactive } from './reactive.ts';
import { vascular } from './vascular.ts';
import { vascularTumors } from './vascular-tumors.ts';
import { viral } from './viral.ts';

/** Every condition, in the order of the files. One import and one line per file. */
export const conditions: readonly ConditionRecord[] = [
  branches,
  connectiveTissue,
  fibrous,
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
  papulosquamous,
  eczematous,
  follicular,
  reactive,
  granulomatous,
  psychocutaneous,
  bacterial,
  mycobacterialAndSexuallyTransmitted,
  viral,
  fungal,
  parasitic,
  bullous,
  vascular,
  drugReactions,
  pregnancyAndNeonatal,
  environmental,
  metabolic,
  glandDisorders,
].flat();
