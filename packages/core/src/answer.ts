import { described } from './described.ts';
import { UsageError } from './errors.ts';
import { type MalignancyClass, malignancyClasses, malignancyText } from './malignancy.ts';

/*
 * The two answer forms of the method, written and read in one place: training targets, rewards and
 * evaluation must agree to the letter.
 *
 *   choice: <thinking>…</thinking><final diagnosis>B, malignant</final diagnosis>
 *   open:   <thinking>…</thinking><diagnosis>name; ancestor; …; malignancy</diagnosis>
 *
 * Difference from the reference implementation: the letter is never searched for in running text. An
 * answer either has exactly the form or it is not an answer.
 */

/** An answer to a multiple-choice question. */
export interface ChoiceAnswer {
  readonly thinking: string;
  /** One upper-case letter. */
  readonly letter: string;
  readonly malignancy: MalignancyClass;
}

/** An answer to an open question. */
export interface OpenAnswer {
  readonly thinking: string;
  /** The diagnosis, then its ancestors from specific to general. */
  readonly path: readonly string[];
  readonly malignancy: MalignancyClass;
}

const tags = ['<thinking>', '</thinking>', '<final diagnosis>', '</final diagnosis>'] as const;
const openTags = ['<thinking>', '</thinking>', '<diagnosis>', '</diagnosis>'] as const;

/** The tags of both answer forms, each once: single tokens make answers short and exact. */
export const answerTags: readonly string[] = [...new Set([...tags, ...openTags])];

/** Writes a multiple-choice answer in the method's form. Throws UsageError for what could not be read back. */
export function formatChoiceAnswer(answer: ChoiceAnswer): string {
  const { thinking, letter, malignancy } = answer;
  const text = `${tags[0]}${thinking}${tags[1]}${tags[2]}${letter}, ${malignancyText[malignancy]}${tags[3]}`;
  return readable(text, parseChoiceAnswer);
}

/** Writes an open answer in the method's form. Throws UsageError for what could not be read back. */
export function formatOpenAnswer(answer: OpenAnswer): string {
  const { thinking, path, malignancy } = answer;
  const body = [...path, malignancyText[malignancy]].join('; ');
  return readable(
    `${openTags[0]}${thinking}${openTags[1]}${openTags[2]}${body}${openTags[3]}`,
    parseOpenAnswer,
  );
}

/** A tag in the thinking, a letter that is none: the text would be no answer to any reader. */
function readable(text: string, parse: (text: string) => unknown): string {
  if (parse(text) !== null) return text;
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  throw new UsageError(`this would be no answer of the method's form: ${shown}`, {
    mend: 'Leave tags out of the thinking, and give one letter from A to Z and a malignancy class.',
  });
}

/**
 * Reads a multiple-choice answer; `null` unless the whole text (surrounding white space aside) has
 * exactly the form: each tag once and in order, thinking with something to see in it (in any script), one
 * letter, one malignancy class.
 */
export function parseChoiceAnswer(text: string): ChoiceAnswer | null {
  const parts = splitTagged(text, tags);
  if (!parts) return null;
  const match = /^([A-Z]), ([a-z ]+)$/.exec(parts.body.trim());
  const malignancy = match && readMalignancy(match[2] as string);
  return match && malignancy
    ? { thinking: parts.thinking, letter: match[1] as string, malignancy }
    : null;
}
described('parseChoiceAnswer', {}, parseChoiceAnswer);

/** Reads an open answer; `null` unless the whole text has exactly the form. */
export function parseOpenAnswer(text: string): OpenAnswer | null {
  const parts = splitTagged(text, openTags);
  if (!parts) return null;
  const items = parts.body.split(';').map((item) => item.trim());
  const malignancy = readMalignancy(items.at(-1) as string);
  const path = items.slice(0, -1);
  if (!malignancy || path.length === 0 || !path.every(hasVisible)) return null;
  return { thinking: parts.thinking, path, malignancy };
}
described('parseOpenAnswer', {}, parseOpenAnswer);

function readMalignancy(text: string): MalignancyClass | undefined {
  return malignancyClasses.find((name) => malignancyText[name] === text);
}

/** Whether there is anything but white space, controls and characters of no width, in any script. */
function hasVisible(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

function splitTagged(
  text: string,
  [open, close, bodyOpen, bodyClose]: readonly [string, string, string, string],
): { thinking: string; body: string } | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith(open) || !trimmed.endsWith(bodyClose)) return null;
  const closeAt = trimmed.indexOf(close);
  if (closeAt < 0) return null;
  const thinking = trimmed.slice(open.length, closeAt);
  const rest = trimmed.slice(closeAt + close.length).trimStart();
  if (!rest.startsWith(bodyOpen)) return null;
  const body = rest.slice(bodyOpen.length, -bodyClose.length);
  // No tag of either form may hide inside: "one answer only".
  const hidesTag = [thinking, body].some((part) =>
    /<\/?(thinking|final diagnosis|diagnosis)>/i.test(part),
  );
  return !hasVisible(thinking) || hidesTag ? null : { thinking, body };
}

/** Reasoning without a confidence stated at its end, and that confidence, 0 to 1; `null` where none stands there. */
export function splitConfidence(thinking: string): {
  readonly reasoning: string;
  readonly confidence: number | null;
} {
  const text = thinking.trimEnd();
  const match = /confidence: ?(\d{1,3}(?:\.\d{1,4})?) ?%\.?$/i.exec(text);
  const percent = match ? Number(match[1]) : Number.NaN;
  if (!match || percent > 100) return { reasoning: thinking, confidence: null };
  return { reasoning: text.slice(0, match.index).trimEnd(), confidence: percent / 100 };
}
