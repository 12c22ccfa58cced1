import type { VocabularyMap } from '../format.ts';
import { bcn20000 } from './bcn20000.ts';
import { ddi } from './ddi.ts';
import { derm7pt } from './derm7pt.ts';
import { derm12345 } from './derm12345.ts';
import { dermnet } from './dermnet.ts';
import { fitzpatrick17k } from './fitzpatrick17k.ts';
import { ham10000 } from './ham10000.ts';
import { isic2018 } from './isic-2018.ts';
import { isic2019 } from './isic-2019.ts';
import { isic2020 } from './isic-2020.ts';
import { isicArchive } from './isic-archive.ts';
import { kaggleSkin8 } from './kaggle-skin-8.ts';
import { kaggleSkin22 } from './kaggle-skin-22.ts';
import { omnimedvqa } from './omnimedvqa.ts';
import { padUfes20 } from './pad-ufes-20.ts';
import { scin } from './scin.ts';
import { sd198 } from './sd-198.ts';
import { skincon } from './skincon.ts';

/** Every data set's published labels. One import and one line per file. */
export const vocabularies: readonly VocabularyMap[] = [
  bcn20000,
  ddi,
  derm12345,
  derm7pt,
  dermnet,
  fitzpatrick17k,
  ham10000,
  isic2018,
  isic2019,
  isic2020,
  isicArchive,
  kaggleSkin22,
  kaggleSkin8,
  omnimedvqa,
  padUfes20,
  scin,
  sd198,
  skincon,
];
