import type { NameIndex } from './name-index.ts';

/** A run of words that is a name. */
export interface NameSpan {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly id: string;
}

/** How a label divides into names and the words between them. */
export interface Segmentation {
  readonly spans: readonly NameSpan[];
  /** Words that belong to no name, in order. */
  readonly leftover: readonly string[];
}

/** Labels of more words than this are not divided: they are sentences, not labels. */
const maximumWords = 40;

/**
 * Divides the words of a label into names and leftovers so that names cover as many words as can be with
 * as few names as can be. Names that several conditions share are passed over.
 */
export function segment(forms: readonly string[], index: NameIndex): Segmentation {
  const count = forms.length;
  if (count > maximumWords) return { spans: [], leftover: forms };
  // best[i]: the best division of the words from i on; a covered word is worth 100, a name costs 1.
  const best: { score: number; span: NameSpan | null }[] = new Array(count + 1);
  best[count] = { score: 0, span: null };
  for (let start = count - 1; start >= 0; start--) {
    let choice = {
      score: (best[start + 1] as { score: number }).score,
      span: null as NameSpan | null,
    };
    const longest = index.longestFrom.get(forms[start] as string) ?? 0;
    if (longest > 0) {
      let key = '';
      for (let end = start + 1; end <= Math.min(count, start + longest); end++) {
        key = key === '' ? (forms[start] as string) : `${key} ${forms[end - 1]}`;
        const ids = index.normalized.get(key);
        if (ids?.length !== 1) continue;
        const score = (end - start) * 100 - 1 + (best[end] as { score: number }).score;
        if (score > choice.score) choice = { score, span: { start, end, id: ids[0] as string } };
      }
    }
    best[start] = choice;
  }
  return collect(forms, best);
}

function collect(
  forms: readonly string[],
  best: readonly { readonly span: NameSpan | null }[],
): Segmentation {
  const spans: NameSpan[] = [];
  const leftover: string[] = [];
  for (let at = 0; at < forms.length; ) {
    const span = best[at]?.span ?? null;
    if (span) spans.push(span);
    else leftover.push(forms[at] as string);
    at = span ? span.end : at + 1;
  }
  return { spans, leftover };
}
