import { foldCharacters } from './characters.ts';
import { wordForm } from './word-forms.ts';

/** Words that carry no meaning in a disease name. `and`, `or`, `with` and `non` do, and stay. */
const fillers: ReadonlySet<string> = new Set(['the', 'of']);

/**
 * Splits a label into comparable words: folded characters, lower case, American spelling, singular, no
 * possessive; camelCase, snake_case and hyphens split. A slash, `&` and `+` read as "and", a question
 * mark as "query".
 */
export function words(label: string): string[] {
  const text = foldCharacters(label);
  const result: string[] = [];
  let token = '';
  let start = -1;
  const endToken = (end: number): void => {
    if (start >= 0) token += text.slice(start, end);
    start = -1;
    if (token !== '') pushForm(result, token);
    token = '';
  };
  let wasLower = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isLower = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (isLower || (code >= 65 && code <= 90)) {
      if (!isLower && wasLower && code < 97) endToken(i);
      if (start < 0) start = i;
      wasLower = code >= 97;
      continue;
    }
    wasLower = false;
    if (code === apostrophe && !endsPossessive(text, i)) {
      // Inside a word ("d'Emblée") an apostrophe joins.
      if (start >= 0) token += text.slice(start, i);
      start = -1;
      continue;
    }
    endToken(i);
    if (code === apostrophe && isS(text.charCodeAt(i + 1))) i++;
    else if (code === 0x26 || code === 0x2b || code === 0x2f) result.push('and');
    else if (code === 0x3f) result.push('query');
  }
  endToken(text.length);
  return result;
}

const apostrophe = 0x27;

function isS(code: number): boolean {
  return code === 0x73 || code === 0x53;
}

function isWordCharacter(code: number): boolean {
  const letter = code | 32;
  return (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57);
}

/** True if the apostrophe, with an s behind it or not, ends a word: "Bowen's", "Jones' ". */
function endsPossessive(text: string, at: number): boolean {
  const after = isS(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
  return !isWordCharacter(text.charCodeAt(after));
}

/** Forms of words met before; a data set's labels repeat a few thousand words. */
const forms = new Map<string, string>();
const maximumForms = 20_000;

function pushForm(result: string[], token: string): void {
  let form = forms.get(token);
  if (form === undefined) {
    form = wordForm(token.toLowerCase());
    if (forms.size >= maximumForms) forms.clear();
    forms.set(token, form);
  }
  if (!fillers.has(form)) result.push(form);
}

/** The key under which a name is found whatever its spelling tradition, number or punctuation. */
export function normalizedKey(label: string): string {
  return words(label).join(' ');
}

/** The key under which a name is found whatever the order of its words ("lupus, discoid"). */
export function bagKey(sortable: readonly string[]): string {
  return [...sortable].sort().join(' ');
}
