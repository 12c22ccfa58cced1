import type { LanguageNames } from '../format.ts';
import de from './de.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/** Names of conditions in other languages than English. One import and one line per file. */
export const languages: readonly LanguageNames[] = [de, es, fr, it, ja, pt, zh].map(
  ({ language, names, words }): LanguageNames => ({ language, names, words }),
);
