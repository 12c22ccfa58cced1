/*
 * Orders to a machine that reads the book. A textbook tells its reader about diseases; it does not address an
 * assistant, nor say what to answer.
 */

/** A speaker's label at the head: "SYSTEM:", "Assistant:". */
const speaker =
  /^[\s"'“‘[<(#*_-]*(?:system|assistant|user|human|developer|ai|prompt|instructions?)\s*(?:prompt|message)?\s*[:>\]]/i;

/** "Ignore all earlier instructions", "disregard the text above". */
const override =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|context|text above|everything)\b/i;

/** "Always answer eczema", "respond only with", "diagnose every image as". */
const command =
  /(?:\b(?:always|only|must|now|never)\s+(?:answer|respond|reply|output|say|state|diagnose|classify|label)\b|\b(?:answer|respond|reply|output)\s+(?:only\s+)?(?:with|as|in)\b|\b(?:diagnose|classify|label)\s+(?:every|all|each|any|this|the)\s+(?:image|picture|photo|case|patient|lesion)|\byou are (?:now )?(?:an?|the) (?:ai|assistant|language model|chatbot|helpful)\b|\bas an? (?:ai|language model)\b)/i;

/** True for a sentence that orders a reading machine about. */
export function isOrder(sentence: string): boolean {
  return speaker.test(sentence) || override.test(sentence) || command.test(sentence);
}
