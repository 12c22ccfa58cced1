import type { NameSpan } from './segment.ts';
import { hasKind, kind } from './word-kinds.ts';

/*
 * Phrases that say what a condition resembles, arose in, followed, or is free of. They qualify the name
 * before them; they neither negate nor doubt it: "melanoma, blue nevus-like", "angiosarcoma, post-irradiation",
 * "proliferative nodule without atypia". Where no name is left beside the phrase, it is what it seems:
 * "psoriasis-like" names no psoriasis.
 */

/** True for a word that may open or close a qualifying phrase. */
function opensPhrase(form: string): boolean {
  return (
    form === 'like' ||
    form === 'post' ||
    form === 'without' ||
    hasKind(form, kind.likeness | kind.origin)
  );
}

/** The words of a label that name the condition, and what the phrases beside them name. */
export interface Scope {
  /** The words outside of every phrase, in order. */
  readonly head: readonly string[];
  /** Conditions that the phrases name: what it resembles or arose in. */
  readonly besides: readonly string[];
  /** True if a phrase says that the condition looks like another. */
  readonly likeness: boolean;
}

/** The name right before a word of origin that stands right before another name: "nevus-associated melanoma". */
function joinedTo(at: number, spans: readonly NameSpan[]): NameSpan | undefined {
  if (!spans.some((span) => span.start === at + 1)) return undefined;
  return spans.find((span) => span.end === at);
}

/** The label without its qualifying phrases, or `null` where it has none or no name would be left. */
export function findScope(forms: readonly string[], spans: readonly NameSpan[]): Scope | null {
  if (!forms.some(opensPhrase)) return null;
  const inPhrase = new Array<boolean>(forms.length).fill(false);
  let likeness = false;
  const mark = (start: number, end: number): void => {
    inPhrase.fill(true, start, end);
  };
  for (const [at, form] of forms.entries()) {
    if (inPhrase[at] || spans.some((span) => at >= span.start && at < span.end)) continue;
    const next = forms[at + 1] ?? '';
    if (form === 'like') {
      const span = spans.find((each) => each.end === at);
      if (!span) continue;
      likeness = true;
      mark(span.start, at + 1);
    } else if (at > 0 && hasKind(form, kind.likeness)) {
      likeness = true;
      mark(at, forms.length);
    } else if (at > 0 && hasKind(form, kind.origin) && spans.some((span) => span.start > at)) {
      const joined = joinedTo(at, spans);
      if (joined) mark(joined.start, at + 1);
      else mark(at, forms.length);
    } else if (
      (form === 'post' && hasKind(next, kind.cause)) ||
      (form === 'without' && hasKind(next, kind.feature))
    ) {
      mark(at, at + 2);
    }
  }
  if (!inPhrase.includes(true)) return null;
  const besides = spans.filter((span) => inPhrase[span.start]).map((span) => span.id);
  if (besides.length === spans.length) return null;
  return { head: forms.filter((_, at) => !inPhrase[at]), besides, likeness };
}
