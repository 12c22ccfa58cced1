import type { NodeMalignancy } from '../data/format.ts';

/*
 * The rule that stands above all others: a label that speaks of malignancy never resolves to something
 * harmless, and a label that does not never resolves to something malignant by a guess.
 */

/** Stems of words that name or imply a malignant growth. */
const malignantStem =
  /carcino|sarcom|melanom|lymphom|leuk[ae]m|malign|metasta|cancer|blastoma|myelom|plasmacytom|mesotheliom|chordom|gliom|seminom|teratom|adenoca|^ca$/;
const harmlessLookalike =
  /^(?:melanomatos|lymphomatoid|sarcomatoid$|carcinoid$|precarcino|anticancer|lymphomatosi|carcinogen|cancer(?:ophobia))/;

/** Words that move a growth up the scale of malignancy, and so may never be left over unread. */
const aggravating: ReadonlySet<string> = new Set([
  'invasive',
  'infiltrating',
  'infiltrative',
  'aggressive',
  'anaplastic',
  'atypical',
  'atypia',
  'dysplastic',
  'dysplasia',
  'undifferentiated',
  'dedifferentiated',
  'differentiated',
  'transformed',
  'transformation',
  'proliferating',
  'high',
  'neoplastic',
  'neoplasm',
  'tumor',
  'precancerou',
  'precancerous',
  'premalignant',
  'precancer',
  'situ',
  'intraepithelial',
  'intraepidermal',
  'neoplasia',
  'borderline',
  'oncogenic',
  'paraneoplastic',
]);

/** True for a word that names or implies a malignant growth. */
export function speaksOfMalignancy(form: string): boolean {
  return malignantStem.test(form) && !harmlessLookalike.test(form);
}

/** True for a word that must be part of the matched name: left over, it could change the class. */
export function mustBeRead(form: string): boolean {
  return aggravating.has(form) || form === 'benign' || speaksOfMalignancy(form);
}

/** Words that a malignant match may leave over: they agree with it. */
const agreeing: ReadonlySet<string> = new Set([
  'malignant',
  'invasive',
  'infiltrating',
  'infiltrative',
  'aggressive',
  'anaplastic',
  'undifferentiated',
  'dedifferentiated',
  'differentiated',
  'transformed',
  'transformation',
  'metastatic',
  'metastasi',
  'metastasis',
  'metastasized',
  'metastasizing',
  'cancer',
  'tumor',
  'neoplasm',
  'high',
  'atypical',
]);

/** True if the leftover word agrees with the class: "invasive" with a carcinoma, "benign" with a nevus. */
export function agreesWith(form: string, malignancy: NodeMalignancy): boolean {
  if (malignancy === 'malignant') return agreeing.has(form);
  if (malignancy === 'benign') return form === 'benign' || form === 'tumor' || form === 'neoplasm';
  return false;
}

/** How grave, for comparing; a class that varies could be any. */
const gravity: Readonly<Record<NodeMalignancy, number>> = {
  not_neoplastic: 0,
  benign: 0,
  variable: 1,
  precancerous_in_situ: 1,
  malignant: 2,
};

/** True for a class that needs no treatment as a growth. */
export function isHarmless(malignancy: NodeMalignancy): boolean {
  return malignancy === 'benign' || malignancy === 'not_neoplastic';
}

/** True if answering `answer` for something that is `truth` would play it down. */
export function playsDown(answer: NodeMalignancy, truth: NodeMalignancy): boolean {
  return gravity[answer] === 0 && (gravity[truth] > 1 || truth === 'precancerous_in_situ');
}

/** True if two classes may stand for one another: both harmless, or the same. */
export function sameClass(a: NodeMalignancy, b: NodeMalignancy): boolean {
  return a === b || (gravity[a] === 0 && gravity[b] === 0);
}
