/*
 * One form for words that differ only in spelling tradition or number. The forms need not be words: they
 * are compared with each other and never shown.
 */

/** Words that end like a plural and are none, or whose plural is irregular. */
const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    naevi: 'nevus',
    nevi: 'nevus',
    fungi: 'fungus',
    calli: 'callus',
    comedones: 'comedo',
    comedone: 'comedo',
    lentigines: 'lentigo',
    lentigos: 'lentigo',
    ephelides: 'ephelis',
    vulgares: 'vulgaris',
    feet: 'foot',
    lice: 'louse',
    diseases: 'disease',
    bases: 'base',
    cases: 'case',
    scabies: 'scabies',
    rabies: 'rabies',
    caries: 'caries',
    series: 'series',
    facies: 'facies',
    grey: 'gray',
    centre: 'center',
    fibre: 'fiber',
    mould: 'mold',
    centrifigum: 'centrifugum',
  }),
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
  const last = word.charCodeAt(word.length - 1);
  if (last === 0x65 /* e */) return word.endsWith('ae') ? word.slice(0, -1) : word;
  if (last === 0x61 /* a */) return word.endsWith('omata') ? word.slice(0, -2) : word;
  if (last !== 0x73 /* s */) return word;
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.length > 5) {
    if (word.endsWith('itides')) return `${word.slice(0, -4)}s`;
    if (/(?:os|as|ys|ps)es$/.test(word)) return `${word.slice(0, -2)}is`;
    if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
    if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  }
  return word.slice(0, -1);
}

/** The form under which a lower-case ASCII word is compared. */
export function wordForm(word: string): string {
  if (word === 'vs') return 'versus';
  if (word.length < 4) return word;
  const known = irregular.get(word);
  if (known !== undefined) return known;
  const form = singular(americanize(word));
  return irregular.get(form) ?? form;
}
