import type { VocabularyMap } from '../format.ts';
import { derm7pt } from './derm7pt.ts';
import { ham10000 } from './ham10000.ts';
import { padUfes20 } from './pad-ufes-20.ts';

/** Every data set's published labels. One import and one line per file. */
export const vocabularies: readonly VocabularyMap[] = [derm7pt, ham10000, padUfes20];
