import type { MorphologyRecord } from './format.ts';
import signs from './morphology.json' with { type: 'json' };

export { conditions } from './conditions/index.ts';
export { languages } from './names/index.ts';
export { vocabularies } from './vocabularies/index.ts';

/** Signs that can be seen on the skin or with a dermatoscope. */
export const morphology: readonly MorphologyRecord[] = signs.terms as readonly MorphologyRecord[];
