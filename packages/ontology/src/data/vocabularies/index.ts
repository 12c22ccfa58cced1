import type { VocabularyMap } from '../format.ts';
import { ham10000 } from './ham10000.ts';

/** Every data set's published labels. One import and one line per file. */
export const vocabularies: readonly VocabularyMap[] = [ham10000];
