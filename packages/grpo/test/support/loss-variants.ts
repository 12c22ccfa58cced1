import type { TokenLoss } from '@skinr1/autograd';
import {
  bnpoLoss,
  cispoLoss,
  dapoLoss,
  drGrpoLoss,
  dropOffPolicy,
  gmpoLoss,
  grpoLoss,
  gspoLoss,
  k1,
  k2,
  k3,
  keepHighEntropy,
  luspoLoss,
  sapoLoss,
  sequenceRatio,
  unbiasedKl,
  vespoLoss,
} from '../../src/index.ts';
import { clippedSurrogate } from '../../src/losses/clipped-surrogate.ts';
import { policyLoss } from '../../src/losses/policy-loss.ts';
import { meanOverTokens } from '../../src/losses/reduction.ts';

const surrogateOf = (kl: typeof k1) =>
  policyLoss(clippedSurrogate(), meanOverTokens, { beta: 0.1, kl });
/** The losses by the names of `tools/parity/grpo_losses.py`. */
export const variants: Record<string, TokenLoss> = {
  grpo: grpoLoss({ beta: 0 }),
  'grpo beta': grpoLoss(),
  'grpo delta': grpoLoss({ beta: 0, delta: 1.3, epsilonHigh: 0.5 }),
  'bnpo beta': bnpoLoss({ beta: 0.1 }),
  dapo: dapoLoss(),
  dr_grpo: drGrpoLoss(),
  gspo: gspoLoss({ epsilonLow: 0.05, epsilonHigh: 0.05 }),
  cispo: cispoLoss({ maxRatio: 1.3 }),
  sapo: sapoLoss(),
  'sapo sequence': sapoLoss({ ratio: sequenceRatio }),
  luspo: luspoLoss({ epsilonLow: 0.05, epsilonHigh: 0.05 }),
  'luspo beta': luspoLoss({ epsilonLow: 0.2, epsilonHigh: 0.2, beta: 0.1 }),
  vespo: vespoLoss(),
  'vespo importance': vespoLoss(),
  gmpo: gmpoLoss({ epsilonLow: 0.3, epsilonHigh: 0.1, beta: 0.1 }),
  'grpo unbiased kl': grpoLoss({ beta: 0.1, kl: unbiasedKl() }),
  'gspo unbiased kl': gspoLoss({
    ...{ epsilonLow: 0.2, epsilonHigh: 0.2 },
    ...{ beta: 0.1, kl: unbiasedKl(k3, sequenceRatio) },
  }),
  'dapo importance': dapoLoss({ beta: 0.1 }),
  'grpo off-policy mask': grpoLoss({ beta: 0.1, sequenceMask: dropOffPolicy(0.05) }),
  'dapo entropy bonus': dapoLoss({ entropyBonus: 0.1 }),
  'grpo entropy bonus': grpoLoss({ beta: 0, entropyBonus: 0.1 }),
  'dapo high entropy': dapoLoss({ entropyBonus: 0.1, tokenMask: keepHighEntropy(0.4) }),
  'cispo verl': cispoLoss({ minRatio: 0.8, maxRatio: 1.2 }),
  'bnpo k1': surrogateOf(k1),
  'bnpo k2': surrogateOf(k2),
};
