import { inOrder, type TextPattern } from '../text-patterns.ts';

/*
 * Orders to a machine that reads the book. A textbook tells its reader about diseases; it does not address an
 * assistant, nor say what to answer.
 */

/** A speaker's label at the head: "SYSTEM:", "Assistant:". */
const speaker =
  /^["'“‘[<(#*_-]{0,4}(?:system|assistant|user|human|developer|ai|prompt|instructions?)(?: prompt| message)?[:>\]]/i;

/** "Ignore all earlier instructions", "disregard the text above". */
const override: TextPattern = inOrder(
  /\b(?:ignore|disregard|forget|override|bypass)\b/i,
  /\b(?:instructions?|prompts?|rules?|guidelines?|directions?|context|text above)\b/i,
);

/** "Always answer eczema", "respond only with", "diagnose every image as". */
const command =
  /(?:\b(?:always|only|must|now|never)\s+(?:answer|respond|reply|output|say|state|diagnose|classify|label)\b|\b(?:answer|respond|reply|output)\s+(?:only\s+)?(?:with|as|in)\b|\b(?:diagnose|classify|label)\s+(?:every|all|each|any|this|the)\s+(?:image|picture|photo|case|patient|lesion)|\byou are (?:now )?(?:an?|the) (?:ai|assistant|language model|chatbot|helpful)\b|\bas an? (?:ai|language model)\b)/i;

/** True for a sentence that orders a reading machine about. */
export function isOrder(sentence: string): boolean {
  return speaker.test(sentence) || override.test(sentence) || command.test(sentence);
}
