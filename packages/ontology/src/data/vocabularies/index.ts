import type { VocabularyMap } from '../format.ts';
import bcn20000 from './bcn20000.json' with { type: 'json' };
import ddi from './ddi.json' with { type: 'json' };
import derm7pt from './derm7pt.json' with { type: 'json' };
import derm12345 from './derm12345.json' with { type: 'json' };
import dermnet from './dermnet.json' with { type: 'json' };
import fitzpatrick17k from './fitzpatrick17k.json' with { type: 'json' };
import ham10000 from './ham10000.json' with { type: 'json' };
import isic2018 from './isic-2018.json' with { type: 'json' };
import isic2019 from './isic-2019.json' with { type: 'json' };
import isic2020 from './isic-2020.json' with { type: 'json' };
import isicArchive from './isic-archive.json' with { type: 'json' };
import kaggleSkin8 from './kaggle-skin-8.json' with { type: 'json' };
import kaggleSkin22 from './kaggle-skin-22.json' with { type: 'json' };
import milk10k from './milk10k.json' with { type: 'json' };
import omnimedvqa from './omnimedvqa.json' with { type: 'json' };
import padUfes20 from './pad-ufes-20.json' with { type: 'json' };
import scin from './scin.json' with { type: 'json' };
import sd198 from './sd-198.json' with { type: 'json' };
import skincon from './skincon.json' with { type: 'json' };

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
  milk10k,
  omnimedvqa,
  padUfes20,
  scin,
  sd198,
  skincon,
].map(({ dataset, source, labels }): VocabularyMap => ({ dataset, source, labels }));
