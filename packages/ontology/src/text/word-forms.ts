import irregularWords from '../data/language/irregular-words.json' with { type: 'json' };

/*
 * One form for words that differ only in spelling tradition or number. The forms need not be words: they
 * are compared with each other and never shown.
 */

/** Words that end like a plural and are none, or whose plural is irregular. */
const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries(irregularWords.words as Readonly<Record<string, readonly string[]>>).flatMap(
    ([form, others]) => [form, ...others].map((word) => [word, form] as const),
  ),
);

/** British to American letters inside a word. */
function americanize(word: string): string {
  let form = word;
  if (form.includes('ae')) form = form.replace(/ae(?!$)/g, 'e');
  if (form.includes('oe')) form = form.replace(/oe(?!$)/g, 'e');
  if (form.includes('our')) form = form.replace(/our(?=s?$|ed$|ing$|less$)/, 'or');
  if (form.includes('is')) form = form.replace(/is(?=(?:e[ds]?|ing|ations?)$)/, 'iz');
  if (form.includes('leuco')) form = form.replace('leuco', 'leuko');
  if (form.includes('sulph')) form = form.replace('sulph', 'sulf');
  return form;
}

function singular(word: string): string {
  switch (word.charCodeAt(word.length - 1)) {
    case 0x73 /* s */:
      return withoutS(word);
    case 0x61 /* a */:
      return word.length > 5 && word.endsWith('mata') ? word.slice(0, -2) : word;
    case 0x65 /* e */:
      return word.endsWith('ae') ? word.slice(0, -1) : word;
    case 0x69 /* i */:
      // "Nevi", but neither "radii" nor a Roman number.
      return /[b-hj-z]i$/.test(word) && !/^[ivx]+$/.test(word) ? `${word.slice(0, -1)}us` : word;
    case 0x6d /* m */:
      // "Acuminatum" and "acuminata", one of which may stand in a name, the other in its plural.
      return word.length > 4 && word.endsWith('um') ? `${word.slice(0, -2)}a` : word;
    default:
      return word;
  }
}

function withoutS(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.length > 5) {
    if (word.endsWith('itides')) return `${word.slice(0, -4)}is`;
    if (word.endsWith('igines')) return `${word.slice(0, -4)}o`;
    if (/(?:os|[^e]as|ys|ps)es$/.test(word)) return `${word.slice(0, -2)}is`;
    if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
    if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  }
  return word.slice(0, -1);
}

/** The form under which a lower-case word without accents is compared. */
export function wordForm(word: string): string {
  if (word === 'vs') return 'versus';
  if (word.length < 4) return word;
  const known = irregular.get(word);
  if (known !== undefined) return known;
  const form = singular(americanize(word));
  return irregular.get(form) ?? form;
}

/** Forms of words met before; books and data sets repeat a few ten thousand words. */
const forms = new Map<string, string>();
const maximumForms = 50_000;

/** {@link wordForm} of a word as it stands in folded text, remembered. */
export function formOf(word: string): string {
  let form = forms.get(word);
  if (form === undefined) {
    form = wordForm(word.toLowerCase());
    if (forms.size >= maximumForms) forms.clear();
    forms.set(word, form);
  }
  return form;
}
