import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { wordForm } from '../text/word-forms.ts';

/** Short words that may be part of a glued one. Other pieces have at least four letters. */
const shortPieces: ReadonlySet<string> = new Set(labelWords.gluedPieces);

/** The words, those that are not known split where {@link splitGlued} can. */
export function splitUnknown(
  forms: readonly string[],
  isKnown: (form: string) => boolean,
  isPiece: (form: string) => boolean,
): readonly string[] {
  if (forms.every(isKnown)) return forms;
  return forms.flatMap((form) => (isKnown(form) ? [form] : (splitGlued(form, isPiece) ?? [form])));
}

/**
 * Splits a word that lost its spaces ("diseaseherpes") into known words: the fewest of them, or `null`
 * where there is no such split or more than one.
 */
export function splitGlued(
  word: string,
  isKnown: (form: string) => boolean,
): readonly string[] | null {
  if (word.length < 7 || word.length > 80) return null;
  // ways[i]: fewest pieces that make up the first i letters, how many splits reach it, and the last cut.
  const ways: ({ pieces: number; splits: number; cut: number } | null)[] = [
    { pieces: 0, splits: 1, cut: 0 },
  ];
  for (let end = 1; end <= word.length; end++) {
    let best: { pieces: number; splits: number; cut: number } | null = null;
    for (let cut = 0; cut < end; cut++) {
      const before = ways[cut];
      if (!before || !isPiece(word.slice(cut, end), isKnown)) continue;
      const pieces = before.pieces + 1;
      if (!best || pieces < best.pieces) best = { pieces, splits: before.splits, cut };
      else if (pieces === best.pieces) best.splits += before.splits;
    }
    ways[end] = best;
  }
  const whole = ways[word.length];
  if (whole?.splits !== 1 || whole.pieces > 6) return null;
  return readPieces(word, ways);
}

function isPiece(piece: string, isKnown: (form: string) => boolean): boolean {
  if (shortPieces.has(piece)) return true;
  return piece.length >= 4 && isKnown(wordForm(piece)) && !isEnding(piece);
}

/** True for what ends longer words, with a letter before it at most: noma, the end of "adamantinoma". */
function isEnding(piece: string): boolean {
  return labelWords.wordEndings.some(
    (ending) => piece.length - ending.length < 2 && piece.endsWith(ending),
  );
}

function readPieces(word: string, ways: readonly ({ cut: number } | null)[]): string[] {
  const pieces: string[] = [];
  for (let end = word.length; end > 0; ) {
    const { cut } = ways[end] as { cut: number };
    pieces.unshift(wordForm(word.slice(cut, end)));
    end = cut;
  }
  return pieces.filter((piece) => piece !== 'of');
}
