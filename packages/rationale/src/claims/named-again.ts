import type { Sentence, Token } from './tokens.ts';

/**
 * A sentence in which "that condition", "this disease", "the latter" are the disease `last` that was named before: what is
 * said of them is said of it.
 */
export function withNamedAgain(sentence: Sentence, last: string | null): Sentence {
  let named = last;
  const read: Token[] = [];
  for (let at = 0; at < sentence.length; at++) {
    const token = sentence[at] as Token;
    const noun = sentence[at + 1];
    if (token.role === 'disease') named = token.id ?? named;
    const isAgain = named !== null && pointing.has(token.word) && isName(noun);
    if (isAgain && noun !== undefined) {
      const { end } = noun;
      const asks = noun.asks === true ? { asks: noun.asks } : {};
      read.push({
        ...token,
        ...asks,
        end,
        role: 'disease',
        id: named,
        word: `${token.word} ${noun.word}`,
      });
      at++;
    } else {
      read.push(token);
    }
  }
  return read.length === sentence.length ? sentence : read;
}

function isName(noun: Token | undefined): boolean {
  return noun !== undefined && noun.separator === '' && nouns.has(noun.word);
}

const pointing: ReadonlySet<string> = new Set(['this', 'that', 'such a', 'said']);

const nouns: ReadonlySet<string> = new Set([
  'disease',
  'condition',
  'disorder',
  'diagnosis',
  'entity',
  'affection',
  'dermatosis',
  'illness',
  'ailment',
  'malady',
  'alternative',
  'candidate',
  'contender',
  'rival',
  'competitor',
]);
