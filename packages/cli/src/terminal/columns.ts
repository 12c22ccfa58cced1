import stringWidth from 'string-width';

/** Longest text that is shown in a column; anything near that is cut in any case. */
const longestShown = 200;

/** Control and bidirectional characters would disturb the terminal. */
export function visible(text: string): string {
  return text.slice(0, longestShown).replace(/[\p{Cc}\p{Cf}]/gu, '�');
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text in exactly this many columns of a terminal, cut with an ellipsis: "黑色素瘤" takes eight. */
export function fitWidth(text: string, width: number): string {
  let taken = stringWidth(text);
  if (taken <= width) return text + ' '.repeat(width - taken);
  let cut = '';
  taken = 0;
  for (const { segment } of characters.segment(text)) {
    const next = stringWidth(segment);
    if (taken + next > width - 1) break;
    cut += segment;
    taken += next;
  }
  return `${cut}…${' '.repeat(width - 1 - taken)}`;
}
