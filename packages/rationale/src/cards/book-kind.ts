import type { SourceDocument } from '@skinr1/textbook';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';

/** Why the cards of a book would be of no use, in words. */
export interface BookKind {
  readonly kind: 'not-human' | 'language';
  readonly message: string;
}

/** Animals that have a medicine of their own, plants, and their keepers. */
const animals: WordSet = wordSet(
  'horse horses mare stallion foal colt pony equine cow cattle calf bull bovine ox sheep lamb ewe ovine goat caprine pig swine porcine sow',
  'dog puppy bitch canine cat kitten feline rabbit poultry chicken hen fowl bird avian pet livestock herd flock hoof hooves fetlock pastern udder mane',
  'veterinary veterinarian veterinarians farrier plant crop cultivar orchard blight aphid hive honeybee',
);

/** Humans, as a medical book speaks of them. */
const humans: WordSet = wordSet(
  'patient person people man men woman women child children infant newborn boy girl adult physician human face hand finger scalp he she his her',
);

/** So often at least; one word makes no book about animals. */
const leastMentions = 3;

/** So often, of a thousand words, a book about animals names them at least. */
const leastPerThousand = 4;

/** Languages that the list of signs has words of. */
const lexiconLanguages: ReadonlySet<string> = new Set(['en']);

/** Scripts of languages that the list of signs has no words of. */
const otherScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Devanagari}\p{Script=Thai}]/u;

/** What is done with a book of a kind, in words, with the mend. */
export function consequence({ kind }: BookKind, allowed: boolean): string {
  if (allowed) return 'Its cards are made all the same, as told.';
  return kind === 'language'
    ? 'So no card is made. Give a translation.'
    : 'Its diseases are not made into cards; set allowNonHuman (--allow-non-human) to make them all the same.';
}

/** What makes a book's cards useless; `null` for a book about human skin in a language that is read. */
export function bookKind(document: SourceDocument): BookKind | null {
  return languageKind(document) ?? animalKind(document);
}

function languageKind({ language, source, text }: SourceDocument): BookKind | null {
  const name = language ?? scriptOf(text);
  if (name === null || lexiconLanguages.has(name)) return null;
  return {
    kind: 'language',
    message: `'${source}' is in another language (${name}) than the list of signs (${[...lexiconLanguages].join(', ')}): no sign in it would be read.`,
  };
}

/** 'another script' where most letters are not Latin; for texts too short for their language to be told. */
function scriptOf(text: string): string | null {
  const sample = text.slice(0, 20_000);
  let other = 0;
  let letters = 0;
  for (const letter of sample) {
    if (!/\p{L}/u.test(letter)) continue;
    letters++;
    if (otherScript.test(letter)) other++;
  }
  return letters > 0 && other * 2 > letters ? 'another script' : null;
}

function animalKind({ text, title, source, sections }: SourceDocument): BookKind | null {
  const { of, against, words } = count(text);
  const headed = count([title, ...sections.map(({ heading }) => heading)].join(' '));
  const often = of >= leastMentions && of * 1000 >= words * leastPerThousand && of > against * 2;
  const titled = headed.of > 0 && headed.of >= headed.against && of > against;
  if (!often && !titled) return null;
  return {
    kind: 'not-human',
    message: `'${source}' is not about human skin: it names animals or plants ${of} times and people ${against} times.`,
  };
}

function count(text: string): { of: number; against: number; words: number } {
  // A long book tells its kind by samples.
  const sample =
    text.length < 400_000
      ? text
      : [0, 0.2, 0.4, 0.6, 0.8].map((at) => sampleAt(text, Math.floor(at * text.length))).join(' ');
  const forms = formsOf(sample);
  return {
    of: forms.filter((form) => animals.has(form)).length,
    against: forms.filter((form) => humans.has(form)).length,
    words: forms.length,
  };
}

function sampleAt(text: string, at: number): string {
  return text.slice(at, at + 40_000);
}
