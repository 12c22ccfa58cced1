import { list } from '../trajectories/wording.ts';
import type { NotePlan, NotePlanStep } from './note-request.ts';
import words from './note-words.json' with { type: 'json' };

/**
 * The JSON schema of a plan's note with a pattern for each step, for servers that hold a model to one: names of signs
 * and diseases stand as the plan has them, and up to eight words before, between and behind come from those that
 * state nothing of their own. Which words and in what order is the model's choice, and so is what may be wrong with
 * it: the verifier judges as ever.
 */
export function licensedNoteSchema({ steps }: NotePlan): object {
  const prefixItems = steps.map((step) => ({ type: 'string', pattern: `^${stepPattern(step)}$` }));
  const size = { minItems: steps.length, maxItems: steps.length };
  return {
    type: 'object',
    properties: { steps: { type: 'array', prefixItems, items: false, ...size } },
    required: ['steps'],
    additionalProperties: false,
  };
}

/** Only literals, groups, alternatives and `{m,n}`: what every server's grammar has. */
function stepPattern({ step, seen, absent, disease, malignancy }: NotePlanStep): string {
  const connecting = [...words.any, ...words[step]];
  const first = `(?:${connecting.map(capitalized).join('|')})`;
  const one = `(?:${connecting.join('|')})`;
  const lead = `${first}(?: ${one}){0,5} `;
  const between = `(?: ${one}){1,8} `;
  const end = `(?: ${one}){0,4}\\.`;
  const name = escaped(disease ?? '');
  const signs =
    absent.length > 0 ? `(?:no|without) ${escaped(list(absent, 'or'))}` : escaped(list(seen));
  if (step === 'conclude') return `${lead}${name}, ${escaped(malignancy ?? '')}\\.`;
  if (disease === null) return `${lead}${signs}${end}`;
  return signs === '' ? `${lead}${name}${end}` : `${lead}${signs}${between}${name}${end}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
