import type { Engine } from './engine.ts';
import { easyR1 } from './engines/easyr1.ts';
import { nemoGym } from './engines/nemo-gym.ts';
import { openRlhf } from './engines/openrlhf.ts';
import { swift } from './engines/swift.ts';
import { trl } from './engines/trl.ts';
import { verl } from './engines/verl.ts';

/** Every engine that data are exported for. */
export const engines: readonly Engine[] = [verl, trl, openRlhf, easyR1, swift, nemoGym];

export { easyR1, nemoGym, openRlhf, swift, trl, verl };
