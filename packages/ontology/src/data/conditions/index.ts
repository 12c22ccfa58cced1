import type { ConditionRecord } from '../format.ts';
import adnexal from './adnexal.json' with { type: 'json' };
import bacterial from './bacterial.json' with { type: 'json' };
import benignEpidermal from './benign-epidermal.json' with { type: 'json' };
import branches from './branches.json' with { type: 'json' };
import bullous from './bullous.json' with { type: 'json' };
import connectiveTissue from './connective-tissue.json' with { type: 'json' };
import cysts from './cysts.json' with { type: 'json' };
import drugReactions from './drug.json' with { type: 'json' };
import eczematous from './eczematous.json' with { type: 'json' };
import environmental from './environmental.json' with { type: 'json' };
import fibrous from './fibrous.json' with { type: 'json' };
import follicular from './follicular.json' with { type: 'json' };
import fungal from './fungal.json' with { type: 'json' };
import genodermatoses from './genodermatoses.json' with { type: 'json' };
import glandDisorders from './glands.json' with { type: 'json' };
import granulomatous from './granulomatous.json' with { type: 'json' };
import hair from './hair.json' with { type: 'json' };
import histiocytic from './histiocytic.json' with { type: 'json' };
import keratinocytic from './keratinocytic.json' with { type: 'json' };
import lymphoid from './lymphoid.json' with { type: 'json' };
import melanocytic from './melanocytic.json' with { type: 'json' };
import metabolic from './metabolic.json' with { type: 'json' };
import metastatic from './metastatic.json' with { type: 'json' };
import mucosa from './mucosa.json' with { type: 'json' };
import mycobacterialAndSexuallyTransmitted from './mycobacterial.json' with { type: 'json' };
import nail from './nail.json' with { type: 'json' };
import neural from './neural.json' with { type: 'json' };
import nevi from './nevi.json' with { type: 'json' };
import papulosquamous from './papulosquamous.json' with { type: 'json' };
import parasitic from './parasitic.json' with { type: 'json' };
import pigmentary from './pigmentary.json' with { type: 'json' };
import pregnancyAndNeonatal from './pregnancy-neonatal.json' with { type: 'json' };
import psychocutaneous from './psychocutaneous.json' with { type: 'json' };
import reactive from './reactive.json' with { type: 'json' };
import vascular from './vascular.json' with { type: 'json' };
import vascularTumors from './vascular-tumors.json' with { type: 'json' };
import viral from './viral.json' with { type: 'json' };

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
].flatMap((branch) => branch.conditions as readonly ConditionRecord[]);
